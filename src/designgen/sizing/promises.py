"""What the system promises and who stands behind it: availability, recovery, team, budget, zone, currency (DEF-01, 10, 11, 17)."""

from designgen.knowledge.catalogue import load
from designgen.model.facts import Figure, Use
from designgen.model.requirements import Project, Requirements
from designgen.sizing.capacity import downtime_minutes
from designgen.sizing.domain import Domain
from designgen.sizing.irreversible import Effect, effect
from designgen.sizing.ledger import Ledger
from designgen.sizing.naming import snake


def size_people(requirements: Requirements, ledger: Ledger) -> None:
    """Note how many of each actor there are."""
    total = 0.0
    for actor in requirements.actors:
        key = f"actors.{actor.name}.count"
        known = actor.count or actor.daily
        number = ledger.given(key, known.number, "people") if known else ledger.default(key, "actors.count", actor=actor.name)
        total += number if actor.kind == "human" else 0
    names = tuple(f"actors.{actor.name}.count" for actor in requirements.actors if actor.kind == "human")
    ledger.derived(
        Figure(
            key="actors.humans",
            value=total,
            unit="people",
            provenance="derived",
            rule="SIG-01",
            formula="sum of the human actors",
            inputs=names,
        )
    )


def size_promises(domain: Domain, uses: dict[str, tuple[Use, ...]], ledger: Ledger) -> None:
    """Note availability, recovery, team and budget."""
    _availability(domain, uses, ledger)
    _recovery(domain, ledger)
    _team(domain.requirements, ledger)
    _budget(domain.requirements, ledger)
    _place(domain.requirements, ledger)


def staff_only(requirements: Requirements) -> bool:
    """Return whether all humans are own staff, by the words for staff in their names and roles."""
    words = set(load("lexicon")["staff"])
    humans = [actor for actor in requirements.actors if actor.kind == "human"]
    return bool(humans) and all(set(snake(f"{actor.name} {actor.role or ''}").split("_")) & words for actor in humans)


def _availability(domain: Domain, uses: dict[str, tuple[Use, ...]], ledger: Ledger) -> None:
    requirements, row = domain.requirements, load("defaults")["availability.target"]
    paid = any(
        effect(use.operation, domain.entities[key], domain) is Effect.SURE and domain.near_money(domain.entities[key])
        for key, found in uses.items()
        for use in found
    )
    if requirements.quality.availability.target:
        target = ledger.given("availability.target", requirements.quality.availability.target.fraction, "share")
    elif staff_only(requirements):
        target = ledger.default("availability.target", value=row["staff"], why="only own staff use it", project=requirements.project.name)
    elif paid:
        target = ledger.default("availability.target", value=row["payment"], why="payments are accepted", project=requirements.project.name)
    else:
        who = next((actor.name for actor in requirements.actors if actor.kind == "human"), "user")
        target = ledger.default(
            "availability.target", value=row["public"], why=f"every {who} comes from outside", project=requirements.project.name
        )
    minutes = downtime_minutes(min(target, 1.0))
    ledger.derived(
        Figure(
            key="availability.downtime_minutes",
            value=minutes,
            unit="min per month",
            provenance="derived",
            rule="SIG-08",
            formula=f"(1 − {target:g}) × 43 830 minutes",
            inputs=("availability.target",),
        )
    )


def _recovery(domain: Domain, ledger: Ledger) -> None:
    given, project = domain.requirements.quality.availability, domain.requirements.project.name
    rows = load("defaults")
    serious = _serious(domain)
    why = f"{serious[0]} {serious[1]}" if serious else "no money, legal or safety data are kept"
    for key, duration in (("recovery.rpo_s", given.rpo), ("recovery.rto_s", given.rto)):
        if duration:
            ledger.given(key, duration.seconds, "s")
        else:
            value = rows[key]["serious" if serious else "normal"]
            ledger.default(key, value=value, why=why, what=serious[0] if serious else f"data of {project}", project=project)


def _serious(domain: Domain) -> tuple[str, str] | None:
    """Return the first entity whose data are money or legal, and why (DEF-11)."""
    for entity in domain.entities.values():
        if domain.money_fields(entity):
            return entity.name, f"holds money in `{domain.money_fields(entity)[0].name}`"
        if any(field.type == "gapless" for field in entity.fields):
            return entity.name, "is a legal document with a gapless number"
    return None


def _team(requirements: Requirements, ledger: Ledger) -> None:
    team, project = requirements.constraints.team, requirements.project.name
    for key, number in (("team.devs", team.devs), ("team.ops", team.ops)):
        if number is not None:
            ledger.given(key, number, "people")
        elif key == "team.devs" and team.size is not None:
            formula = f"team of {team.size} less {team.ops or 0} in operations"
            ledger.derived(
                Figure(key=key, value=team.size - (team.ops or 0), unit="people", provenance="derived", rule="V14", formula=formula)
            )
        else:
            ledger.default(key, project=project)
    size = ledger.number("team.devs") + ledger.number("team.ops")
    inputs = ("team.devs", "team.ops")
    ledger.derived(
        Figure(
            key="team.size",
            value=team.size or size,
            unit="people",
            provenance="derived",
            rule="ALN-02",
            formula="devs + ops",
            inputs=inputs,
        )
    )


def _budget(requirements: Requirements, ledger: Ledger) -> None:
    infra = requirements.constraints.budget.infra
    if infra and infra.monthly:
        ledger.given("budget.monthly", infra.monthly, f"{infra.currency} per month")
    else:
        ledger.default("budget.monthly", project=requirements.project.name)
    ledger.flag(
        "budget_given",
        bool(infra and infra.monthly),
        f"running budget {infra}" if infra else "no running budget in constraints.budget.infra",
    )


def zone_of(project: Project) -> tuple[str, str]:
    """Return the time zone of a project and why (DEF-01)."""
    if project.timezone:
        return project.timezone, "it is given"
    country = load("lexicon")["countries"].get(project.country or "")
    return (country["zone"], f"it is the capital's zone of {project.country}") if country else ("UTC", "neither zone nor country is given")


def currency_of(project: Project) -> tuple[str, str]:
    """Return the currency of a project and why (DEF-01)."""
    if project.currency:
        return project.currency, "it is given"
    country = load("lexicon")["countries"].get(project.country or "")
    return (
        (country["currency"], f"it is the currency of {project.country}") if country else ("EUR", "neither currency nor country is given")
    )


def _place(requirements: Requirements, ledger: Ledger) -> None:
    project = requirements.project
    if not project.timezone:
        zone, why = zone_of(project)
        ledger.assume("project.timezone", "timezone", shown=zone, value=zone, why=why, project=project.name)
    if not project.currency and any(field.type == "money" for entity in requirements.entities for field in entity.fields):
        currency, why = currency_of(project)
        ledger.assume("project.currency", "currency", shown=currency, value=currency, why=why, project=project.name)
    if not requirements.constraints.tech.database:
        version = load("defaults")["database.version"]["value"]
        ledger.assume("database.version", "database.version", shown=version, value=version, project=project.name)
