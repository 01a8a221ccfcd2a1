"""Facts in, the names of this system's things out, as the sentences of topics need them."""

from designgen.knowledge.wording import counted, listed
from designgen.model.facts import Facts
from designgen.sizing.naming import plural


def words_of_things(facts: Facts) -> dict[str, object]:
    """Return the names of this system's things, as its sentences need them."""
    requirements = facts.requirements
    entities = [entity.name for entity in requirements.entities]
    crossing = {known.key: known for known in facts.crossings}
    budget = requirements.constraints.budget.infra
    return _words_of_flags(facts) | {
        "project": requirements.project.name,
        "entity_list": listed(entities),
        "first_entity": entities[0] if entities else "entity",
        "first_table": facts.entities[0].table if facts.entities else "table",
        "context_list": listed([context.name for context in requirements.domain]),
        "actor_list": listed([plural(actor.name) for actor in requirements.actors]) or "nobody yet",
        "human_list": listed([plural(actor.name) for actor in requirements.actors if actor.kind == "human"]) or "nobody yet",
        "reference_text": counted(facts.number("entities.references"), "reference"),
        "entity_text": counted(len(entities), "entity", "entities"),
        "peer_list": listed([peer.id for peer in requirements.integrations]) or "none",
        "hook_list": listed([peer.id for peer in requirements.integrations if peer.webhooks]) or "none",
        "pipeline_list": listed([pipeline.id for pipeline in requirements.pipelines]) or "none",
        "writer_list": _codes(", ".join(use.id for use in facts.uses if use.writes)),
        "tenant_unit": requirements.constraints.tenancy.unit or "tenant",
        "versioned_list": listed([e.entity.name for e in facts.entities if any(a.name == "version" for a in e.attributes)]) or "no entity",
        "unique_list": listed([f"`{e.entity.name}.{a.source}`" for e in facts.entities for a in e.attributes if a.unique and a.source])
        or "no field",
        "budget_text": str(budget) if budget else "an unknown budget",
        "team_text": _team_text(facts),
        "when": {key: _when(known.years) for key, known in crossing.items()},
    }


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
        "search_list": _fields(flags.get("has_search", "")),
        "file_list": _fields(flags.get("has_files", "")),
        "keep_list": _short(flags.get("has_retention", "")),
        "owner_list": _fields(flags.get("has_owner", "")),
        "gapless_list": _fields(flags.get("has_gapless", "")),
        "anonymous_list": _short(flags.get("has_anonymous", "")),
        "irreversible_list": _codes(flags.get("irreversible", "")),
        "delete_list": _codes(flags.get("has_delete", "")),
    }


def _team_text(facts: Facts) -> str:
    ops = facts.number("team.ops")
    others = f"{counted(ops, 'person', 'people')} in operations" if ops else "nobody in operations"
    return f"{counted(facts.number('team.devs'), 'developer')} with {others}"


def _parts(why: str) -> list[str]:
    return [part for part in why.split(", ") if part and part != "none"]


def _short(why: str) -> str:
    return listed([part.rpartition(".")[2] for part in _parts(why)]) or "nothing"


def _fields(why: str) -> str:
    return listed([f"`{'.'.join(part.split('.')[-2:])}`" for part in _parts(why)]) or "nothing"


def _codes(why: str) -> str:
    return listed([f"`{part}`" for part in _parts(why)]) or "nothing"
