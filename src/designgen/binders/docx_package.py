"""The parts of a Word document in, the file that holds them out: packed once, the same parts always the same bytes.

A picture is stored as it is, since it is packed already.
"""

import io
import zipfile
from collections.abc import Iterable
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

PRESS = (1980, 1, 1, 0, 0, 0)
UNPACKED = frozenset({"image/png", "image/jpeg"})
KINDS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
}
"""What a part is whose file has no kind of its own, by the end of its name."""


class File(NamedTuple):
    """A part of a document: its path, what it is, its content."""

    path: str
    kind: str
    content: bytes


def packed(files: Iterable[File]) -> bytes:
    """Return a package of files, which have no time of their own."""
    known = list(files)
    document = io.BytesIO()
    with zipfile.ZipFile(document, "w") as archive:
        for file in (File("[Content_Types].xml", "", _kinds(known)), *known):
            entry = zipfile.ZipInfo(file.path, PRESS)
            entry.compress_type = zipfile.ZIP_STORED if file.kind in UNPACKED else zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            archive.writestr(entry, file.content)
    return document.getvalue()


def relations(path: str, content: str | bytes) -> File:
    """Return the file that says what a part refers to; the whole package is the part without a path."""
    folder, _, name = path.rpartition("/")
    content = content.encode() if isinstance(content, str) else content
    return File(f"{folder}/_rels/{name}.rels".removeprefix("/"), KINDS["rels"], content)


def _kinds(files: list[File]) -> bytes:
    usual = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in sorted(KINDS.items()))
    own = "".join(
        f'<Override PartName={quoteattr("/" + file.path)} ContentType="{file.kind}"/>'
        for file in files
        if file.kind != KINDS.get(file.path.rpartition(".")[2])
    )
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types xmlns="{space}">{usual}{own}</Types>'.encode()
