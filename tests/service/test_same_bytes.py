"""The same wish gives the same bytes: under other hash seeds, locales and time zones, and with top-level keys in another order."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SURROUNDINGS = {
    "plain": {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"},
    "turkish": {"PYTHONHASHSEED": "1", "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"},
    "japanese": {"PYTHONHASHSEED": "4242", "LC_ALL": "ja_JP.UTF-8", "TZ": "America/St_Johns"},
}


def sums(folder: Path, file: Path, surroundings: dict[str, str]) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **surroundings}
    command = [sys.executable, "-m", "designgen", "build", file.name, "--output", str(folder), "--date", "2026-11-20"]
    done = subprocess.run(command, cwd=file.parent, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return next(folder.glob("2026-11-20-*/SHA256SUMS")).read_text(encoding="utf-8")


def shuffled(text: str) -> str:
    """Put the blocks of the top level into another order, and the keys inside `project` too."""
    head, *blocks = split(text)
    turned = [turn(block) if block.startswith("project:") else block for block in reversed(blocks)]
    return head + "".join(turned)


def split(text: str) -> list[str]:
    blocks: list[str] = []
    for line in text.splitlines(keepends=True):
        if line[:1].isalpha() or not blocks:
            blocks.append(line)
        else:
            blocks[-1] += line
    return blocks


def turn(block: str) -> str:
    first, *rest = block.splitlines(keepends=True)
    return first + "".join(reversed(rest))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("plain")
    return sums(folder, ROOT / "examples" / "toolshed.yaml", SURROUNDINGS["plain"])


@pytest.mark.parametrize("name", ["turkish", "japanese"])
def test_surroundings_do_not_show(name: str, plain: str, tmp_path: Path) -> None:
    assert sums(tmp_path, ROOT / "examples" / "toolshed.yaml", SURROUNDINGS[name]) == plain


def test_order_of_keys_does_not_show(plain: str, tmp_path: Path) -> None:
    text = (ROOT / "examples" / "toolshed.yaml").read_text(encoding="utf-8")
    (tmp_path / "toolshed.yaml").write_text(shuffled(text), encoding="utf-8")
    assert sums(tmp_path / "out", tmp_path / "toolshed.yaml", SURROUNDINGS["plain"]) == plain
