"""Positions for boxes and lines: a sketch in, a placement out; Graphviz does the hard part."""
