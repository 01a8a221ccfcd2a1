"""Builds in, dated folders out, and back: the only room that touches the output folder."""
