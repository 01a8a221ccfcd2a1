"""Access paths in, parameters out: paths, filters that an index serves, order, pages, headers (API-040..052)."""

from designgen.engines.offline.backend.paths import resolve
from designgen.engines.offline.backend.reading import Brief
from designgen.engines.offline.backend.resources import Resource
from designgen.engines.offline.backend.wishes import Wish
from designgen.model.design.api import Parameter
from designgen.model.facts import AccessPath, Attribute

CURSOR = Parameter(name="cursor", place="query", component="Cursor", description="Where the next page begins.")
LIMIT = Parameter(name="limit", place="query", component="Limit", description="How many rows a page holds.")
TEXT = Parameter(name="q", place="query", component="SearchText", description="Words to look for.")
IF_MATCH = Parameter(name="If-Match", place="header", component="IfMatch", description="Version the change rests on.")
IF_MATCH_REQUIRED = IF_MATCH.model_copy(update={"component": "IfMatchRequired", "required": True})
KEY = Parameter(
    name="Idempotency-Key", place="header", component="IdempotencyKey", required=True, description="Makes a retry return the first answer."
)
RESUME = Parameter(name="Last-Event-ID", place="header", component="LastEventId", description="Event after which the stream goes on.")
CHALLENGE = Parameter(
    name="Challenge-Token", place="header", component="ChallengeToken", required=True, description="Shows that a person sends this."
)


def path_parameter(resource: Resource) -> Parameter:
    """Return the id in the path."""
    key = next((a for a in resource.facts.attributes if a.role == "key"), Attribute(name="id", type="id", role="key"))
    return Parameter(name=resource.parameter, place="path", required=True, attribute=key, description=f"Id of the {resource.noun}.")


def list_parameters(brief: Brief, resource: Resource, wish: Wish) -> tuple[Parameter, ...]:
    """Return filters, ranges, text, order and page of a list; only what an access path of the operation serves (API-044).

    The tenant is no filter: it comes from the token, and every path starts with it (API-010).
    """
    paths = [path for path in resource.facts.paths if path.operation == wish.id]
    found = [*_filters(brief, resource, paths), *_ranges(brief, resource, paths)]
    if wish.verb == "search" or any(path.search for path in paths) or _searches(resource, wish):
        found.append(TEXT.model_copy(update={"required": wish.verb == "search"}))
    found.extend(_order(resource, paths))
    return (*{parameter.name: parameter for parameter in found}.values(), CURSOR, LIMIT)


def shown_name(attribute: Attribute) -> str:
    """Return the name in the API: money under the name its author wrote, all else as stored."""
    return attribute.source if attribute.type == "money" and attribute.source else attribute.name


def _filters(brief: Brief, resource: Resource, paths: list[AccessPath]) -> list[Parameter]:
    found = []
    for name in dict.fromkeys(name for path in paths for name in path.equality):
        attribute = resolve(brief, resource.facts, name)
        if attribute is None or attribute.pii in ("special", "health", "card", "credential"):
            continue
        if brief.unit and attribute.role == "reference" and attribute.target == brief.unit:
            continue
        label = shown_name(attribute)
        found.append(
            Parameter(
                name=label,
                place="query",
                attribute=attribute,
                values=attribute.values,
                repeats=bool(attribute.values),
                description=f"Only {resource.many} with this {label.replace('_', ' ')}."
                + (" Repeat for more than one." if attribute.values else ""),
            )
        )
    return found


def _ranges(brief: Brief, resource: Resource, paths: list[AccessPath]) -> list[Parameter]:
    found = []
    for name in dict.fromkeys(path.range for path in paths if path.range):
        attribute = resolve(brief, resource.facts, name)
        if attribute is None:
            continue
        bound = attribute.model_copy(update={"type": attribute.of or "instant"}) if attribute.type == "range" else attribute
        for ending, text in (("gte", "from this value on"), ("lt", "below this value")):
            label = f"{attribute.name}_{ending}"
            found.append(
                Parameter(name=label, place="query", attribute=bound, description=f"Only {resource.many} whose {attribute.name} is {text}.")
            )
    return found


def _searches(resource: Resource, wish: Wish) -> bool:
    listed = wish.verb == "list" and any(attribute.searchable for attribute in resource.facts.attributes)
    return listed and not any(use.operation.verb == "search" for use in resource.facts.uses)


def _order(resource: Resource, paths: list[AccessPath]) -> list[Parameter]:
    shown = {attribute.name: shown_name(attribute) for attribute in resource.facts.attributes}
    orders = [",".join(("-" if key.descending else "") + shown.get(key.field, key.field) for key in path.sort) for path in paths]
    known = tuple(dict.fromkeys(order for order in orders if order))
    if not known:
        return []
    text = "Order of the rows; ties are broken by `id`." + (f" Without it `{known[0]}`." if len(known) == 1 else "")
    return [Parameter(name="sort", place="query", values=known, description=text)]
