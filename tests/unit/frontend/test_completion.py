"""What the author leaves out is filled by rule, and what was written in older words is turned into the present ones."""

from pathlib import Path

import pytest

from designgen.frontend.requirements import read_requirements
from designgen.model.inputs import Reading
from designgen.model.requirements import Requirements
from designgen.model.source import Source

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.yaml"))
HEAD = "project: {name: shop, purpose: Sell things.}\n"
SHOP = HEAD + "domain: {sales: {Order: {fields: {code: text}, states: {OPEN: {pay: PAID}, PAID: {}}}}}\n"


def reading(text: str) -> Reading:
    return read_requirements(Source(name="r.yaml", text=text))


def read(text: str) -> Requirements:
    found = reading(text)
    assert found.requirements is not None, [one.message for one in found.errors]
    return found.requirements


def test_the_smallest_file_gets_user_wishes_and_an_interface() -> None:
    wanted = read(SHOP)
    assert [(actor.name, actor.auth) for actor in wanted.actors] == [("user", "oidc")]
    assert [(one.id, one.derived_by, one.priority, one.actor) for one in wanted.requirements] == [
        ("DEF-03:sales.Order", "DEF-03", "should", ("user",))
    ]
    assert [one.text for one in wanted.requirements[0].operations] == [
        "create Order",
        "get Order",
        "list Order",
        "update Order",
        "transition Order.pay",
    ]
    assert [(one.id, one.kind, one.audience) for one in wanted.interfaces] == [("rest", "rest", "own-clients")]


def test_nothing_is_derived_for_what_the_author_asked_for() -> None:
    wanted = read(SHOP + "requirements: [{title: Sell, operations: [crud Order, transition Order.pay]}]\n")
    assert [one.id for one in wanted.requirements] == ["FR-1"]
    assert wanted.requirements[0].actor == ("user",)


def test_rows_that_another_system_writes_are_only_read() -> None:
    wanted = read(SHOP + "integrations: [{id: till, data: [Order]}]\n")
    assert [one.verb for one in wanted.requirements[0].operations] == ["get", "list"]


def test_who_maintains_what_nobody_asked_for() -> None:
    actors = "actors: {guest: {auth: anonymous}, clerk: {auth: oidc}, chief: {auth: oidc+mfa}}\n"
    assert read(SHOP + actors).requirements[0].actor == ("chief",)
    assert read(SHOP + "actors: {order: {auth: oidc}, chief: {auth: oidc+mfa}}\n").requirements[0].actor == ("order",)


def test_ids_fill_the_gaps_and_written_ones_stay() -> None:
    wanted = read(SHOP + "requirements: [{title: A, operations: crud Order}, {id: FR-1, title: B}, {title: C}]\n")
    assert [(one.id, one.title) for one in wanted.requirements] == [("FR-2", "A"), ("FR-1", "B"), ("FR-3", "C")]


def test_an_actor_is_the_entity_of_its_name() -> None:
    text = HEAD + "domain: {people: {ShopMember: {fields: {name: text}}}}\nactors: {shop-member: {auth: oidc}}\n"
    assert read(text).actors[0].entity == "people.ShopMember"


def test_a_part_is_one_whether_the_whole_or_the_part_says_so() -> None:
    for part, whole in (("part_of: Order, ", ""), ("", ", lines: [Line]"), ("part_of: Order, ", ", lines: [Line]")):
        domain = f"domain: {{sales: {{Line: {{{part}fields: {{n: int}}}}, Order: {{fields: {{code: text{whole}}}}}}}}}\n"
        assert read(HEAD + domain).entity("sales.Line").part_of == "sales.Order"


def test_older_spellings_are_turned() -> None:
    text = (
        SHOP
        + "constraints: {tech: {cloud: aws}}\nintegrations: [{id: sdi, via: a broker, protocol: https-xml, rate: 100/s, rate_out: 4/s}]\n"
    )
    wanted = read(text + "interfaces: [{kind: rest}, {kind: rest, audience: public}]\n")
    peer = wanted.integrations[0]
    assert wanted.deployment.location == "aws"
    assert (peer.protocol, peer.format, peer.intermediary) == ("https", "xml", "a broker")
    assert (str(peer.limit), str(peer.rate), peer.rate_out) == ("100/s", "4/s", None)
    assert [one.id for one in wanted.interfaces] == ["rest", "rest-2"]


def test_the_present_spelling_of_the_intermediary_is_a_key() -> None:
    assert read(SHOP + "integrations: [{id: sdi, intermediary: a broker}]\n").integrations[0].intermediary == "a broker"


def test_messages_and_calls_need_no_entity() -> None:
    text = (
        SHOP
        + "integrations: [{id: mailer, timeout: 1s}]\n"
        + "requirements: [{title: Tell, operations: [send Reminder via mailer, call mailer, crud Order]}]\n"
    )
    first, second, _ = read(text).requirements[0].operations
    assert (first.entity, first.event, first.via) == ("", "Reminder", ("mailer",))
    assert (second.entity, second.via) == ("", ("mailer",))


def test_reports_keep_their_name() -> None:
    text = (
        SHOP
        + "requirements: [{title: See, operations: [report Takings over Order by code]}]\n"
        + "pipelines: [{id: p, source: Order, sink: Takings}]\n"
    )
    wanted = read(text)
    assert (wanted.requirements[0].operations[0].entity, wanted.requirements[0].operations[0].over) == ("Takings", "sales.Order")
    assert (wanted.pipelines[0].source, wanted.pipelines[0].sink) == ("sales.Order", "Takings")


def test_a_waiver_silences_a_finding_and_only_that() -> None:
    text = SHOP + "requirements: [{title: Sell, operations: [crud Order]}]\n"
    assert [one.code for one in reading(text).diagnostics] == ["DG161"]
    waived = text + "waive: [{rule: LINT-R12, reason: comes later, until: 2027-01-01}]\n"
    assert reading(waived).diagnostics == ()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_reads_without_an_error(path: Path) -> None:
    found = reading(path.read_text(encoding="utf-8"))
    assert found.requirements is not None, [one.message for one in found.errors]
    assert all(entity.key in found.requirements.domain[0].name or "." in entity.key for entity in found.requirements.entities)


def test_toolshed_hears_what_its_tools_miss() -> None:
    found = reading(next(path for path in EXAMPLES if path.stem == "toolshed").read_text(encoding="utf-8"))
    unfired = next(one for one in found.diagnostics if one.code == "DG161")
    assert unfired.help.startswith(
        "`Loan` refers to `Tool`, and `Loan.return` shares its name with `Tool.return`; write `transition Tool.lend` in FR-2"
    )
    assert found.requirements is not None
    assert [one.id for one in found.requirements.requirements] == ["FR-1", "FR-2", "FR-3", "DEF-03:people.Member"]


def test_errors_stop_the_build_and_findings_do_not() -> None:
    broken = reading(SHOP + "requirements: [{title: Sell, operations: [crud Ordr]}]\n")
    assert broken.requirements is None
    assert [one.code for one in broken.errors] == ["DG112"]


def test_two_contexts_that_react_to_one_change_get_events_inside() -> None:  # DEF-16
    text = HEAD + (
        "actors: {clerk: {kind: human, auth: oidc}}\n"
        "requirements:\n"
        "  - {id: FR-1, title: Sell, actor: clerk, operations: [crud Order, transition Order.pay]}\n"
        "  - {id: FR-2, title: Bill, trigger: on Order.pay, operations: [create Bill]}\n"
        "  - {id: FR-3, title: Pack, trigger: on Order.pay, operations: [create Parcel]}\n"
        "domain:\n"
        "  sales: {Order: {fields: {code: text}, states: {OPEN: {pay: PAID}, PAID: {}}}}\n"
        "  books: {Bill: {fields: {order: ->Order}}}\n"
        "  stock: {Parcel: {fields: {order: ->Order}}}\n"
    )
    assert [(one.id, one.kind, one.audience) for one in read(text).interfaces] == [
        ("rest", "rest", "own-clients"),
        ("events", "events", "internal"),
    ]
    alone = text.replace("FR-3, title: Pack, trigger: on Order.pay", "FR-3, title: Pack, trigger: every 1d at 02:00")
    assert [one.id for one in read(alone).interfaces] == ["rest"]
