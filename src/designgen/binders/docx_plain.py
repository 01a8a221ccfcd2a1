"""The plain document of python-docx in, paper, margins, header and footer of ours in it; what it says of its own origin is gone."""

from typing import Any

from designgen.binders.docx_runs import TAB, computed, run
from designgen.binders.docx_xml import DECLARED, element, named

MILLIMETRE = 36000
A4 = (210 * MILLIMETRE, 297 * MILLIMETRE)
QUIET = '<w:color w:val="5F6B7A"/><w:sz w:val="16"/><w:szCs w:val="16"/>'
LINE = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="CBD5E1"/></w:pBdr>'
RIGHT = '<w:tabs><w:tab w:val="clear" w:pos="4320"/><w:tab w:val="clear" w:pos="8640"/><w:tab w:val="right" w:pos="9638"/></w:tabs>'
FOREIGN = frozenset({"thumbnail", "extended-properties", "stylesWithEffects", "customXml"})
"""Kinds of parts that show or describe the empty document."""
WORD = "15"
"""The Word of 2013 and later; of an older one, the title of the window says that it is compatible."""


def furnish(document: Any, title: str, date: str) -> None:
    """Furnish the plain document."""
    section = document.sections[-1]
    section.page_width, section.page_height = A4
    section.left_margin = section.right_margin = section.bottom_margin = 20 * MILLIMETRE
    section.top_margin = 23 * MILLIMETRE
    section.different_first_page_header_footer = True
    pages = f"{computed('PAGE', '1')}{run(' / ')}{computed('NUMPAGES', '1')}"
    _write(section.header, LINE, run(title))
    _write(section.footer, "", f"{run(date)}{TAB}{pages}")
    _forget(document)


def _write(place: Any, border: str, content: str) -> None:
    quiet = content.replace("<w:r>", f"<w:r><w:rPr>{QUIET}</w:rPr>")
    written = element(f"<w:p {DECLARED}><w:pPr>{border}{RIGHT}</w:pPr>{quiet}</w:p>")
    place._element.replace(place.paragraphs[0]._p, written)


def _forget(document: Any) -> None:
    for relations in (document.part.package.rels, document.part.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.rpartition("/")[2] in FOREIGN]:
            del relations[key]
    settings = document.settings.element
    for gone in ("w:savePreviewPicture", "w:rsids"):
        for found in settings.findall(named(gone)):
            settings.remove(found)
    settings.find(named("w:zoom")).set(named("w:percent"), "100")
    for one in settings.iter(named("w:compatSetting")):
        if one.get(named("w:name")) == "compatibilityMode":
            one.set(named("w:val"), WORD)
