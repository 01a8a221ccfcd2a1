"""Pipelines in, the lineage of their data out (DIA-007): where it comes from, what keeps it, who reads it, how old it may be."""

from designgen.knowledge.wording import duration
from designgen.model.design.integrations import Pipeline
from designgen.model.design.whole import Design
from designgen.renderers.drawing.kinds.cards import Arrow, Card, Graph, Look
from designgen.renderers.drawing.kinds.views import described
from designgen.renderers.drawing.text import identifier, plain

MOST_READERS = 4


def lineage_view(design: Design) -> Graph | None:
    """Return sources, pipelines, what they fill and who reads it; None for a system without pipelines."""
    cards: dict[str, Card] = {}
    arrows: list[Arrow] = []
    for index, one in enumerate(design.integrations.pipelines):
        source, run, sink = (identifier(prefix, name) for prefix, name in (("n_", one.source), ("p_", one.name), ("n_", one.sink)))
        cards.setdefault(source, Card(source, plain(one.source), "source", look=_look(design, one.source)))
        cards[run] = Card(run, plain(one.title), f"pipeline, every {duration(one.every_s)}", look="system")
        cards.setdefault(sink, Card(sink, plain(one.sink), _kept(design, one)))
        arrows.append(Arrow(f"a{index}", source, run, "is read", style="dotted"))
        arrows.append(Arrow(f"b{index}", run, sink, f"fills, at most {duration(one.fresh_s)} old", style="dotted"))
        for place, reader in enumerate(_readers(design, one)):
            id = identifier("r_", reader)
            cards.setdefault(id, Card(id, plain(reader), "operation"))
            arrows.append(Arrow(f"c{index}_{place}", sink, id, "answers"))
    if not cards:
        return None
    return described("lineage", f"{plain(design.title)}: lineage of what pipelines fill", tuple(cards.values()), tuple(arrows))


def _look(design: Design, source: str) -> Look:
    return "card" if any(facts.key == source for facts in design.facts.entities) else "outside"


def _kept(design: Design, one: Pipeline) -> str:
    table = next((table for table in design.database.tables if table.entity == one.sink), None)
    view = next((view for view in design.database.views if one.key in view.because or view.name.endswith(one.name)), None)
    return f"table {plain(table.name)}" if table else f"stored view {plain(view.name)}" if view else "report"


def _readers(design: Design, one: Pipeline) -> tuple[str, ...]:
    """Return the operations that read what the pipeline fills, a few of them."""
    table = next((table for table in design.database.tables if table.entity == one.sink), None)
    view = next((view for view in design.database.views if one.key in view.because or view.name.endswith(one.name)), None)
    named = {operation.name for api in design.api for operation in api.operations}
    readers = (*(table.readers if table else ()), *(view.serves if view else ()))
    return tuple(dict.fromkeys(reader for reader in readers if reader in named))[:MOST_READERS]
