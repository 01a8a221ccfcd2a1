"""Short hands for the messages of a flow: names of lifelines, the way in, the way back."""

from designgen.engines.offline.backend.reading import caller_key, peer_key
from designgen.engines.offline.flows.view import View
from designgen.model.design.api import ApiOperation
from designgen.model.design.flows import Step

APP, WEB, PROXY, WORKER, DATABASE, IDENTITY, STORAGE = (
    f"component:{name}" for name in ("app", "web", "proxy", "worker", "database", "identity", "storage")
)


def inside(block: str, steps: list[Step]) -> list[Step]:
    """Return the steps as one block, such as `loop: until none is left`."""
    return [step.model_copy(update={"within": block}) for step in steps]


def ask(source: str, target: str, text: str) -> Step:
    """Return a call that waits."""
    return Step(source=source, target=target, text=text)


def answer(source: str, target: str, text: str) -> Step:
    """Return the reply to a call."""
    return Step(source=source, target=target, text=text, mode="reply")


def tell(source: str, target: str, text: str) -> Step:
    """Return a message that nobody waits for."""
    return Step(source=source, target=target, text=text, mode="async")


def think(part: str, text: str) -> Step:
    """Return what a part does on its own."""
    return Step(source=part, target=part, text=text, mode="self")


def caller(view: View, operation: ApiOperation, kind: str = "") -> str:
    """Return the lifeline that calls: the client of a person, else the machine itself; of that kind where one may."""
    names = [name for name in operation.actors if view.actor(name).kind == kind] or list(operation.actors)
    human = bool(names) and view.actor(names[0]).kind == "human"
    return WEB if human and view.has(WEB) else caller_key(names[0] if names else "user")


def lifeline(view: View, peer: str) -> str:
    """Return the lifeline of an integration, which stands as an actor where both share a name."""
    return peer_key(peer) if view.has(peer_key(peer)) else caller_key(peer)


def worker(view: View) -> str:
    """Return the part that works later."""
    return WORKER if view.has(WORKER) else APP
