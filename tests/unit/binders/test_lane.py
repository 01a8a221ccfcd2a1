"""Lanes of binders: in turn within one, beside the checks and each other, with failures told to who waits."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Event

import pytest

from designgen.binders.lane import beside, lane
from designgen.cast import tools
from designgen.compiler import Options, Sources, compile
from designgen.knowledge import shipped
from designgen.model.artifact import Artifact, Build
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic
from designgen.model.roles import Binder, Check
from designgen.model.source import Source
from package_builder import DATE, ROOT

PATIENCE = 60


def document(path: str) -> Binder:
    return lambda design, artifacts: (Artifact(path=path, content=b"x", kind="markdown"),)


def built(inspection: Check, *binders: Binder) -> Build:
    cast = replace(tools(binders=binders), inspections=(inspection,))
    wishes = Source(name="toolshed.yaml", text=(ROOT / "examples" / "toolshed.yaml").read_text(encoding="utf-8"))
    return compile(Sources(wishes, shipped.personas()), lambda project: None, cast, Options(date=DATE))


def test_the_checks_and_the_documents_do_not_wait_for_each_other() -> None:
    bound, inspected = Event(), Event()

    def inspection(design: Design, artifacts: tuple[Artifact, ...]) -> Iterator[Diagnostic]:
        assert bound.wait(PATIENCE), "the binder began only after the inspection"
        inspected.set()
        yield from ()

    def binder(design: Design, artifacts: tuple[Artifact, ...]) -> tuple[Artifact, ...]:
        bound.set()
        assert inspected.wait(PATIENCE), "the inspection began only after the binder"
        return ()

    assert built(inspection, binder).publishable


def test_documents_come_in_the_order_of_their_binders_whoever_ends_first() -> None:
    second = Event()

    def slow(design: Design, artifacts: tuple[Artifact, ...]) -> tuple[Artifact, ...]:
        assert second.wait(PATIENCE)
        return (Artifact(path="c.md", content=b"x", kind="markdown"),)

    def quick(design: Design, artifacts: tuple[Artifact, ...]) -> tuple[Artifact, ...]:
        second.set()
        return (Artifact(path="a.md", content=b"x", kind="markdown"),)

    build = built(lambda design, artifacts: (), slow, lane(document("b.md"), quick))
    assert [one.path for one in build.merged.artifacts if one.path in ("a.md", "b.md", "c.md")] == ["c.md", "b.md", "a.md"]


def test_what_a_job_raises_is_raised_to_who_waits() -> None:
    def broken() -> None:
        raise KeyError("lost")

    waiting = beside(broken)
    with pytest.raises(KeyError, match="lost"):
        waiting()
