"""WordprocessingML as text in, elements of python-docx out; the names of its spaces."""

from typing import Any

SPACES = {
    name: f"http://schemas.openxmlformats.org/{path}"
    for name, path in (
        ("w", "wordprocessingml/2006/main"),
        ("r", "officeDocument/2006/relationships"),
        ("wp", "drawingml/2006/wordprocessingDrawing"),
        ("a", "drawingml/2006/main"),
        ("pic", "drawingml/2006/picture"),
    )
}
DECLARED = " ".join(f'xmlns:{name}="{address}"' for name, address in SPACES.items())


def element(xml: str) -> Any:
    """Return the element of a text."""
    from docx.oxml import parse_xml

    return parse_xml(xml)


def named(tag: str) -> str:
    """Return a tag such as `w:p` as elements have it."""
    space, _, name = tag.partition(":")
    return f"{{{SPACES[space]}}}{name}"
