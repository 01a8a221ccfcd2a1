"""A section and one part in, the section with that part added, replaced or removed out; nothing else in it changes."""

from typing import Any, TypeVar

from designgen.engines.revision.contract import Kind
from designgen.model.design.item import Item
from designgen.model.design.whole import items_of
from designgen.model.frozen import Frozen

F = TypeVar("F", bound=Frozen)


def parts(section: Frozen) -> dict[str, Item]:
    """Return every part of a section by its key."""
    return {part.key: part for part in items_of(section)}


def holders(section: Frozen, kind: Kind) -> tuple[Item, ...]:
    """Return the parts that hold parts of a kind; none if the section holds them itself."""
    if not kind.inside:
        return ()
    found: Any = section
    for name in kind.inside.split("."):
        found = getattr(found, name)
    return tuple(found)


def replaced(section: F, key: str, part: Item | None) -> F:
    """Return the section with another part under a key; without it if there is none."""
    return section.model_copy(update=_changed(section, key, part))


def added(section: F, kind: Kind, part: Item, into: str | None) -> F:
    """Return the section with one more part, at the end of its list."""
    if into is None:
        return _appended(section, kind.at, part)
    holder = parts(section)[into]
    return replaced(section, into, _appended(holder, kind.at[-1:], part))


def _appended(holder: F, at: tuple[str, ...], part: Item) -> F:
    first, *rest = at
    inner = getattr(holder, first)
    return holder.model_copy(update={first: _appended(inner, tuple(rest), part) if rest else (*inner, part)})


def _changed(holder: Frozen, key: str, part: Item | None) -> dict[str, Any]:
    """Return the fields of a value that differ once the part under `key` is another one."""
    found: dict[str, Any] = {}
    for name in type(holder).model_fields:
        value = getattr(holder, name)
        changed = _members(value, key, part) if isinstance(value, tuple) else _inner(value, key, part)
        if changed is not value:
            found[name] = changed
    return found


def _members(value: tuple[Any, ...], key: str, part: Item | None) -> tuple[Any, ...]:
    changed = []
    for member in value:
        if isinstance(member, Item) and member.key == key:
            changed += [part] if part else []
        else:
            changed.append(_inner(member, key, part))
    return tuple(changed) if len(changed) != len(value) or any(a is not b for a, b in zip(changed, value, strict=False)) else value


def _inner(value: Any, key: str, part: Item | None) -> Any:
    if not isinstance(value, Frozen):
        return value
    changes = _changed(value, key, part)
    return value.model_copy(update=changes) if changes else value
