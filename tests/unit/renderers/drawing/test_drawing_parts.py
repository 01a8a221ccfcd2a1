"""The small parts of drawing: text, pictures, tables, states, sequences, Mermaid."""

import pytest

from designgen.model.design.architecture import Architecture, Component
from designgen.model.design.database import Database
from designgen.model.design.flows import Flow, Step
from designgen.model.domain import Entity, State, Transition
from designgen.renderers.drawing.icons import icon_definition, icon_for
from designgen.renderers.drawing.kinds.sequence import sequence_view
from designgen.renderers.drawing.kinds.states import state_view
from designgen.renderers.drawing.kinds.tables import badge, entity_views
from designgen.renderers.drawing.kinds.views import node_id
from designgen.renderers.drawing.mermaid import er_diagram, safe, state_diagram
from designgen.renderers.drawing.svg import element, number
from designgen.renderers.drawing.text import clip, identifier, plain, width, wrap
from designgen.syntax.slug import kebab
from drawn_designs import MOVES, SYSTEM, table, toolshed


@pytest.mark.parametrize("text", ["reads and writes tools, loans and members", "a" * 80, "lending.tool_status_history_of_everything", "x"])
def test_lines_fit_their_room_and_lose_nothing(text: str) -> None:
    lines = wrap(text, 11, 90)
    assert all(width(line, 11) <= 90 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_lines_are_of_about_equal_length() -> None:
    assert wrap("seats guests and serves orders", 10.5, 128) == ("seats guests and", "serves orders")


def test_protected_blanks_do_not_break() -> None:
    assert wrap("one\N{NO-BREAK SPACE}two three", 11, 60) == ("one two", "three")


def test_too_many_lines_are_cut_with_an_ellipsis() -> None:
    lines = wrap("one two three four five six", 11, 30, most=2)
    assert len(lines) == 2 and lines[1].endswith("…") and width(lines[1], 11) <= 30
    assert clip("abcdef", 11, 1000) == "abcdef"


def test_plain_text_is_one_printable_line() -> None:
    assert plain(" a\n\tb\x07 `c`\u202e ") == "a b c"


@pytest.mark.parametrize(("value", "text"), [(1.0, "1"), (1.005, "1"), (2.5, "2.5"), (-0.001, "0"), (1234.567, "1234.57")])
def test_numbers_are_short(value: float, text: str) -> None:
    assert number(value) == text


def test_attributes_are_escaped() -> None:
    assert element("g", {"id": '"><script>'}) == '<g id="&quot;&gt;&lt;script&gt;"/>'


def test_names_stay_different_as_identifiers() -> None:
    assert node_id("component:tax-portal") == "c_tax_portal"
    assert len({identifier("t_", name) for name in ("a.b", "a_b", "a b", "a-b.c", "ä")}) == 5


def test_logos_stand_only_for_products_the_design_names() -> None:
    assert icon_for("database", "PostgreSQL 15") == "onprem/database/postgresql"
    assert icon_for("database", "a store of rows") == "database"
    assert icon_for("app", "speaks to PostgreSQL") == "app"
    assert icon_for("storage", "S3", "on-prem") == "storage"
    assert icon_for("storage", "S3", "aws") == "aws/storage/simple-storage-service-s3"


def test_pictures_are_written_once_and_in_the_same_bytes() -> None:
    first = icon_definition("onprem/database/postgresql", "x-pg", 36)
    assert first == icon_definition("onprem/database/postgresql", "x-pg", 36)
    assert first.startswith('<image id="x-pg" width="36" height="36"') and len(first) < 8000


def test_columns_carry_the_badges_of_their_constraints() -> None:
    member = table("people.member", "id uuid, email email, team_id uuid", "team_id->people.team", unique="email")
    assert [badge(member, name) for name in ("id", "email", "team_id")] == ["PK", "UK", "FK"]


def test_wide_tables_count_what_they_leave_out() -> None:
    wide = table("a.wide", "id uuid, other_id uuid, " + ", ".join(f"c{index} text" for index in range(20)) + SYSTEM, "other_id->a.wide")
    sheet = entity_views(Database(tables=(wide,)), "x")[0].sheets[0]
    assert [row.name for row in sheet.rows] == ["id", "other_id", *(f"c{index}" for index in range(11))]
    assert sheet.more == 27 - 13


def test_a_reference_says_how_many_and_whether_it_may_be_empty() -> None:
    parent = table("a.parent", "id uuid")
    child = table("a.child", "id uuid, parent_id uuid?, only_id uuid", "parent_id->a.parent only_id->a.parent", unique="only_id")
    text = er_diagram(entity_views(Database(tables=(parent, child)), "x")[0])
    assert '"a.parent" |o--o{ "a.child" : "parent_id"' in text
    assert '"a.parent" ||--o| "a.child" : "only_id"' in text


def test_many_business_tables_get_an_overview_and_one_diagram_a_schema() -> None:
    tables = tuple(table(f"s{index % 2}.t{index}", "id uuid, name text") for index in range(14))
    moves = (table("s0.moves", MOVES, kind="transition"),)
    views = entity_views(Database(tables=tables + moves), "x")
    assert [view.name for view in views] == ["er", "er-s0", "er-s1", "er-support"]
    assert {row.name for sheet in views[0].sheets for row in sheet.rows} == {"id"}


def test_a_life_begins_at_the_first_state_and_ends_where_nothing_leaves() -> None:
    states = (
        State(name="OPEN", transitions=(Transition(event="return", to="CLOSED", by=("member",), guard="due_on > today"),)),
        State(name="CLOSED"),
    )
    life = state_view(Entity(name="ToolLoan", context="lending", states=states))
    assert life is not None and life.name == "state-lending-tool-loan"
    assert state_diagram(life).splitlines()[5:] == [
        '    state "OPEN" as s0',
        '    state "CLOSED" as s1',
        "    [*] --> s0",
        "    s0 --> s1 : return [by member#59; if due_on #gt; today]",
        "    s1 --> [*]",
    ]
    assert state_view(Entity(name="Plain", context="x")) is None
    assert kebab("HTTPCall2Go") == "http-call2-go"


def test_work_lasts_from_the_call_to_its_answer() -> None:
    parts = tuple(Component(key=f"component:{name}", title=name, kind="app") for name in "ab")
    steps = (
        Step(source="component:a", target="component:b", text="begin"),
        Step(source="component:b", target="component:b", text="think"),
        Step(source="component:a", target="component:b", text="insert"),
        Step(source="component:b", target="component:a", text="committed", mode="reply"),
        Step(source="component:a", target="component:b", text="told", mode="async"),
    )
    sequence = sequence_view(Flow(key="flow:x", title="X", steps=steps), Architecture(components=parts))
    assert sequence is not None
    assert [(work.lifeline, work.first, work.last, work.level) for work in sequence.activities] == [("p1", 0, 3, 0)]
    assert [message.mode for message in sequence.messages] == ["sync", "self", "sync", "reply", "async"]


def test_signs_of_mermaid_are_written_as_codes() -> None:
    assert safe('a "b" #c; <d> `e` 100%') == "a #quot;b#quot; #35;c#59; #lt;d#gt; #96;e#96; 100#37;"


def test_the_description_tells_the_drawing_to_those_who_cannot_see_it() -> None:
    design = toolshed()
    sequence = sequence_view(design.flows.flows[0], design.architecture)
    assert sequence is not None
    assert sequence.description.startswith("Messages: 1. Member to Web client: Borrow the hammer until 2 May; 2. ")
