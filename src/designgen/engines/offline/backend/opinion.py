"""The drafted design in, what its architect concludes, fears and asks out; every sentence is computed from it."""

from designgen.engines.offline.backend.mismatches import mismatches
from designgen.engines.offline.backend.reading import Brief, words
from designgen.engines.offline.backend.resources import Resource, resources
from designgen.engines.offline.backend.rights import owner_of
from designgen.knowledge.wording import counted, listed
from designgen.model.design.api import Api, ApiOperation
from designgen.model.design.architecture import Architecture
from designgen.model.design.opinion import ClarifyingQuestion, Opinion
from designgen.model.facts import EntityFacts
from designgen.sizing.effects import effects


def opinion(brief: Brief, architecture: Architecture, interfaces: tuple[Api, ...]) -> Opinion:
    """Return the backend architect's opinion of the design."""
    operations = tuple(operation for api in interfaces for operation in api.operations)
    return Opinion(
        conclusions=(*_shape(brief, architecture, operations), *_guarded(brief, operations)),
        concerns=(*_contended(brief), *_revealing(brief, operations), *_exposed(interfaces)),
        questions=(*_who_fires(brief, operations), *_who_sees(brief, operations)),
        findings=mismatches(brief),
    )


def _shape(brief: Brief, architecture: Architecture, operations: tuple[ApiOperation, ...]) -> list[str]:
    if not operations:
        return ["No requirement has a caller, so there is no interface to offer."]
    names = [words(module.name) for module in architecture.modules]
    own = "One deployable" if brief.choice("architecture.decomposition", "modular-monolith") == "modular-monolith" else "The services"
    asked = [operation for operation in operations if any(not need.startswith("DEF-") for need in operation.requirements)]
    rest = len(operations) - len(asked)
    said = f"{own} with the module{'s' if len(names) > 1 else ''} {listed(names)} answers {counted(len(operations), 'operation')}"
    return [f"{said}; {rest} of them only by default rules." if rest else f"{said}, each asked for by a requirement."]


def _guarded(brief: Brief, operations: tuple[ApiOperation, ...]) -> list[str]:
    keyed = [f"`{operation.name}`" for operation in operations if operation.idempotency_key]
    matched = [f"`{operation.name}`" for operation in operations if operation.if_match == "required"]
    said = (
        [f"{listed(keyed)} demand{'s' if len(keyed) == 1 else ''} an Idempotency-Key, because a repeated call could not be taken back."]
        if keyed
        else []
    )
    return said + ([f"{_matching(brief, operations, matched)}."] if matched else [])


def _matching(brief: Brief, operations: tuple[ApiOperation, ...], matched: list[str]) -> str:
    """Say which changes must name the version they saw, and what would be lost else: money, or what somebody else wrote."""
    touched = {operation.entity for operation in operations if f"`{operation.name}`" in matched}
    things = [facts for facts in brief.facts.entities if facts.key in touched]
    dear = [f"{e.entity.name}.{a.source}" for e in things for a in e.attributes if a.type == "money"]
    shared = [e.entity.name for e in things if len({actor for use in e.uses if use.writes for actor in use.actors}) > 1]
    why = [f"{listed(dear)} {'is' if len(dear) == 1 else 'are'} money"] if dear else []
    why += [f"{listed(shared)} {'has' if len(shared) == 1 else 'have'} more than one writer"] if shared else []
    because = f", because {listed(why)}" if why else ", because a device may come back with an old version"
    return f"{listed(matched)} demand{'s' if len(matched) == 1 else ''} If-Match{because}"


def _contended(brief: Brief) -> list[str]:
    said = []
    for effect in effects(brief.facts.entities):
        if not effect.event:
            one, other = words(effect.target.entity.name), words(effect.cause.entity.name)
            said.append(f"Two callers may ask for the same {one} at once; only the lock on its row keeps the second {other} out.")
    return said


def _revealing(brief: Brief, operations: tuple[ApiOperation, ...]) -> list[str]:
    """Say where a refused duplicate tells a stranger that a person is registered."""
    said = []
    for entity in brief.facts.entities:
        secret = [a.name for a in entity.attributes if a.unique and a.pii]
        telling = [f"`{o.name}`" for o in operations if o.entity == entity.key and "DUPLICATE" in o.errors]
        if secret and telling:
            said.append(
                f"409 DUPLICATE of {listed(telling)} tells a caller whether {listed(secret)} of somebody else is registered; "
                "the rate limit is the only brake."
            )
    return said


def _exposed(interfaces: tuple[Api, ...]) -> list[str]:
    """Say where a list that all may read shows who owns what."""
    said = []
    for api in interfaces:
        schemas = {schema.name: schema for schema in api.schemas}
        for operation in api.operations:
            schema = schemas.get(operation.response)
            shown = [p.name for p in schema.properties if p.attribute.owner] if schema and operation.page else []
            if shown and "Every " in operation.object_rule:
                said.append(
                    f"`{operation.name}` shows {listed(shown)} of every row to all callers, so who owns what is known to all of them."
                )
    return said


def _who_fires(brief: Brief, operations: tuple[ApiOperation, ...]) -> list[ClarifyingQuestion]:
    """Ask who may fire an event on a row with two parties: its owner, or the owner of what it refers to."""
    found = []
    known = resources(brief)
    for operation in operations:
        if operation.kind != "event" or operation.entity not in known:
            continue
        resource = known[operation.entity]
        party, wishes = _other_party(brief, resource.facts)
        owner = owner_of(resource)
        if owner and party:
            asked = _asked_who(resource, operation, words(owner.source or owner.name), party)
            found.append(asked.model_copy(update={"because": tuple(dict.fromkeys((*operation.requirements, *wishes, "API-091")))}))
    return found


def _other_party(brief: Brief, entity: EntityFacts) -> tuple[str, tuple[str, ...]]:
    """Return the owner of what a row refers to, in words, and the requirements that make it an owner."""
    for attribute in entity.attributes:
        target = brief.entity(attribute.target) if attribute.role == "reference" and attribute.target else None
        held = next((other for other in target.attributes if other.owner), None) if target and not attribute.owner else None
        if held and target:
            return f"{words(held.source or held.name)} of the {words(target.entity.name)}", target.because
    return "", ()


def _asked_who(resource: Resource, operation: ApiOperation, owner: str, party: str) -> ClarifyingQuestion:
    return ClarifyingQuestion(
        key=f"question:who-{operation.name}",
        text=f"Who may {words(operation.event)} a {resource.noun}: the {owner}, the {party}, or both together?",
        why=f"The {owner} gains from an early `{operation.event}`, the {party} from a late one; the API can believe only one of them.",
        assumed=f"The {owner} alone; the {party} sees it and can object outside the system.",
        changes=(
            f"Another answer changes the object rule of `{operation.name}`; "
            f"both together add a state between {resource.states[0]} and the end."
        ),
        ask="product owner",
        value=9,
        provisional=(operation.key,),
        because=(*operation.requirements, "API-091"),
    )


def _who_sees(brief: Brief, operations: tuple[ApiOperation, ...]) -> list[ClarifyingQuestion]:
    """Ask whether people may see each other's contact data when a list of people hides it."""
    found = []
    for operation in operations:
        entity = brief.entity(operation.entity)
        if operation.kind != "list" or entity is None or brief.person(operation.actors[0]) != entity.key:
            continue
        hidden = [words(a.name) for a in entity.attributes if a.pii == "contact"]
        if hidden:
            noun = words(entity.entity.name)
            found.append(
                ClarifyingQuestion(
                    key=f"question:contact-{noun.replace(' ', '-')}",
                    text=f"How do two {noun}s reach each other, if nobody sees the {listed(hidden)} of another {noun}?",
                    why=f"Handing something over needs a meeting, and `{operation.name}` shows names only.",
                    assumed=f"Outside the system; {listed(hidden)} stays hidden from other {noun}s.",
                    changes="Another answer needs a rule who sees it when, and a line in the privacy notice.",
                    ask="product owner",
                    value=6,
                    provisional=(f"schema:{operation.response}",),
                    because=(*operation.requirements, "API-092"),
                )
            )
    return found
