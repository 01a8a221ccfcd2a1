"""A design and its merged artifacts in, the printed package as a Word document out: real styles, the same bytes every time.

The door to python-docx, which opens the document that gives the styles, a user's own or the plain one, and packs it again.
The body is written as text: building it element by element takes ten times as long.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from designgen.binders.blocks import Block, Figure, Heading, labels
from designgen.binders.book import Book, book, edition
from designgen.binders.docx_blocks import Dress, Gathered, Writer
from designgen.binders.docx_package import File, packed, relations
from designgen.binders.docx_plain import furnish
from designgen.binders.docx_runs import run
from designgen.binders.docx_styles import STYLES, lists, numbered
from designgen.binders.docx_xml import DECLARED, SPACES, element, named
from designgen.binders.pages import pages
from designgen.binders.pdf import EDITIONS
from designgen.binders.raster import Darkroom
from designgen.binders.reading import clean
from designgen.model.artifact import Artifact
from designgen.model.design.whole import Design
from designgen.model.errors import InputUnreadable

PATH = "design-package.docx"
MEDIA = "word/media/"
HERE = "<!--the body-->"
"""Where the text of the body goes in the document around it."""
EMUS_OF_A_TWIP = 635


def bind_docx(
    design: Design, artifacts: tuple[Artifact, ...], darkroom: Darkroom, audience: str = "all", reference: bytes = b""
) -> tuple[Artifact, ...]:
    """Return the Word document of an edition; `reference` is a document whose styles, headers and page it takes."""
    volume = edition(book(design, artifacts), audience)
    return (Artifact(path=PATH, kind="binary", content=written(volume, darkroom, audience, reference), title=design.title),)


def recalled(document: bytes) -> dict[str, bytes]:
    """Return the pictures of an earlier document by the digest of their drawing; none of a file that is no such document."""
    try:
        with zipfile.ZipFile(io.BytesIO(document)) as archive:
            found = [name for name in archive.namelist() if name.startswith(MEDIA) and name.endswith(".png")]
            return {name.removeprefix(MEDIA).removesuffix(".png"): archive.read(name) for name in found}
    except (zipfile.BadZipFile, OSError):
        return {}


def written(volume: Book, darkroom: Darkroom, audience: str = "all", reference: bytes = b"") -> bytes:
    """Return the Word document of a book."""
    blocks = pages(volume)
    document = _opened(reference)
    _clothe(document, plain=not reference)
    if not reference:
        furnish(document, clean(volume.title), volume.date)
    dress = _dress(document)
    writer = Writer(dress, labels(blocks), _headings(blocks))
    cover = (
        writer.paragraph("Title", run(clean(volume.title)))
        + writer.paragraph("Subtitle", run(clean(volume.subtitle)))
        + writer.paragraph("Normal", run(f"Design package, {EDITIONS[audience].lower()}, {volume.date}"))
    )
    body = cover + writer.body(blocks)
    drawn = darkroom.pictures([block.svg for block in blocks if isinstance(block, Figure)])
    if writer.gathered.sections:
        _follow(document.sections[-1]._sectPr)
    _enlist(document, writer.gathered.starts, dress.first)
    _relate(document, writer.gathered, drawn)
    _sign(document, volume)
    return packed(_files(document, body))


def _headings(blocks: tuple[Block, ...]) -> list[Heading]:
    found = []
    for block in blocks:
        if isinstance(block, Heading):
            found.append(block)
        elif isinstance(block, Figure) and block.title:
            found.append(block.title)
    return found


def _opened(reference: bytes) -> Any:
    """Open the document that gives the styles and empty its body."""
    from docx import Document

    try:
        document = Document(io.BytesIO(reference) if reference else None)
    except (ValueError, KeyError, zipfile.BadZipFile) as problem:
        raise InputUnreadable("the reference document is no Word document", advice="save it as .docx and name that file") from problem
    body = document.element.body
    for old in [one for one in body if not one.tag.endswith("}sectPr")]:
        body.remove(old)
    return document


def _clothe(document: Any, *, plain: bool) -> None:
    """Give a document the styles it lacks; the plain one our own for those it has."""
    known = {style.name.lower(): style for style in document.styles}
    for name, xml in STYLES.items():
        if plain and name.lower() in known:
            document.styles.element.remove(known.pop(name.lower()).element)
        if name.lower() not in known:
            document.styles.element.append(element(xml))


def _dress(document: Any) -> Dress:
    """Return what a document gives to its body."""
    section = document.sections[-1]
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    ids = {style.name.lower(): style.style_id for style in document.styles}
    numbers = [int(one.get(named("w:numId"))) for one in _numbering(document).findall(named("w:num"))]
    return Dress(
        styles={name: ids[name.lower()] for name in STYLES},
        opening=section._sectPr.xml,
        section=_follow(deepcopy(section._sectPr)).xml,
        width=width // EMUS_OF_A_TWIP,
        height=height // EMUS_OF_A_TWIP,
        first=max(numbers, default=0) + 1,
    )


def _follow(section: Any) -> Any:
    """Return a section as one that others precede: its pages are like theirs, and their numbers go on."""
    for one in ("w:titlePg", "w:pgNumType"):
        for found in section.findall(named(one)):
            section.remove(found)
    return section


def _numbering(document: Any) -> Any:
    """Return the lists of a document; one that has none gets an empty set."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.parts.numbering import NumberingPart

    try:
        return document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
    except KeyError:
        part = NumberingPart(
            PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, element(f"<w:numbering {DECLARED}/>"), document.part.package
        )
        document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return part.element


def _enlist(document: Any, starts: list[int], first: int) -> None:
    """Put the lists of the body among those of the document: between what the format wants first and last."""
    numbering = _numbering(document)
    form = max((int(one.get(named("w:abstractNumId"))) for one in numbering.findall(named("w:abstractNum"))), default=-1) + 1
    bullets, cleanup = numbering.findall(named("w:numPicBullet")), numbering.findall(named("w:numIdMacAtCleanup"))
    for position, xml in enumerate(lists(form), len(bullets)):
        numbering.insert(position, element(xml))
    for number, start in enumerate([None, *starts]):
        numbering.append(element(numbered(first + number, form if start is None else form + 1, start)))
    numbering.extend(cleanup)


def _relate(document: Any, gathered: Gathered, drawings: Mapping[str, bytes]) -> None:
    """Add what the body refers to; a picture is called after its drawing, so that a later build finds it again."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.parts.image import ImagePart

    relations = document.part.rels
    for target, relation in gathered.addresses.items():
        relations.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, target, relation, is_external=True)
    for name, relation in gathered.drawings.items():
        picture = ImagePart(PackURI(f"/{MEDIA}{name}.png"), "image/png", drawings[name])
        relations.add_relationship(RELATIONSHIP_TYPE.IMAGE, picture, relation)


def _sign(document: Any, volume: Book) -> None:
    properties = document.core_properties
    properties.title, properties.subject = clean(volume.title)[:255], clean(volume.subtitle)[:255]
    properties.author = properties.last_modified_by = "designgen"
    properties.created = properties.modified = datetime.fromisoformat(volume.date).replace(tzinfo=UTC)
    properties.language, properties.revision, properties.comments = "en", 1, ""


def _files(document: Any, body: str) -> Iterator[File]:
    package = document.part.package
    yield relations("", package.rels.xml)
    for part in package.iter_parts():
        path = part.partname.membername
        yield File(path, part.content_type, _filled(document, body) if part is document.part else part.blob)
        if len(part.rels):
            yield relations(path, part.rels.xml)


def _filled(document: Any, body: str) -> bytes:
    """Return the document with its body before its last section: as text, since a tree of all its elements takes longer than writing it."""
    from docx.opc.oxml import serialize_part_xml

    emptied = document.element
    root = emptied.makeelement(emptied.tag, dict(emptied.attrib), nsmap={**emptied.nsmap, **SPACES})
    root.extend(emptied)
    root.find(named("w:body")).insert(0, element(f"<w:p {DECLARED}>{HERE}</w:p>")[0])
    before, after = serialize_part_xml(root).split(HERE.encode(), 1)
    return bytes(before + body.encode() + after)
