"""The house of the code: rooms look down only, modules and functions stay small, every rule is worded."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from designgen import cast

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "designgen"
MODULES = sorted(SOURCE.rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "handler", "processor", "data", "info", "misc"}
TOP_LEVEL = {
    "pyproject.toml", "src", "personas", "templates", "examples", "output", "tests", "README.md", "Makefile", "LICENSE",
    "CHANGELOG.md", ".gitignore", ".ci", ".pre-commit-hooks.yaml", "action.yml",
}  # fmt: skip


def name(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_module_stays_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_functions_stay_small(path: Path) -> None:
    long = [
        f"{node.name} {(node.end_lineno or 0) - node.lineno + 1}" for node in functions(path) if (node.end_lineno or 0) - node.lineno >= 40
    ]
    assert not long


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_module_says_what_goes_in_and_out(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstring = ast.get_docstring(tree) or ""
    assert docstring.splitlines(), "a module docstring is missing"
    assert docstring.splitlines()[0].endswith((".", ";", ":", "`")), "its first line is a sentence"
    if path.name == "__init__.py" and path.parent != SOURCE:
        assert len(tree.body) == 1, "an __init__ holds its sentence only"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_silenced_tool(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"# *(?:noqa|type: *ignore|TODO|FIXME|XXX)|TYPE_CHECKING|NotImplementedError\(\)", text)


def test_no_forbidden_names() -> None:
    found = [name(path) for path in MODULES if {path.stem, path.parent.name} & FORBIDDEN_NAMES]
    assert not found


def test_only_the_agreed_top_level() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0 or not listed.stdout:
        pytest.skip("not a git checkout")
    assert {line.split("/")[0] for line in listed.stdout.splitlines()} <= TOP_LEVEL


def test_rules_are_unique_and_worded() -> None:
    codes = [rule.code for rule in cast.RULES]
    assert len(codes) == len(set(codes))
    assert len({rule.name for rule in cast.RULES}) == len(codes)
    for rule in cast.RULES:
        assert re.fullmatch(r"DG[1-6]\d\d", rule.code), rule.code
        assert re.fullmatch(r"[a-z][a-z0-9-]+", rule.name), rule.name
        assert rule.why.endswith("."), f"{rule.code} says why in a sentence"
        assert not rule.message.endswith("."), rule.code
        assert not re.search(r"\b(?:illegal|please|oops|did you mean)\b", f"{rule.message} {rule.help}".lower()), rule.code


def test_compiler_fits_on_a_screen() -> None:
    longest = max((node.end_lineno or 0) - node.lineno + 1 for node in functions(SOURCE / "compiler.py") if node.name == "compile")
    assert longest <= 60


def test_project_speaks_of_itself_only() -> None:
    leak = re.compile(r"(^|[^a-zA-Z0-9_.~-])/(?:work|farm|root)/|://[^/ ]*(?:pypi|npmjs|deb\.debian)")
    for path in [*MODULES, *ROOT.glob("*.md"), *ROOT.glob("personas/*"), *ROOT.glob("templates/*.*"), ROOT / "Makefile"]:
        assert not leak.search(path.read_text(encoding="utf-8")), path.name
