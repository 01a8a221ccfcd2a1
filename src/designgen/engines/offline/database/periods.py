"""Entities that exist once for a thing and a period in; the unique key that nobody wrote down out (DATA-036, CORE-08).

`AnnualReport` with a `neighbourhood` and a `year` says so itself. The key is a derived one and comes with a question: loosening
it later is one statement, while two reports of one year cannot be told apart any more.
"""

from collections.abc import Iterator

from designgen.engines.offline.database.ground import Ground
from designgen.engines.offline.database.tables import alive_predicate
from designgen.knowledge.wording import listed, with_article
from designgen.model.design.database import Index, Invariant, KeyPart
from designgen.model.design.opinion import ClarifyingQuestion
from designgen.model.facts import EntityFacts
from designgen.sizing.once import Once, once
from designgen.syntax.identifiers import among, identifier, joined_name


def _once(ground: Ground, facts: EntityFacts) -> Once | None:
    return once(facts, ground.tenant_reference(facts.key))


def period_keys(ground: Ground, facts: EntityFacts) -> Iterator[Index]:
    """Yield the unique index that keeps the rows of one thing and period apart."""
    found = _once(ground, facts)
    if found:
        states = [state.name for state in facts.entity.states if state.name not in found.replaced] if found.replaced else []
        conditions = [among("status", states)] if states else []
        label = facts.table.split(".")[1]
        yield Index(
            key=f"index:{joined_name(label, *found.columns, 'key')}",
            because=(*facts.because, "DATA-036", "CORE-08"),
            table=facts.table,
            parts=tuple(KeyPart(expression=identifier(name)) for name in found.columns),
            unique=True,
            where=" AND ".join(filter(None, (*conditions, alive_predicate(facts)))),
            serves=("constraint",),
        )


def period_rules(ground: Ground) -> Iterator[Invariant]:
    """Yield the rule that each such key keeps."""
    for facts in ground.facts.entities:
        found = _once(ground, facts)
        for index in period_keys(ground, facts):
            yield Invariant(
                key=_rule_key(facts),
                because=index.because,
                entity=facts.key,
                text=_said(found) if found else "",
                enforced_by=index.name,
            )


def _rule_key(facts: EntityFacts) -> str:
    return f"invariant:{facts.key}.one-per-period"


def _said(found: Once) -> str:
    per = " and ".join((known.source or known.name) for known in (*found.things, *found.periods))
    if not found.replaced:
        return f"for each {per} one {found.facts.entity.name} at most"
    others = [state.name for state in found.facts.entity.states if state.name not in found.replaced]
    return f"for each {per} one {found.facts.entity.name} in each of {listed(others)} at most"


def period_questions(ground: Ground) -> Iterator[ClarifyingQuestion]:
    """Ask whether the derived key is right."""
    for facts in ground.facts.entities:
        found = _once(ground, facts)
        if found:
            yield from (_question(found, index) for index in period_keys(ground, facts))


def _question(found: Once, index: Index) -> ClarifyingQuestion:
    name, period = found.facts.entity.name, " and ".join(known.source for known in found.periods)
    thing = (found.things[-1].source or found.things[-1].name).replace("_", " ")
    gone = f", unless the first is {listed(list(found.replaced), last='or')}" if found.replaced else ""
    return ClarifyingQuestion(
        key=f"question:one-{found.facts.table.split('.')[1].replace('_', '-')}-per-period",
        because=index.because,
        text=f"May one {thing} have two {name} rows for the same {period}?",
        why=f"By its name {with_article(name)} belongs to one {period}, and the file forbids no second one.",
        assumed=f"No: {index.name} refuses a second one in the same state{gone}." if gone else f"No: {index.name} refuses the second.",
        changes=f"With yes, {index.name} is dropped, and readers need a rule for which row holds.",
        value=6.0,
        provisional=(index.key, _rule_key(found.facts)),
    )
