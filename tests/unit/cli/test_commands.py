"""Each command as a person meets it: what is on the screen, what is on disk, which code it ends with."""

import array
import fcntl
import io
import json
import os
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from designgen.cli import build, main
from designgen.cli.main import app, command, run
from designgen.model.errors import Bug, EngineError, FolderBusy, WorldError
from designgen.store.lock import held

ROOT = Path(__file__).parents[3]
SMALL = """designgen: 1
project: {name: toolshed, purpose: Neighbours lend tools.}
domain:
  lending:
    Tool: {fields: {name: string(80)}}
"""


@pytest.fixture(autouse=True)
def somewhere(one_day):
    """Each test works in an empty folder, on one day."""


@pytest.fixture
def file(tmp_path):
    (tmp_path / "requirements.yaml").write_text(SMALL)
    return "requirements.yaml"


def ended(capsys, *arguments):
    code = run(arguments)
    told = capsys.readouterr()
    assert "Traceback" not in told.out + told.err
    return code, told.out, told.err


def test_a_build_prints_its_folder_last(capsys, file):
    code, out, err = ended(capsys, "build", file)
    assert code == 0, err
    assert out == "output/2026-11-20-toolshed\n"
    assert "published" in err
    folder = Path("output/2026-11-20-toolshed")
    assert (folder / "README.md").is_file()
    assert json.loads((folder / ".designgen/design.json").read_text())["date"] == "2026-11-20"
    assert ended(capsys, "build", file)[2].endswith("up to date: nothing was written\n")


def test_a_day_a_root_and_json_can_be_asked_for(capsys, file):
    code, out, _ = ended(capsys, "build", file, "-o", "elsewhere", "--date", "2027-01-02", "--json")
    told = json.loads(out)
    assert (code, told["exit"], told["folder"], told["written"]) == (0, 0, "elsewhere/2027-01-02-toolshed", True)
    assert {"diagnostics", "conflicts", "kept", "deleted"} <= set(told)


def test_an_edit_against_a_change_ends_with_six_and_then_with_nothing(capsys, file):
    ended(capsys, "build", file)
    readme = Path("output/2026-11-20-toolshed/README.md")
    readme.write_text("# Ours\n")
    Path(file).write_text(
        SMALL.replace("{name: string(80)}", "{name: string(80), colour: string(20)}").replace("Neighbours lend", "People share")
    )
    code, out, err = ended(capsys, "build", file)
    assert code == 6
    assert "conflict: `README.md` stays as you edited it; what is generated now lies in `_conflicts/README.md.generated`" in err
    assert out == "output/2026-11-20-toolshed\n"
    assert readme.read_text() == "# Ours\n"
    assert ended(capsys, "build", file)[0] == 0


def test_mistakes_are_drawn_and_nothing_is_written(capsys, file):
    Path(file).write_text(SMALL.replace("string(80)", "strng(80)") + "bogus: 1\n")
    code, out, err = ended(capsys, "build", file)
    assert code == 1
    assert out == ""
    assert err.count("--> requirements.yaml:") == 2
    assert "2 errors" in err
    assert not Path("output").exists()
    code, out, err = ended(capsys, "check", file)
    assert (code, err) == (1, "")
    assert out.count("more: designgen explain DG") == 2
    told = json.loads(ended(capsys, "check", file, "--json")[1])
    assert [(one["file"], one["line"]) for one in told] == [("requirements.yaml", 5), ("requirements.yaml", 6)]
    told = json.loads(ended(capsys, "build", file, "--json")[1])
    assert (told["exit"], told["folder"]) == (1, None)


def test_strict_publishes_nothing_while_there_are_findings(capsys, file):
    Path(file).write_text(
        SMALL + "actors: {user: {}}\nrequirements:\n  - {id: FR-1, title: Be fast, actor: user, operations: [get Tool]}\n"
    )
    assert ended(capsys, "check", file)[0] == 0
    assert ended(capsys, "check", file, "--strict")[0] == 1
    assert ended(capsys, "build", file, "--strict")[0] == 1
    assert not list(Path("output").glob("2*"))


def test_requirements_come_from_standard_input(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(SMALL.replace("string", "strng").encode())))
    code, out, _ = ended(capsys, "check", "-")
    assert code == 1
    assert "--> <stdin>:5:" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("build",), "Missing argument 'FILE'"),
        (("bild",), "No such command 'bild'"),
        (("build", "nowhere.yaml"), "`nowhere.yaml` does not exist"),
        (("build", "."), "`.` is a folder"),
        (("build", "requirements.yaml", "--date", "20.11.2026"), "`20.11.2026` is not a date"),
        (("build", "requirements.yaml", "--date", "2026-02-30"), "`2026-02-30` is not a date"),
        (("build", "requirements.yaml", "--engine", "oracle"), "there is no engine `oracle`"),
        (("build", "requirements.yaml", "--personas", "nobody"), "`nobody` holds no persona files"),
        (("build", "latin.yaml"), "`latin.yaml` is not UTF-8 text: byte 0xe9 in line 2"),
        (("init", "requirements.yaml"), "`requirements.yaml` exists"),
    ],
)
def test_wrong_usage_is_told_and_ends_with_two(capsys, file, arguments, words):
    Path("latin.yaml").write_bytes(b"designgen: 1\nx: caf\xe9\n")
    code, out, err = ended(capsys, *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert Path(file).read_text() == SMALL
    assert not Path("output").exists()


def test_the_world_ends_with_three(capsys, file):
    Path("output").write_text("a file")
    code, out, err = ended(capsys, "build", file, "--json")
    assert (code, json.loads(out)["exit"]) == (3, 3)
    assert "the output folder `output` cannot be used: File exists" in err
    Path("output").unlink()
    Path("output/2026-11-20-toolshed").mkdir(parents=True)
    Path("output/2026-11-20-toolshed/mine.txt").write_text("mine")
    code, _, err = ended(capsys, "build", file)
    assert code == 3
    assert "is not a designgen package" in err


def test_a_busy_folder_ends_with_three(capsys, file):
    ended(capsys, "build", file)
    with held(Path("output/.dgstate/lock")):
        code, _, err = ended(capsys, "build", file)
    assert code == 3
    assert "another build is writing to `output`" in err


@pytest.mark.parametrize(
    ("ending", "code", "words"),
    [
        (KeyError("x"), 4, "this is a bug in designgen: KeyError"),
        (Bug("its SQL does not parse"), 4, "its SQL does not parse"),
        (RecursionError(), 4, "RecursionError"),
        (WorldError("disk", safe="all is safe", advice="buy one"), 3, "note: all is safe\nhelp: buy one"),
        (FolderBusy("busy"), 3, "busy"),
        (EngineError("silent"), 3, "silent"),
        (OSError(28, "No space left on device"), 3, "No space left on device"),
        (ModuleNotFoundError("x", name="graphviz"), 3, "the library `graphviz` is missing"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (main.Terminated(), 143, "interrupted"),
    ],
)
def test_every_ending_is_words_and_a_code(capsys, monkeypatch, tmp_path, ending, code, words):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def body(_arguments):
        raise ending

    assert command(build.Arguments, body)(file="x") == code
    told = capsys.readouterr().err
    assert words in told
    assert "Traceback" not in told
    reports = list(tmp_path.glob("designgen-report-*.txt"))
    assert len(reports) == (1 if code == 4 else 0)
    if reports:
        assert str(reports[0]) in told
        assert "Traceback" in reports[0].read_text()


def test_init_writes_a_file_that_builds_at_once(capsys):
    code, out, _ = ended(capsys, "init", "--name", "Court Booking")
    assert (code, out) == (0, "requirements.yaml\n")
    text = Path("requirements.yaml").read_text()
    assert text.startswith("# yaml-language-server: $schema=requirements.schema.json\n")
    assert "name: court-booking" in text
    assert json.loads(Path("requirements.schema.json").read_text())["$schema"].endswith("2020-12/schema")
    code, out, _ = ended(capsys, "check", "requirements.yaml")
    assert code == 0, out
    assert ended(capsys, "build", "requirements.yaml")[:2] == (0, "output/2026-11-20-court-booking\n")


def test_the_schema_is_printed(capsys):
    code, out, _ = ended(capsys, "schema")
    assert code == 0
    assert "requirements" in json.loads(out)["properties"]


def test_personas_are_listed_with_what_is_odd(capsys):
    code, out, _ = ended(capsys, "personas")
    assert code == 0
    assert out.count("  answers: ") == 5
    Path("mine").mkdir()
    Path("mine/one.md").write_text("---\nname: one\ndescription: d\nsections: [backend]\n---\nYou are one.\n")
    code, out, err = ended(capsys, "personas", "--personas", "mine")
    assert (code, err) == (0, "")
    assert "one  (mine/one.md)\n  answers: backend" in out
    assert out.count("  answers: ") == 5
    assert "backend-system-architect" not in out
    Path("mine/one.md").write_text("---\nname: integration-engineer\ndescription: d\n---\nYou review flows.\n")
    code, out, err = ended(capsys, "personas", "--personas", "mine")
    assert code == 1
    assert "no persona owes the section `flows`" in err


def test_explain_knows_rules_diagnostics_and_topics(capsys):
    code, out, _ = ended(capsys, "explain", "data-065")
    assert code == 0
    assert "rule DATA-065\n  Allowed transitions are rows of a table" in out
    assert "diagnostic DG201, nobody-owes-section" in ended(capsys, "explain", "DG201")[1]
    assert "topic datastore.primary (ADR-01)" in ended(capsys, "explain", "datastore.primary")[1]
    code, _, err = ended(capsys, "explain", "datastore.primry")
    assert code == 1
    assert "help: a similar name exists: `datastore.primary`" in err


def test_explain_leads_the_names_of_a_package_to_requirements_and_formulas(capsys):
    ended(capsys, "build", str(ROOT / "examples/toolshed.yaml"))
    code, out, _ = ended(capsys, "explain", "lending.tool")
    assert code == 0
    assert "table lending.tool" in out
    assert "FR-1: Offer a tool" in out
    assert "in output/2026-11-20-toolshed" in out
    figure = ended(capsys, "explain", "load.peak_rps")[1]
    assert "formula: " in figure
    assert "load.avg_rps" in figure
    assert "operation createLoan" in ended(capsys, "explain", "createLoan")[1]
    assert "FR-3" in ended(capsys, "explain", "FR-3", "--in", "output/2026-11-20-toolshed")[1]
    code, _, err = ended(capsys, "explain", "lending.tol")
    assert code == 1
    assert "`lending.tool`" in err
    assert ended(capsys, "explain", "createLoan", str(ROOT / "examples/toolshed.yaml"))[0] == 0


def process(*arguments, **more):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **more.pop("env", {})}
    return subprocess.Popen([sys.executable, "-m", "designgen", *arguments], env=environment, **more)


def test_a_reader_that_leaves_early_is_no_error():
    read, write = os.pipe()
    os.close(read)
    with process("schema", stdout=write, stderr=subprocess.PIPE) as child:
        os.close(write)
        _, err = child.communicate()
    assert (child.returncode, err) == (0, b"")


def test_interrupting_and_terminating_end_with_their_codes():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            child = process("check", "-", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            child.stdin.write(b"designgen: 1\n")
            child.stdin.flush()
            wait_until_it_reads(child)
            child.send_signal(number)
            try:
                _, err = child.communicate(timeout=20)
            finally:
                child.kill()
            assert child.returncode == code, err
            assert b"interrupted" in err
            assert b"Traceback" not in err
    finally:
        signal.signal(signal.SIGINT, before)


def wait_until_it_reads(child):
    """Return when the child has taken what was written to it."""
    while child.poll() is None:
        left = array.array("i", [0])
        fcntl.ioctl(child.stdin.fileno(), termios.FIONREAD, left)
        if left[0] == 0:
            return
        time.sleep(0.01)


def test_an_unprintable_name_is_printed_somehow(file):
    Path(file).write_text(SMALL.replace("strng", "x").replace("string(80)", "strång(80)"))
    with process("check", file, stdout=subprocess.PIPE, env={"PYTHONIOENCODING": "ascii"}) as child:
        out, _ = child.communicate()
    assert child.returncode == 1
    assert b"str\\xe5ng" in out


def test_help_names_every_command(capsys):
    assert run(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(f"  {name} " in told for name in ("build", "check", "init", "schema", "explain", "personas"))
    assert app.info.name == "designgen"
