"""Words of titles and acceptances in, promises that no field can keep out.

A title may say "nearby" of things that have no place; the design would pass every check and still not do what was asked.
"""

import re
from typing import Any

from designgen.engines.offline.backend.reading import Brief, words
from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import phrase
from designgen.model.design.opinion import Finding
from designgen.model.facts import EntityFacts
from designgen.model.wishes import Requirement


def mismatches(brief: Brief) -> tuple[Finding, ...]:
    """Return one finding for each requirement whose words promise what its entities have no field for."""
    found = []
    for requirement in brief.requirements.requirements:
        touched = [entity for entity in brief.facts.entities if any(requirement.id in use.because for use in entity.uses)]
        if not touched or requirement.derived_by or requirement.priority == "wont":
            continue
        for row in load("nouns"):
            word = _promised(requirement, row)
            if word and not _kept(brief, touched, row):
                found.append(_finding(brief, requirement, touched, {**row, "word": word}))
    return tuple(found)


def _promised(requirement: Requirement, row: dict[str, Any]) -> str:
    """Return the word of the catalogue row that the requirement uses, as written."""
    text = " ".join((requirement.title, *requirement.acceptance))
    found = [match for word in row["words"] if (match := re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE))]
    return min(found, key=lambda match: (match.start(), -len(match[0])))[0] if found else ""


def _kept(brief: Brief, touched: list[EntityFacts], row: dict[str, Any]) -> bool:
    """Whether one of the entities, or one they refer to, has a field of a fitting kind."""
    near = {attribute.target for entity in touched for attribute in entity.attributes if attribute.target}
    around = [*touched, *(entity for entity in brief.facts.entities if entity.key in near)]
    return any(field.type in row["kinds"] for entity in around for field in entity.entity.fields)


def _finding(brief: Brief, requirement: Requirement, touched: list[EntityFacts], row: dict[str, Any]) -> Finding:
    entity = touched[0]
    owner = next((a.target for a in entity.attributes if a.role == "reference" and a.target and a.target != entity.key), None)
    names = {"entity": entity.entity.name, "owner": words((owner or entity.key).rpartition(".")[2]), "word": row["word"]}
    where = f"{entity.entity.name} has no field for {row['lacks']}"
    reached = [brief.facts.entity(a.target).entity.name for a in entity.attributes if a.target and brief.entity(a.target)]
    also = f", nor has {' or '.join(dict.fromkeys(reached))}" if reached else ""
    return Finding(
        key=f"finding:{requirement.id}-{row['name']}",
        severity="warn",
        statement=f"{requirement.id} says “{row['word']}”, but {where}{also}; no operation can keep that promise.",
        repair=_sentence(phrase(row["repair"], **names)),
        path=f"requirements.{requirement.id}",
        because=(requirement.id, "XREF-01"),
    )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
