"""The HTTP API as typed items; the renderer turns them into OpenAPI 3.1."""

from typing import Literal

from pydantic import Field as Described

from designgen.model.design.item import Item
from designgen.model.facts import Attribute
from designgen.model.frozen import Frozen

Method = Literal["get", "post", "put", "patch", "delete"]


class ErrorCode(Item):
    """One line of the error catalogue (API-072); key `error:ILLEGAL_TRANSITION`."""

    status: int
    title: str
    meaning: str
    retryable: bool = False


class Scope(Item):
    """A right that a token carries (API-090); key `scope:lending.tool.read`."""

    grants: str
    actors: tuple[str, ...] = ()


class Property(Frozen):
    """One property of a schema: the attribute it shows, and how it is shown here."""

    name: str
    attribute: Attribute
    required: bool = True
    read_only: bool = False
    description: str = ""


class Mask(Frozen):
    """What one kind of caller does not get to see of an object: these members are null for it (API-092)."""

    actor: str
    hides: tuple[str, ...]


class RatePolicy(Frozen):
    """How often one caller may ask (API-075): a name, the quota of a window, whom it counts."""

    name: str
    quota: int
    window_s: int = 60
    counts: str = Described(description="who is one caller: an account, a token, an address")
    covers: tuple[str, ...] = Described(default=(), description="operation ids; empty is every operation of that actor")
    reason: str = ""


class ObjectSchema(Item):
    """An object of the API (API-062); key `schema:ToolCreate`."""

    entity: str
    kind: Literal["read", "create", "patch", "summary", "command"]
    properties: tuple[Property, ...]
    description: str = ""
    masks: tuple[Mask, ...] = ()


class Parameter(Frozen):
    """A query, path or header parameter (API-040..048)."""

    name: str
    place: Literal["path", "query", "header"]
    description: str
    attribute: Attribute | None = None
    component: str = Described(default="", description="name of a shared parameter, such as Cursor")
    required: bool = False
    values: tuple[str, ...] = ()
    repeats: bool = False


class ApiOperation(Item):
    """One endpoint; key `operation:createLoan`."""

    method: Method
    path: str
    tag: str
    summary: str
    description: str
    kind: Literal["list", "get", "create", "update", "replace", "delete", "event", "search", "report", "action", "import", "export"]
    entity: str = ""
    event: str = ""
    actors: tuple[str, ...] = ()
    scope: str = Described(default="", description="scope name; empty only with `public`")
    public: str = Described(default="", description="why no token is needed")
    schemes: tuple[str, ...] = Described(
        default=(), description="ways to prove who calls: oidc, oauth-client, api-key, signature or the sender's own, mtls, guest-token"
    )
    object_rule: str = Described(default="", description="who may touch which row (API-091)")
    parameters: tuple[Parameter, ...] = ()
    request: str = Described(default="", description="schema name of the body")
    response: str = Described(default="", description="schema name of the answer; of one item where a page is returned")
    status: int = 200
    errors: tuple[str, ...] = Described(default=(), description="codes of the error catalogue it can raise")
    idempotency_key: bool = False
    if_match: Literal["", "required", "optional"] = ""
    etag: bool = False
    page: bool = False
    asynchronous: bool = False
    cache: str = Described(default="", description="Cache-Control of the answer")
    p95_ms: float = 0
    per_second: float = 0
    requirements: tuple[str, ...] = ()
    serves: tuple[str, ...] = Described(default=(), description="ids of the uses it answers where it is not named like them (API-056)")
    sender: str = Described(default="", description="integration whose webhooks it receives (API-070)")
    media: str = Described(default="", description="media type of the body, of the answer where a GET streams; empty is JSON")


class Tag(Frozen):
    """A group of endpoints."""

    name: str
    description: str
    group: str = ""


class Api(Item):
    """One document for one audience; key `api:own-clients`."""

    title: str
    summary: str
    audience: str
    version: str = "1.0.0"
    base: str = Described(default="/v1", description="path prefix with the major version")
    host: str = Described(default="", description="host without scheme; the environments prefix it")
    environments: tuple[str, ...] = ()
    security: Literal["oidc", "oauth-client", "api-key", "none"] = "oidc"
    tags: tuple[Tag, ...] = ()
    operations: tuple[ApiOperation, ...] = ()
    schemas: tuple[ObjectSchema, ...] = ()
    errors: tuple[ErrorCode, ...] = ()
    scopes: tuple[Scope, ...] = ()
    currency: str = "EUR"
    page_default: int = 25
    page_max: int = 100
    cursor_hours: int = 24
    idempotency_hours: int = 24
    rate_limit: int = Described(default=60, description="requests per principal and minute (API-075)")
    rate_policies: tuple[RatePolicy, ...] = Described(default=(), description="quotas by kind of caller and of work")
    body_kb: int = 256

    def operation(self, name: str) -> ApiOperation:
        """Return the operation of that id; KeyError if there is none."""
        for operation in self.operations:
            if operation.name == name:
                return operation
        raise KeyError(name)
