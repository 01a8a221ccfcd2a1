"""The styles and lists of a Word document as WordprocessingML: what a plain document is dressed in, and what a user's own may lack."""

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ACCENT, INK, QUIET, HAIR = "1F4E8C", "1F2937", "5F6B7A", "CBD5E1"
HEADINGS = {1: (40, 0, 240), 2: (30, 240, 160), 3: (23, 280, 120), 4: (20, 240, 80)}
"""Size in half points, space before and after in twips."""
BULLETS = ("\u2022", "\u2013", "\u2022")


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}" w:eastAsia="{name}"/>'


def _type(size: int, colour: str = "", *, bold: bool = False) -> str:
    colours = f'<w:color w:val="{colour}"/>' if colour else ""
    return f'{"<w:b/>" if bold else ""}{colours}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _shade(fill: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'


def _style(name: str, paragraph: str, letters: str, based: str = "Normal") -> str:
    parent = f'<w:basedOn w:val="{based}"/>' if name != "Normal" else ""
    default = ' w:default="1"' if name == "Normal" else ""
    return (
        f'<w:style {W} w:type="paragraph"{default} w:styleId="{identifier(name)}"><w:name w:val="{name}"/>{parent}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def _letters(name: str, letters: str) -> str:
    return f'<w:style {W} w:type="character" w:styleId="{identifier(name)}"><w:name w:val="{name}"/><w:rPr>{letters}</w:rPr></w:style>'


def _heading(level: int) -> str:
    size, before, after = HEADINGS.get(level, HEADINGS[4])
    place = f'<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="{after}"/><w:outlineLvl w:val="{level - 1}"/>'
    return _style(f"heading {level}", place, _fonts("Calibri") + _type(size, ACCENT, bold=True))


def _contents(level: int) -> str:
    kept = "<w:keepNext/>" if level == 1 else ""
    place = (
        f'{kept}<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9638"/></w:tabs>'
        f'<w:spacing w:before="{80 * (2 - level)}" w:after="20" w:line="240" w:lineRule="auto"/><w:ind w:left="{240 * (level - 1)}"/>'
    )
    return _style(f"toc {level}", place, _type(20, bold=level == 1))


def identifier(name: str) -> str:
    """Return the id of a style."""
    return name.title().replace(" ", "")


CODE_FACE = _fonts("Consolas")
FRAME = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="4" w:color="{HAIR}"/>' for side in ("top", "left", "bottom", "right"))
LIGHT = f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{HAIR}"/>'

STYLES = {
    "Normal": _style("Normal", '<w:spacing w:after="120" w:line="264" w:lineRule="auto"/>', _fonts("Calibri") + _type(20, INK)),
    "Title": _style(
        "Title",
        f'<w:pBdr><w:top w:val="single" w:sz="24" w:space="14" w:color="{ACCENT}"/></w:pBdr>'
        '<w:spacing w:before="3600" w:after="120" w:line="240" w:lineRule="auto"/>',
        _fonts("Calibri") + _type(64, ACCENT, bold=True),
    ),
    "Subtitle": _style("Subtitle", '<w:spacing w:after="480"/>', _fonts("Calibri") + _type(26, QUIET)),
    **{f"Heading {level}": _heading(level) for level in range(1, 10)},
    "List Paragraph": _style("List Paragraph", '<w:spacing w:after="120"/><w:contextualSpacing/>', ""),
    "Caption": _style("Caption", '<w:spacing w:before="40" w:after="200"/><w:jc w:val="center"/>', _type(17, QUIET)),
    "Figure": _style("Figure", '<w:keepNext/><w:spacing w:before="120" w:after="60"/><w:jc w:val="center"/>', ""),
    "Header": _style("header", f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="{HAIR}"/></w:pBdr>', _type(16, QUIET)),
    "Footer": _style("footer", '<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs>', _type(16, QUIET)),
    "Contents Title": _style("Contents Title", '<w:spacing w:after="240"/>', _type(40, ACCENT, bold=True)),
    "toc 1": _contents(1),
    "toc 2": _contents(2),
    "Code Block": _style(
        "Code Block",
        f'<w:pBdr>{FRAME}</w:pBdr>{_shade("F7F9FB")}<w:spacing w:after="160" w:line="240" w:lineRule="auto"/>'
        '<w:ind w:left="100" w:right="100"/>',
        CODE_FACE + _type(14),
    ),
    "Note": _style(
        "Note",
        f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="6" w:color="{ACCENT}"/></w:pBdr>{_shade("EEF5FF")}<w:ind w:left="160"/>',
        "",
    ),
    "Table Text": _style("Table Text", '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>', _type(17)),
    "After Table": _style("After Table", '<w:spacing w:after="60" w:line="120" w:lineRule="exact"/>', _type(8)),
    "Code": _letters("Code", f'{CODE_FACE}<w:sz w:val="18"/><w:szCs w:val="18"/>{_shade("F1F4F8")}'),
    "Table Code": _letters("Table Code", f'{CODE_FACE}<w:sz w:val="15"/><w:szCs w:val="15"/>'),
    "Design Table": f'<w:style {W} w:type="table" w:styleId="DesignTable"><w:name w:val="Design Table"/><w:tblPr><w:tblBorders>'
    f'<w:top w:val="single" w:sz="4" w:space="0" w:color="{HAIR}"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="{HAIR}"/>{LIGHT}'
    '</w:tblBorders><w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>'
    f"{_shade('EAF0F8')}</w:tcPr></w:tblStylePr>"
    '<w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>',
}
"""Every style that a document of ours names."""


def lists(first: int) -> tuple[str, str]:
    """Return the bulleted and the numbered list, with ids from `first`."""
    return _list(first, ["bullet"] * 3, list(BULLETS)), _list(first + 1, ["decimal"] * 3, ["%1.", "%2.", "%3."])


def numbered(number: int, form: int, start: int | None = None) -> str:
    """Return one list of a form; `start` is its first number."""
    fresh = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>' if start is not None else ""
    return f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="{form}"/>{fresh}</w:num>'


def _list(number: int, forms: list[str], texts: list[str]) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{360 * (level + 1)}" w:hanging="280"/></w:pPr></w:lvl>'
        for level, (form, text) in enumerate(zip(forms, texts, strict=True))
    )
    return f'<w:abstractNum {W} w:abstractNumId="{number}"><w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
