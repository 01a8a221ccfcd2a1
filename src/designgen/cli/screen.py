"""Text in, safe lines on a screen out; apart from the drawing so that an ending can be told without the rest of the house."""

import os
import re
import sys
from typing import TextIO

TAB = "    "
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]")


def clean(text: str) -> str:
    """Return text with every control and direction character made visible, so that it cannot steer the terminal."""
    return CONTROL.sub(lambda found: f"\\u{{{ord(found.group()):x}}}", text.replace("\t", TAB))


def say(text: str, stream: TextIO | None = None) -> None:
    """Print cleaned lines, on standard error unless told otherwise."""
    print(clean(text), file=stream or sys.stderr)


def coloured(stream: TextIO) -> bool:
    """Whether colours are welcome: a terminal that is not dumb, and no NO_COLOR."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
