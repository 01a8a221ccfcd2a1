"""The one parent of every value that travels: frozen, closed, compared by content."""

from typing import NamedTuple

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable value that rejects keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


class Keyed(NamedTuple):
    """How a tuple of named things is written: a mapping from `key`, or also a list where `listed`.

    With `inner` the mapped value is that one field of the thing, not the thing itself.
    """

    key: str
    inner: str = ""
    listed: bool = False
