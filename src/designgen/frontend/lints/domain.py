"""Lints of the entities: unused ones, personal data without an end, money without a currency (LINT-R02, R13, R14, DEF-18)."""

import re

from designgen.frontend.completion import moved, touched
from designgen.frontend.ledger import Ledger
from designgen.model.diagnostic import Rule, Severity
from designgen.model.domain import Entity, Field
from designgen.model.requirements import Requirements

UNTOUCHED = Rule(
    code="DG150",
    name="untouched-entity",
    severity=Severity.WARN,
    message="no operation, pipeline or integration touches `{entity}`",
    why="An entity nobody maintains stays empty, and everything that refers to it fails.",
    help="{advice}",
    rulebook=("LINT-R02", "DEF-03"),
)
NO_KEEP = Rule(
    code="DG163",
    name="sensitive-data-without-end",
    severity=Severity.BLOCKER,
    message="`{field}` is {pii} data, and nothing says how long `{entity}` is kept",
    why="Sensitive data may be kept only as long as its purpose needs (GDPR article 5(1)(e)); the length is the controller's to decide.",
    help="add `keep: 2y` to `{entity}`, or the term that your purpose allows",
    rulebook=("LINT-R13",),
)
NO_IMPACT_ASSESSMENT = Rule(
    code="DG164",
    name="sensitive-data-without-assessment",
    severity=Severity.WARN,
    message="`{field}` is {pii} data, and no decision or question mentions a DPIA",
    why="Processing of special categories on a large scale needs a data protection impact assessment first (GDPR article 35).",
    help="add it to `decisions` with its result, or to `questions` with who signs it",
    rulebook=("LINT-R13",),
)
NO_CURRENCY = Rule(
    code="DG165",
    name="money-without-currency",
    severity=Severity.WARN,
    message="`{field}` is money, and the project names no currency",
    why="An amount without a currency cannot be added, rounded or printed.",
    help="add `currency: EUR` to `project`, or the currency you charge in",
    rulebook=("LINT-R14", "DEF-01"),
)
NO_ROUNDING = Rule(
    code="DG169",
    name="money-without-rounding",
    severity=Severity.WARN,
    message="`{field}` is computed money, and nothing says how it is rounded",
    why="Half a cent rounded up on the screen and down in the books is a difference that an auditor finds.",
    help="add `constraints: {{money: {{rounding: half_up}}}}`, or `half_even`",
    rulebook=("LINT-R14",),
)
NO_LEGAL_NUMBER = Rule(
    code="DG170",
    name="invoice-without-number",
    severity=Severity.WARN,
    message="`{entity}` looks like a tax document and has no gapless number",
    why="Tax law asks for an unbroken sequence of numbers (EU VAT directive article 226(2)); a plain sequence has holes after rollbacks.",
    help="add a field such as `number: gapless(issued_on.year)`",
    rulebook=("LINT-R14",),
)
UNKNOWN_VALUES = Rule(
    code="DG171",
    name="enum-without-values",
    severity=Severity.INFO,
    message="the values of `{field}` are not known yet",
    why="Until they are, the column accepts any text and the API cannot list them.",
    help="write them as `enum(A|B)` when they are decided",
    rulebook=("REQ-007", "CORE-08"),
)
TENANCY = Rule(
    code="DG175",
    name="likely-tenancy",
    severity=Severity.INFO,
    message="{share} % of the other entities refer to `{entity}`, and `{actor}` belongs to one",
    why="Data of several organisations in one system is kept apart by design or mixed by accident.",
    help="if one `{entity}` must never see another's data, add `constraints: {{tenancy: {{unit: {entity}}}}}`",
    rulebook=("DEF-18",),
)
RULES = (UNTOUCHED, NO_KEEP, NO_IMPACT_ASSESSMENT, NO_CURRENCY, NO_ROUNDING, NO_LEGAL_NUMBER, UNKNOWN_VALUES, TENANCY)

SENSITIVE = ("special", "health", "child")
EURO = frozenset(re.findall("..", "ATBEBGHRCYEEFIFRDEGRIEITLVLTLUMTNLPTSKSIES"))
DOCUMENT = re.compile(r"(?:Invoice|CreditNote|Receipt|Fattura|Rechnung|Facture|Factuur)$")


def lint_domain(requirements: Requirements, ledger: Ledger) -> None:
    """Report what the domain leaves open."""
    used = _used(requirements)
    for entity in requirements.entities:
        if entity.key not in used and not entity.part_of and not entity.from_source:
            keepers = next((wish.actor for wish in requirements.requirements if wish.id == f"DEF-03:{entity.key}"), ())
            who = f" by `{'`, `'.join(keepers)}`" if keepers else ""
            assumed = f"create, get, list and update{who} are assumed for it"
            advice = f"{assumed}; write `crud {entity.name}` in a requirement to confirm, or remove the entity"
            ledger.report(UNTOUCHED, ledger.span(f"domain.{entity.key}"), entity=entity.key, advice=advice)
        _personal(requirements, entity, ledger)
        _open(entity, ledger)
    _money(requirements, ledger)
    _tenancy(requirements, ledger)


def _used(requirements: Requirements) -> set[str]:
    named = {actor.entity or "" for actor in requirements.actors}
    owned = {key for system in requirements.existing.systems for key in system.owns}
    recorded = {entity.key for entity in requirements.entities if entity.system_of_record}
    return touched(requirements) | moved(requirements) | named | owned | recorded | {requirements.constraints.tenancy.unit or ""}


def _personal(requirements: Requirements, entity: Entity, ledger: Ledger) -> None:
    kept = entity.keep or next((whole.keep for whole in requirements.entities if whole.key == entity.part_of), None)
    texts = [one.text for one in requirements.questions] + [f"{one.decision} {one.reason}" for one in requirements.decisions]
    assessed = any(re.search(r"\bDPIA\b|impact assessment", text, re.IGNORECASE) for text in texts)
    for field in entity.fields:
        pii = field.pii or (entity.pii if entity.pii in SENSITIVE else None)
        place = ledger.span(f"domain.{entity.key}.fields.{field.name}")
        name = f"{entity.name}.{field.name}"
        if pii in SENSITIVE and not kept:
            ledger.report(NO_KEEP, place, field=name, pii=pii, entity=entity.name)
        if pii in SENSITIVE and not assessed:
            ledger.report(NO_IMPACT_ASSESSMENT, place, field=name, pii=pii)
        if pii in SENSITIVE:
            return


def _open(entity: Entity, ledger: Ledger) -> None:
    for field in entity.fields:
        if (field.type == "enum" or field.of == "enum") and not field.values:
            ledger.report(UNKNOWN_VALUES, ledger.span(f"domain.{entity.key}.fields.{field.name}"), field=f"{entity.name}.{field.name}")
    numbered = any(field.type == "gapless" for field in entity.fields)
    if DOCUMENT.search(entity.name) and not numbered and not entity.system_of_record:
        ledger.report(NO_LEGAL_NUMBER, ledger.span(f"domain.{entity.key}"), entity=entity.name)


def _money(requirements: Requirements, ledger: Ledger) -> None:
    """Report the first amount that misses a currency, and the first that misses a rounding."""
    amounts = [(entity, field) for entity in requirements.entities for field in entity.fields if field.type == "money"]
    project = requirements.project
    if amounts and not project.currency and project.country not in EURO:
        _report_money(NO_CURRENCY, *amounts[0], ledger)
    computed = [(entity, field) for entity, field in amounts if field.computed or field.aggregate]
    if computed and not requirements.constraints.money.rounding:
        _report_money(NO_ROUNDING, *computed[0], ledger)


def _report_money(rule: Rule, entity: Entity, field: Field, ledger: Ledger) -> None:
    ledger.report(rule, ledger.span(f"domain.{entity.key}.fields.{field.name}"), field=f"{entity.name}.{field.name}")


def _tenancy(requirements: Requirements, ledger: Ledger) -> None:
    """Propose the unit that most roots refer to, where an actor's entity refers to it too (DEF-18)."""
    roots = [entity for entity in requirements.entities if not entity.part_of]
    if requirements.constraints.tenancy.unit or len(roots) < 4:
        return
    for unit in roots:
        share = sum(any(field.to == unit.key for field in entity.fields) for entity in roots if entity is not unit) / (len(roots) - 1)
        actor = next((one for one in requirements.actors if one.entity and _refers(requirements, one.entity, unit.key)), None)
        if share >= 0.6 and actor:
            ledger.report(TENANCY, ledger.span(f"domain.{unit.key}"), share=round(share * 100), entity=unit.name, actor=actor.name)
            return


def _refers(requirements: Requirements, key: str, target: str) -> bool:
    return any(field.to == target for entity in requirements.entities if entity.key == key for field in entity.fields)
