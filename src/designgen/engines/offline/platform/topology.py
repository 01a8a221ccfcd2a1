"""The components of the backend in, what operation adds and where everything lives out: each component in one zone."""

from designgen.engines.offline.platform.brief import Brief
from designgen.engines.offline.platform.recovery import archive_seconds
from designgen.knowledge.wording import duration
from designgen.model.design.architecture import Component, ComponentKind, Connection, Zone
from designgen.sizing.availability import planned

OBSERVABILITY = {
    "self-hosted": "Prometheus, Grafana and Loki, run by us",
    "saas": "a hosted observability service that speaks OTLP and PromQL",
    "cloud-native": "the monitoring of the cloud, read with PromQL",
    "log-centric": "a log platform with metrics beside",
}
SECRETS = {
    "secret-manager": "the secret manager of the platform",
    "vault": "HashiCorp Vault",
    "encrypted-git": "SOPS-encrypted files in Git",
    "plain-env": "environment variables set by hand",
}
BACKUPS = {
    "daily-dump": "a nightly dump in object storage",
    "snapshot-pitr": "snapshots and archived changes in object storage",
    "pitr-standby": "archived changes in object storage, and a standby",
    "immutable-copy": "snapshots and archived changes, one copy under object lock",
}
PLACES = {
    "managed-containers": "Container platform, run by the provider",
    "kubernetes": "Kubernetes cluster, control plane run by the provider",
    "self-kubernetes": "Kubernetes cluster, run by us",
    "vm": "Virtual machines, run by us",
    "functions": "Functions, run by the provider",
}
ARROWS = (
    ("observability", "sends metrics, logs and traces", "OTLP", "async", "REL-017"),
    ("secrets", "reads its credentials at start", "HTTPS", "batch", "SEC-040"),
)
"""Added component, what for, protocol, mode, rule."""
COPIES = ("backup", "copies the data every night", "snapshot", "batch", "REL-032")
VERSIONS = ("backup", "copies each new version of an object", "HTTPS", "async", "REL-032")
CLIENTS = ("person", "device", "web")
STORES = ("database", "storage")
OPERATING = ("observability", "backup", "secrets")


def extras(brief: Brief) -> tuple[Component, ...]:
    """Return the components that only operation needs."""
    found = [
        _component(
            brief,
            "observability",
            "Observability",
            OBSERVABILITY,
            f"Keeps metrics, logs and traces, and calls people; its probe stands {brief.probe_place}.",
        ),
        _component(brief, "secrets", "Secrets", SECRETS, "Hands credentials to the components that need them, and nowhere else."),
    ]
    if brief.of_kind(*STORES):
        found.append(_component(brief, "backup", "Backup", BACKUPS, "Keeps copies apart from the live data, and proves that they restore."))
    return tuple(one for one in found if not brief.has(one.key))


def _component(brief: Brief, kind: ComponentKind, title: str, known: dict[str, str], does: str) -> Component:
    topic = {"observability": "platform.observability", "secrets": "platform.secrets", "backup": "backup.strategy"}[kind]
    chosen = brief.choice(topic, next(iter(known)))
    return Component(
        key=f"component:{kind}",
        because=(topic,),
        title=title,
        kind=kind,
        technology=known.get(chosen, chosen),
        does=does,
        stateful=kind == "backup",
        outside=chosen in ("saas", "cloud-native", "secret-manager"),
        availability=planned(kind),
    )


def arrows(brief: Brief, added: tuple[Component, ...]) -> tuple[Connection, ...]:
    """Return the connections of the added components."""
    kinds = {component.kind for component in added}
    wanted = [row for row in ARROWS if row[0] in kinds]
    found = [_arrow(source.key, f"component:{row[0]}", row) for source in brief.of_kind("app", "worker") for row in wanted]
    if "backup" in kinds:
        found += [_arrow("component:backup", store.key, _copying(brief, store)) for store in brief.of_kind(*STORES)]
    return tuple(found)


def _copying(brief: Brief, store: Component) -> tuple[str, str, str, str, str]:
    """How a copy of a store comes about: a dump is nightly, an archive follows each change (REL-031)."""
    if store.kind == "storage":
        return VERSIONS
    if brief.choice("backup.strategy", "snapshot-pitr") == "daily-dump":
        return COPIES
    purpose = f"takes the changes of every {duration(archive_seconds(brief)).removeprefix('1 ')}, and a snapshot every night"
    return "backup", purpose, "snapshot and archived changes", "batch", "REL-032"


def _arrow(source: str, target: str, row: tuple[str, str, str, str, str]) -> Connection:
    _, purpose, protocol, mode, rule = row
    name = f"{source.split(':')[1]}-{target.split(':')[1]}"
    return Connection.model_validate(
        {
            "key": f"connection:{name}",
            "because": (rule,),
            "source": source,
            "target": target,
            "purpose": purpose,
            "protocol": protocol,
            "mode": mode,
            "hard": False,
        }
    )


def zones(brief: Brief, added: tuple[Component, ...]) -> tuple[Zone, ...]:
    """Return the frames of the deployment view; every component lies in exactly one."""
    by_kind: dict[str, list[str]] = {}
    for component in (*brief.architecture.components, *added):
        by_kind.setdefault(_place(component), []).append(component.key)
    where = brief.region or "not chosen yet"
    spread = brief.choice("availability.topology", "single-zone").replace("-", " ")
    runtime = brief.choice("platform.runtime", "managed-containers")
    frames = (
        Zone(key="zone:clients", title="Callers on the internet", because=("SEC-030",), components=tuple(by_kind.get("clients", ()))),
        Zone(key="zone:region", title=f"Region: {where} ({spread})", because=("availability.topology",)),
        Zone(key="zone:edge", title="Public edge", inside="zone:region", because=("SEC-030",), components=tuple(by_kind.get("edge", ()))),
        Zone(
            key="zone:runtime",
            title=PLACES.get(runtime, runtime),
            inside="zone:region",
            components=tuple(by_kind.get("runtime", ())),
            because=("platform.runtime",),
        ),
        Zone(
            key="zone:data",
            title="Private network, data services",
            inside="zone:region",
            components=tuple(by_kind.get("data", ())),
            because=("SEC-030",),
        ),
        Zone(
            key="zone:operation",
            title="Operation",
            inside="zone:region",
            because=("SEC-030", "REL-017"),
            components=tuple(by_kind.get("operation", ())),
        ),
        Zone(key="zone:safe", title="Second account, delete denied", components=tuple(by_kind.get("safe", ())), because=("REL-032",)),
        Zone(key="zone:others", title="Systems of others", because=("SEC-030",), components=tuple(by_kind.get("others", ()))),
    )
    return tuple(frame for frame in frames if frame.components or frame.key == "zone:region")


def _place(component: Component) -> str:
    if component.kind in CLIENTS:
        return "clients"
    if component.kind in ("external", "system") or (component.kind == "identity" and component.outside):
        return "others"
    if component.kind == "backup":
        return "safe"
    if component.kind in ("proxy", "gateway"):
        return "edge"
    if component.kind in (*STORES, "cache", "broker"):
        return "data"
    return "operation" if component.kind in OPERATING else "runtime"
