"""A Design and its merged artifacts in, Diagnostics out; nothing is changed. One file a check."""
