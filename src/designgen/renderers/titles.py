"""A sentence that names decisions by their keys in, the same sentence with their titles out."""

import re

from designgen.knowledge.wording import lower_first
from designgen.model.design.whole import Design

CHANGE = re.compile(r"\b([a-z]+(?:\.[a-z0-9-]+)+) (becomes|is asked and becomes|is no longer asked)(?: ([a-z0-9-]+))?")


def titled(design: Design, text: str) -> str:
    """Write `data.pii becomes split-table` as `protection of personal data becomes a split table`; what is unknown keeps its key."""
    known = {record.decision.topic: record.decision for record in (*design.records, *design.conventions)}

    def spoken(found: re.Match[str]) -> str:
        decision = known.get(found[1])
        if decision is None:
            return found[0]
        option = next((one.title for one in decision.options if one.id == found[3]), found[3])
        return f"{lower_first(decision.title)} {found[2]}{f' “{option}”' if option else ''}"

    return CHANGE.sub(spoken, text)
