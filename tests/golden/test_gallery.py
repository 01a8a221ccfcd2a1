"""The gallery is what is built today: every file of the package of toolshed, byte for byte, none missing and none left over.

What lies in `output/gallery/` is the package as a reader sees it: its documents and drawings, without `.designgen/`, whose
manifest names the program, and without the sums that cover it. `make accept` renews it; the difference is then read like any
other change.
"""

import shutil
from difflib import unified_diff
from pathlib import Path

from package_builder import example

GALLERY = Path(__file__).resolve().parents[2] / "output" / "gallery" / "toolshed"
RENEW = "renew it with: make accept"
SHOWN = 40


def package() -> dict[str, bytes]:
    """The text and the drawings of the package, by path."""
    return {artifact.path: artifact.content for artifact in example("toolshed").merged.artifacts if artifact.kind != "binary"}


def standing() -> dict[str, bytes]:
    """What the gallery holds, by path."""
    return {path.relative_to(GALLERY).as_posix(): path.read_bytes() for path in sorted(GALLERY.rglob("*")) if not path.is_dir()}


def renew(files: dict[str, bytes]) -> None:
    """Put `files` where the gallery was."""
    if GALLERY.exists():
        shutil.rmtree(GALLERY)
    for path, content in files.items():
        (GALLERY / path).parent.mkdir(parents=True, exist_ok=True)
        (GALLERY / path).write_bytes(content)


def changes(shown: dict[str, bytes], built: dict[str, bytes]) -> str:
    """Say how the gallery differs from what was built: files missing, left over, and the first lines that changed."""
    lines = [f"missing in the gallery: {path}" for path in sorted(built.keys() - shown.keys())]
    lines += [f"left over in the gallery: {path}" for path in sorted(shown.keys() - built.keys())]
    for path in sorted(path for path in built.keys() & shown.keys() if built[path] != shown[path]):
        before, after = (text[path].decode(errors="replace").splitlines() for text in (shown, built))
        lines += unified_diff(before, after, f"gallery/{path}", f"built/{path}", lineterm="", n=0)
    return "\n".join([*lines[:SHOWN], *(["…"] if len(lines) > SHOWN else [])])


def test_gallery_is_what_is_built_today(accept: bool) -> None:
    built = package()
    if accept:
        renew(built)
    found = changes(standing(), built)
    assert not found, f"the gallery is not what is built today\n{found}\n{RENEW}"


def test_gallery_holds_nothing_that_says_where_or_when_it_was_built() -> None:
    assert GALLERY.is_dir(), RENEW
    assert not [path for path in standing() if path.startswith(".") or path.endswith((".zip", "run.json", "SHA256SUMS"))]


def test_differences_are_named() -> None:
    shown, built = {"a.md": b"one\n", "b.md": b"x\n"}, {"a.md": b"two\n", "c.md": b"y\n"}
    assert changes(shown, built).splitlines()[:4] == [
        "missing in the gallery: c.md",
        "left over in the gallery: b.md",
        "--- gallery/a.md",
        "+++ built/a.md",
    ]
    assert changes(shown, built).splitlines()[5:] == ["-one", "+two"]
    assert changes(built, built) == ""
