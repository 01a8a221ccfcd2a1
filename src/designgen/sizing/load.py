"""How much work there is: average, peak, growth, reads and writes (SIG-01, SIG-02)."""

from designgen.model.facts import Figure, Use
from designgen.model.quantities import DAY, Rate
from designgen.model.requirements import Requirements
from designgen.model.wishes import Actor
from designgen.sizing.files import all_files
from designgen.sizing.ledger import Ledger
from designgen.sizing.spread import Uses, spread

INPUTS = {
    "load.avg_rps": ("actors.humans", "load.active_share", "load.actions_per_day"),
    "load.peak_rps": ("load.avg_rps", "load.peak_factor"),
    "load.peak_rps_horizon": ("load.peak_rps", "load.growth", "load.horizon_years"),
    "load.read_rps": ("load.peak_rps_horizon", "load.read_ratio"),
    "load.write_rps": ("load.peak_rps_horizon", "load.read_ratio"),
}


def size_load(requirements: Requirements, uses: Uses, ledger: Ledger) -> Uses:
    """Note the figures of the load and return the uses with their peak rates."""
    load = requirements.quality.load
    project = requirements.project.name
    if load.growth:
        ledger.given("load.growth", load.growth.per_year, "per year")
    else:
        ledger.default("load.growth", project=project, people=_people(requirements))
    if load.horizon:
        ledger.given("load.horizon_years", load.horizon.seconds / (365 * DAY), "years")
    else:
        ledger.default("load.horizon_years", project=project)
    factor = _peak_factor(requirements, ledger)
    rates = {use.id: rate for all_of_one in uses.values() for use in all_of_one if (rate := peak_of(use, requirements, factor)) is not None}
    _average_and_peak(requirements, sum(rates.values()), factor, ledger)
    _read_ratio(requirements, uses, ledger, rates)
    _horizon(uses, rates, ledger)
    return spread(uses, rates, requirements, ledger)


def _people(requirements: Requirements) -> str:
    humans = [actor for actor in requirements.actors if actor.kind == "human"]
    return f"{humans[0].name}s" if humans else "users"


def _peak_factor(requirements: Requirements, ledger: Ledger) -> float:
    load, project = requirements.quality.load, requirements.project.name
    if load.peak and load.peak.times:
        return ledger.given("load.peak_factor", load.peak.times, "times")
    if load.peak and load.peak.per_second and load.avg and load.avg.per_second:
        return ledger.derived(
            Figure(
                key="load.peak_factor",
                value=load.peak.per_second / load.avg.per_second,
                unit="times",
                provenance="derived",
                rule="SIG-01",
                formula=f"peak {load.peak.per_second:g} per second ÷ average {load.avg.per_second:g} per second",
            )
        )
    if (load.peak_window or load.season) and window_hours(load.peak_window) <= 4:
        return ledger.default("load.peak_factor", value=10, formula="DEF-06: 10 for a short or seasonal peak", project=project)
    return ledger.default("load.peak_factor", formula="DEF-06: 5 where no season or short busy window is known", project=project)


def window_hours(window: str | None) -> float:
    """Return the length of a window such as `19:30-22:00`; one across midnight wraps, none at all is zero (a season)."""
    ends = [part.strip().split(":") for part in (window or "").split("-")]
    if len(ends) != 2 or not all(part.isdigit() for end in ends for part in end):
        return 0
    start, end = (int(end[0]) + int(end[1] if len(end) > 1 else 0) / 60 for end in ends)
    return (end - start) % 24


def peak_of(use: Use, requirements: Requirements, factor: float) -> float | None:
    """Return the peak rate of a use that has a rate of its own (V1); `each` counts every actor, a call of an import is one file."""
    delivered = all_files(use, requirements)
    if delivered:
        return sum(known.per_second for known in delivered) * factor
    rate = use.operation.rate or _volume_rate(use, requirements)
    if rate is None:
        return None
    times = sum(daily_of(requirements.actor(name)) or 1 for name in use.actors) if rate.each and use.actors else 1
    return rate.per_second * times * (factor if rate.kind == "avg" else 1)


def _volume_rate(use: Use, requirements: Requirements) -> Rate | None:
    """Return how often rows come into being, for the operation that creates them."""
    volume = requirements.entity(use.entity).volume
    return volume.rate if volume and not volume.per and use.operation.verb == "create" else None


def daily_of(actor: Actor) -> float:
    """Return how many of an actor come on a day: `daily`, else `count`, else 0 if nobody said."""
    known = actor.daily or actor.count
    return known.number if known else 0


def _average_and_peak(requirements: Requirements, rated: float, factor: float, ledger: Ledger) -> None:
    load = requirements.quality.load
    peak = load.peak.per_second if load.peak else None
    if load.avg:
        average = ledger.given("load.avg_rps", _overall(load.avg, requirements), "1/s")
    elif peak or rated:
        average = _derive(
            ledger, "load.avg_rps", max(peak or 0, rated) / factor, f"peak {max(peak or 0, rated):g} per second ÷ {factor:g}", "DEF-06"
        )
    else:
        average = _from_people(requirements, ledger)
    if peak and "load.peak_rps" not in ledger.overrides:
        ledger.given("load.peak_rps", peak, "1/s")
    elif rated > average * factor:
        _derive(ledger, "load.peak_rps", rated, f"sum of the peak rates of the operations: {rated:g} per second", "SIG-01")
    else:
        _derive(ledger, "load.peak_rps", average * factor, f"{average:.6g} per second × {factor:g}", "DEF-06")


def _overall(rate: Rate, requirements: Requirements) -> float:
    people = sum(daily_of(actor) for actor in requirements.actors) if rate.each else 1
    return rate.per_second * (people or 1)


def _from_people(requirements: Requirements, ledger: Ledger) -> float:
    """Return the average of active people times requests a day (DEF-05)."""
    actors = [actor for actor in requirements.actors if actor.kind == "human"] or list(requirements.actors)
    names = " and ".join(actor.name for actor in actors) or "user"
    people = sum(daily_of(actor) or ledger.number(f"actors.{actor.name}.count") for actor in actors)
    actions = ledger.default("load.actions_per_day", actor=names, project=requirements.project.name)
    share = 1.0
    if not all(actor.daily for actor in actors):
        share = ledger.default("load.active_share", actor=names, people=people)
    text = f"{people:g} people ({names}) × {share:g} active × {actions:g} requests a day ÷ 86 400 s"
    return _derive(ledger, "load.avg_rps", people * share * actions / DAY, text, "DEF-05")


def _read_ratio(requirements: Requirements, uses: Uses, ledger: Ledger, rates: dict[str, float]) -> None:
    everything = [use for found in uses.values() for use in found]
    given = requirements.quality.load.read_ratio
    if given:
        ledger.given("load.read_ratio", given.fraction, "share")
    elif rates and all(use.id in rates for use in everything) and sum(rates.values()):
        reading = sum(rates[use.id] for use in everything if not use.writes)
        _derive(ledger, "load.read_ratio", reading / sum(rates.values()), "reads ÷ all, from the rates of the operations", "DEF-07")
    else:
        value, kind = _usual_ratio(requirements, everything)
        ledger.default("load.read_ratio", value=value, kind=kind, project=requirements.project.name)


def _usual_ratio(requirements: Requirements, uses: list[Use]) -> tuple[float, str]:
    if requirements.actors and all(actor.kind == "device" for actor in requirements.actors):
        return 0.3, "devices report measurements"
    reports = [use for use in uses if use.operation.verb in ("report", "search", "list", "get", "export")]
    if uses and not any(use.operation.verb in ("create", "update", "transition") for use in uses) and reports:
        return 0.95, "figures are published"
    return 0.8, "people keep records"


def _horizon(uses: Uses, rates: dict[str, float], ledger: Ledger) -> None:
    """Note the load at the horizon; one operation alone may write more than the share of writes, peaks of several need not meet."""
    peak, growth, years = (ledger.number(f"load.{name}") for name in ("peak_rps", "growth", "horizon_years"))
    text = f"{peak:.6g} per second × (1 + {growth:g}) ^ {years:g}"
    later = _derive(ledger, "load.peak_rps_horizon", peak * (1 + growth) ** years, text, "SIG-01")
    ratio = ledger.number("load.read_ratio")
    _derive(ledger, "load.read_rps", later * ratio, f"{later:.6g} per second × {ratio:g}", "SIG-02")
    text, share = f"{later:.6g} per second × (1 − {ratio:g})", later * (1 - ratio)
    writing = {use.id: rates[use.id] for found in uses.values() for use in found if use.writes and use.id in rates}
    busiest = max(writing, key=lambda name: (writing[name], name), default="")
    alone = writing.get(busiest, 0.0) * (1 + growth) ** years
    if alone > share:
        text = f"{busiest} alone: {writing[busiest]:g} per second × (1 + {growth:g}) ^ {years:g}, above the {share:.3g} of {text}"
    _derive(ledger, "load.write_rps", max(share, alone), text, "SIG-02")


def _derive(ledger: Ledger, key: str, value: float, formula: str, rule: str) -> float:
    inputs = INPUTS.get(key, ())
    unit = "share" if key == "load.read_ratio" else "1/s"
    return ledger.derived(Figure(key=key, value=value, unit=unit, provenance="derived", rule=rule, formula=formula, inputs=inputs))
