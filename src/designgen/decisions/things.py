"""Facts in, the names of this system's things out, as the sentences of topics need them."""

from designgen.knowledge.wording import counted, listed
from designgen.model.facts import EntityFacts, Facts
from designgen.model.quantities import YEAR
from designgen.model.wishes import Actor
from designgen.sizing.naming import plural
from designgen.sizing.repeats import Repeats

MOST_NAMED = 4


def words_of_things(facts: Facts) -> dict[str, object]:
    """Return the names of this system's things, as its sentences need them."""
    requirements = facts.requirements
    entities = [entity.name for entity in requirements.entities]
    busiest = sorted(facts.entities, key=lambda known: (not _is_asked_for(known), -_written(known)))
    largest = sorted(facts.entities, key=lambda known: -known.population.bytes_at_horizon)
    crossing = {known.key: known for known in facts.crossings}
    budget = requirements.constraints.budget.infra
    return _words_of_flags(facts) | {
        "project": requirements.project.name,
        "entity_list": _few([known.entity.name for known in busiest], entities),
        "first_entity": busiest[0].entity.name if busiest else "entity",
        "first_table": largest[0].table if largest else "table",
        "context_list": listed([context.name for context in requirements.domain]),
        "actor_list": listed([_who(actor) for actor in requirements.actors]) or "nobody yet",
        "signing_list": listed([plural(one.name) for one in requirements.actors if one.kind == "human" and one.signs_in]) or "nobody yet",
        "anonymous_people": listed([plural(one.name) for one in requirements.actors if one.kind == "human" and not one.signs_in])
        or "nobody",
        "offline_list": listed([plural(one.name) for one in requirements.actors if one.offline]) or "nobody yet",
        "human_list": listed([plural(actor.name) for actor in requirements.actors if actor.kind == "human"]) or "nobody yet",
        "reference_text": counted(facts.number("entities.references"), "reference"),
        "entity_text": counted(len(entities), "entity", "entities"),
        "peer_list": listed([peer.id for peer in requirements.integrations]) or "none",
        "hook_list": listed([peer.id for peer in requirements.integrations if peer.webhooks]) or "none",
        "pipeline_list": listed([pipeline.id for pipeline in requirements.pipelines]) or "none",
        "writer_list": _codes(", ".join(use.id for use in facts.uses if use.writes)),
        "tenant_unit": (requirements.constraints.tenancy.unit or "tenant").rpartition(".")[2],
        "versioned_list": some([e.entity.name for e in facts.entities if any(a.name == "version" for a in e.attributes)]) or "no entity",
        "unique_any": _any_of([f"`{e.entity.name}.{a.source}`" for e in facts.entities for a in e.attributes if a.unique and a.source]),
        "budget_text": str(budget) if budget else "an unknown budget",
        "team_text": _team_text(facts),
        "when": {key: _when(known.years) for key, known in crossing.items()},
    }


def _is_asked_for(known: EntityFacts) -> bool:
    """Whether a requirement names an entity, not only the rule that somebody has to maintain it (DEF-03)."""
    return any(not reason.startswith("DEF-") for reason in known.because)


def _written(known: EntityFacts) -> float:
    """Rows written a second: by operations, and by files, whose calls are few and whose rows are many."""
    loaded = any(use.operation.verb == "import" for use in known.uses)
    rows = known.population.rows_per_year / YEAR if loaded else 0.0
    return rows + sum(use.per_second for use in known.uses if use.writes)


def _few(ranked: list[str], written: list[str]) -> str:
    """Name up to four things in the order they were written; of more, the three that are used most and how many others."""
    if len(written) <= MOST_NAMED:
        return listed(written)
    return listed([*ranked[: MOST_NAMED - 1], f"{len(written) - MOST_NAMED + 1} others"])


def _who(actor: Actor) -> str:
    """Name people in the plural and machines as they are called."""
    return plural(actor.name) if actor.kind == "human" else f"the {actor.kind} {actor.name}"


def _when(years: float | None) -> str:
    if years is None:
        return "never at the assumed growth"
    return f"in about {counted(round(years), 'year')} at the assumed growth" if round(years) >= 1 else "within the first year"


def _words_of_flags(facts: Facts) -> dict[str, object]:
    flags = {flag.name: flag.why for flag in facts.flags}
    return {
        "state_list": _short(flags.get("has_states", "")),
        "history_list": _short(flags.get("has_history", "")),
        "soft_list": _short(flags.get("has_soft_delete", "")),
        "money_list": _fields(flags.get("has_money", "")),
        "pii_list": _fields(flags.get("has_pii", "")),
        "pii_full": listed(_whole(flags.get("has_pii", ""))) or "nothing",
        "money_full": listed(_whole(flags.get("has_money", ""))) or "nothing",
        "irreversible_any": listed([f"`{part}`" for part in _parts(flags.get("irreversible", ""))], "or") or "nothing",
        "search_list": _fields(flags.get("has_search", "")),
        "file_list": _fields(flags.get("has_files", "")),
        "keep_list": _short(flags.get("has_retention", "")),
        "owner_list": _fields(flags.get("has_owner", "")),
        "gapless_list": _fields(flags.get("has_gapless", "")),
        "anonymous_list": _short(flags.get("has_anonymous", "")),
        "irreversible_list": _codes(flags.get("irreversible", "")),
        "delete_list": _codes(flags.get("has_delete", "")),
        **_words_of_repeats(facts),
    }


def _words_of_repeats(facts: Facts) -> dict[str, object]:
    """Name the operations whose second arrival must find the answer of the first."""
    repeats = Repeats(facts.requirements, tuple(facts.uses))
    keyed = tuple(dict.fromkeys(f"`{use.id}`" for use in facts.uses if repeats.keyed(use)))
    return {
        "keyed": bool(keyed),
        "keyed_several": len(keyed) > 1,
        "keyed_list": listed(keyed) or "nothing",
        "keyed_any": listed(keyed, "or") or "nothing",
    }


def _team_text(facts: Facts) -> str:
    ops = facts.number("team.ops")
    others = f"{counted(ops, 'person', 'people')} in operations" if ops else "nobody in operations"
    return f"{counted(facts.number('team.devs'), 'developer')} with {others}"


def _any_of(things: list[str]) -> str:
    """Name up to four things as a choice; of more, the first three and that there are others."""
    shown = things if len(things) <= MOST_NAMED else [*things[: MOST_NAMED - 1], f"{len(things) - MOST_NAMED + 1} others"]
    return listed(shown, "or") or "no field"


def _parts(why: str) -> list[str]:
    return [part for part in why.split(", ") if part and part != "none"]


def _short(why: str) -> str:
    return some([part.rpartition(".")[2] for part in _parts(why)]) or "nothing"


def _fields(why: str) -> str:
    return some(_whole(why)) or "nothing"


def _whole(why: str) -> list[str]:
    return [f"`{'.'.join(part.split('.')[-2:])}`" for part in _parts(why)]


def some(things: list[str]) -> str:
    """Name up to four things; of more, the first three and how many others."""
    return _few(things, things)


def _codes(why: str) -> str:
    return listed([f"`{part}`" for part in _parts(why)]) or "nothing"
