"""The same wish gives the same bytes: under other hash seeds, locales and time zones, and with keys in another order."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from designgen.store.manifest import package_files
from package_builder import build

ROOT = Path(__file__).resolve().parents[2]
REORDERED = ("project", "quality", "constraints")
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


def reversed_keys(value: object) -> object:
    """Reverse the keys of a mapping and of the mappings inside it; lists keep their order, which means something."""
    if isinstance(value, dict):
        return {key: reversed_keys(inner) for key, inner in reversed(value.items())}
    return value


def in_both_orders(example: Path) -> tuple[str, str]:
    """Write an example anew, and again with the keys of the top level, project, quality and constraints reversed."""
    read = yaml.load(example.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    turned = {key: reversed_keys(value) if key in REORDERED else value for key, value in reversed(read.items())}
    return yaml.safe_dump(read, sort_keys=False), yaml.safe_dump(turned, sort_keys=False)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("plain")
    return sums(folder, ROOT / "examples" / "toolshed.yaml", SURROUNDINGS["plain"])


@pytest.mark.parametrize("name", ["turkish", "japanese"])
def test_surroundings_do_not_show(name: str, plain: str, tmp_path: Path) -> None:
    assert sums(tmp_path, ROOT / "examples" / "toolshed.yaml", SURROUNDINGS[name]) == plain


@pytest.mark.parametrize("example", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda path: path.stem)
def test_order_of_keys_does_not_show(example: Path) -> None:
    usual, turned = (package_files(build(text), None, 1) for text in in_both_orders(example))
    assert sorted(usual) == sorted(turned)
    assert not [path for path in usual if usual[path] != turned[path]]
