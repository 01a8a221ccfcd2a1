"""The plain document of python-docx in, paper, margins, header and footer of ours in it; what it says of its own origin is gone."""

from typing import Any

from designgen.binders.docx_runs import TAB, computed, run
from designgen.binders.docx_xml import DECLARED, element, named

MILLIMETRE = 36000
A4 = (210 * MILLIMETRE, 297 * MILLIMETRE)
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
    _write(section.header, "Header", run(title))
    _write(section.footer, "Footer", f"{run(date)}{TAB}{pages}")
    _forget(document)


def _write(place: Any, style: str, content: str) -> None:
    written = element(f'<w:p {DECLARED}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>')
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
