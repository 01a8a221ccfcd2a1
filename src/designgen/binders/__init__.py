"""Merged artifacts in, one document of many out."""
