"""Lints of integrations, waivers, decisions and of `own`: what would surprise at run time or in a review (LINT-R15, R18)."""

from designgen.frontend.ledger import Ledger
from designgen.frontend.lints.figures import day
from designgen.model.diagnostic import Note, Rule, Severity
from designgen.model.peers import Integration
from designgen.model.requirements import GivenDecision, Requirements

UNSIGNED = Rule(
    code="DG176",
    name="unsigned-webhook",
    severity=Severity.WARN,
    message="nothing proves who sends the webhooks of `{id}`",
    why="Anyone who finds the address could post events in its name (OWASP API10, unsafe consumption of APIs).",
    help="add `webhooks: {{signature: ...}}`, or `auth: hmac` or `auth: mtls`",
    rulebook=("LINT-R15",),
)
NO_TIMEOUT = Rule(
    code="DG177",
    name="call-without-timeout",
    severity=Severity.WARN,
    message="requirement `{wish}` is a must and waits for `{id}`, which has no timeout",
    why="A peer that hangs would hold our workers until nobody is served.",
    help="add `timeout: 3s` to `{id}`, or the time your users would wait",
    rulebook=("LINT-R15", "DEF-19"),
)
NO_REASON = Rule(
    code="DG178",
    name="waiver-without-reason",
    severity=Severity.ERROR,
    message="the waiver of `{waived}` has no reason",
    why="A finding may be accepted, but not in silence: the next reader has to know why.",
    help="add `reason: ...` and `until: 2027-04-01`",
    rulebook=("LINT-R18", "CORE-06"),
)
EXPIRED = Rule(
    code="DG179",
    name="expired-waiver",
    severity=Severity.ERROR,
    message="the waiver of `{waived}` ended on {until}",
    why="A waiver buys time; when the time is over, the finding counts again.",
    help="remove it, or extend it with a new reason",
    rulebook=("LINT-R18", "CORE-06"),
)
CONFLICT = Rule(
    code="DG180",
    name="conflicting-decisions",
    severity=Severity.ERROR,
    message="decisions `{first}` and `{second}` choose differently for `{topic}`",
    why="The design can follow only one of them.",
    help="keep the one that holds, or give the other the status `superseded`",
    rulebook=("LINT-R18",),
)
OWN_OF_NOBODY = Rule(
    code="DG181",
    name="own-of-nobody",
    severity=Severity.WARN,
    message="`own` has no meaning for `{actor}`, who is no entity of the domain",
    why="Rows are someone's own when references lead from them to the entity that the actor is.",
    help="add `entity: ...` to actor `{actor}`",
    rulebook=("LINT-R01",),
)
RULES = (UNSIGNED, NO_TIMEOUT, NO_REASON, EXPIRED, CONFLICT, OWN_OF_NOBODY)

DONE = ("superseded", "rejected", "deprecated")


def conflicts(requirements: Requirements, ledger: Ledger) -> None:
    """Report waivers that waive nothing any more, and decisions that contradict each other."""
    today = day(requirements.project.as_of)
    for number, waiver in enumerate(requirements.waive):
        until = day(waiver.until)
        if not waiver.reason:
            ledger.report(NO_REASON, ledger.span(f"waive.{number}"), waived=waiver.rule)
        if today and until and until < today:
            ledger.report(EXPIRED, ledger.span(f"waive.{number}.until"), waived=waiver.rule, until=waiver.until)
    first: dict[str, GivenDecision] = {}
    for decision in requirements.decisions:
        if not decision.topic or not decision.choice or decision.status in DONE:
            continue
        other = first.setdefault(decision.topic, decision)
        if other.choice != decision.choice:
            note = Note(message=f"`{other.choice}` is chosen here", span=ledger.span(f"decisions.{other.id}.choice"))
            ledger.report(
                CONFLICT,
                ledger.span(f"decisions.{decision.id}.choice"),
                notes=(note,),
                first=other.id,
                second=decision.id,
                topic=decision.topic,
            )


def lint_peers(requirements: Requirements, ledger: Ledger) -> None:
    """Report integrations that can be forged or can hang, and `own` where nobody owns."""
    for one in requirements.integrations:
        if _forgeable(one):
            ledger.report(UNSIGNED, ledger.span(f"integrations.{one.id}.webhooks") or ledger.span(f"integrations.{one.id}"), id=one.id)
    endless = {one.id for one in requirements.integrations if one.timeout is None and one.direction != "in"}
    for wish in requirements.requirements:
        for id in sorted({name for operation in wish.operations for name in operation.via} & endless):
            if wish.priority == "must":
                ledger.report(NO_TIMEOUT, ledger.span(f"integrations.{id}"), wish=wish.id, id=id)
    _own(requirements, ledger)


def _forgeable(one: Integration) -> bool:
    receives = one.webhooks is not None or one.protocol == "webhook"
    signed = bool(one.webhooks and one.webhooks.signature) or (one.auth or "").startswith(("hmac", "mtls", "x509"))
    return receives and one.direction != "out" and not signed


def _own(requirements: Requirements, ledger: Ledger) -> None:
    entities = {actor.name: actor.entity for actor in requirements.actors}
    for wish in requirements.requirements:
        for number, operation in enumerate(wish.operations):
            for name in wish.actor if operation.own else ():
                if not entities.get(name):
                    ledger.report(OWN_OF_NOBODY, ledger.span(f"requirements.{wish.id}.operations.{number}"), actor=name)
