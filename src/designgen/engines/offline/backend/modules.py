"""Contexts in, modules out: what each owns, whose facade it uses, what it is there for (SVC-001, SVC-006)."""

from designgen.engines.offline.backend.reading import Brief, words
from designgen.knowledge.wording import listed
from designgen.model.design.architecture import Module
from designgen.sizing.effects import effects
from designgen.sizing.naming import plural_of


def modules(brief: Brief) -> tuple[Module, ...]:
    """Return one module for each bounded context."""
    return tuple(_module(brief, context.name) for context in brief.requirements.domain)


def _module(brief: Brief, context: str) -> Module:
    owned = [entity for entity in brief.facts.entities if entity.entity.context == context]
    needs = tuple(dict.fromkeys(need for entity in owned for need in entity.because if not need.startswith("API-")))
    calls = sorted(
        {
            other
            for entity in owned
            for attribute in entity.attributes
            if attribute.target and (other := attribute.target.partition(".")[0]) != context
        }
    )
    return Module(
        key=f"module:{context}",
        entities=tuple(entity.key for entity in owned),
        calls=tuple(f"module:{other}" for other in calls),
        purpose=_purpose(brief, context),
        because=(*needs, "SVC-006"),
    )


def _purpose(brief: Brief, context: str) -> str:
    owned = [entity for entity in brief.facts.entities if entity.entity.context == context]
    said = [f"Owns {listed([words(plural_of(entity.entity)) for entity in owned])}."]
    inward = [e for e in effects(brief.facts.entities) if e.cause.entity.context != context and e.target.entity.context == context]
    events = list(dict.fromkeys(f"`{e.fires}` of the {words(e.target.entity.name)}" for e in inward))
    if events:
        said.append(f"Its facade offers {listed(events)} to other modules.")
    return " ".join(said)
