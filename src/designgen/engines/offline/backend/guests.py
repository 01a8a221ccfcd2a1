"""Actors who never sign in, in; which of them come back to a row, what binds their token, how they get it out (API-086, API-094)."""

from designgen.engines.offline.backend.reading import Brief, article, words
from designgen.knowledge.catalogue import load
from designgen.knowledge.wording import listed
from designgen.model.design.api import ApiOperation
from designgen.model.wishes import Actor
from designgen.sizing.repeats import Repeats

SESSION = "createGuestSession"
ENTRY_ERRORS = (
    "MALFORMED_REQUEST",
    "ENTRY_REFUSED",
    "PAYLOAD_TOO_LARGE",
    "UNSUPPORTED_MEDIA_TYPE",
    "VALIDATION_FAILED",
    "QUOTA_EXCEEDED",
    "INTERNAL",
    "OVERLOADED",
)


def is_guest(brief: Brief, name: str) -> bool:
    """Whether an anonymous actor comes back to a row it made, so that a token has to bind it to that row (API-086)."""
    return Repeats(brief.requirements, tuple(brief.facts.uses)).is_guest(brief.actor(name))


def is_open(brief: Brief, name: str) -> bool:
    """Whether an actor calls without any proof: it never comes back to a row of its own."""
    return Repeats(brief.requirements, tuple(brief.facts.uses)).is_open(brief.actor(name))


def guests(brief: Brief) -> tuple[Actor, ...]:
    """Return the actors who carry a token of a place instead of an account."""
    return tuple(actor for actor in brief.requirements.actors if is_guest(brief, actor.name))


def place(brief: Brief) -> str:
    """Return what the token of a guest is bound to, in words: a table or room of the domain, else the tenant, else its rows."""
    known: list[str] = load("api_guests")["places"]
    named = [words(e.entity.name) for e in brief.facts.entities if words(e.entity.name).split()[-1] in known]
    if named:
        return article(named[0])
    return article(words(brief.unit.rpartition(".")[2])) if brief.unit else "the rows it makes"


def entry(brief: Brief, operations: tuple[ApiOperation, ...]) -> tuple[ApiOperation, ...]:
    """Return the operation that turns the signed code of a place into a guest's token; none without guests."""
    row = load("api_guests")
    served = [operation for operation in operations if "guest-token" in operation.schemes]
    if not served:
        return ()
    names = tuple(actor.name for actor in guests(brief) if any(actor.name in operation.actors for operation in served))
    needs = tuple(dict.fromkeys(need for operation in served for need in operation.requirements))
    bound = place(brief)
    return (
        ApiOperation(
            key=f"operation:{SESSION}",
            method="post",
            path="/guest-sessions",
            tag="Guests",
            summary=f"Exchange a code for the token of {listed(list(names))}"[:60],
            description="\n".join(
                (
                    f"Returns a token bound to {bound}, with the scopes of {listed(list(names))} only.",
                    f"It ends after {row['lifetime_hours']} hours at the latest.",
                    "A forged, withdrawn or expired code answers 403 ENTRY_REFUSED; repeating the request gives another token.",
                    f"Asked for by {listed(list(needs))}, whose {listed(list(names))} never sign in.",
                )
            ),
            kind="action",
            actors=names,
            public=f"{listed(list(names))} have no account: the signed code of {bound} is the proof",
            object_rule=f"The token reaches rows made under it, at {bound} of the code only.",
            request="GuestEntry",
            response="GuestSession",
            errors=ENTRY_ERRORS,
            cache="no-store",
            p95_ms=200.0,
            requirements=needs,
            because=(*needs, "API-086"),
        ),
    )
