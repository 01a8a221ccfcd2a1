"""The catalogues of the rulebook: YAML files beside this module, read once."""

from functools import cache
from importlib.resources import files
from typing import Any

from designgen.syntax.yaml import trusted


@cache
def load(name: str) -> Any:
    """Return the catalogue `knowledge/<name>.yaml` as plain values, not to be changed; FileNotFoundError if there is none."""
    return trusted(files("designgen.knowledge").joinpath(f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def names(folder: str) -> tuple[str, ...]:
    """Return the catalogues of a sub-folder, such as `topics/data`, in order."""
    entries = files("designgen.knowledge").joinpath(folder).iterdir()
    return tuple(sorted(f"{folder}/{entry.name[:-5]}" for entry in entries if entry.name.endswith(".yaml")))
