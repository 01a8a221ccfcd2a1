"""Builds made by hand, so that the store is tested without the rest of the house."""

from designgen.changes.merge import merge
from designgen.model.artifact import Artifact, Build
from designgen.store.publish import publish
from designgen.store.root import output_root

DAY, NEXT_DAY = "2026-11-20", "2026-11-21"


def build(texts, previous=None, *, date=DAY, project="toolshed"):
    """A build of generated texts, with the edits of `previous` brought forward."""
    generated = tuple(Artifact.text(path, "markdown", text) for path, text in sorted(texts.items()))
    return Build(project=project, date=date, design=None, merged=merge(generated, previous), inputs={"requirements": "0"}, engine="offline")


def run(root, texts, *, date=DAY, project="toolshed", disk=None, wait_s=2.0):
    """What the command does with an output folder: open, read the latest, compile, publish."""
    with output_root(root, disk, wait_s) as place:
        previous = place.latest(project)
        return publish(place, build(texts, previous, date=date, project=project), previous, {})


def tree(folder):
    """Every file below a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
