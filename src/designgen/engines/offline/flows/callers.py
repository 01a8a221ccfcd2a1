"""The interface in, the questions about who may do what out: guests who refund, lists that had to be opened, messages nobody reads."""

from collections.abc import Iterator

from designgen.engines.offline.backend.reading import article
from designgen.engines.offline.flows.view import View
from designgen.engines.offline.promises import watchers
from designgen.engines.offline.settlements import reported
from designgen.knowledge.wording import duration, listed, past_tense
from designgen.model.design.api import ApiOperation
from designgen.model.design.opinion import ClarifyingQuestion
from designgen.sizing.naming import snake

PUBLISHING = frozenset({"publish", "release", "announce"})


def access_questions(view: View) -> Iterator[ClarifyingQuestion]:
    """Ask what people without an account may fire, entity by entity, and which lists were opened so that they can choose."""
    events: dict[str, list[ApiOperation]] = {}
    for operation in view.operations:
        if operation.kind == "event" and "guest-token" in operation.schemes and len(operation.actors) > 1:
            events.setdefault(operation.entity, []).append(operation)
    for entity, operations in events.items():
        yield _events_of_guests(view, entity, operations)
    opened = [one for one in view.operations if one.kind == "list" and _added(view, one)]
    if opened:
        yield _opened_lists(view, opened)


def reader_questions(view: View) -> Iterator[ClarifyingQuestion]:
    """Ask who reads what is published, where only its writers may."""
    for event in (one for one in view.operations if one.kind == "event" and one.event in PUBLISHING):
        reading = [one for one in view.operations if one.entity == event.entity and one.kind in ("get", "list", "search")]
        readers = dict.fromkeys(name for one in reading for name in one.actors)
        entity = view.entity(event.entity)
        if entity is None or set(readers) - set(event.actors):
            continue
        noun, state = snake(entity.entity.name).replace("_", " "), past_tense(event.event)
        others = [actor.name for actor in view.facts.requirements.actors if actor.name not in readers]
        who = listed(list(readers)) or "nobody"
        kept = f", not {listed(others, 'or')}" if others else ""
        yield ClarifyingQuestion(
            key=f"question:readers-{noun}".replace(" ", "-"),
            text=f"Who reads {article(f'{state} {noun}')}, and where?",
            why=f"`{event.name}` makes it public in name, but {who} alone may read it{kept}.",
            assumed=f"{who.capitalize()} alone, through {listed([f'`{one.name}`' for one in reading]) or 'no operation'}.",
            changes=f"A public `get` and `list` of {state} rows, their cache and their quota.",
            value=8,
            provisional=tuple(one.key for one in reading),
            because=(*event.requirements, f"table:{entity.table}", "API-090"),
        )


def watcher_questions(view: View) -> Iterator[ClarifyingQuestion]:
    """Ask who is meant where an acceptance promises a sight within seconds to somebody who is no actor (SIG-20)."""
    actors = {actor.name for actor in view.facts.requirements.actors}
    for wish in view.facts.requirements.requirements:
        unknown = [name for name in watchers(wish.acceptance) if snake(name) not in actors]
        streams = [one for one in view.operations if one.media and one.method == "get" and wish.id in one.requirements]
        if not unknown:
            continue
        readers = listed(list(dict.fromkeys(name for one in streams for name in one.actors)), "or")
        shown = listed([f"`{one.name}`" for one in streams])
        yield ClarifyingQuestion(
            key=f"question:watcher-{wish.id.lower()}",
            text=f"Who is the {listed(unknown)} of {wish.id}, and which screen shows it the change?",
            why=f"{wish.id} promises it a sight within {duration(view.facts.number('push.seconds'))}, and no actor has that name.",
            assumed=f"Its screen signs in as {readers} and follows {shown}." if streams else "Nobody: no operation shows it.",
            changes="An actor of its own with its scopes, its clients and its share of the load.",
            value=9,
            provisional=tuple(one.key for one in streams),
            because=(wish.id, "SIG-20"),
        )


def peer_questions(view: View) -> Iterator[ClarifyingQuestion]:
    """Ask what a message means that stands for no event of ours."""
    for peer in view.facts.requirements.integrations:
        unknown = [kind for kind, entity, _ in reported(view.facts, peer) if entity is None]
        if unknown:
            things = listed([snake(name.rpartition(".")[2]).replace("_", " ") for name in peer.data]) or "our rows"
            yield ClarifyingQuestion(
                key=f"question:messages-{peer.id}".replace("_", "-"),
                text=f"What does {listed([f'`{kind}`' for kind in unknown], 'or')} of {peer.id} change in {things}?",
                why=f"{peer.id} sends {'it' if len(unknown) == 1 else 'them'}, and no event of {things} has such a name.",
                assumed="Nothing: the message is stored as IGNORED and can be worked on later.",
                changes="The receiver fires an event of ours, and who else may fire it has to be settled.",
                ask="third party",
                value=8,
                provisional=tuple(o.key for o in view.operations if o.sender == peer.id),
                because=(f"integration.style.{peer.id}", "API-089") if f"integration.style.{peer.id}" in view.choices else ("API-089",),
            )


def _events_of_guests(view: View, entity: str, operations: list[ApiOperation]) -> ClarifyingQuestion:
    noun = snake(entity.rpartition(".")[2]).replace("_", " ")
    guest = next(name for name in operations[0].actors if view.actor(name).auth == "anonymous")
    others = listed(list(dict.fromkeys(name for one in operations for name in one.actors if name != guest)))
    named = listed([f"`{one.event}`" for one in operations])
    needs = tuple(dict.fromkeys(need for one in operations for need in one.requirements))
    return ClarifyingQuestion(
        key=f"question:guest-{noun}".replace(" ", "-"),
        text=f"Which of {named} may {article(guest)} fire on {article(noun)}, and which only {others}?",
        why=f"{listed(list(needs))} let {guest} fire what {others} may fire, and {guest} has no account.",
        assumed=f"All, on {article(noun)} made under the same token; every other {noun} answers 404.",
        changes="The scopes of the guest token, and who stands beside an effect that cannot be taken back.",
        value=9,
        provisional=tuple(one.key for one in operations),
        because=(*needs, "API-086", "API-090"),
    )


def _added(view: View, operation: ApiOperation) -> list[str]:
    """Return the actors of a list whom no requirement gives it to."""
    written = {name for use in view.facts.uses if use.id == operation.name for name in use.actors}
    return [name for name in operation.actors if written and name not in written]


def _opened_lists(view: View, opened: list[ApiOperation]) -> ClarifyingQuestion:
    told = listed([f"{listed(_added(view, one))} read `{one.name}`" for one in opened])
    needs = tuple(dict.fromkeys(need for one in opened for need in one.requirements))
    tables = [f"table:{known.table}" for one in opened if (known := view.entity(one.entity))]
    return ClarifyingQuestion(
        key="question:opened-lists",
        text=f"May {told}?",
        why="They have to name rows of these lists, and no requirement lets them see any.",
        assumed="Yes, without change rights; none of these lists holds personal data.",
        changes="Without it their clients need the ids from somewhere else, such as a printed code.",
        value=7,
        provisional=tuple(one.key for one in opened),
        because=tuple(dict.fromkeys((*needs, *tables, "API-029"))),
    )
