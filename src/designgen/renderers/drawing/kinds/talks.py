"""A sequence in, DOT out: who talks to whom, messages numbered, for readers who want the sequence as a graph."""

from designgen.renderers.drawing.kinds.sequence import Sequence
from designgen.renderers.drawing.layout.dot import dot_of
from designgen.renderers.drawing.layout.sketch import Edge, LineStyle, Node, Sketch, Spread

STYLES: dict[str, LineStyle] = {"sync": "solid", "self": "solid", "reply": "dashed", "async": "dotted"}


def dot_of_sequence(sequence: Sequence) -> str:
    """Write the messages of a sequence as a graph of its participants."""
    nodes = tuple(Node(line.id, (line.title,), 130, 44) for line in sequence.lifelines)
    edges = tuple(
        Edge(f"m{index}", message.source, message.target, (f"{index}. {message.text}",), style=STYLES[message.mode])
        for index, message in enumerate(sequence.messages, sequence.first)
    )
    return dot_of(Sketch(sequence.name, nodes, edges), Spread("LR", 0.5, 0.9))
