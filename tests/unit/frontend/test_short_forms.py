"""Every short form means the same as its long form, and keeps the columns of its words."""

import pytest

from designgen.frontend.requirements import read_requirements
from designgen.model.domain import Entity
from designgen.model.requirements import Requirements
from designgen.model.source import Source
from designgen.model.wishes import Operation

HEAD = "project: {name: shop, purpose: Sell things., currency: EUR}\n"


def read(text: str) -> Requirements:
    reading = read_requirements(Source(name="r.yaml", text=text))
    assert reading.requirements is not None, [f"{one.span.line if one.span else 0}: {one.message}" for one in reading.errors]
    return reading.requirements


def entity(fields: str, more: str = "") -> Entity:
    other = "    Venue: {fields: {name: text, timezone: timezone, order: ->Order}}\n    Line: {fields: {n: int}}\n"
    return read(f"{HEAD}domain:\n  sales:\n    Order:\n      fields:\n        {fields}\n{more}{other}").entity("sales.Order")


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("string(80) searchable pii:identity", "{type: string, length: 80, searchable: true, pii: identity}"),
        ("int(0..999) opt", "{type: int, min: 0, max: 999, opt: true}"),
        ("int 0..999 opt", "{type: int, min: 0, max: 999, opt: true}"),
        ("decimal(12.3)", "{type: decimal, precision: 12, scale: 3}"),
        ('"decimal(12,3)"', "{type: decimal, precision: 12, scale: 3}"),
        ("enum(A|B)=A", "{type: enum, values: [A, B], default: A}"),
        ("enum(A|B) =A", "{type: enum, values: A|B, default: A}"),
        ("bool=true", "{type: bool, default: true}"),
        ("->Venue opt", "{type: reference, to: Venue, opt: true}"),
        ("->sales.Venue", "{type: ->Venue}"),
        ("<->Venue", "{type: many_to_many, to: Venue}"),
        ("[Line]", "{type: children, to: Line}"),
        ('"[Line]"', "{type: [Line]}"),
        ("[string(20)]", "{type: set, of: string, length: 20}"),
        ("[enum(A|B)]", "{type: set, of: enum, values: [A, B]}"),
        ("list(date)", "{type: list, of: date}"),
        ("range(instant) zone(venue.timezone)", "{type: range, of: instant, zone: venue.timezone}"),
        ("file(20MB|pdf|jpg)", "{type: file, size: 20MB, accept: [pdf, jpg]}"),
        ("text unique(venue)", "{type: text, unique: venue}"),
        ("text unique", "{type: text, unique: true}"),
        ("gapless(venue+year)", "{type: gapless, scope: venue+year}"),
        ("money computed immutable snapshot", "{type: money, computed: true, immutable: true, snapshot: true}"),
        ("text was:title", "{type: text, was: title}"),
    ],
)
def test_field(short: str, long: str) -> None:
    found = [entity(f"venue: ->Venue\n        it: {text}").fields[1] for text in (short, long)]
    assert found[0] == found[1]


OPERATIONS = [
    (
        "list Order by venue+status sort -total+code 25/s",
        "{verb: list, entity: Order, by: [venue, status], sort: [-total, code], rate: 25/s}",
    ),
    ("list Order by venue.name range placed_on", "{verb: list, entity: sales.Order, by: venue.name, range: placed_on}"),
    ("transition Order.pay p95 900ms via stripe", "{verb: transition, entity: Order, event: pay, p95: 900ms, via: [stripe]}"),
    ("transition Order.* with code", "{verb: transition, entity: Order, event: '*', with: [code]}"),
    (
        "report Takings over Order by placed_on.month stale 15m",
        "{verb: report, entity: Takings, over: Order, by: placed_on.month, stale: 15m}",
    ),
    ("list Order own 6/day each", "{verb: list, entity: Order, own: true, rate: 6/day each}"),
    ("list Order through Line sort -n peak 3/min", "{verb: list, entity: Order, through: Line, sort: -n, rate: peak 3/min}"),
    ("get Order returns code+total size 2KB", "{verb: get, entity: Order, returns: code+total, size: 2KB}"),
]


def operation(text: str) -> Operation:
    more = "requirements: [{title: Sell, actor: clerk, operations: [%s]}]\nactors: {clerk: {entity: Venue}}\n"
    more += "integrations: [{id: stripe, timeout: 3s}]\n"
    domain = (
        "domain:\n  sales:\n    Order: {fields: {venue: ->Venue, code: text, total: money, placed_on: date, lines: [Line]}, "
        "states: {OPEN: {pay: PAID}, PAID: {}}}\n    Venue: {fields: {name: text}}\n    Line: {fields: {n: int}}\n"
    )
    written = f'"{text}"' if not text.startswith("{") else text
    return read(HEAD + more % written + domain).requirements[0].operations[0]


@pytest.mark.parametrize(("short", "long"), OPERATIONS)
def test_operation(short: str, long: str) -> None:
    first, second = operation(short), operation(long)
    assert first.model_copy(update={"text": ""}) == second.model_copy(update={"text": ""})
    assert first.text == short
    again = operation(second.text)
    assert again == second, "the sentence written for a long form says the same"


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ('"no overlap of during per venue when status in (OPEN, PAID)"', "{no_overlap: during, per: venue, when: {status: [OPEN, PAID]}}"),
        ('"at most 3 orders per venue"', "{at_most: 3, per: [venue]}"),
        ('"a PAID order is immutable"', "{immutable: true, when: {status: PAID}}"),
        ("total = low + high", '{check: "total = low + high"}'),
    ],
)
def test_invariant(short: str, long: str) -> None:
    found = []
    for text in (short, long):
        more = f"      invariants: [{text}]\n      states: {{OPEN: {{pay: PAID}}, PAID: {{}}}}\n"
        fields = "venue: ->Venue\n        during: range(instant)\n        total: int\n        low: int\n        high: int"
        found.append(entity(fields, more).invariants[0])
    assert found[0].model_copy(update={"text": ""}) == found[1].model_copy(update={"text": ""})
    assert found[1].text, "a rule written long has a sentence too"


def test_a_sentence_that_is_no_pattern_stays_a_sentence() -> None:
    rule = entity("code: text", '      invariants: ["transmitted no later than 12 days after issued_on"]\n').invariants[0]
    assert (rule.text, rule.check, rule.no_overlap) == ("transmitted no later than 12 days after issued_on", None, None)


@pytest.mark.parametrize(
    ("short", "long"),
    [("8k", "{rows: 8k}"), ("10k/day", "{rate: 10k/day}"), ("4 per Venue", "{avg: 4, per: Venue}")],
)
def test_volume(short: str, long: str) -> None:
    assert entity("a: text", f"      volume: {short}\n").volume == entity("a: text", f"      volume: {long}\n").volume


def test_transition_and_aggregate() -> None:
    states = [entity("code: text", f"      states: {{OPEN: {{pay: {to}}}, PAID: {{}}}}\n").states for to in ("PAID", "{to: PAID}")]
    assert states[0] == states[1]
    sources = [entity("total: money", f"      from: {text}\n").from_source for text in ("Venue by name", "{entity: Venue, by: [name]}")]
    assert sources[0] == sources[1]
    assert sources[0] is not None
    assert sources[0].entity == "sales.Venue"


def test_lists_may_be_mappings_and_single_values() -> None:
    goals = ["['G1: sell more', 'G2: err less']", "{G1: sell more, G2: err less}", "[{id: G1, text: sell more}, {id: G2, text: err less}]"]
    domain = "domain: {sales: {Order: {fields: {code: text}}}}\n"
    found = [read(f"{HEAD}context: {{goals: {text}}}\n{domain}").context.goals for text in goals]
    assert found[0] == found[1] == found[2]
    wishes = ["[{id: FR-7, title: Sell, operations: crud Order}]", "{FR-7: {title: Sell, operations: [crud Order]}}"]
    both = [read(f"{HEAD}requirements: {text}\n{domain}").requirements for text in wishes]
    assert both[0] == both[1]


def test_places_lead_to_the_word() -> None:
    text = HEAD + "requirements:\n  - {id: FR-1, title: Sell, operations: [list Order by code sort -total]}\n"
    text += "domain:\n  sales:\n    Order: {fields: {code: text, total: money, venue: ->Venue}}\n    Venue: {fields: {name: text}}\n"
    reading = read_requirements(Source(name="r.yaml", text=text))
    lines = text.split("\n")
    for path, word in {
        "requirements.FR-1.operations.0.entity": "Order",
        "requirements.FR-1.operations.0.by.0": "code",
        "requirements.FR-1.operations.0.sort.0": "total",
        "domain.sales.Order.fields.venue.to": "Venue",
        "domain.sales.Order": "Order",
        "project.currency": "EUR",
    }.items():
        span = reading.places[path]
        assert lines[span.line - 1][span.column - 1 :][: span.length] == word, path
