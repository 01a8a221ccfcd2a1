"""An SVG in, the picture that stands inside the page out: foreign markup gone, its ids made the page's, dark colours for its own."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from designgen.binders.site.escaping import attribute
from designgen.binders.site.shades import dark

SHAPES = frozenset((
    "svg", "g", "defs", "use", "symbol", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title",
    "desc", "image", "marker", "clipPath", "mask", "pattern", "linearGradient", "radialGradient", "stop",
))  # fmt: skip
WORDS = frozenset(("text", "tspan", "title", "desc"))
IMAGES = frozenset(("data:image/png", "data:image/jpeg", "data:image/svg+xml", "data:image/webp"))
UNWANTED = frozenset(("style", "class", "base", "space", "xmlns"))
NAME = re.compile(r"[A-Za-z][A-Za-z-]*[0-9]?")
COLOURED = re.compile(r' (fill|stroke|stop-color)="(#[0-9A-Fa-f]{6}|#[0-9A-Fa-f]{3}|white|black)"')
OWN = re.compile(r"url\(#([^)\"']+)\)")


def drawing(svg: str, prefix: str) -> str:
    """Return the SVG as a page holds it; empty if it cannot be read as one."""
    picture = _Picture(prefix)
    parser = expat.ParserCreate()
    parser.StartElementHandler = picture.start
    parser.EndElementHandler = picture.end
    parser.CharacterDataHandler = picture.words
    parser.StartDoctypeDeclHandler = picture.refuse
    try:
        parser.Parse(svg.encode(errors="replace"), True)
    except (expat.ExpatError, ValueError):
        return ""
    written = "".join(picture.parts)
    return written if written.startswith("<svg") else ""


def dark_rules(drawings: Iterable[str]) -> str:
    """Return the style that shows every colour of the drawings on a dark ground too."""
    found = sorted({(kind, colour) for each in drawings for kind, colour in COLOURED.findall(each)})
    return "".join(f'.drawing [{kind}="{colour}"]{{{kind}:light-dark({colour},{dark(colour)})}}\n' for kind, colour in found)


@dataclass
class _Picture:
    """Writes what the parser reads, without what does not draw."""

    prefix: str
    parts: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    foreign: int = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = _plain(name)
        if self.foreign or tag not in SHAPES:
            self.foreign += 1
            return
        self.open.append(tag)
        self.parts.append(f"<{tag}{''.join(_attributes(attributes, self.prefix))}>")

    def end(self, _name: str) -> None:
        if self.foreign:
            self.foreign -= 1
        else:
            self.parts.append(f"</{self.open.pop()}>")

    def words(self, text: str) -> None:
        if not self.foreign and self.open and self.open[-1] in WORDS:
            self.parts.append(attribute(text))

    def refuse(self, *_declared: object) -> None:
        raise ValueError("a drawing that declares entities is not shown")


def _attributes(found: Mapping[str, str], prefix: str) -> Iterator[str]:
    for key, value in found.items():
        name = _plain(key)
        if name.startswith("on") or name in UNWANTED or key.startswith("xmlns") or not NAME.fullmatch(name):
            continue
        shown = _shown(name, value, prefix)
        if shown:
            yield f' {name}="{attribute(shown)}"'


def _shown(name: str, value: str, prefix: str) -> str:
    """Return the value with names made the page's; empty where it leads out of the page."""
    if name == "href":
        inside = value.startswith("#")
        return f"#{prefix}{value[1:]}" if inside else value * (value.partition(";")[0] in IMAGES)
    if name in ("id", "aria-labelledby", "aria-describedby"):
        return " ".join(f"{prefix}{one}" for one in value.split())
    if "(" in value and "url" in value.lower():
        return OWN.sub(rf"url(#{prefix}\1)", value) if OWN.fullmatch(value) else ""
    return value


def _plain(name: str) -> str:
    return name.rpartition(":")[2]
