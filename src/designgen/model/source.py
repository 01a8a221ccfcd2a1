"""A file that a human wrote, and a place in it; lines and columns are 1-based once and for all."""

from designgen.model.frozen import Frozen


class Source(Frozen):
    """One input file: the name to print and the text."""

    name: str
    text: str


class Span(Frozen):
    """A run of characters on one line of one file."""

    file: str
    line: int
    column: int
    length: int = 1


Places = dict[str, Span]
"""Where each part of the requirements was written, by dotted path such as `requirements.FR-1.operations.0`."""
