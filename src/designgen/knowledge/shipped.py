"""Where `personas/` and `templates/` are: inside a wheel, else in the checkout above `src/`.

The only module that knows the two places.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable

from designgen.model.errors import WorldError
from designgen.model.source import Source


def shipped(folder: str) -> Traversable:
    """Return the shipped folder of that name; WorldError if the installation lacks it."""
    package = files("designgen")
    for place in (package.joinpath("shipped", folder), package.joinpath("..", "..", folder)):
        if place.is_dir():
            return place
    raise WorldError(f"the installation lacks its folder `{folder}`", advice="install designgen again")


def personas() -> tuple[Source, ...]:
    """Return the five persona files that come with designgen, by name."""
    found = (entry for entry in shipped("personas").iterdir() if entry.name.endswith(".md"))
    return tuple(Source(name=f"personas/{entry.name}", text=entry.read_text(encoding="utf-8")) for entry in sorted(found, key=_name))


def template(name: str) -> str:
    """Return the text of a shipped template; KeyError if there is none."""
    entry = shipped("templates").joinpath(name)
    if not entry.is_file():
        raise KeyError(name)
    return entry.read_text(encoding="utf-8")


def _name(entry: Traversable) -> str:
    return entry.name
