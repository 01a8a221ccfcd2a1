"""What Word asks of a document, as far as designgen writes it: a document in, sentences about what breaks the rules out.

The orders are those of ECMA-376 part 1 (wml.xsd, dml-wordprocessingDrawing.xsd); an element that these do not list
is reported, so that a new one has to be looked up.
"""

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"

ORDERS = {
    "pPr": """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens
        kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing
        mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange""",
    "rPr": """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden
        color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang
        eastAsianLayout specVanish oMath""",
    "tblPr": """tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd
        tblLayout tblCellMar tblLook tblCaption tblDescription""",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tc": "tcPr p",
    "tr": "trPr tc",
    "tbl": "tblPr tblGrid tr",
    "sectPr": """headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt
        vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings""",
    "numPr": "ilvl numId",
    "pBdr": "top left bottom right between bar",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "style": """name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal
        personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr""",
    "tblStylePr": "pPr rPr tblPr trPr tcPr",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "num": "abstractNumId lvlOverride",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "inline": "extent effectExtent docPr cNvGraphicFramePr graphic",
}
MIXED = {"sectPr": {"headerReference", "footerReference"}}
"""Elements that may come in any order among themselves."""


def broken_rules(document: bytes) -> list[str]:
    """Return what a document breaks."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    trees = {name: etree.fromstring(content) for name, content in parts.items() if name.endswith((".xml", ".rels"))}
    said = [f"{name} stands twice in the package" for name, count in Counter(names).items() if count > 1]
    said += [*_types(trees, parts), *_relations(trees, parts)]
    said += [f"{name}: {problem}" for name, tree in trees.items() if name.startswith("word/") for problem in _orders(tree)]
    return [*said, *_names(trees), *_body(trees["word/document.xml"])]


def _types(trees: dict[str, etree._Element], parts: dict[str, bytes]) -> Iterator[str]:
    table = trees["[Content_Types].xml"]
    ends = {one.get("Extension") for one in table.iter(f"{TYPES}Default")}
    own = {one.get("PartName", "").removeprefix("/") for one in table.iter(f"{TYPES}Override")}
    yield from (f"{name} has no content type" for name in parts if name.rpartition(".")[2] not in ends | {"xml"} and name not in own)
    yield from (
        f"{name} is only application/xml" for name in parts if name.startswith("word/") and name.endswith(".xml") and name not in own
    )
    yield from (f"a content type is given to {name}, which is not there" for name in own - parts.keys())


def _relations(trees: dict[str, etree._Element], parts: dict[str, bytes]) -> Iterator[str]:
    for name, tree in trees.items():
        folder, file = posixpath.split(name)
        sheet = trees.get(posixpath.join(folder, "_rels", f"{file}.rels"))
        known = {one.get("Id"): one for one in (sheet.iter(RELATION) if sheet is not None else ())}
        used = {value for one in tree.iter() for key, value in one.attrib.items() if key.startswith(R)}
        yield from (f"{name} refers to {one}, which its relations do not name" for one in sorted(used - known.keys()))
        for one in known.values():
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).removeprefix("/")
            if one.get("TargetMode") != "External" and target not in parts:
                yield f"{name} relates to {target}, which is not there"


def _orders(tree: etree._Element) -> Iterator[str]:
    for one in tree.iter(*(f"{space}{name}" for name in ORDERS for space in (W, WP))):
        parent = etree.QName(one).localname
        order, mixed = ORDERS[parent].split(), MIXED.get(parent, set())
        found = [etree.QName(child).localname for child in one]
        yield from (f"{parent} holds {name}, whose place is not known here" for name in found if name not in order)
        places = [0 if name in mixed else order.index(name) for name in found if name in order]
        if places != sorted(places):
            yield f"{parent} holds {' '.join(found)} in this order"
        if parent == "tc" and (not found or found[-1] != "p"):
            yield "a cell does not end in a paragraph"


def _names(trees: dict[str, etree._Element]) -> Iterator[str]:
    body, lists = trees["word/document.xml"], trees["word/numbering.xml"]
    kinds = {one.get(f"{W}styleId"): one.get(f"{W}type") for one in trees["word/styles.xml"].iter(f"{W}style")}
    for tag, kind in (("pStyle", "paragraph"), ("rStyle", "character"), ("tblStyle", "table")):
        yield from (f"{name} is no {kind} style" for name in sorted(_values(body, tag)) if kinds.get(name) != kind)
    forms = {one.get(f"{W}abstractNumId", "") for one in lists.iter(f"{W}abstractNum")}
    yield from (f"form {one} of a list is not there" for one in sorted(_values(lists, "abstractNumId") - forms))
    numbers = {one.get(f"{W}numId", "") for one in lists.iter(f"{W}num")}
    yield from (f"list {one} is not there" for one in sorted(_values(body, "numId") - numbers))


def _values(tree: etree._Element, tag: str) -> set[str]:
    return {one.get(f"{W}val", "") for one in tree.iter(f"{W}{tag}")}


def _body(document: etree._Element) -> Iterator[str]:
    starts = [one.get(f"{W}id", "") for one in document.iter(f"{W}bookmarkStart")]
    ends = [one.get(f"{W}id", "") for one in document.iter(f"{W}bookmarkEnd")]
    names = [one.get(f"{W}name", "") for one in document.iter(f"{W}bookmarkStart")]
    pictures = [one.get("id", "") for one in document.iter(f"{WP}docPr")]
    for what, found in (("bookmark", starts), ("bookmark", names), ("picture", pictures)):
        yield from (f"{what} {one} stands {count} times" for one, count in Counter(found).items() if count > 1)
    if sorted(starts) != sorted(ends):
        yield "bookmarks do not end as they start"
    led = {one.get(f"{W}anchor") or names[0] for one in document.iter(f"{W}hyperlink")}
    yield from (f"a link leads to {one}, which is no bookmark" for one in sorted(led - set(names)))
    *_, last, section = document[0]
    if section.tag != f"{W}sectPr" or last.tag != f"{W}p":
        yield "the body does not end in a paragraph and its section"
    for table in document.iter(f"{W}tbl"):
        cells = [len(row.findall(f"{W}tc")) for row in table.iterchildren(f"{W}tr")]
        yield from (f"a row has {count} cells" for count in cells if count != len(table[1]))
    yield from _fields([one.get(f"{W}fldCharType", "") for one in document.iter(f"{W}fldChar")])


def _fields(marks: list[str]) -> Iterator[str]:
    """Report fields that do not begin, separate and end in turn; one may stand in the result of another."""
    opened: list[str] = []
    for mark in marks:
        if mark == "begin":
            opened.append(mark)
        elif not opened or opened[-1] != {"separate": "begin", "end": "separate"}[mark]:
            yield f"a field has its {mark} at the wrong place"
            return
        elif mark == "separate":
            opened[-1] = mark
        else:
            opened.pop()
    if opened:
        yield "a field does not end"
