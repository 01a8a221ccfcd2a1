"""Makes drawings at random, from a seed: views, tables, lives and sequences of any size up to 300 boxes, in many scripts."""

from random import Random

from designgen.model.design.database import Database
from designgen.model.domain import Entity, State, Transition
from designgen.renderers.drawing.album import Picture, pictures_of, sheets_of, talks_of
from designgen.renderers.drawing.kinds.cards import Arrow, Card, Graph
from designgen.renderers.drawing.kinds.sequence import Lifeline, Message, Sequence, activities_of
from designgen.renderers.drawing.kinds.states import state_view
from designgen.renderers.drawing.kinds.tables import entity_views
from designgen.renderers.drawing.layout.sketch import Enclosure
from drawn_designs import SYSTEM, table

WORDS = (
    "order", "payment service", "a very long name of a component that nobody shortened", "Straße", "Überweisung", "Łódź",
    "naïve café", "注文管理システム", "支払い", "결제 서비스", "שירות תשלומים", "خدمة الدفع", "ร้านอาหาร", "заказ", "παραγγελία",
    "x", "getEnergyDeclarationById", "customer_tax_code_encrypted", "reads 1,000 rows/s", "https://example.com/a/b/c?d=e",
)  # fmt: skip
MOST = 300


def drawings(seed: int) -> tuple[Picture, ...]:
    """Return the pictures of one random drawing; every sixth one is large."""
    random = Random(seed)
    kind = (_view, _view, _tables, _life, _talk)[seed % 5]
    return kind(random, random.randint(60, MOST) if seed % 6 == 0 else random.randint(1, 24))


def _words(random: Random) -> str:
    return " ".join(random.choice(WORDS) for _ in range(random.choice((1, 1, 2, 4))))


def _view(random: Random, count: int) -> tuple[Picture, ...]:
    frames = tuple(
        Enclosure(f"f{index}", _words(random), f"f{random.randrange(index)}" if index and random.random() < 0.4 else "")
        for index in range(random.randint(0, min(8, count)))
    )
    names = [frame.id for frame in frames] + [""]
    looks = ("card", "card", "outside", "weak")
    cards = tuple(
        Card(
            f"c{index}", _words(random), _words(random), frame=random.choice(names), look=random.choice(looks), copies=random.choice((1, 3))
        )
        for index in range(count)
    )
    styles = ("solid", "dashed", "dotted")
    arrows = tuple(
        Arrow(f"e{index}", f"c{random.randrange(count)}", f"c{random.randrange(count)}", _words(random), "", random.choice(styles))
        for index in range(random.randint(0, count * 2))
    )
    return pictures_of(Graph("view", _words(random), "at random", cards, arrows, frames))


def _tables(random: Random, count: int) -> tuple[Picture, ...]:
    names = [f"{random.choice('abc')}.table_{index}" for index in range(count)]
    made = []
    for index, name in enumerate(names):
        parents = [random.choice(names[:index]) for _ in range(random.randint(0, 2))] if index else []
        keys = [f"parent_{number}_id" for number in range(len(parents))]
        columns = ["id uuid", *(f"{key} uuid" for key in keys), *(f"column_{number} text" for number in range(random.randint(0, 20)))]
        refers = " ".join(f"{key}->{parent}" for key, parent in zip(keys, parents, strict=True))
        made.append(table(name, ", ".join(columns) + SYSTEM, refers))
    views = entity_views(Database(tables=tuple(made)), _words(random))
    return tuple(picture for view in views for picture in sheets_of(view))


def _life(random: Random, count: int) -> tuple[Picture, ...]:
    names = [f"STATE_{index}" for index in range(max(2, min(count, 40)))]
    states = tuple(
        State(name=name, transitions=tuple(Transition(event=f"move_{n}", to=random.choice(names)) for n in range(random.randint(0, 3))))
        for name in names
    )
    view = state_view(Entity(name="Thing", context="any", states=states))
    return pictures_of(view) if view else ()


def _talk(random: Random, count: int) -> tuple[Picture, ...]:
    lines = tuple(Lifeline(f"p{index}", _words(random)) for index in range(random.randint(2, 7)))
    blocks = ("", "", "loop: until none is left", "alt: it holds", "else: it does not hold")
    messages = []
    for _ in range(min(count, 60)):
        ends = random.choice(lines).id, random.choice(lines).id
        mode = "self" if ends[0] == ends[1] else random.choice(("sync", "reply", "async"))
        messages.append(Message(*ends, _words(random), mode, random.choice(blocks)))
    used = {end for message in messages for end in (message.source, message.target)}
    shown = tuple(line for line in lines if line.id in used)
    told = tuple(messages)
    return talks_of(Sequence("talk", _words(random), "at random", shown, told, activities_of(told), (("When it fails", _words(random)),)))
