"""Rows of cells in, an HTML table out; a table of names and what they mean has no header, and says so to a screen reader."""

from typing import NamedTuple


class Cell(NamedTuple):
    """What a cell shows, the word of severity it consists of, whether it holds numbers."""

    html: str
    mark: str = ""
    number: bool = False


def grid(rows: list[list[Cell]]) -> str:
    """Return the table; the first row is its header."""
    if not rows:
        return ""
    head, body = rows[0], rows[1:]
    if len(head) == 2 and not head[1].html:
        return _pairs(head[0].html, body)
    top = "".join(f'<th scope="col"{_class(cell)}>{cell.html}</th>' if cell.html else "<td></td>" for cell in head)
    lines = "".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in body)
    return f'<div class="grid"><table><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table></div>'


def _pairs(caption: str, body: list[list[Cell]]) -> str:
    lines = "".join(f'<tr><th scope="row">{row[0].html}</th>{"".join(_cell(cell) for cell in row[1:])}</tr>' for row in body)
    said = f"<caption>{caption}</caption>" if caption else ""
    return f'<div class="grid"><table class="pairs">{said}<tbody>{lines}</tbody></table></div>'


def _cell(cell: Cell) -> str:
    shown = f'<span class="mark {cell.mark}">{cell.html}</span>' if cell.mark else cell.html
    return f"<td{_class(cell)}>{shown}</td>"


def _class(cell: Cell) -> str:
    return ' class="number"' if cell.number else ""
