"""Plain Python values in, YAML text out: block style, in the order given, readable by 1.1 and 1.2 readers alike.

Our own emitter, because the library's one is recursive, five times slower, and leaves `on`, `1_000` or `19:30` unquoted for 1.2.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

SAFE = re.compile(r"[A-Za-z_$/.(][^\n\r\t\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\"']*")
RISKY = re.compile(r": |:$| #|\s$|^\.(?:inf|nan)$|^[.+-]?[0-9]|^(?:y|n|yes|no|on|off|true|false|null)$|^(?:---|\.\.\.)", re.IGNORECASE)
BLOCK = re.compile(r"[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]*")
UNSEEN = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff]")
WIDTH = "  "


def dump(value: Any) -> str:
    """Return the YAML text of mappings, sequences, strings, numbers, booleans and None; TypeError for anything else."""
    return "".join(f"{line}\n" for line in _lines(value, ""))


def _lines(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _entry(f"{indent}{scalar(key)}:", inner, indent)
    elif _is_list(value) and value:
        for inner in value:
            yield from _element(inner, indent)
    else:
        yield from _entry("", value, indent)


def _element(inner: Any, indent: str) -> Iterator[str]:
    deeper = indent + WIDTH
    if (isinstance(inner, Mapping) or _is_list(inner)) and inner:
        first, *rest = _lines(inner, deeper)
        yield f"{indent}- {first[len(deeper) :]}"
        yield from rest
    else:
        yield from _entry(f"{indent}-", inner, indent)


def _entry(head: str, inner: Any, indent: str) -> Iterator[str]:
    """Write a value behind `key:` or `-`, on the same line if it has only one."""
    if (isinstance(inner, Mapping) or _is_list(inner)) and inner:
        yield head
        yield from _lines(inner, indent + WIDTH)
    elif isinstance(inner, str) and _blockable(inner):
        yield from _block(head, inner, indent)
    else:
        yield f"{head} {scalar(inner)}" if head.strip() else scalar(inner)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def _blockable(text: str) -> bool:
    lines = text.rstrip("\n").split("\n")
    return (
        "\n" in text
        and bool(text.strip())
        and bool(BLOCK.fullmatch(text))
        and not any(line != line.rstrip() for line in lines)
        and text[0] not in " \n"
    )


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
        return value if SAFE.fullmatch(value) and not RISKY.search(value) else _quoted(value)
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, Sequence):
        return "[]"
    raise TypeError(f"{type(value).__name__} cannot be written as YAML")


def _number(value: int | float) -> str:
    text = repr(value)
    if text in ("inf", "-inf", "nan"):
        return {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}[text]
    return re.sub(r"^(-?[0-9]+)e", r"\1.0e", text)


def _quoted(text: str) -> str:
    """Return double-quoted text; JSON's escapes are a part of YAML's, but invisible characters need them too."""
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
