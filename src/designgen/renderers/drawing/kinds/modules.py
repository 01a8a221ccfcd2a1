"""The modules inside the application in, the component view out (C4; DIA-003): what each owns, whom it calls, what it stores where."""

from designgen.model.design.architecture import Component, Module
from designgen.model.design.whole import Design
from designgen.renderers.drawing.kinds.cards import Arrow, Card, Graph
from designgen.renderers.drawing.kinds.views import card_of, described
from designgen.renderers.drawing.layout.sketch import Enclosure
from designgen.renderers.drawing.text import identifier, plain

FEWEST = 2
MOST_NAMES = 4


def module_view(design: Design) -> Graph | None:
    """Return the modules of the application with their calls and the database; None for a single module."""
    modules = design.architecture.modules
    if len(modules) < FEWEST:
        return None
    parts = {component.kind: component for component in reversed(design.architecture.components)}
    app, database = parts.get("app"), parts.get("database")
    frame = Enclosure("f_app", plain(app.title if app else design.title))
    cards = [Card(module_id(module.name), plain(module.name), _owned(module), frame=frame.id) for module in modules]
    known = {module.key for module in modules}
    arrows = [
        Arrow(f"e{index}_{place}", module_id(module.name), module_id(called.split(":", 1)[-1]), "uses")
        for index, module in enumerate(modules)
        for place, called in enumerate(module.calls)
        if called in known
    ]
    if database:
        cards.append(card_of(design, database))
        arrows += _stored(design, modules, database)
    return described("components", f"{plain(design.title)}: components of the application", tuple(cards), tuple(arrows), (frame,))


def module_id(name: str) -> str:
    """Return the name of a module that DOT and Mermaid take without quotes."""
    return identifier("m_", name)


def _owned(module: Module) -> str:
    names = [plain(entity.rsplit(".", 1)[-1]) for entity in module.entities]
    more = len(names) - MOST_NAMES
    return f"owns {', '.join(names[:MOST_NAMES])}" + (f" and {more} more" if more > 0 else "")


def _stored(design: Design, modules: tuple[Module, ...], database: Component) -> list[Arrow]:
    """Return an arrow to the database for each module whose tables stand there, with their number and schema."""
    target = identifier("c_", database.name)
    found = []
    for index, module in enumerate(modules):
        tables = [table for table in design.database.tables if table.entity in module.entities]
        if tables:
            words = f"{len(tables)} tables" if len(tables) > 1 else "1 table"
            found.append(Arrow(f"s{index}", module_id(module.name), target, words, f"schema {plain(tables[0].schema_name)}"))
    return found
