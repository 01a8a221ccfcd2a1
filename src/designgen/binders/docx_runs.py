"""Text in, WordprocessingML of runs, fields and sections out: the small change of a Word document."""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

PROPERTIES = {
    "strong": "<w:b/>",
    "emphasis": "<w:i/>",
    "struck": "<w:strike/>",
    "link": '<w:color w:val="1D5FBF"/><w:u w:val="single"/>',
}
"""What can be said of a run, in the order that the schema asks for; a style comes first."""
PAPERS = {"a4": (11906, 16838), "a3": (16838, 23811)}
EMUS = 12700
RULE = '<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="CBD5E1"/></w:pBdr></w:pPr></w:p>'
LINE = "<w:r><w:br/></w:r>"
TAB = "<w:r><w:tab/></w:r>"


def run(text: str, said: Iterable[str] = (), style: str = "") -> str:
    """Return a run of text."""
    told = f'<w:rStyle w:val="{style}"/>' if style else ""
    told += "".join(xml for name, xml in PROPERTIES.items() if name in said)
    return f'<w:r>{f"<w:rPr>{told}</w:rPr>" if told else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def lines(text: str) -> str:
    """Return lines of code, each where it is."""
    return LINE.join(run(line) for line in text.split("\n"))


def mark(kind: str, *, stale: bool = False) -> str:
    """Return the begin, the middle (`separate`) or the end of a field; a stale one is computed when the document is opened."""
    dirty = ' w:dirty="true"' if stale else ""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"{dirty}/></w:r>'


def instruction(text: str) -> str:
    """Return what a field computes."""
    return f'<w:r><w:instrText xml:space="preserve"> {escape(text)} </w:instrText></w:r>'


def computed(text: str, result: str) -> str:
    """Return a field with its result."""
    return mark("begin") + instruction(text) + mark("separate") + (run(result) if result else "") + mark("end")


def look(*, headed: bool) -> str:
    """Return which rows and columns of a table stand out: its first row, else its first column."""
    code = "0420" if headed else "0480"
    return f'<w:tblLook w:val="{code}" w:firstRow="{int(headed)}" w:firstColumn="{int(not headed)}" w:noHBand="0" w:noVBand="1"/>'


def plate(paper: str, flipped: bool) -> str:
    """Return the properties of a section for one drawing."""
    width, height = PAPERS[paper]
    size = f'w:w="{height}" w:h="{width}" w:orient="landscape"' if flipped else f'w:w="{width}" w:h="{height}"'
    margins = 'w:top="1134" w:bottom="850" w:left="567" w:right="567" w:header="567" w:footer="567" w:gutter="0"'
    return f"<w:sectPr><w:pgSz {size}/><w:pgMar {margins}/></w:sectPr>"


def picture(number: int, relation: str, alternative: str, size: tuple[float, float]) -> str:
    """Return a picture that stands in the line; its size is in points."""
    extent = f'cx="{round(size[0] * EMUS)}" cy="{round(size[1] * EMUS)}"'
    told = f'id="{number}" name="Figure {number}" descr={quoteattr(alternative)}'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/><wp:docPr {told}/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr {told}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>'
        f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
