"""Documents as a person asks for them: which, for whom, in whose styles; watching until somebody stops it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from designgen.cli.main import run
from designgen.cli.watch import sight, watch
from designgen.model.errors import InputUnreadable

SMALL = """designgen: 1
project: {name: toolshed, purpose: Neighbours lend tools.}
domain:
  lending:
    Tool: {fields: {name: string(80)}}
"""
FOLDER = Path("output/2026-11-20-toolshed")


@pytest.fixture(autouse=True)
def somewhere(one_day):
    Path("requirements.yaml").write_text(SMALL)


def built(*arguments: str) -> set[str]:
    assert run(("build", "requirements.yaml", *arguments)) == 0
    return {path.name for path in FOLDER.iterdir() if path.suffix in (".html", ".pdf", ".docx")}


@pytest.mark.parametrize(
    ("arguments", "documents"),
    [
        (("--documents", "none"), set()),
        (("--documents", "site"), {"index.html"}),
        ((), {"index.html", "design-package.pdf", "design-package.docx"}),
    ],
)
def test_documents_are_those_that_were_asked_for(arguments, documents):
    assert built(*arguments) == documents
    listed = json.loads((FOLDER / ".designgen/manifest.json").read_text())["files"]
    assert documents <= set(listed)


def test_another_wish_builds_again_and_what_is_not_wanted_goes():
    assert "design-package.pdf" in built()
    complete = (FOLDER / "design-package.pdf").read_bytes()
    built("--for", "executive")
    assert (FOLDER / "design-package.pdf").read_bytes() != complete
    assert built("--documents", "none") == set()


def test_png_stands_beside_every_drawing():
    built("--documents", "none", "--png")
    drawings = {path.stem for path in (FOLDER / "diagrams").glob("*.svg")}
    assert drawings
    assert {path.stem for path in (FOLDER / "diagrams").glob("*.png")} == drawings
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in (FOLDER / "diagrams").glob("*.png"))


def test_a_reference_document_dresses_the_word_document():
    own = Document()
    own.sections[0].footer.paragraphs[0].text = "House of Tools"
    own.save("own.docx")
    built("--reference-docx", "own.docx")
    assert Document(str(FOLDER / "design-package.docx")).sections[-1].footer.paragraphs[0].text == "House of Tools"


@pytest.mark.parametrize("content", [None, "no document"])
def test_a_reference_that_cannot_be_used_publishes_nothing(content, capsys):
    if content:
        Path("own.docx").write_text(content)
    assert run(("build", "requirements.yaml", "--reference-docx", "own.docx")) == 2
    assert "own.docx" in capsys.readouterr().err or content
    assert not FOLDER.exists()


def test_an_edited_document_moves_aside():
    built("--documents", "site")
    (FOLDER / "index.html").write_text("mine")
    Path("requirements.yaml").write_text(SMALL.replace("lend", "share"))
    run(("build", "requirements.yaml", "--documents", "site"))
    assert (FOLDER / "_conflicts/edited/index.html").read_text() == "mine"
    assert (FOLDER / "index.html").read_text() != "mine"


def rounds(*changes) -> Iterator[None]:
    """Tick once before each change, and once after the last."""
    yield
    for change in changes:
        change()
        yield


def test_watching_builds_once_for_each_change():
    file, counted = Path("requirements.yaml"), []
    changes = (lambda: None, lambda: file.write_text(SMALL + "# one\n"), lambda: None, lambda: file.write_text(SMALL + "# two two\n"))
    code = watch(lambda: counted.append(file.read_text()) or 0, lambda: sight((file, Path("personas"))), rounds(*changes))
    assert code == 0
    assert counted == [SMALL, SMALL + "# one\n", SMALL + "# two two\n"]


def test_watching_sees_files_that_come_and_go():
    folder = Path("personas")
    folder.mkdir()
    before = sight((folder,))
    (folder / "one.md").write_text("x")
    during = sight((folder,))
    (folder / "one.md").unlink()
    assert before == sight((folder,)) == ()
    assert len(during) == 1


def test_watching_outlives_what_the_author_has_to_repair(capsys):
    calls = []

    def broken() -> int:
        calls.append(1)
        raise InputUnreadable("`requirements.yaml` does not exist", advice="write it")

    assert watch(broken, lambda: ((str(len(calls)), 0, 0),), rounds(lambda: None)) == 0
    assert len(calls) == 2
    assert capsys.readouterr().err.count("does not exist") == 2


def test_ctrl_c_stops_watching_cleanly(capsys):
    def stopped() -> None:
        raise KeyboardInterrupt

    assert watch(lambda: 0, lambda: (), rounds(stopped)) == 0
    assert capsys.readouterr().err.endswith("stopped watching\n")


def test_nobody_can_watch_standard_input(capsys):
    assert run(("build", "-", "--watch")) == 2
    assert "name a file" in capsys.readouterr().err


def test_a_real_watch_builds_again_and_ends_at_ctrl_c():
    command = [sys.executable, "-m", "designgen", "build", "requirements.yaml", "--watch", "--documents", "none"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == str(FOLDER)
            Path("requirements.yaml").write_text(SMALL.replace("lend", "share"))
            assert process.stdout.readline().strip() == str(FOLDER)
            time.sleep(0.2)
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 0
    assert told.endswith("stopped watching\n")
    assert "share tools" in (FOLDER / "README.md").read_text()
