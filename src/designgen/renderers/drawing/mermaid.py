"""The same graphs in, Mermaid text out, for hosts that draw it and people who edit it.

Labels are quoted and every sign that Mermaid reads as syntax is written as an entity code.
"""

from collections.abc import Iterator

from designgen.renderers.drawing.kinds.cards import Arrow, Graph
from designgen.renderers.drawing.kinds.sequence import Sequence
from designgen.renderers.drawing.kinds.tables import Relational, Row

_CODES = {
    '"': "#quot;",
    "#": "#35;",
    "<": "#lt;",
    ">": "#gt;",
    "&": "#amp;",
    ";": "#59;",
    "`": "#96;",
    "\\": "#92;",
    "%": "#37;",
    "\N{NO-BREAK SPACE}": " ",
}
_ARROWS = {"solid": "-->", "dashed": "-.->", "dotted": "-.->"}
_MESSAGES = {"sync": "->>", "self": "->>", "reply": "-->>", "async": "-)"}


def flowchart(graph: Graph) -> str:
    """Write a view as a flowchart."""
    return "\n".join((*_head(graph.title, "flowchart TB"), *_flow(graph, "", 1), *_arrows(graph), *_classes(graph)))


def state_diagram(graph: Graph) -> str:
    """Write the life of an entity as a state diagram."""
    lines = [*_head(graph.title, "stateDiagram-v2"), "    direction LR"]
    lines.extend(f'    state "{safe(card.title)}" as {card.id}' for card in graph.cards if card.look in ("state", "final"))
    for arrow in graph.arrows:
        source = "[*]" if graph.card(arrow.source).look == "start" else arrow.source
        target = "[*]" if graph.card(arrow.target).look == "stop" else arrow.target
        words = _words(arrow, " ")
        lines.append(f"    {source} --> {target}" + (f" : {words}" if words else ""))
    return "\n".join(lines)


def er_diagram(view: Relational) -> str:
    """Write tables and their foreign keys as an entity-relationship diagram."""
    names = {sheet.id: sheet.name for sheet in view.sheets}
    lines = [*_head(view.title, "erDiagram")]
    for sheet in view.sheets:
        lines.append(f'    "{safe(sheet.name)}" {{')
        lines.extend(f"        {_column(row)}" for row in sheet.rows)
        lines.append("    }")
    for relation in view.relations:
        parent = "|o" if relation.optional else "||"
        child = "o|" if relation.single else "o{"
        lines.append(f'    "{safe(names[relation.parent])}" {parent}--{child} "{safe(names[relation.child])}" : "{safe(relation.words)}"')
    return "\n".join(lines)


def sequence_diagram(sequence: Sequence) -> str:
    """Write a sequence; the notes follow the last message."""
    lines = [*_head(sequence.title, "sequenceDiagram"), f"    autonumber {sequence.first}" if sequence.first > 1 else "    autonumber"]
    lines.extend(f"    {'actor' if line.person else 'participant'} {line.id} as {safe(line.title)}" for line in sequence.lifelines)
    lines.extend(_messages(sequence))
    ends = (sequence.lifelines[0].id, sequence.lifelines[-1].id)
    over = ",".join(dict.fromkeys(ends))
    lines.extend(f"    Note over {over}: {safe(f'{head}: {text}')}" for head, text in sequence.notes)
    return "\n".join(lines)


def _messages(sequence: Sequence) -> Iterator[str]:
    """Yield messages with their blocks around them; `else` goes on with the block before it."""
    begins = {block.first: block for block in sequence.blocks}
    last = {block.last: index for index, block in enumerate(sequence.blocks)}
    for index, message in enumerate(sequence.messages):
        if index in begins:
            block = begins[index]
            kind = block.kind if block.kind in ("loop", "alt", "opt") or _branches(sequence, index) else "alt"
            yield f"    {kind} {safe(block.title)}"
        yield f"    {message.source}{_MESSAGES[message.mode]}{message.target}: {safe(message.text) or ' '}"
        if index in last and not _branches(sequence, index + 1):
            yield "    end"


def _branches(sequence: Sequence, index: int) -> bool:
    """Whether at that message the other branch of the block before it begins."""
    before = any(block.last == index - 1 for block in sequence.blocks)
    return before and any(block.first == index and block.kind == "else" for block in sequence.blocks)


def safe(text: str) -> str:
    """Write text so that Mermaid shows it and reads no syntax in it."""
    return "".join(_CODES.get(sign, sign) for sign in text)


def _head(title: str, kind: str) -> tuple[str, ...]:
    """Return the first lines; the title stands in front matter, which is YAML: quoted, quotes doubled."""
    quoted = title.replace("'", "''")
    return "---", f"title: '{quoted}'", "---", kind


def _flow(graph: Graph, inside: str, depth: int) -> Iterator[str]:
    pad = "    " * depth
    for card in graph.cards:
        if card.frame == inside:
            below = f"<br/>{safe(card.subtitle)}" if card.subtitle else ""
            yield f'{pad}{card.id}["{safe(card.title)}{below}"]'
    for frame in graph.frames:
        if frame.inside == inside:
            yield f'{pad}subgraph {frame.id}["{safe(frame.title)}"]'
            yield from _flow(graph, frame.id, depth + 1)
            yield f"{pad}end"


def _arrows(graph: Graph) -> Iterator[str]:
    for arrow in graph.arrows:
        words = _words(arrow, "<br/>")
        batch = "in batches: " if arrow.style == "dotted" and words else ""
        label = f'|"{batch}{words}"|' if words else ""
        yield f"    {arrow.source} {_ARROWS[arrow.style]}{label} {arrow.target}"


def _words(arrow: Arrow, between: str) -> str:
    return between.join(part for part in (safe(arrow.text), safe(f"[{arrow.detail}]") if arrow.detail else "") if part)


def _classes(graph: Graph) -> Iterator[str]:
    outside = [card.id for card in graph.cards if card.look == "outside"]
    system = [card.id for card in graph.cards if card.look == "system"]
    if outside:
        yield "    classDef outside fill:#F6F7F9,stroke:#8593A5,stroke-dasharray:5 3"
        yield f"    class {','.join(outside)} outside"
    if system:
        yield "    classDef system fill:#1F4E8C,stroke:#1F4E8C,color:#FFFFFF"
        yield f"    class {','.join(system)} system"


def _column(row: Row) -> str:
    kind = "".join(sign if sign.isalnum() and sign.isascii() else "_" for sign in row.type).strip("_") or "text"
    name = "".join(sign if sign.isalnum() and sign.isascii() else "_" for sign in row.name)
    keys = ", ".join(row.badge.split())
    return " ".join(part for part in (kind, name, keys, '"may be empty"' if row.optional else "") if part)
