"""Small readings of one node: a quantity, a boxed type, a piece of a joined list, the name of the thing that has the keys."""

from pydantic import ValidationError

from designgen.frontend.words import Word
from designgen.model.frozen import Frozen
from designgen.model.quantities import Quantity
from designgen.syntax.nodes import Node, Scalar, Sequence

OWNERS = {"Background": "context", "BoundedContext": "context", "GivenDecision": "decision", "OpenQuestion": "question", "Crew": "team"}
OWNERS |= {"Residence": "residency", "Spending": "budget", "MoneyRules": "money", "AggregateSource": "from", "NextDeployment": "next"}


def amount(quantity: type[Quantity], text: str) -> Quantity | None:
    """Return the quantity a text stands for, None if it is none."""
    try:
        return quantity.of(text)
    except ValidationError:
        return None


def described(quantity: type[Quantity]) -> str:
    """Return what a quantity is called in a message: `a duration`."""
    return (quantity.__doc__ or "A quantity").partition(":")[0].lower()


def boxed(node: Node) -> Scalar | None:
    """Return the text of a node; `[Child]`, which YAML reads as a list, is a type of ours."""
    if isinstance(node, Scalar):
        return node
    if isinstance(node, Sequence) and len(node.elements) == 1 and isinstance(inner := node.elements[0], Scalar):
        return Scalar(node.mark, f"[{inner.text}]", True, max(inner.start - 1, 0))
    return None


def piece(node: Scalar, word: Word) -> Scalar:
    """Return a part of a scalar as a scalar of its own."""
    mark = node.mark._replace(column=node.start + word.offset, length=len(word.text)) if node.start else node.mark
    return Scalar(mark, word.text.strip(), True, node.start + word.offset if node.start else 0)


def owner_of(model: type[Frozen], path: str) -> str:
    """Name the thing that has the keys: requirement `FR-1`, `load`, the file."""
    if not path:
        return "the file"
    kind = OWNERS.get(model.__name__, model.__name__.lower())
    last = path.rpartition(".")[2]
    if last.isdigit():
        return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
    return f"`{last}`" if last.replace("_", "") in (kind, f"{kind}s") else f"{kind} `{last}`"
