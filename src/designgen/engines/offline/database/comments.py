"""An attribute in, the sentence that its column carries into the database out (CORE-04, LINT-D29)."""

from designgen.engines.offline.database.ground import Ground
from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import phrase
from designgen.knowledge.wording import listed
from designgen.model.facts import Attribute, EntityFacts


def table_comment(ground: Ground, facts: EntityFacts) -> str:
    """Return what a table holds, for whom, and the requirements that ask for it."""
    titles = {wish.id: wish.title for wish in ground.facts.requirements.requirements}
    wishes = [key for key in facts.because if key in titles or key.startswith("DEF-03")]
    told = [f"{titles[key]} ({key})" for key in wishes if titles.get(key)]
    purpose = "; ".join(told) if told else ", ".join(wishes)
    states = f" States: {', '.join(state.name for state in facts.entity.states)}." if facts.entity.states else ""
    parent = ground.parent(facts)
    part = f" Part of {_words(parent.split('.')[-1])}." if parent else ""
    reasons = f" {purpose}." if purpose else ""
    return f"{_words(facts.entity.name).capitalize()} of {_words(facts.entity.context)}.{part}{states}{reasons}"


def column_comment(ground: Ground, facts: EntityFacts, attribute: Attribute) -> str:
    """Return the meaning of a column, its privacy class, and the requirements and rules behind it."""
    catalogue = load("columns")
    text = _sentence(catalogue, ground, facts, attribute)
    values = _values(ground, facts, attribute)
    extras = [phrase(catalogue["additions"][name], **values) for name in _additions(facts, attribute)]
    because = ", ".join(dict.fromkeys((*facts.because, *attribute.because)))
    return " ".join([phrase(text, **values), *extras, f"{because}." if because else ""]).strip()


def _sentence(catalogue: dict[str, dict[str, str]], ground: Ground, facts: EntityFacts, attribute: Attribute) -> str:
    names, roles, types = catalogue["names"], catalogue["roles"], catalogue["types"]
    if attribute.role in ("key", "system") and attribute.name in names:
        return names["id_random" if attribute.default == "uuidv4" else attribute.name]
    if attribute.role == "status":
        return roles["status"]
    if attribute.role == "reference":
        return roles[_kind_of_reference(ground, facts, attribute)]
    if attribute.type == "date" and is_business_date(ground, attribute):
        return types["business_date"]
    if attribute.type == "set" and not attribute.values:
        return types["default"]
    return types.get(attribute.type, types["default"])


def is_business_date(ground: Ground, attribute: Attribute) -> bool:
    """Return whether a date is the day of business where work goes on past midnight (DATA-059)."""
    quality = ground.facts.requirements.quality
    windows = [window for window in (quality.load.peak_window, quality.availability.window) if window and "-" in window]
    past_midnight = any(window.split("-")[1].strip() < window.split("-")[0].strip() for window in windows)
    return past_midnight and attribute.name in load("columns")["business_dates"]


def _kind_of_reference(ground: Ground, facts: EntityFacts, attribute: Attribute) -> str:
    if ground.tenant_column(facts.key) == attribute.name:
        return "tenant"
    if attribute.owner:
        return "owner"
    if ground.parent(facts) == attribute.target:
        return "parent"
    return "reference" if _words(attribute.source) == _words((attribute.target or "").split(".")[-1]) else "named"


def _additions(facts: EntityFacts, attribute: Attribute) -> list[str]:
    field = next((known for known in facts.entity.fields if known.name == attribute.source and attribute.source), None)
    wanted = {
        "computed": bool(field and (field.computed or field.aggregate)),
        "snapshot": bool(field and field.snapshot),
        "write_once": attribute.write_once and attribute.role in ("data", "reference"),
        "pii": bool(attribute.pii),
    }
    return [name for name, holds in wanted.items() if holds]


def _values(ground: Ground, facts: EntityFacts, attribute: Attribute) -> dict[str, object]:
    words = _words(attribute.source or attribute.name)
    events = dict.fromkeys(move.event for state in facts.entity.states for move in state.transitions)
    return {
        "thing": _words(facts.entity.name),
        "words": words,
        "Words": words[:1].upper() + words[1:],
        "values": listed(list(attribute.values), last="or"),
        "events": listed(list(events)) or "nothing",
        "target": _words(attribute.target.split(".")[-1]) if attribute.target else "",
        "currency": ground.currency,
        "bounds": _bounds(attribute),
        "digits": f"{attribute.precision or 12} digits, {attribute.scale if attribute.scale is not None else 2} after the point",
        "pii": attribute.pii or "",
        "zone": ground.facts.requirements.project.timezone or "UTC",
    }


def _bounds(attribute: Attribute) -> str:
    low, high = attribute.low, attribute.high
    if low is not None and high is not None:
        return f", {low} to {high}"
    return f", at least {low}" if low is not None else f", at most {high}" if high is not None else ""


def _words(name: str) -> str:
    """Write `DiningTable` or `due_on` as words."""
    spaced = "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in name)
    return " ".join(spaced.replace("_", " ").replace("-", " ").split())
