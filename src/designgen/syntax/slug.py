"""Any text in, a name that is safe as a file name everywhere out (S5)."""

import re

RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|conin|conout)$")


def slug(text: str, limit: int = 52) -> str:
    """Return `text` as lower-case ASCII letters, digits and dashes, starting with a letter, at most `limit` long."""
    name = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:limit].rstrip("-")
    if not name or not name[0].isalpha() or RESERVED.match(name):
        name = f"x-{name}"[:limit].rstrip("-")
    return name


def kebab(name: str) -> str:
    """Return the words of a name joined by dashes: `MenuItem` and `menu_item` are `menu-item`."""
    return slug(re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", name))
