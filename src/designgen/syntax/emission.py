"""Plain Python values in, YAML text out: block style, in the order given, readable by 1.1 and 1.2 readers alike.

Our own emitter, because the library's one is recursive, five times slower, and leaves `on`, `1_000` or `19:30` unquoted for 1.2.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

SAFE = re.compile(r"[A-Za-z_$/.(][^\n\r\t\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\"']*")
RISKY = re.compile(r": |:$| #|\s$|^\.(?:inf|nan)$|^[.+-]?[0-9]|^(?:y|n|yes|no|on|off|true|false|null)$|^(?:---|\.\.\.)", re.IGNORECASE)
BLOCK = re.compile(r"[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]*")
UNSEEN = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff]")
WIDTH = "  "


def dump(value: Any) -> str:
    """Return the YAML text of mappings, sequences, strings, numbers, booleans and None; TypeError for anything else."""
    lines: list[str] = []
    _write(lines, value, "")
    return "".join(f"{line}\n" for line in lines)


def _write(lines: list[str], value: Any, indent: str) -> None:
    """Add the lines of a value to those written so far."""
    if not _has_parts(value):
        _entry(lines, "", value, indent)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _entry(lines, f"{indent}{scalar(key)}:", inner, indent)
    else:
        for inner in value:
            _element(lines, inner, indent)


def _element(lines: list[str], inner: Any, indent: str) -> None:
    """Write a value behind `-`, its first line beside it."""
    if not _has_parts(inner):
        _entry(lines, f"{indent}-", inner, indent)
        return
    deeper, first = indent + WIDTH, len(lines)
    _write(lines, inner, deeper)
    lines[first] = f"{indent}- {lines[first][len(deeper) :]}"


def _entry(lines: list[str], head: str, inner: Any, indent: str) -> None:
    """Write a value behind `key:` or `-`, on the same line if it has only one."""
    if _has_parts(inner):
        lines.append(head)
        _write(lines, inner, indent + WIDTH)
    elif isinstance(inner, str) and _blockable(inner):
        lines.extend(_block(head, inner, indent))
    else:
        lines.append(f"{head} {scalar(inner)}" if head.strip() else scalar(inner))


def _has_parts(value: Any) -> bool:
    """Whether a value is a mapping or a list with something in it."""
    return not isinstance(value, str | bytes) and isinstance(value, Mapping | Sequence) and bool(value)


def _blockable(text: str) -> bool:
    if "\n" not in text:
        return False
    lines = text.rstrip("\n").split("\n")
    return bool(text.strip()) and bool(BLOCK.fullmatch(text)) and not any(line != line.rstrip() for line in lines) and text[0] not in " \n"


def _block(head: str, text: str, indent: str) -> Iterator[str]:
    body = text.rstrip("\n")
    final = len(text) - len(body)
    mark = "|" + ("-", "", "+")[min(final, 2)]
    yield f"{head} {mark}" if head.strip() else mark
    for line in body.split("\n") + [""] * max(final - 1, 0):
        yield f"{indent}{WIDTH}{line}" if line else ""


def scalar(value: Any) -> str:
    """Return one value on one line; text is quoted wherever a reader could take it for something else."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, Sequence):
        return "[]"
    raise TypeError(f"{type(value).__name__} cannot be written as YAML")


@lru_cache(maxsize=4096)
def _text(text: str) -> str:
    return text if SAFE.fullmatch(text) and not RISKY.search(text) else _quoted(text)


def _number(value: int | float) -> str:
    text = repr(value)
    if text in ("inf", "-inf", "nan"):
        return {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}[text]
    return re.sub(r"^(-?[0-9]+)e", r"\1.0e", text)


def _quoted(text: str) -> str:
    """Return double-quoted text; JSON's escapes are a part of YAML's, but invisible characters need them too."""
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
