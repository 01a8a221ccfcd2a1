"""What the database lead drafts: the example table by table, and each rule on a system that triggers it."""

from textwrap import dedent, indent

import pytest

from designgen.checks.schema_keys import check_schema_keys
from designgen.engines.offline.database import section as database_section
from designgen.engines.offline.database.erasure import personal
from designgen.engines.offline.database.indexes import without_covered
from designgen.engines.offline.database.invariants import translated
from designgen.engines.offline.database.purge import span
from designgen.knowledge.catalogue import load
from designgen.model.design.architecture import Architecture
from designgen.model.design.database import Database, Index, KeyPart, Table
from designgen.model.design.whole import Design
from designgen.model.domain import Entity
from designgen.model.facts import Attribute, EntityFacts
from designgen.model.interview import BackendSection
from designgen.sizing.domain import Domain
from designgen.sizing.keys import index_keys
from oracles.designs import drafted, example

SMALL = """
designgen: 1
project: {{name: desk, purpose: People book desks., currency: EUR}}
actors: {{clerk: {{kind: human, auth: oidc, count: 20}}}}
requirements:
  - {{id: FR-1, title: Keep the desks, actor: clerk, operations: [{operations}]}}
domain:
  office:
{entities}
"""


def database(operations: str, entities: str, more: str = "") -> Database:
    """Draft a database for operations and entities written as in a file."""
    return drafted(SMALL.format(operations=operations, entities=indent(dedent(entities).strip(), "    ")) + more)[1].database


@pytest.fixture(scope="module")
def toolshed() -> Database:
    return example("toolshed")[1].database


def test_toolshed_has_the_tables_its_requirements_ask_for(toolshed: Database) -> None:
    kinds = {kind: [table.name for table in toolshed.tables if table.kind == kind] for kind in ("entity", "history", "transition")}
    assert kinds == {
        "entity": ["lending.tool", "lending.loan", "people.member"],
        "history": ["lending.tool_status_history", "lending.loan_status_history"],
        "transition": ["lending.tool_transition", "lending.loan_transition"],
    }
    assert toolshed.schemas == ("lending", "people", "platform")
    assert {"idempotency_key", "erasure_ledger"} <= {table.label for table in toolshed.tables if table.kind == "platform"}
    assert not {"outbox_event", "webhook_event", "sync_change"} & {table.label for table in toolshed.tables}


def test_toolshed_has_an_index_for_each_way_to_find_rows(toolshed: Database) -> None:
    indexes = {index.name: index for index in toolshed.table("lending.tool").indexes}
    listing = indexes["tool_status_name_idx"]
    assert [part.expression for part in listing.parts] == ["status", "name", "id"]
    assert listing.where == "deleted_at IS NULL"
    assert listing.serves == ("listTools",)
    assert "FR-3" in listing.because
    assert [index.name for table in toolshed.tables for index in table.indexes if index.method == "gin"] == ["tool_name_trgm_idx"]
    references = {index.name for table in toolshed.tables for index in table.indexes if "foreign key" in index.serves}
    assert {"tool_owner_id_idx", "loan_tool_id_idx", "loan_borrower_id_idx"} <= references


def test_toolshed_says_on_each_table_and_column_which_requirement_it_is_there_for(toolshed: Database) -> None:
    for table in toolshed.tables:
        if table.entity or table.kind in ("history", "transition"):
            assert "FR-" in table.comment or "DEF-03" in table.comment, table.name
            for column in table.columns:
                assert "FR-" in column.comment or "DEF-03" in column.comment, f"{table.name}.{column.name}"


def test_one_tool_has_one_open_loan_because_its_states_say_so(toolshed: Database) -> None:
    index = next(index for index in toolshed.table("lending.loan").uniques if index.name == "loan_tool_id_open_key")
    assert (index.parts[0].expression, index.where) == ("tool_id", "status = 'OPEN'")
    question = next(known for known in example("toolshed")[1].opinion.questions if index.key in known.provisional)
    assert question.text == "May one Tool have two open Loan rows at the same time?"


def test_no_such_rule_where_the_thing_can_be_taken_twice() -> None:
    entities = """
    Desk: {fields: {label: string(10)}, states: {FREE: {take: TAKEN}, TAKEN: {take: TAKEN, leave: FREE}}}
    Visit: {fields: {desk: ->Desk}, states: {OPEN: {leave: DONE}, DONE: {}}}
    """
    found = database("crud Desk, create Visit, transition Visit.leave", entities)
    assert not [index for index in found.table("office.visit").uniques if "open" in index.name]


def test_erasing_a_member_with_an_open_loan_is_a_question_with_a_safe_default() -> None:
    questions = {question.key: question for question in example("toolshed")[1].opinion.questions}
    asked = questions["question:erase-member-with-open-loan"]
    assert asked.text == "May a Member with an open Loan be erased?"
    assert asked.assumed.startswith("No: the request waits in the erasure ledger until the Loan is CLOSED.")
    assert "job:erase-member" in asked.provisional


def test_every_provisional_key_names_a_part_of_the_design(toolshed: Database) -> None:
    keys = {known.key for known in (*toolshed.tables, *toolshed.jobs, *toolshed.invariants)}
    keys |= {index.key for table in toolshed.tables for index in (*table.uniques, *table.indexes)}
    for question in example("toolshed")[1].opinion.questions:
        assert set(question.provisional) <= keys, question.key


def test_the_application_may_change_what_operations_change_and_nothing_else(toolshed: Database) -> None:
    app = next(role for role in toolshed.roles if role.name == "toolshed_app")
    grants = {target: words for words, target in app.grants}
    assert grants["lending.loan"] == "SELECT, INSERT, UPDATE (status, version, updated_at, updated_by)"
    assert "owner_id" not in grants["lending.tool"]
    assert "DELETE" not in grants["lending.tool"]
    assert grants["lending.loan_status_history"] == "INSERT"


def test_each_job_has_a_schedule_a_role_and_an_alert(toolshed: Database) -> None:
    roles = {role.name for role in toolshed.roles}
    for job in toolshed.jobs:
        assert job.role in roles
        assert job.every_s > 0
        assert job.alert == f"alert:job-{job.name}"
    nightly = [job.at for job in toolshed.jobs if job.every_s == 86_400]
    assert len(set(nightly)) == len(nightly)


def test_emails_are_unique_without_regard_to_case(toolshed: Database) -> None:
    keys = {index.name: index.parts[0].expression for index in toolshed.table("people.member").uniques}
    assert keys["member_email_key"] == "lower(email)"


def test_a_part_goes_with_its_whole_and_a_reference_holds() -> None:
    entities = """
    Plan: {fields: {title: string(20), rooms: "[Room]"}}
    Room: {part_of: Plan, fields: {label: string(10), near: ->Room opt}}
    Visit: {fields: {room: ->Room}}
    """
    found = database("crud Plan, create Visit", entities)
    actions = {key.name: key.on_delete for table in found.tables for key in table.foreign_keys}
    assert actions["room_plan_id_fkey"] == "cascade"
    assert actions["room_near_id_fkey"] == "set null"
    assert actions["visit_room_id_fkey"] == "restrict"


def test_limits_of_fields_become_checks() -> None:
    fields = 'seats: "int(1..30)", code: slug, rate: percent, kind: enum(OPEN|CLOSED), tags: "set(enum(A|B))", extra: json'
    checks = {
        check.name: check.expression for check in database("crud Desk", f"Desk: {{fields: {{{fields}}}}}").table("office.desk").checks
    }
    assert checks["desk_seats_check"] == "seats BETWEEN 1 AND 30"
    assert "code ~ '^[a-z0-9]+" in checks["desk_code_check"]
    assert checks["desk_rate_check"] == "rate BETWEEN 0 AND 100"
    assert checks["desk_kind_check"] == "kind IN ('OPEN', 'CLOSED')"
    assert checks["desk_tags_check"] == "tags <@ ARRAY['A', 'B']::text[]"
    assert "jsonb_typeof(extra) = 'object'" in checks["desk_extra_check"]


@pytest.mark.parametrize(
    ("entity", "field", "signed"),
    [
        ("Desk", "price: money", False),
        ("Desk", 'deposit: "money(-5..)"', True),
        ("Refund", "amount: money", True),
        ("Desk", "balance: money", True),
        ("Desk", 'area_m2: "decimal(9,1)"', False),
        ("Desk", "desks: int", False),
        ("Desk", "offset_mm: int", True),
        ("DeskMovement", "quantity: int", True),
    ],
)
def test_an_amount_an_extent_and_a_count_stay_above_zero_unless_their_name_says_that_they_correct(
    entity: str, field: str, signed: bool
) -> None:
    found = database(
        f"crud {entity}",
        f"{entity}: {{fields: {{{field}}}}}\nDesk: {{fields: {{label: string(5)}}}}"
        if entity != "Desk"
        else f"Desk: {{fields: {{{field}}}}}",
    )
    table = next(table for table in found.tables if table.entity.endswith(entity))
    assert any(check.expression.endswith(">= 0") for check in table.checks) is not signed


def test_a_time_limit_is_watched_by_a_job_that_speaks_before_it_is_over() -> None:
    entities = """
    Visit:
      fields: {ended_at: instant, sent_on: date}
      states: {OPEN: {end: DONE, drop: GONE}, DONE: {bill: BILLED}, GONE: {}, BILLED: {}}
      invariants: ["billed no later than 2 days after ended_at", "ended within 4 weeks of sent_on", "billed within 3 hours of sent_on"]
    """
    found = database("create Visit, transition Visit.*", entities)
    assert [rule.enforced_by for rule in found.invariants] == ["job check-visit-bill", "job check-visit-end", "application"]
    jobs = {job.name: job for job in found.jobs}
    bill, end = jobs["check-visit-bill"], jobs["check-visit-end"]
    assert "late.status IN ('OPEN', 'DONE')" in bill.statement
    assert "now() - interval '129600 seconds'" in bill.statement
    assert "late.status = 'OPEN'" in end.statement
    assert "::date - 21" in end.statement
    assert (bill.every_s, end.every_s) == (10_800, 86_400)
    served = {index.serves: index.where for index in found.table("office.visit").indexes}
    assert served[("job:check-visit-end",)] == "status = 'OPEN'"


PERIODIC = """
Desk: {fields: {label: string(10), seen: geo_point opt}}
DailyCheck: {fields: {desk: ->Desk, done_on: date, note: text}}
MonthlyReport: {fields: {desk: ->Desk, year: "int(1990..2100)", month: "int(1..12)"}}
YearlyReport: {fields: {desk: ->Desk, year: "int(1990..2100)", other: ->Desk}}
Report: {fields: {desk: ->Desk, year: "int(1990..2100)"}}
AnnualPlan: {fields: {desk: ->Desk, year: "int(1990..2100)"}, unique: [desk+year]}
"""


def test_what_its_name_says_exists_once_a_period_has_a_key_and_a_question_where_one_reference_makes_it_certain() -> None:
    section = drafted(SMALL.format(operations="crud Desk", entities=indent(dedent(PERIODIC).strip(), "    ")))[1]
    keys = {table.label: [tuple(part.expression for part in index.parts) for index in table.uniques] for table in section.database.tables}
    assert keys["daily_check"] == [("desk_id", "done_on")]
    assert keys["monthly_report"] == [("desk_id", "year", "month")]
    assert keys["yearly_report"] == keys["report"] == []
    assert keys["annual_plan"] == [("desk_id", "year")]
    asked = [known.key for known in section.opinion.questions if known.key.endswith("-per-period")]
    assert asked == ["question:one-daily-check-per-period", "question:one-monthly-report-per-period"]


def test_a_corrected_report_makes_room_for_another_and_small_groups_are_not_published(neighbourhoods: Database) -> None:
    reports = neighbourhoods.table("energy.annual_report")
    key = next(index for index in reports.uniques if "year" in index.name)
    assert (key.name, key.where) == ("annual_report_neighbourhood_id_year_status_key", "status IN ('DRAFT', 'PUBLISHED')")
    checks = {check.name: check.expression for check in reports.checks}
    assert checks["annual_report_buildings_group_check"] == "status = 'DRAFT' OR buildings >= 10"
    rules = {rule.enforced_by: rule for rule in neighbourhoods.invariants}
    assert "Q1" in rules["annual_report_buildings_group_check"].because
    assert key.name in rules


def test_a_rule_about_cipher_text_stays_with_the_application() -> None:
    entities = """
    Permit: {fields: {weight: "decimal(5,1) pii:special", keep_note: text}, invariants: [{check: "weight > 3"}], keep: 1y}
    """
    found = database("crud Permit", entities)
    permit = found.table("office.permit")
    assert "weight_enc" in [column.name for column in permit.columns]
    assert not [check for check in permit.checks if "weight_enc >" in check.expression]
    assert [rule.enforced_by for rule in found.invariants] == ["application"]


def test_a_text_is_not_compared_with_a_number() -> None:
    found = database(
        "crud Permit", 'Permit: {fields: {weight: string(8), size: int}, invariants: [{check: "weight > 3"}, {check: "size > 3"}]}'
    )
    assert [rule.enforced_by for rule in found.invariants] == ["application", "permit_size_rule_check"]


def test_what_a_pipeline_asks_of_each_row_holds_for_rows_of_any_origin(neighbourhoods: Database) -> None:
    checks = {check.name: check.expression for check in neighbourhoods.table("energy.energy_declaration").checks}
    assert checks["energy_declaration_kwh_rule_check"] == "kwh >= 0"
    assert "kwh >= 0" in [rule.text for rule in neighbourhoods.invariants]


def test_tries_and_waits_of_deliveries_are_those_of_the_constants_everywhere(tavola: Database) -> None:
    waits = load("constants")["webhook_waits_s"]
    job = next(job for job in tavola.jobs if job.name == "work-webhooks")
    assert f"ARRAY[{', '.join(map(str, waits))}]" in job.statement
    assert f"DEAD after {len(waits) + 1} tries" in job.does
    assert tavola.table("platform.job").column("max_attempts").attribute.default == str(len(waits) + 1)


def test_a_retention_is_one_figure_in_the_text_the_statement_and_the_table(tavola: Database) -> None:
    for table in tavola.tables:
        if table.kind == "platform" and table.retention and table.retention.keep_days:
            job = next(job for job in tavola.jobs if job.key == table.retention.job)
            kept = span(table.retention.keep_days)
            assert f"{table.retention.measured_from} < now() - interval '{kept}'" in job.statement
            assert kept in job.does


@pytest.mark.parametrize("name", ["toolshed", "tavola", "neighbourhoods"])
def test_storage_counts_the_indexes_that_are_built(name: str) -> None:
    """All but partial ones of few rows; what holds for rows in use holds for nearly all of them."""
    question, section = example(name)
    domain = Domain(question.facts.requirements)
    for facts in question.facts.entities:
        table = section.database.table(facts.table)
        whole = [index for index in (*table.uniques, *table.indexes) if index.where in ("", "deleted_at IS NULL")]
        ages = [index for index in table.indexes if "purge" in index.name and "deleted" not in index.name and index not in whole]
        built = [tuple(_column(part.expression) for part in index.parts) for index in (*whole, *ages)]
        built += [table.primary_key, *((*rule.equal, rule.overlap) for rule in table.exclusions)]
        counted = [tuple(key for key in keys) for keys in index_keys(facts, domain, bool(facts.population.keep_s))]
        assert sorted(counted) == sorted(tuple(name for name in keys if name) for keys in built), facts.table


def _column(expression: str) -> str:
    """Return the column of a key; an expression over another one, such as a year, adds no bytes worth counting."""
    return "" if "extract(" in expression else expression.removeprefix("lower(").strip('")')


@pytest.mark.parametrize("name", ["toolshed", "tavola", "neighbourhoods"])
def test_the_stored_bytes_are_those_of_all_tables(name: str) -> None:
    """Only dated values and addresses set apart are designed later than the figure; they come to less than half a percent."""
    question, section = example(name)
    tables = sum(table.population.bytes_at_horizon for table in section.database.tables)
    assert question.facts.number("storage.bytes_horizon") == pytest.approx(tables, rel=0.005)


@pytest.mark.parametrize("name", ["toolshed", "tavola", "neighbourhoods"])
def test_figures_of_the_machinery_are_those_of_the_tables_that_are_built(name: str) -> None:
    question, section = example(name)
    figures = {
        known.key.split(".")[1] for known in question.facts.figures if known.key.startswith("machinery.") and known.key.count(".") == 2
    }
    rated = {label for label, row in load("platform_tables").items() if "rate" in row}
    assert figures == rated & {table.label for table in section.database.tables if table.kind == "platform"}


@pytest.mark.parametrize("name", ["toolshed", "tavola", "neighbourhoods"])
def test_the_largest_table_is_the_largest_of_all(name: str) -> None:
    question, section = example(name)
    largest = max(section.database.tables, key=lambda table: table.population.bytes_at_horizon).name
    assert any(said.startswith(f"{largest} becomes the largest table: ") for said in section.opinion.conclusions)
    absence = next(known for known in question.facts.crossings if known.key == "partitioning.size")
    assert largest in absence.statement


def test_an_erasure_says_what_it_writes(toolshed: Database) -> None:
    """Neither name nor email may be NULL, so the job tells the values that take their place."""
    job = next(job for job in toolshed.jobs if job.name == "erase-member")
    told = "Writes 'erased' into name, id || '@erased.invalid' into email and NULL into identity_subject of people.member"
    assert job.does.startswith(told)
    nullable = {column.name: column.attribute.nullable for column in toolshed.table("people.member").columns}
    assert (nullable["name"], nullable["email"], nullable["identity_subject"]) == (False, False, True)


def test_tables_of_the_machinery_have_sizes_by_their_rates(tavola: Database) -> None:
    rows = {table.label: table.population.rows_at_horizon for table in tavola.tables if table.kind == "platform"}
    facts = example("tavola")[0].facts
    changed = facts.entity("ordering.Order").population.rows_per_year / 365 * 3
    assert rows["sync_change"] > changed * 30 * 1.25**2.9
    assert rows["login_session"] == round((400 + 60) * 1.25**3)
    assert all(rows[name] > 0 for name in ("outbox_event", "inbox_message", "idempotency_key", "audit_log"))
    assert rows["job"] == rows["erasure_ledger"] == 0


def test_an_index_that_no_reference_needs_is_not_built(tavola: Database) -> None:
    pairs = {table.label for table in tavola.tables for index in table.uniques if index.name == f"{table.label}_venue_id_id_key"}
    assert pairs == {"menu_item", "ordering_order", "dining_table", "payment", "invoice"}


def test_each_invariant_names_its_enforcer() -> None:
    entities = """
    Stay:
      fields: {desk: ->Desk, during: range(instant), net: money, vat: money, total: money}
      invariants:
        - no overlap of during per desk when status in (BOOKED)
        - total = net + vat
        - a CLOSED stay is immutable
        - desks are clean
      states: {BOOKED: {close: CLOSED}, CLOSED: {}}
    Desk: {fields: {label: string(10)}}
    """
    found = database("create Stay, transition Stay.close, crud Desk", entities)
    stay = found.table("office.stay")
    assert [rule.enforced_by for rule in found.invariants] == [
        "stay_during_excl", "stay_net_amount_vat_amount_total_amount_rule_check", "trigger stay_guard", "application",
    ]  # fmt: skip
    assert stay.exclusions[0].where == "status = 'BOOKED'"
    assert stay.guard
    assert stay.guard.frozen == ("CLOSED",)
    assert ("btree_gist", "compares ids and periods in one index: forbids and finds overlaps (DATA-118)") in found.extensions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("total = net + vat", "total_amount = net_amount + vat_amount"),
        ("net >= 0 and vat >= 0", "net_amount >= 0 AND vat_amount >= 0"),
        ("total = net + tips", ""),
        ("total = net; drop table x", ""),
        ("total = (net", ""),
        ("net + vat", ""),
    ],
)
def test_only_expressions_over_known_fields_reach_the_schema(text: str, expected: str) -> None:
    attributes = tuple(Attribute(name=f"{name}_amount", type="money", source=name) for name in ("net", "vat", "total"))
    facts = EntityFacts(key="office.Bill", entity=Entity(name="Bill", context="office"), table="office.bill", attributes=attributes)
    assert translated(facts, text) == expected


def test_tenants_are_part_of_keys_references_and_indexes() -> None:
    entities = """
    Firm: {fields: {name: string(40)}}
    Desk: {fields: {firm: ->Firm, label: string(10) unique(firm)}}
    Visit: {fields: {firm: ->Firm, desk: ->Desk, on: date}}
    """
    more = "constraints: {tenancy: {unit: Firm, count: 40, growth: 60%/y}}\n"
    found = database("crud Desk, create Visit, list Visit by on sort -on", entities, more)
    visit = found.table("office.visit")
    assert visit.tenant_column == "firm_id"
    assert next(key.columns for key in visit.foreign_keys if key.target == "office.desk") == ("firm_id", "desk_id")
    assert all(index.parts[0].expression == "firm_id" for index in visit.indexes if not index.serves[0].startswith(("foreign", "job:")))


@pytest.mark.parametrize(("kept", "rule", "unique"), [("", "restrict", True), (", keep: 24mo", "keep", False)])
def test_a_tenant_that_names_one_of_its_own_rows_holds_it_by_a_key_or_keeps_its_id(kept: str, rule: str, unique: bool) -> None:
    """The tenant's own id is the tenant; where rows outlive what they name, no key of both columns is built for a trigger's sake."""
    entities = f"""
    Firm: {{fields: {{name: string(40), desk: ->Desk}}}}
    Desk: {{fields: {{firm: ->Firm, label: string(10)}}{kept}}}
    """
    more = "constraints: {tenancy: {unit: Firm, count: 40, growth: 60%/y}}\n"
    question, section = drafted(SMALL.format(operations="crud Desk", entities=indent(dedent(entities).strip(), "    ")) + more)
    firm, desk = section.database.table("office.firm"), section.database.table("office.desk")
    (key,) = firm.foreign_keys
    assert (key.columns, key.target_columns, key.on_delete) == (("id", "desk_id"), ("firm_id", "id"), rule)
    assert (["firm_id", "id"] in [[part.expression for part in index.parts] for index in desk.uniques]) == unique
    assert [[part.expression for part in index.parts] for index in firm.indexes if index.key.endswith("desk_id_idx")] == [["desk_id"]]
    assert ("desk_id",) in index_keys(question.facts.entity("office.Firm"), Domain(question.facts.requirements), kept=False)
    design = Design(title="t", date="2026-11-20", facts=question.facts, architecture=Architecture(), database=section.database)
    assert [problem.message for problem in check_schema_keys(design)] == []


def test_an_index_that_another_begins_with_is_left_out() -> None:
    def index(name: str, *names: str, serves: str = "listDesks") -> Index:
        return Index(key=f"index:{name}", table="office.desk", parts=tuple(KeyPart(expression=part) for part in names), serves=(serves,))

    table = Table(key="table:office.desk", schema_name="office", label="desk", comment="", columns=())
    kept = without_covered([index("a", "room_id", serves="foreign key"), index("b", "room_id", "label", "id"), index("c", "id")], table)
    assert [(known.name, known.serves) for known in kept] == [("b", ("listDesks", "foreign key"))]


def test_a_decision_for_histories_reaches_the_schema_where_no_rule_asks_for_one(neighbourhoods: Database, tavola: Database) -> None:
    choices = {decision.topic: decision.choice for decision in example("neighbourhoods")[0].decisions}
    assert choices["data.history"] == "status-history"
    assert [table.name for table in neighbourhoods.tables if table.kind == "history"] == ["energy.annual_report_status_history"]
    assert "reservation_status_history" not in [table.label for table in tavola.tables]


def test_an_index_of_rows_in_use_and_one_of_all_rows_have_two_names() -> None:
    entities = "Desk: {fields: {label: string(10)}}\nVisit: {fields: {desk: ->Desk}}\nNote: {fields: {visit: ->Visit}}"
    visits = database("crud Visit, list Visit by desk", entities).table("office.visit")
    found = {index.name: index.where for index in visits.indexes if index.parts[0].expression == "desk_id"}
    assert found == {"visit_desk_id_idx": "deleted_at IS NULL", "visit_desk_id_all_idx": ""}


def test_an_anonymous_answer_is_never_erased_by_name() -> None:
    entities = "Answer: {anonymous: true, fields: {note: text, contact: email opt pii:contact}, volume: {rate: 10/day, keep: 1y}}"
    found = database("create Answer", entities)
    assert "erasure_ledger" not in {table.label for table in found.tables}
    assert "created_by" not in [column.name for column in found.table("office.answer").columns]


def test_an_erasure_empties_what_is_personal_and_the_account() -> None:
    question, _ = example("toolshed")
    assert [attribute.name for attribute in personal(question.facts.entity("people.Member"))] == ["name", "email", "identity_subject"]


def test_a_number_without_gaps_comes_from_a_counter() -> None:
    entities = 'Bill: {fields: {series: string(4), issued_on: date, number: "gapless(series+issued_on.year)", total: money}}'
    counter = database("create Bill", entities).table("office.bill_counter")
    assert counter.primary_key == ("series", "year")
    assert "a sequence would leave gaps" in counter.comment


def test_a_span_the_author_gave_holds_for_every_row_an_assumed_one_spares_open_business() -> None:
    entities = "Visit: {{fields: {{on: date}}, states: {{OPEN: {{close: DONE}}, DONE: {{}}}}, volume: {{rate: 10/day{keep}}}}}"
    jobs = {
        given: next(
            job for job in database("create Visit, transition Visit.close", entities.format(keep=given)).jobs if job.name == "purge-visit"
        )
        for given in (", keep: 1y", "")
    }
    assert "status" not in jobs[", keep: 1y"].statement
    assert "interval '1 year'" in jobs[", keep: 1y"].statement
    assert "old.status = 'DONE'" in jobs[""].statement


@pytest.fixture(scope="module")
def tavola() -> Database:
    return example("tavola")[1].database


@pytest.fixture(scope="module")
def neighbourhoods() -> Database:
    return example("neighbourhoods")[1].database


def test_money_that_is_done_and_documents_that_were_sent_are_final(tavola: Database) -> None:
    final = {table.name: table.guard.frozen for table in tavola.tables if table.guard}
    assert final["ordering.ordering_order"] == ("PAID", "CANCELLED", "REFUNDED")
    assert final["billing.payment"] == ("CAPTURED", "FAILED", "REFUNDED")
    assert final["billing.invoice"] == ("SENT", "DELIVERED", "AVAILABLE")
    assert final["booking.reservation"] == ()


def test_whoever_has_states_of_its_own_waits_for_them_and_a_refund_is_nothing_to_wait_for(tavola: Database) -> None:
    statement = next(job for job in tavola.jobs if job.name == "erase-ordering-order").statement
    assert "open_row.status IN ('DRAFT', 'PLACED')" in statement
    assert "billing" not in statement


def test_what_stays_longer_keeps_the_id_of_what_went(tavola: Database) -> None:
    kept = {(table.name, key.target) for table in tavola.tables for key in table.foreign_keys if key.on_delete == "keep"}
    assert kept == {("billing.payment", "ordering.ordering_order"), ("billing.invoice", "ordering.ordering_order")}
    purge = next(job for job in tavola.jobs if job.name == "purge-ordering-order").statement
    assert "interval '2 years'" in purge
    assert "NOT EXISTS" not in purge


def test_the_worker_may_do_what_webhooks_tell_and_the_application_note_what_it_asked_for(tavola: Database) -> None:
    grants = {role.name.removeprefix("tavola_"): {target: words for words, target in role.grants} for role in tavola.roles}
    assert grants["worker"]["billing.payment"].startswith("SELECT, INSERT, UPDATE (provider_ref, captured_at, status")
    assert grants["app"]["billing.payment"] == "SELECT, INSERT"
    assert "INSERT" in grants["worker"]["ordering.ordering_order"]
    assert "INSERT" in grants["worker"]["ordering.order_line"]
    assert "INSERT" not in grants["worker"]["billing.invoice"]
    assert all("venue_id" not in words for words in grants["app"].values())


def test_a_list_by_period_has_an_index_that_finds_overlaps(tavola: Database) -> None:
    index = next(index for index in tavola.table("booking.reservation").indexes if index.serves == ("listReservations",))
    assert (index.method, [part.expression for part in index.parts]) == ("gist", ["venue_id", "during"])


def test_a_catalogue_value_is_dated_only_where_a_scenario_asks_for_it(tavola: Database, neighbourhoods: Database) -> None:
    dated = [table for database in (tavola, neighbourhoods) for table in database.tables if table.kind == "temporal"]
    assert [table.name for table in dated] == ["catalog.menu_item_vat_rate"]
    assert dated[0].because[0] == "QA-4"


def test_special_data_are_sealed_and_contacts_of_anonymous_people_stand_apart(neighbourhoods: Database) -> None:
    answer = {column.name for column in neighbourhoods.table("survey.survey_response").columns}
    assert answer == {"id", "neighbourhood_id", "submitted_on", "answers", "income_band_enc", "income_band_kid", "received_on"}
    apart = neighbourhoods.table("survey.survey_response_contact")
    assert [column.name for column in apart.columns] == ["id", "contact", "received_on"]
    assert apart.retention
    assert apart.retention.job in [job.key for job in neighbourhoods.jobs]
    readable = {
        target for role in neighbourhoods.roles for words, target in role.grants if "SELECT" in words and "_worker" not in role.name
    }
    assert apart.name not in readable


def test_a_public_report_is_a_view_without_small_groups_that_names_the_open_question(neighbourhoods: Database, tavola: Database) -> None:
    (view,) = neighbourhoods.views
    assert view.name == "energy.intensity"
    assert view.statement.endswith("HAVING count(DISTINCT entry.building_id) >= 10")
    assert {"FR-4", "DATA-086", "Q1"} <= set(view.because)
    assert not view.stored
    assert tavola.views == ()


def test_a_report_that_reads_too_much_is_stored_and_refreshed_by_its_job() -> None:
    entities = """
    Site: {fields: {code: string(10) unique}, volume: 10}
    Reading: {fields: {site: ->Site, value: "decimal(9,2)", on: date}, volume: {rate: 2M/day, keep: 2y}}
    """
    found = database("create Reading, report Totals over Reading by site stale 1h 5/s", entities)
    (view,) = found.views
    assert view.stored
    assert view.index
    job = next(job for job in found.jobs if job.name == "refresh-totals")
    assert job.every_s == 1800
    assert [routine.name for routine in found.routines] == ["office.refresh_totals"]


def test_an_import_names_things_as_its_sender_does(neighbourhoods: Database) -> None:
    staging = neighbourhoods.table("energy.energy_declaration_staging")
    names = [column.name for column in staging.columns]
    assert names == ["batch_id", "row_no", "id", "building_register_id", "period_from", "period_to", "carrier", "kwh", "method", "source"]
    assert not staging.logged
    assert any(column.name == "import_batch_id" for column in neighbourhoods.table("energy.energy_declaration").columns)


@pytest.mark.parametrize(("name", "label", "entity"), [("tavola", "ordering-order", "order"), ("toolshed", "member", "loan")])
def test_the_question_of_an_erasure_waits_for_the_states_that_its_job_does_not_wait_in(name: str, label: str, entity: str) -> None:
    """An order that was paid waits for nothing, so neither job nor question holds an erasure back for it."""
    question, section = example(name)
    asked = next(one for one in section.opinion.questions if one.key == f"question:erase-{label}-with-open-{entity}")
    statement = next(job for job in section.database.jobs if job.name == f"erase-{label}").statement
    states = [state.name for one in question.facts.entities if one.entity.name.lower() == entity for state in one.entity.states]
    waited = [state for state in states if f"'{state}'" in statement]
    assert waited
    assert {state for state in states if state in asked.assumed.partition("until")[2]} == set(states) - set(waited)


def test_the_connections_of_workers_are_those_of_as_many_as_the_architecture_draws() -> None:
    question = example("tavola")[0]
    backend = question.earlier[0]
    assert isinstance(backend, BackendSection)
    doubled = [one.model_copy(update={"instances": 2}) if one.kind == "worker" else one for one in backend.architecture.components]
    earlier = backend.model_copy(update={"architecture": backend.architecture.model_copy(update={"components": tuple(doubled)})})
    for asked, count in ((question, 1), (question.model_copy(update={"earlier": (earlier,)}), 2)):
        sessions = {one.name: one.instances for one in database_section.draft(asked).database.sessions}
        assert sessions["tavola_worker"] == count
