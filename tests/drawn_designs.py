"""Designs made by hand: the tool library, and a larger one with twelve components and fifteen tables."""

from designgen.model.design.architecture import Architecture, Component, Connection, Zone
from designgen.model.design.database import Column, Database, ForeignKey, Index, KeyPart, Table
from designgen.model.design.flows import Flow, Flows, Step
from designgen.model.design.whole import Design
from designgen.model.domain import BoundedContext, Entity, State, Transition
from designgen.model.facts import Attribute, Facts
from designgen.model.quantities import Count
from designgen.model.requirements import Project, Requirements
from designgen.model.wishes import Actor


def column(written: str) -> Column:
    """Read `name type`, `name type?` for one that may be empty."""
    name, type = written.split(" ", 1)
    system = name in ("version", "created_at", "updated_at", "created_by", "updated_by")
    attribute = Attribute(name=name, type=type.rstrip("?"), nullable=type.endswith("?"), role="system" if system else "data")
    return Column(name=name, attribute=attribute)


def table(name: str, columns: str, refers: str = "", kind: str = "entity", unique: str = "") -> Table:
    """Read columns apart by commas and references as `column->schema.table`."""
    schema, label = name.split(".")
    keys = tuple(pair.split("->") for pair in refers.split()) if refers else ()
    return Table(
        key=f"table:{name}",
        schema_name=schema,
        label=label,
        comment="",
        kind=kind,
        columns=tuple(column(part.strip()) for part in columns.split(",")),
        primary_key=(columns.split(" ", 1)[0],),
        foreign_keys=tuple(ForeignKey(name=f"{label}_{a}_fk", columns=(a,), target=b) for a, b in keys),
        uniques=tuple(Index(key=f"index:{u}_key", table=name, parts=(KeyPart(expression=u),), unique=True) for u in unique.split()),
    )


SYSTEM = ", version int, created_at instant, updated_at instant, created_by uuid, updated_by uuid"
HISTORY = "id bigint, row_id uuid, from_status text?, to_status text, event text, changed_at instant, changed_by uuid?"
MOVES = "from_status text, event text, to_status text"


def link(source: str, target: str, purpose: str, protocol: str = "HTTPS", mode: str = "sync", hard: bool = True) -> Connection:
    return Connection(
        key=f"connection:{source}-{target}",
        source=f"component:{source}",
        target=f"component:{target}",
        purpose=purpose,
        protocol=protocol,
        mode=mode,
        hard=hard,
    )


def part(name: str, kind: str, title: str, technology: str = "", **more: object) -> Component:
    return Component(key=f"component:{name}", kind=kind, title=title, technology=technology, **more)


def states(**moves: dict[str, str]) -> tuple[State, ...]:
    return tuple(
        State(name=name, transitions=tuple(Transition(event=event, to=to) for event, to in leaves.items()))
        for name, leaves in moves.items()
    )


def toolshed() -> Design:
    """The tool library of the shipped example."""
    tool = Entity(name="Tool", context="lending", states=states(FREE={"lend": "LENT"}, LENT={"return": "FREE"}))
    loan = Entity(name="Loan", context="lending", states=states(OPEN={"return": "CLOSED"}, CLOSED={}))
    requirements = Requirements(
        project=Project(name="toolshed", purpose="Neighbours lend tools to each other and see what is free."),
        actors=(Actor(name="member", count=Count.of("2k")),),
        domain=(
            BoundedContext(name="lending", entities=(tool, loan)),
            BoundedContext(name="people", entities=(Entity(name="Member", context="people"),)),
        ),
    )
    components = (
        part("member", "person", "Member"),
        part("web", "web", "Web client", "HTML, TypeScript"),
        part("proxy", "proxy", "Reverse proxy", "Caddy"),
        part("app", "app", "Application", "modular monolith", instances=2, does="Serves the API of lending and people."),
        part("worker", "worker", "Worker", "same image as the application"),
        part("database", "database", "Database", "PostgreSQL 15", stateful=True),
        part("identity", "identity", "Identity provider", "OpenID Connect", outside=True),
    )
    connections = (
        link("member", "web", "offers, borrows and returns tools", "browser"),
        link("web", "proxy", "API requests and pages"),
        link("web", "identity", "sign-in", "OpenID Connect"),
        link("proxy", "app", "forwards requests", "HTTP"),
        link("app", "identity", "fetches signing keys", hard=False),
        link("app", "database", "reads and writes", "SQL over TLS"),
        link("worker", "database", "purges and reminds", "SQL over TLS", "batch"),
    )
    zones = (
        Zone(key="zone:region", title="eu-central region"),
        Zone(key="zone:edge", title="Public network", inside="zone:region", components=("component:proxy",)),
        Zone(key="zone:private", title="Private network", inside="zone:region", components=("component:app", "component:worker")),
        Zone(key="zone:data", title="Data network", inside="zone:region", components=("component:database",)),
    )
    tables = (
        table(
            "lending.tool", "id uuid, owner_id uuid, name string, deposit_amount money?, status enum" + SYSTEM, "owner_id->people.member"
        ),
        table(
            "lending.loan",
            "id uuid, tool_id uuid, borrower_id uuid, due_on date, status enum" + SYSTEM,
            "tool_id->lending.tool borrower_id->people.member",
        ),
        table("people.member", "id uuid, name string, email email, identity_subject text" + SYSTEM, unique="email identity_subject"),
        table("lending.tool_status_history", HISTORY, "row_id->lending.tool", "history"),
        table("lending.loan_status_history", HISTORY, "row_id->lending.loan", "history"),
        table("lending.tool_transition", MOVES, kind="transition"),
        table("lending.loan_transition", MOVES, kind="transition"),
        table(
            "platform.idempotency_key",
            "key text, subject text, operation text, request_hash hash, status int?, response json?, created_at instant",
            kind="platform",
        ),
    )
    steps = (
        Step(source="component:member", target="component:web", text="Borrow the hammer until 2 May"),
        Step(source="component:web", target="component:proxy", text="POST /loans with Idempotency-Key"),
        Step(source="component:proxy", target="component:app", text="POST /loans"),
        Step(source="component:app", target="component:app", text="check scope lending.loan.write and the token", mode="self"),
        Step(source="component:app", target="component:database", text="BEGIN; reserve the idempotency key; lock the tool row"),
        Step(
            source="component:app", target="component:database", text="INSERT lending.loan, UPDATE lending.tool SET status = LENT; COMMIT"
        ),
        Step(source="component:database", target="component:app", text="committed", mode="reply"),
        Step(source="component:app", target="component:proxy", text="201 Created, Location, ETag", mode="reply"),
        Step(source="component:proxy", target="component:web", text="201 Created", mode="reply"),
        Step(source="component:app", target="component:worker", text="loan.created in the outbox", mode="async"),
    )
    flow = Flow(
        key="flow:createLoan",
        title="Borrow a tool",
        operation="createLoan",
        steps=steps,
        transaction="the loan, the status of the tool, both histories and the idempotency key",
        on_failure="the member sees 409 tool-not-free; no row changes, and the same key may be sent again",
    )
    return Design(
        title="Toolshed",
        date="2026-11-20",
        facts=Facts(requirements=requirements),
        architecture=Architecture(components=components, connections=connections),
        zones=zones,
        database=Database(tables=tables),
        flows=Flows(flows=(flow,)),
    )


def restaurant() -> Design:
    """A larger one: twelve components, fifteen tables, three schemas, an entity with many states."""
    reservation = states(
        REQUESTED={"confirm": "BOOKED", "decline": "DECLINED"},
        BOOKED={"seat": "SEATED", "cancel": "CANCELLED", "no_show": "NO_SHOW", "move": "BOOKED"},
        SEATED={"leave": "DONE"},
        DONE={},
        DECLINED={},
        CANCELLED={},
        NO_SHOW={},
    )
    order = states(
        PLACED={"accept": "ACCEPTED", "reject": "REJECTED"},
        ACCEPTED={"cook": "COOKING"},
        COOKING={"serve": "SERVED"},
        SERVED={"pay": "PAID"},
        PAID={"refund": "REFUNDED"},
        REJECTED={},
        REFUNDED={},
    )
    entities = (
        Entity(name="Reservation", context="booking", states=reservation),
        Entity(name="TableOrder", context="ordering", states=order),
    )
    requirements = Requirements(
        project=Project(
            name="tavola", purpose="Guests book a table, order from it and pay; kitchens see what to cook, owners see what they earn."
        ),
        actors=(Actor(name="guest", count=Count.of("300k")), Actor(name="staff", count=Count.of("1200"))),
        domain=(BoundedContext(name="ordering", entities=entities),),
    )
    components = (
        part("guest", "person", "Guest"),
        part("staff", "person", "Restaurant staff"),
        part("printer", "device", "Kitchen printer", "ESC/POS over TCP"),
        part("web", "web", "Guest web client", "React"),
        part("proxy", "proxy", "Reverse proxy", "nginx"),
        part("app", "app", "Application", "Python, FastAPI", instances=3),
        part("worker", "worker", "Worker", "Python", instances=2),
        part("database", "database", "Database", "PostgreSQL 15", instances=2, stateful=True),
        part("cache", "cache", "Session and menu cache", "Redis 7"),
        part("storage", "storage", "Menu pictures", "S3-compatible object storage"),
        part("stripe", "external", "Stripe", "payments", outside=True),
        part("mailer", "external", "Postmark", "transactional mail", outside=True),
        part("identity", "identity", "Identity provider", "Keycloak", outside=True),
    )
    connections = (
        link("guest", "web", "books, orders, pays", "browser"),
        link("staff", "web", "seats guests and serves orders", "browser"),
        link("web", "proxy", "API requests"),
        link("web", "stripe", "card entry in their frame", hard=True),
        link("proxy", "app", "forwards requests", "HTTP"),
        link("app", "database", "reads and writes", "SQL over TLS"),
        link("app", "cache", "sessions, menus", "RESP over TLS", hard=False),
        link("app", "storage", "pictures of dishes", "S3", hard=False),
        link("app", "stripe", "charges and refunds"),
        link("stripe", "proxy", "payment webhooks", "HTTPS, signed", "async"),
        link("app", "identity", "checks tokens", "OpenID Connect"),
        link("worker", "database", "outbox, purge, reminders", "SQL over TLS", "async"),
        link("worker", "mailer", "reminders and receipts", "HTTPS", "async", hard=False),
        link("worker", "printer", "kitchen tickets", "TCP 9100", "async"),
        link("worker", "storage", "nightly takings report", "S3", "batch", hard=False),
    )
    zones = (
        Zone(key="zone:cloud", title="Hetzner Cloud, Falkenstein"),
        Zone(key="zone:edge", title="Public network", inside="zone:cloud", components=("component:proxy",)),
        Zone(
            key="zone:private",
            title="Private network 10.20.0.0/16",
            inside="zone:cloud",
            components=("component:app", "component:worker", "component:cache"),
        ),
        Zone(key="zone:a", title="Data zone A", inside="zone:cloud", components=("component:database",)),
        Zone(key="zone:b", title="Data zone B", inside="zone:cloud", components=("component:database", "component:storage")),
        Zone(key="zone:venue", title="Restaurant premises", components=("component:printer",)),
    )
    tables = (
        table("venue.venue", "id uuid, name string, timezone timezone, vat_number text, address text" + SYSTEM),
        table("venue.dining_table", "id uuid, venue_id uuid, label string, seats int" + SYSTEM, "venue_id->venue.venue"),
        table(
            "venue.menu_item",
            "id uuid, venue_id uuid, name string, description text?, price_amount money, allergens set, picture file?, available bool"
            + SYSTEM,
            "venue_id->venue.venue",
        ),
        table(
            "booking.reservation",
            "id uuid, venue_id uuid, dining_table_id uuid?, guest_id uuid, during range, party_size int, note text?,"
            " channel enum, deposit_amount money?, reminder_sent_at instant?, status enum" + SYSTEM,
            "venue_id->venue.venue dining_table_id->venue.dining_table guest_id->booking.guest",
        ),
        table(
            "booking.guest",
            "id uuid, name string, email email, phone phone?, identity_subject text" + SYSTEM,
            unique="email identity_subject",
        ),
        table(
            "ordering.table_order",
            "id uuid, venue_id uuid, reservation_id uuid?, placed_at instant, total_amount money, status enum" + SYSTEM,
            "venue_id->venue.venue reservation_id->booking.reservation",
        ),
        table(
            "ordering.order_line",
            "id uuid, table_order_id uuid, menu_item_id uuid, quantity int, price_amount money",
            "table_order_id->ordering.table_order menu_item_id->venue.menu_item",
        ),
        table(
            "ordering.payment",
            "id uuid, table_order_id uuid, stripe_charge text, amount money" + SYSTEM,
            "table_order_id->ordering.table_order",
            unique="table_order_id stripe_charge",
        ),
        table("ordering.monthly_takings", "id uuid, venue_id uuid, month date, gross_amount money", "venue_id->venue.venue", "aggregate"),
        table("booking.reservation_status_history", HISTORY, "row_id->booking.reservation", "history"),
        table("ordering.table_order_status_history", HISTORY, "row_id->ordering.table_order", "history"),
        table("booking.reservation_transition", MOVES, kind="transition"),
        table("ordering.table_order_transition", MOVES, kind="transition"),
        table("platform.idempotency_key", "key text, subject text, request_hash hash, response json?, created_at instant", kind="platform"),
        table("platform.outbox", "id bigint, topic text, payload json, created_at instant, sent_at instant?", kind="platform"),
    )
    steps = (
        Step(source="component:guest", target="component:web", text="Pay the bill"),
        Step(source="component:web", target="component:app", text="POST /table-orders/{id}:pay"),
        Step(source="component:app", target="component:stripe", text="create charge, Idempotency-Key = order id, timeout 10 s"),
        Step(source="component:stripe", target="component:app", text="charge id", mode="reply"),
        Step(source="component:app", target="component:database", text="INSERT payment, UPDATE table_order"),
        Step(source="component:database", target="component:app", text="committed", mode="reply"),
        Step(source="component:app", target="component:web", text="200 OK", mode="reply"),
        Step(source="component:worker", target="component:database", text="claim the outbox row", mode="sync"),
        Step(source="component:worker", target="component:mailer", text="send the receipt", mode="async"),
    )
    return Design(
        title="Tavola",
        date="2026-11-20",
        facts=Facts(requirements=requirements),
        architecture=Architecture(components=components, connections=connections),
        zones=zones,
        database=Database(tables=tables),
        flows=Flows(flows=(Flow(key="flow:payOrder", title="Pay at the table", operation="payTableOrder", steps=steps),)),
    )
