"""The trees that later builds replaced: the newest stay, an older one goes only if no human's text is lost with it."""

from hashlib import sha256
from pathlib import Path

from designgen.model.errors import WorldError
from designgen.store.packages import read_manifest
from designgen.store.root import OutputRoot
from designgen.store.tree import read_tree

KEEP = 5


def tidy(root: OutputRoot, project: str, published: Path) -> tuple[str, ...]:
    """Keep the five newest replaced trees of a project, and every older one that holds a human's text found nowhere newer.

    Returns words for the human if the disk refuses; the package stands all the same.
    """
    try:
        _tidy(root, project, published)
    except (OSError, WorldError) as problem:
        return (f"`{root.attic}` could not be tidied: {problem}",)
    return ()


def _tidy(root: OutputRoot, project: str, published: Path) -> None:
    trees = [tree for tree in sorted(root.attic.iterdir(), reverse=True) if _project(tree) == project]
    if len(trees) <= KEEP:
        return
    found = {digest for tree in (published, *trees[:KEEP]) for digest in _digests(tree).values()}
    for tree in trees[KEEP:]:
        if _by_hand(tree) <= found:
            root.disk.clear(tree)


def _project(tree: Path) -> str:
    try:
        return read_manifest(tree).project
    except WorldError:
        return ""


def _by_hand(tree: Path) -> set[str]:
    """Return the digests of what the generator did not write."""
    files = read_manifest(tree).files
    digests = _digests(tree).items()
    return {digest for path, digest in digests if path not in files or files[path].generated != digest}


def _digests(tree: Path) -> dict[str, str]:
    files, _ = read_tree(tree)
    return {path: sha256(content).hexdigest() for path, content in files.items()}
