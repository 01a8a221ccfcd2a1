"""Compiled templates are kept beside their texts and read again, never in place of a text that changed."""

import sys

import pytest
from jinja2 import DictLoader, Environment

from designgen.knowledge.compiled import Beside


class Counting(Environment):
    """An environment that counts what it compiles."""

    compiled = 0

    def _generate(self, *given, **named):
        self.compiled += 1
        return super()._generate(*given, **named)


@pytest.fixture(autouse=True)
def writes(monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def filled(folder, text, kind="text", autoescape=False):
    """Return the filled template and how many were compiled for it."""
    environment = Counting(loader=DictLoader({"a.md.j2": text}), bytecode_cache=Beside(folder, kind), autoescape=autoescape)
    return environment.get_template("a.md.j2").render(name="<b>"), environment.compiled


def test_code_is_compiled_once(tmp_path):
    assert filled(tmp_path, "I am {{ name }}") == ("I am <b>", 1)
    assert filled(tmp_path, "I am {{ name }}") == ("I am <b>", 0)


def test_a_changed_text_is_compiled_again(tmp_path):
    filled(tmp_path, "I am {{ name }}")
    assert filled(tmp_path, "You are {{ name }}") == ("You are <b>", 1)


def test_environments_that_compile_differently_keep_apart(tmp_path):
    filled(tmp_path, "I am {{ name }}")
    assert filled(tmp_path, "I am {{ name }}", "page", autoescape=True) == ("I am &lt;b&gt;", 1)


@pytest.mark.parametrize("content", [b"", b"j2", b"something else"])
def test_what_was_cut_off_is_compiled_again(tmp_path, content):
    filled(tmp_path, "I am {{ name }}")
    kept = next((tmp_path / "__pycache__").iterdir())
    for part in (content, kept.read_bytes()[:-20], kept.read_bytes()[:30]):
        kept.write_bytes(part)
        assert filled(tmp_path, "I am {{ name }}") == ("I am <b>", 1)


def test_nothing_is_kept_where_nothing_can_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    assert filled(tmp_path / "file", "I am {{ name }}") == ("I am <b>", 1)
    assert filled(object(), "I am {{ name }}") == ("I am <b>", 1)


def test_nothing_is_kept_where_python_is_told_so(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    filled(tmp_path, "I am {{ name }}")
    assert not (tmp_path / "__pycache__").exists()
