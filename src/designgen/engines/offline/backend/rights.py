"""Who may call what on which row: scopes, object rules, ways to prove who one is (API-085..092)."""

from designgen.engines.offline.backend.guests import is_guest, is_open
from designgen.engines.offline.backend.reading import Brief, snake, words
from designgen.engines.offline.backend.resources import Resource
from designgen.engines.offline.backend.wishes import Wish
from designgen.model.design.api import Api, ApiOperation, Scope
from designgen.model.facts import Attribute

WAYS = {
    "oauth-client": "oauth-client",
    "api-key": "api-key",
    "hmac": "signature",
    "mtls": "mtls",
    "x509": "mtls",
    "anonymous": "guest-token",
}
READS = ("list", "get", "search", "report")


def schemes(brief: Brief, actors: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ways in which these actors prove who they are, each once."""
    return tuple(dict.fromkeys(_way(brief, name) for name in actors if not is_open(brief, name)))


def public_reason(brief: Brief, actors: tuple[str, ...]) -> str:
    """Return why an operation needs no token, or an empty text (LINT-A09)."""
    free = [name for name in actors if is_open(brief, name)]
    silent = all(brief.actor(name).auth == "none" for name in free)
    why = "their `auth` is `none`" if silent else "anonymous callers who come back to no row of their own"
    return f"{' and '.join(free)} need not sign in: {why}" if free else ""


def owner_of(resource: Resource) -> Attribute | None:
    """Return the attribute that names the owner of a row."""
    return next((attribute for attribute in resource.facts.attributes if attribute.owner), None)


def is_self(brief: Brief, resource: Resource, actors: tuple[str, ...]) -> bool:
    """Whether the callers are rows of this very entity."""
    return bool(actors) and all(brief.person(actor) == resource.key for actor in actors)


def catalogue_like(resource: Resource) -> bool:
    """Whether some requirement lists or searches all rows, so that reading one is no secret."""
    return any(use.operation.verb in ("list", "search", "crud") and not use.operation.own for use in resource.facts.uses)


def peers_read(brief: Brief, resource: Resource, actors: tuple[str, ...]) -> bool:
    """Whether readers and the persons in the rows are of one kind, so that readers are no staff."""
    writers = {actor for use in resource.facts.uses if use.writes for actor in use.actors}
    about = {actor for actor in actors if brief.person(actor) == resource.key}
    return bool(about or writers & set(actors))


def object_rule(brief: Brief, resource: Resource, wish: Wish) -> str:
    """Return who may touch which row (API-091), as a sentence; other rows answer 404."""
    return f"{_tenant_rule(brief, resource, wish)} {_row_rule(brief, resource, wish)}".strip()


def _tenant_rule(brief: Brief, resource: Resource, wish: Wish) -> str:
    """Return which tenant's rows are reached (API-010); an id of another one answers as if it did not exist."""
    unit = words(brief.unit.rpartition(".")[2])
    if not brief.unit or resource.key not in {e.key for e in brief.facts.entities}:
        return ""
    if resource.key == brief.unit:
        if wish.verb == "create":
            return f"Opens another {unit}; the caller's token stays with its own."
        return f"The {unit} in the token only" + ("." if wish.verb in ("list", "search", "subscribe") else "; any other id answers 404.")
    single = wish.verb not in ("list", "search", "subscribe", "report", "export", "import", "batch", "create")
    return f"Rows of the {unit} in the token only" + (f"; those of another {unit} answer 404." if single else ".")


def separated(brief: Brief, found: tuple[Api, ...]) -> tuple[Api, ...]:
    """Return the documents with as many scopes as the sets of callers differ (API-090, least privilege).

    Where the operations of one scope have different callers, each set of callers gets a scope named for its deeds:
    a waiter who may place an order holds `ordering.order.place` and cannot refund with it. Callers are counted over all documents,
    because one authorization server issues the tokens of all.
    """
    sharing: dict[str, list[ApiOperation]] = {}
    for operation in (one for api in found for one in api.operations if one.scope):
        sharing.setdefault(operation.scope, []).append(operation)
    names = {scope: _names(brief, scope, users) for scope, users in sharing.items()}
    split = {name: _needs(sharing[scope]) for scope, named in names.items() for name in named.values() if name != scope}
    return tuple(_with_scopes(brief, api, names, split) for api in found)


def _holders(brief: Brief, operation: ApiOperation) -> tuple[str, ...]:
    """Return who needs the scope: every caller but those who prove nothing."""
    return tuple(name for name in operation.actors if not is_open(brief, name))


def _deed(operation: ApiOperation) -> str:
    return snake(operation.event or operation.kind)


def _needs(users: list[ApiOperation]) -> tuple[str, ...]:
    return tuple(need for operation in users for need in operation.requirements)


def _names(brief: Brief, scope: str, users: list[ApiOperation]) -> dict[str, str]:
    """Return the scope of each deed: the one there is where all deeds have the same callers."""
    deeds: dict[str, set[str]] = {}
    for operation in users:
        deeds.setdefault(_deed(operation), set()).update(_holders(brief, operation))
    groups: dict[frozenset[str], list[str]] = {}
    for deed, actors in deeds.items():
        groups.setdefault(frozenset(actors), []).append(deed)
    if len(groups) == 1:
        return dict.fromkeys(deeds, scope)
    stem = scope.rpartition(".")[0]
    return {deed: f"{stem}.{'_'.join(group)}" for group in groups.values() for deed in group}


def _with_scopes(brief: Brief, api: Api, names: dict[str, dict[str, str]], split: dict[str, tuple[str, ...]]) -> Api:
    """Return a document whose operations ask for these scopes; one that was split off is there for all whose callers split it."""
    operations = tuple(one.model_copy(update={"scope": names[one.scope][_deed(one)]}) if one.scope else one for one in api.operations)
    held = sorted({operation.scope for operation in operations if operation.scope})
    using = {name: [operation for operation in operations if operation.scope == name] for name in held}
    scopes = tuple(_scope(brief, name, users, split.get(name, ())) for name, users in using.items())
    return api.model_copy(update={"operations": operations, "scopes": scopes})


def _scope(brief: Brief, name: str, users: list[ApiOperation], split: tuple[str, ...]) -> Scope:
    """Return a scope with what it grants and who holds it (API-090)."""
    deeds = ", ".join(operation.summary[:1].lower() + operation.summary[1:] for operation in users)
    return Scope(
        key=f"scope:{name}",
        grants=f"{deeds[:1].upper()}{deeds[1:]}.",
        actors=tuple(dict.fromkeys(actor for operation in users for actor in _holders(brief, operation))),
        because=tuple(
            dict.fromkeys(
                (
                    *_needs(users),
                    *split,
                    *(f"schema:{operation.response}" for operation in users if operation.response),
                    "API-090",
                )
            )
        ),
    )


def _way(brief: Brief, name: str) -> str:
    actor = brief.actor(name)
    if actor.signs_in:
        return "oidc"
    return WAYS.get(actor.auth or "", "oauth-client" if actor.kind == "system" else "mtls")


def _row_rule(brief: Brief, resource: Resource, wish: Wish) -> str:
    owner = owner_of(resource)
    if is_self(brief, resource, wish.actors):
        return _self_rule(resource, wish)
    if owner is None:
        return _ownerless_rule(brief, resource, wish)
    if wish.verb in ("create", "batch", "import"):
        return f"`{owner.name}` becomes the caller and cannot be sent."
    if wish.verb in READS and catalogue_like(resource) and not wish.own:
        return f"Every {' or '.join(wish.actors)} may read every row."
    second = _second_owner(brief, resource) if wish.verb in READS else ""
    return f"`{owner.name}` is the caller{second}; other rows answer 404."


def _ownerless_rule(brief: Brief, resource: Resource, wish: Wish) -> str:
    """Return the rule where no attribute names an owner: guests reach what was made under their token (API-086)."""
    token = [name for name in wish.actors if is_guest(brief, name)]
    free = [name for name in wish.actors if is_open(brief, name)]
    staff = [name for name in wish.actors if name not in token and name not in free]
    makes = any(use.writes and set(use.actors) & set(token) for use in resource.facts.uses)
    said = ["Everyone, without a token."] if free else []
    if token and wish.verb in ("create", "batch", "import"):
        said.append(f"What a {' or '.join(token)} makes belongs to its token.")
    elif token and makes:
        others = "are not shown" if wish.verb in ("list", "search", "subscribe", "report") else "answer 404"
        said.append(f"A {' or '.join(token)} reaches rows made under its token only; others {others}.")
    elif token:
        staff = [*token, *staff]
    return " ".join([*said, *([f"Any {' or '.join(staff)} with the scope."] if staff else [])])


def _self_rule(resource: Resource, wish: Wish) -> str:
    if wish.verb in ("list", "search"):
        return f"Every {resource.noun} may list all; only names are shown."
    if wish.verb == "create":
        return f"Creates the caller's own {resource.noun}: `sub` of the token becomes its identity."
    return f"The caller's own {resource.noun} only, found by `sub` of the token; other rows answer 404."


def parties(brief: Brief, resource: Resource) -> tuple[str, ...]:
    """Return the requirements that give a row its second party: those of what it refers to and somebody owns."""
    targets = [brief.entity(a.target) for a in resource.facts.attributes if a.role == "reference" and a.target and not a.owner]
    return tuple(need for target in targets if target and any(other.owner for other in target.attributes) for need in target.because)


def _second_owner(brief: Brief, resource: Resource) -> str:
    """Return the other party of a row: the owner of what it refers to."""
    for attribute in resource.facts.attributes:
        target = brief.entity(attribute.target) if attribute.role == "reference" and attribute.target else None
        held = next((other for other in target.attributes if other.owner), None) if target else None
        if held and not attribute.owner:
            return f", or `{held.name}` of the {words(attribute.source or attribute.name)} is"
    return ""
