"""Redocly's `recommended` and Spectral's `oas` rules find nothing in our documents, and find what we break."""

from pathlib import Path

import pytest

from designgen.model.design.whole import Design
from designgen.renderers.openapi.document import render_openapi
from generator import generate
from oracles import install
from oracles.interfaces import EXAMPLES, design, example
from oracles.openapi import redocly, spectral

pytestmark = pytest.mark.oracle
RANDOM_SEEDS = range(12)
EXAMPLE_NAMES = sorted(path.stem for path in EXAMPLES.glob("*.yaml"))


@pytest.fixture(scope="module", autouse=True)
def judges(in_ci: bool) -> None:
    """Have both programs installed; on a desk without npm and network the tests are skipped."""
    if install.command("redocly") and install.command("spectral"):
        return
    try:
        install.install()
    except (OSError, SystemExit, Exception) as problem:
        if in_ci:
            raise
        pytest.skip(f"Redocly and Spectral are missing; run `python tests/oracles/install.py` ({problem})")


def written(design: Design, folder: Path, stem: str) -> list[Path]:
    paths = []
    for number, artifact in enumerate(render_openapi(design)):
        path = folder / f"{stem}-{number}.yaml"
        path.write_bytes(artifact.content)
        paths.append(path)
    return paths


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_no_document_of_an_example_has_a_finding(name: str, tmp_path: Path) -> None:
    paths = written(example(name), tmp_path, name)
    assert redocly(paths) == []
    assert spectral(paths) == []


def test_random_requirements_have_no_finding(tmp_path: Path) -> None:
    paths = [path for seed in RANDOM_SEEDS for path in written(design(generate(seed)), tmp_path, f"seed{seed}")]
    assert redocly(paths) == []
    assert spectral(paths) == []


def test_a_broken_document_is_found_by_both(tmp_path: Path) -> None:
    (path,) = written(example("toolshed"), tmp_path, "broken")
    text = path.read_text()
    path.write_text(
        text.replace("      operationId: listTools\n", "      operationId: createTool\n").replace("status: FREE", "status: GONE", 1)
    )
    assert any("operation-operationId-unique" in finding for finding in redocly([path]))
    assert any("example" in finding for finding in spectral([path]))
