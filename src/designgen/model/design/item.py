"""What every part of a design has: a stable key and the reasons it is there for."""

from pydantic import Field as Described

from designgen.model.frozen import Frozen


class Item(Frozen):
    """A part of the design; `key` is `kind:name`, such as `table:lending.tool`, and never changes with order."""

    key: str
    because: tuple[str, ...] = Described(default=(), description="requirement ids, rulebook ids, topic and assumption keys")

    @property
    def name(self) -> str:
        """The key without its kind; what follows an `@` tells parts of several documents apart that share a name."""
        return self.key.split(":", 1)[1].partition("@")[0]
