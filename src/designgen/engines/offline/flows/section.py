"""The integration engineer's question in, its section out: flows worth drawing, events, error policies, what must be asked."""

from designgen.engines.offline.flows.events import events
from designgen.engines.offline.flows.journeys import journeys
from designgen.engines.offline.flows.questions import questions
from designgen.engines.offline.flows.view import View
from designgen.knowledge.catalogue import load
from designgen.knowledge.wording import counted, listed
from designgen.model.design.flows import ErrorPolicy, Flow, Flows
from designgen.model.design.opinion import Opinion
from designgen.model.interview import FlowsSection, Question


def draft(question: Question) -> FlowsSection:
    """Answer the flows section from facts, decisions and the interface that the backend architect drew."""
    view = View.of(question)
    drawn = journeys(view)
    flows = Flows(events=events(view), flows=drawn, policies=policies(view))
    return FlowsSection(flows=flows, opinion=_opinion(view, flows))


def policies(view: View) -> tuple[ErrorPolicy, ...]:
    """Return how callers treat each class of failure that this interface can answer with (API-074)."""
    raised = {error.name: error for api in view.apis for error in api.errors}
    general = {row["code"]: row["policy"] for row in load("errors")}
    found = []
    for row in load("policies"):
        codes = [
            code for code, error in raised.items() if general.get(code, "conflict" if error.status == 409 else "repair") == row["name"]
        ]
        if codes:
            found.append(
                ErrorPolicy(
                    key=f"policy:{row['name']}", codes=tuple(codes), client_does=row["does"], attempts=row["attempts"], because=("API-074",)
                )
            )
    return tuple(found)


def _opinion(view: View, flows: Flows) -> Opinion:
    return Opinion(
        conclusions=(*_together(flows.flows), *_outside(view, flows)),
        concerns=tuple(_blind_retries(view)),
        questions=questions(view),
    )


def _together(drawn: tuple[Flow, ...]) -> list[str]:
    """Say which operations change more than one table, so that they must commit together."""
    joint = [f"`{flow.operation}`" for flow in drawn if "XREF-04" in flow.because]
    single = len([flow for flow in drawn if flow.operation and "XREF-04" not in flow.because])
    said = []
    if joint:
        one = len(joint) == 1
        said.append(
            f"{listed(joint)} {'changes' if one else 'change'} rows of two entities and {'commits' if one else 'commit'} both or none."
        )
    if single:
        verb = "changes" if single == 1 else "change"
        said.append(f"{counted(single, 'other drawn operation')} {verb} one row each, so no step has to be undone after a commit.")
    return said


def _outside(view: View, flows: Flows) -> list[str]:
    if flows.events:
        listeners = sorted({consumer for event in flows.events for consumer in event.consumers})
        return [f"{counted(len(flows.events), 'event')} leave through the outbox; {listed(listeners)} read them."]
    if not view.facts.requirements.integrations:
        return ["Nobody outside reacts to a change, so no event is published and no broker is needed."]
    return []


def _blind_retries(view: View) -> list[str]:
    """Say which creations a client cannot repeat safely: no key, and no unique value that would refuse the second row."""
    creating = [o for api in view.apis for o in api.operations if o.kind == "create" and o.method == "post"]
    blind = [f"`{o.name}`" for o in creating if not o.idempotency_key and "DUPLICATE" not in o.errors]
    if not blind:
        return []
    verb = "has" if len(blind) == 1 else "have"
    return [f"{listed(blind)} {verb} no Idempotency-Key: after a timeout the client must read to learn whether the row was stored."]
