"""An unchanged build only looks; whatever could change what it says makes it work again, and both say the same."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from designgen.cli.main import run

SMALL = """designgen: 1
project: {name: toolshed, purpose: Neighbours lend tools.}
actors: {user: {}}
domain:
  lending:
    Tool: {fields: {name: string(80)}}
requirements:
  - {id: FR-1, title: Be fast, actor: user, operations: [get Tool]}
"""
FOLDER = Path("output/2026-11-20-toolshed")
RECEIPT = Path("output/.dgstate/receipts/toolshed.json")


@pytest.fixture(autouse=True)
def somewhere(one_day):
    """Each test works with a package that stands."""
    Path("requirements.yaml").write_text(SMALL)


@pytest.fixture
def worked(monkeypatch):
    """Tells how often the compiler was called."""
    from designgen.cli import publishing

    calls = []
    compiled = publishing.compiled
    monkeypatch.setattr(publishing, "compiled", lambda *given: calls.append(given) or compiled(*given))
    return calls


def told(capsys, *arguments):
    code = run(("build", "requirements.yaml", *arguments))
    seen = capsys.readouterr()
    return code, seen.out, seen.err


def test_a_look_says_what_the_work_said(capsys, worked):
    told(capsys)
    look = told(capsys), told(capsys, "--json")
    assert len(worked) == 1
    RECEIPT.unlink()
    work = told(capsys)
    RECEIPT.unlink()
    assert (work, told(capsys, "--json")) == look
    assert len(worked) == 3
    assert look[0][2].startswith("findings: ")
    assert look[0][2].endswith("up to date: nothing was written\n")


def test_a_look_imports_nothing_heavy(tmp_path):
    told_by = "import sys; from designgen.cli.main import run; run(['build', 'requirements.yaml']); print(*sys.modules)"
    command = [sys.executable, "-c", told_by]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for _ in range(2):
        loaded = set(subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout.split())
    assert "designgen.store.receipts" in loaded
    assert not loaded & {"designgen.cast", "designgen.compiler", "jinja2", "markdown_it", "sqlglot", "wasmtime", "yaml", "jsonschema"}


@pytest.mark.parametrize(
    "touch",
    [
        lambda: Path("requirements.yaml").write_text(f"# a remark\n{SMALL}"),
        lambda: (FOLDER / "README.md").write_text("# Ours\n"),
        lambda: (FOLDER / "notes.md").write_text("new\n"),
        (FOLDER / "README.md").unlink,
        lambda: (FOLDER / "link").symlink_to("README.md"),
        lambda: (FOLDER / "SHA256SUMS").write_text(""),
        lambda: (FOLDER / ".designgen/sections/flows.json").write_text("{}"),
        (FOLDER / ".designgen/base.zip").unlink,
        lambda: Path("output/.dgstate/stage-0").mkdir(),
        lambda: RECEIPT.write_text("garbage"),
        lambda: RECEIPT.write_text(RECEIPT.read_text().replace('"told": {', '"told": [{').replace("}}", "}}]")),
        RECEIPT.unlink,
        lambda: (Path("personas").mkdir(), (Path("personas") / "a.md").write_text("---\nname: a\ndescription: b\n---\n")),
    ],
)
def test_whatever_matters_makes_it_work(capsys, worked, touch):
    told(capsys)
    told(capsys)
    assert len(worked) == 1
    touch()
    told(capsys)
    assert len(worked) == 2


@pytest.mark.parametrize("arguments", [("--date", "2026-11-21"), ("--output", "elsewhere"), ("--strict",)])
def test_another_order_is_no_look(capsys, worked, arguments):
    told(capsys)
    code, _, _ = told(capsys, *arguments)
    assert len(worked) == 2
    assert code == (1 if arguments == ("--strict",) else 0)


def test_an_older_day_is_refused_although_it_stood(capsys, worked):
    told(capsys)
    told(capsys, "--date", "2026-11-21")
    code, _, err = told(capsys)
    assert (code, len(worked)) == (3, 3)
    assert "a later build never touches it" in err


def test_a_conflict_is_told_once_and_then_looked_at(capsys, worked):
    told(capsys)
    (FOLDER / "README.md").write_text("# Ours\n")
    Path("requirements.yaml").write_text(SMALL.replace("Neighbours lend", "People share"))
    assert told(capsys)[0] == 6
    assert not RECEIPT.exists()
    assert told(capsys)[0] == 0
    assert told(capsys)[0] == 0
    assert len(worked) == 3
    assert (FOLDER / "README.md").read_text() == "# Ours\n"


def test_run_json_says_who_was_asked_and_who_recalled(capsys):
    told(capsys)
    assert json.loads((FOLDER / ".designgen/run.json").read_text())["recalled"] == []
    told(capsys, "--date", "2026-11-21")
    told_of = json.loads(Path("output/2026-11-21-toolshed/.designgen/run.json").read_text())
    assert (told_of["asked"], len(told_of["recalled"])) == ([], 5)


def test_a_build_that_holds_the_folder_is_waited_for_and_then_told(capsys, monkeypatch):
    from designgen.store import lock
    from designgen.store.lock import held

    told(capsys)
    monkeypatch.setattr(lock.held.__wrapped__, "__defaults__", (0.0,))
    with held(Path("output/.dgstate/lock")):
        code, _, err = told(capsys)
    assert code == 3
    assert "another build is writing" in err


def test_edits_deletions_and_own_files_are_told_alike_by_look_and_work(capsys, worked):
    told(capsys)
    (FOLDER / "README.md").write_text("# Ours\n[gone](nowhere.md)\n")
    (FOLDER / "traceability.md").unlink()
    (FOLDER / "notes.md").write_text("mine\n")
    assert told(capsys)[0] == 0
    look = told(capsys), told(capsys, "--json")
    assert len(worked) == 2
    RECEIPT.unlink()
    work = told(capsys)
    RECEIPT.unlink()
    assert (work, told(capsys, "--json")) == look
    assert "note: `traceability.md` stays deleted" in look[0][2]
    assert "1 file of your own came along: notes.md" in look[0][2]
    assert "`nowhere.md`" in look[0][2]
