"""The one parent of every value that travels: frozen, closed, compared by content."""

import json
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable value that rejects keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    def canonical(self) -> bytes:
        """Write the value as JSON on one line with sorted keys: equal values give equal bytes on every machine."""
        told = self.model_dump(mode="json")
        return (json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n").encode()


class Keyed(NamedTuple):
    """How a tuple of named things is written: a mapping from `key`, or also a list where `listed`.

    With `inner` the mapped value is that one field of the thing, not the thing itself.
    """

    key: str
    inner: str = ""
    listed: bool = False
