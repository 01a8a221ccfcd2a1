"""Builds packages in memory for tests: a requirements text in, a Build out."""

from functools import cache
from pathlib import Path

from designgen.cast import tools
from designgen.compiler import Options, Sources, compile
from designgen.knowledge import shipped
from designgen.model.artifact import Artifact, Build
from designgen.model.package import Package
from designgen.model.source import Source

ROOT = Path(__file__).resolve().parents[1]
DATE = "2026-11-20"


def build(text: str, name: str = "requirements.yaml", *, previous: Package | None = None, date: str = DATE) -> Build:
    """Build `text` with the offline engine and the shipped personas."""
    sources = Sources(requirements=Source(name=name, text=text), personas=shipped.personas())
    return compile(sources, lambda project: previous, tools(), Options(date=date))


@cache
def example(name: str) -> Build:
    """Build one of the examples, once."""
    return build((ROOT / "examples" / f"{name}.yaml").read_text(encoding="utf-8"), f"examples/{name}.yaml")


def artifact(built: Build, path: str) -> Artifact:
    """Return the published artifact at `path`."""
    return next(one for one in built.merged.artifacts if one.path == path)


def text_of(built: Build, path: str) -> str:
    """Return the text of the published artifact at `path`."""
    return artifact(built, path).content.decode()
