"""Answers of builds that have not been published, kept so that what was paid for is not asked again; in and out by key.

They lie in the state folder, where anyone could write: sizes are bounded, links are not followed, a section is validated
like a fresh answer and judged like one. A refusing disk costs the resumption, not the build.
"""

import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from designgen.model.errors import WorldError
from designgen.model.interview import Answer, Section
from designgen.store.answers import MOST, section_read
from designgen.store.tree import STATE, read_bounded

ANSWERS = "answers"
KEY = re.compile(r"[0-9a-f]{64}")


def keep_answer(root: Path, answer: Answer) -> None:
    """Keep an answer under the key of its question, at once and whole."""
    folder = root / STATE / ANSWERS
    if not KEY.fullmatch(answer.key) or folder.is_symlink():
        return
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
        draft = folder / f"draft-{secrets.token_hex(4)}"
        with draft.open("xb") as file:
            file.write(f"{answer.section.section}\n".encode() + answer.section.canonical())
        draft.replace(folder / answer.key)


def pending_answer(root: Path, key: str) -> Section | None:
    """Return the answer kept under a key; None if there is none that can be used."""
    folder = root / STATE / ANSWERS
    if not KEY.fullmatch(key) or folder.is_symlink():
        return None
    try:
        name, _, content = read_bounded(folder / key, MOST).partition(b"\n")
        return section_read(name.decode(), content)
    except (OSError, WorldError, KeyError, UnicodeDecodeError, ValidationError):
        return None


def forget_answers(root: Path, keys: Iterable[str]) -> None:
    """Drop answers that stand in a package now, and drafts of answers that were never whole."""
    folder = root / STATE / ANSWERS
    if folder.is_symlink():
        return
    with suppress(OSError):
        for path in [*(folder / key for key in keys if KEY.fullmatch(key)), *folder.glob("draft-*")]:
            path.unlink(missing_ok=True)
