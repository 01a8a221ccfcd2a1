"""A flow in, its sequence as a graph of lifelines and messages out (DIA-010).

Who is active when follows from calls and their replies; the design does not say it twice.
"""

from dataclasses import dataclass, replace

from designgen.model.design.architecture import Architecture
from designgen.model.design.flows import Flow, Step
from designgen.renderers.drawing.kinds.views import is_outside
from designgen.renderers.drawing.names import sequence_of
from designgen.renderers.drawing.text import plain


@dataclass(frozen=True)
class Lifeline:
    """One participant."""

    id: str
    title: str
    person: bool = False
    outside: bool = False


@dataclass(frozen=True)
class Message:
    """One arrow between lifelines; `mode` as in the flow."""

    source: str
    target: str
    text: str
    mode: str
    within: str = ""


@dataclass(frozen=True)
class Block:
    """Messages, by index, that are repeated or stand for each other: `loop`, `alt`, or `else`, the other branch of the one before."""

    kind: str
    title: str
    first: int
    last: int


@dataclass(frozen=True)
class Activity:
    """A span of messages, by index, during which a participant works on a call."""

    lifeline: str
    first: int
    last: int
    level: int


@dataclass(frozen=True)
class Sequence:
    """One journey."""

    name: str
    title: str
    description: str
    lifelines: tuple[Lifeline, ...]
    messages: tuple[Message, ...]
    activities: tuple[Activity, ...]
    notes: tuple[tuple[str, str], ...]
    first: int = 1

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The runs of messages with the same words of a block, in their order."""
        found: list[Block] = []
        for index, message in enumerate(self.messages):
            kind, _, title = message.within.partition(": ")
            last = found[-1] if found else None
            if message.within and last and (last.kind, last.title, last.last) == (kind, title, index - 1):
                found[-1] = replace(last, last=index)
            elif message.within:
                found.append(Block(kind, title, index, index))
        return tuple(found)

    def cut(self, start: int, end: int) -> "Sequence":
        """Return the messages from one index up to another as a sequence of its own, numbered as in the whole."""
        messages = self.messages[start:end]
        used = {end for message in messages for end in (message.source, message.target)}
        lifelines = tuple(line for line in self.lifelines if line.id in used)
        notes = self.notes if end == len(self.messages) else ()
        found = replace(self, lifelines=lifelines, messages=messages, activities=activities_of(messages), notes=notes)
        return replace(found, first=self.first + start)


def sequence_view(flow: Flow, architecture: Architecture) -> Sequence | None:
    """Return the sequence of a flow; None for one without steps."""
    if not flow.steps:
        return None
    keys = list(dict.fromkeys(end for step in flow.steps for end in (step.source, step.target)))
    lifelines = {key: _lifeline(index, key, architecture) for index, key in enumerate(keys)}
    messages = tuple(_message(step, lifelines) for step in flow.steps)
    names = {line.id: line.title for line in lifelines.values()}
    told = "; ".join(_told(index, m, names) for index, m in enumerate(messages, 1))
    ends = (("Commits together", flow.transaction), ("When it fails", flow.on_failure))
    notes = tuple((head, plain(text)) for head, text in ends if text)
    ending = "".join(f" {head}: {text}" for head, text in notes)
    description = plain(f"Messages: {told}.{ending}")
    return Sequence(sequence_of(flow), plain(flow.title), description, tuple(lifelines.values()), messages, activities_of(messages), notes)


def _told(number: int, message: Message, names: dict[str, str]) -> str:
    within = f" ({message.within})" if message.within else ""
    return f"{number}. {names[message.source]} to {names[message.target]}{within}: {message.text}"


def _lifeline(index: int, key: str, architecture: Architecture) -> Lifeline:
    component = next((component for component in architecture.components if component.key == key), None)
    if component is None:
        return Lifeline(f"p{index}", plain(key.split(":", 1)[-1]))
    person = component.kind in ("person", "device")
    return Lifeline(f"p{index}", plain(component.title), person, is_outside(component))


def _message(step: Step, lifelines: dict[str, Lifeline]) -> Message:
    mode = "self" if step.source == step.target else "sync" if step.mode == "self" else step.mode
    return Message(lifelines[step.source].id, lifelines[step.target].id, plain(step.text), mode, plain(step.within))


def activities_of(messages: tuple[Message, ...]) -> tuple[Activity, ...]:
    """Pair calls with the reply that answers them.

    Without one the work ends with the participant's next reply to anyone, else with its last message. A second call of the same pair
    before the reply belongs to the work already begun.
    """
    open_calls: list[tuple[int, str, str, int]] = []
    found: list[Activity] = []
    for index, message in enumerate(messages):
        if message.mode == "sync" and any(call[1:3] == (message.target, message.source) for call in open_calls):
            continue
        if message.mode == "sync":
            level = sum(1 for _, lifeline, _, _ in open_calls if lifeline == message.target)
            open_calls.append((index, message.target, message.source, level))
        elif message.mode == "reply":
            match = next((call for call in reversed(open_calls) if call[1:3] == (message.source, message.target)), None)
            if match:
                open_calls.remove(match)
                found.append(Activity(match[1], match[0], index, match[3]))
    for first, lifeline, _, level in open_calls:
        answers = (index for index, m in enumerate(messages) if index > first and m.source == lifeline and m.mode == "reply")
        last = next(answers, max(index for index, message in enumerate(messages) if lifeline in (message.source, message.target)))
        if last > first:
            found.append(Activity(lifeline, first, last, level))
    return tuple(sorted(found, key=lambda activity: (activity.level, activity.first)))
