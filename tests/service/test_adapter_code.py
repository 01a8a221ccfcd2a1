"""Printed adapters do what their contract tests say: the tests of a package run as its pages print them."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from generator import generate
from oracles import install
from package_builder import build

TAVOLA = (Path(__file__).parents[2] / "examples" / "tavola.yaml").read_text()
SEEDS = range(3)


def spoken(text: str, language: str) -> str:
    return re.sub(r"language: \w+", f"language: {language}", text)


def printed(text: str, folder: Path) -> list[Path]:
    """Write the integrations of a package and return the folders that hold code."""
    for artifact in build(text).merged.artifacts:
        if not artifact.path.startswith("integrations/"):
            continue
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)
    return sorted({path.parent for path in folder.rglob("*adapter.*") if path.suffix in (".py", ".mjs")})


def ran(program: str, adapter: Path, folder: Path) -> str:
    """Run the tests of one adapter as its page says and return what they print."""
    page = (adapter / "design.md").read_text()
    line = next(line for line in page.splitlines() if line.startswith("* Code: "))
    words = shlex.split(line.rpartition("`")[0].rpartition("`")[2])
    done = subprocess.run([program, *words[1:]], cwd=folder, capture_output=True, text=True, check=False, env=os.environ | {"CI": ""})
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def node(in_ci: bool) -> str:
    found = install.node_program()
    if not found and not in_ci:
        pytest.skip("Node is missing; run `python tests/oracles/install.py`")
    return found


def test_python_adapters_pass_their_tests(tmp_path: Path) -> None:
    folders = printed(spoken(TAVOLA, "python"), tmp_path)
    assert [folder.name for folder in folders] == ["identity-provider", "pos", "sdi", "stripe"]
    for folder in folders:
        assert "OK" in ran(sys.executable, folder, tmp_path)


def test_javascript_adapters_pass_their_tests(tmp_path: Path, in_ci: bool) -> None:
    program = node(in_ci)
    for folder in printed(TAVOLA, tmp_path):
        assert "fail 0" in ran(program, folder, tmp_path)


def test_a_broken_adapter_is_found(tmp_path: Path) -> None:
    printed(spoken(TAVOLA, "python"), tmp_path)
    stripe = tmp_path / "integrations" / "stripe"
    text = (stripe / "adapter.py").read_text()
    (stripe / "adapter.py").write_text(text.replace("abs(now - int(time)) > tolerance_s", "False"))
    with pytest.raises(AssertionError, match="test_old_time"):
        ran(sys.executable, stripe, tmp_path)


def test_adapters_of_random_requirements_pass_their_tests(tmp_path: Path) -> None:
    for seed in SEEDS:
        for language, program in (("python", sys.executable), ("typescript", install.node_program())):
            folder = tmp_path / f"{seed}-{language}"
            for adapter in printed(spoken(generate(seed), language), folder) if program else ():
                ran(program, adapter, folder)
