"""Random requirements files that are valid, by seed: text in the author's short and long forms, tiny to large.

`generate(seed)` gives one file; `coverage(texts)` says in what share of files each field type, verb, protocol and tenancy occurs.
"""

import random
from collections import Counter
from typing import Any, get_args

from designgen.frontend.requirements import read_requirements
from designgen.frontend.resolve.peers import FORMATS, PROTOCOLS
from designgen.model.domain import Kind, Pii
from designgen.model.source import Source
from designgen.model.wishes import Auth, Verb
from designgen.syntax.emission import scalar


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split()


NOUNS = words(
    "Order Venue Guest Parcel Route Depot Sensor Reading Ticket Seat Course Lesson Patient Visit Claim Policy Meter Tariff "
    "Invoice Member Tool Loan Garden Plot Harvest Vessel Berth Cargo Audit Permit Grant Donor Shift Roster Badge Locker "
    "Recipe Batch Mill Farm Trail Lodge Stamp Choir Score"
)
CONTEXTS = words("sales planning billing logistics people catalog field_work energy care learning harbour stock")
WORDS = words(
    "code label title remark weight height amount price fee level rank colour source origin target reason batch_no serial grade zone_name"
)
STATES = ("DRAFT", "OPEN", "ACTIVE", "PAUSED", "DONE", "CLOSED", "REJECTED")
EVENTS = ("submit", "open", "start", "pause", "finish", "close", "reject", "resume", "archive", "approve")
ACTORS = words("clerk visitor manager courier gateway probe auditor nurse teacher partner")
SIMPLE = words(
    "uuid text email phone url slug percent bool date time instant local_datetime duration json file geo_point geo_polygon "
    "country currency language timezone iban vat_it tax_code_it sdi_code secret ip id"
)
TARGETS = ("vm", "managed-containers", "kubernetes", "serverless", "on-prem", "edge")
INTERFACES = ("rest", "graphql", "grpc", "events", "websocket", "sse", "mqtt")
PURPOSES = (
    "Keep track of what is lent to whom.",
    "Visitors book and pay in one step: no queue.",
    "Measure, compare & publish figures per district.",
)


def generate(seed: int) -> str:
    """Return one valid requirements file."""
    return emit(Draft(random.Random(seed)).file(), random.Random(seed + 1))


class Draft:
    """One file in the making; everything that is named is remembered, so that references hold."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.size = rng.choice((1, 1, 2, 3, 4, 6, 9))
        self.long = rng.random() < 0.5
        self.entities: dict[str, dict[str, Any]] = {}
        self.context_of: dict[str, str] = {}
        self.actors: dict[str, dict[str, Any]] = {}
        self.integrations: list[dict[str, Any]] = []

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def file(self) -> dict[str, Any]:
        rng = self.rng
        self.write_entities()
        self.write_actors()
        self.write_integrations()
        found: dict[str, Any] = {"designgen": 1, "project": self.project()}
        if self.chance(0.4):
            found["context"] = self.context()
        if self.actors:
            found["actors"] = self.actors
        if self.chance(0.9):
            found["requirements"] = self.requirements(found.get("context", {}))
        if self.chance(0.7):
            found["quality"] = self.quality()
        if self.chance(0.7):
            found["constraints"] = self.constraints()
        found["domain"] = self.domain()
        if self.integrations:
            found["integrations"] = self.named(self.integrations)
        if self.chance(0.4):
            found["pipelines"] = self.named(self.pipelines())
        if self.chance(0.6):
            found["interfaces"] = [self.interface(kind) for kind in rng.sample(INTERFACES, rng.randint(1, 3))]
        if self.chance(0.6):
            found["deployment"] = self.deployment()
        self.rest(found)
        return found

    def named(self, things: list[dict[str, Any]]) -> Any:
        """Write things with ids as a list, or as a mapping by id (V20)."""
        if self.chance(0.7):
            return things
        return {thing["id"]: {key: value for key, value in thing.items() if key != "id"} for thing in things}

    def project(self) -> dict[str, Any]:
        found: dict[str, Any] = {"name": self.rng.choice(("toolshed", "Harbour 7", "open_garden")), "purpose": self.rng.choice(PURPOSES)}
        extras = {
            "title": "A title: with a colon",
            "country": "IT",
            "timezone": "Europe/Rome",
            "currency": self.rng.choice(("EUR", "CHF")),
            "as_of": "2026-11-20",
            "org": "org.example",
        }
        return (
            found
            | {key: value for key, value in extras.items() if self.chance(0.5)}
            | ({"locales": ["it-IT", "en-GB"]} if self.chance(0.3) else {})
        )

    def context(self) -> dict[str, Any]:
        goals: Any = ["G1: 60% of orders come by phone", "G2: no figure typed twice"]
        if self.chance(0.3):
            goals = {"G1": "60% of orders come by phone", "G2": "no figure typed twice"}
        return {
            "goals": goals,
            "non_goals": ["payroll"],
            "stakeholders": [{"who": "owner", "cares": "margin"}],
            "glossary": {"cover": "one seated guest"},
        }

    def write_entities(self) -> None:
        rng = self.rng
        names = rng.sample(NOUNS, min(self.size * rng.randint(1, 3), len(NOUNS)))
        contexts = rng.sample(CONTEXTS, min(len(CONTEXTS), 1 + len(names) // 4))
        for number, name in enumerate(names):
            self.context_of[name] = contexts[number % len(contexts)]
            self.entities[name] = {"fields": {}}
        kinds = [*list(SIMPLE), "string", "int", "decimal", "money", "enum", "range", "hash", "gapless", "list", "set", "many_to_many"]
        self.write_parts(names)
        for name in names:
            self.write_entity(name, rng.sample(kinds, rng.randint(2, 6) if self.size < 9 else 9))
        if self.chance(0.3):
            self.write_aggregate(names[0])

    def reference(self, name: str) -> str:
        return f"{self.context_of[name]}.{name}" if self.chance(0.3) else name

    def write_entity(self, name: str, kinds: list[str]) -> None:
        rng, entity = self.rng, self.entities[name]
        fields = entity["fields"]
        words = rng.sample(WORDS, len(kinds))
        fields["name"] = rng.choice(("string(80)", "string(80) searchable", {"type": "string", "length": 80, "searchable": True}))
        for word, kind in zip(words, kinds, strict=True):
            fields[word] = self.field(kind, name)
        if self.chance(0.7):
            target = rng.choice(list(self.entities))
            fields[f"{target.lower()}_ref"] = self.to(target, "->")
        if self.chance(0.5):
            fields["low"], fields["high"] = "int(0..50)", "int(0..99)"
            entity["invariants"] = [rng.choice(("low <= high", {"check": "low <= high"}, "high = low + 1", "the label is never reused"))]
        if self.chance(0.6):
            entity["states"] = self.states()
            if self.chance(0.3):
                entity.setdefault("invariants", []).append(
                    "a DONE order is immutable" if "DONE" in entity["states"] else {"at_most": 3, "per": "name"}
                )
        if self.chance(0.3):
            fields["during"] = "range(instant)"
            entity.setdefault("invariants", []).append(
                rng.choice(("no overlap of during per name", {"no_overlap": "during", "per": ["name"]}))
            )
        if self.chance(0.6) and "volume" not in entity:
            entity["volume"] = rng.choice(
                (
                    "8k",
                    1200,
                    "10k/day",
                    {"rate": "400k/y", "keep": "15y"},
                    {"rows": "2M", "growth": "20%/y", "payload": "400B", "max": "90k"},
                )
            )
        if self.chance(0.2):
            entity["keep"] = "24mo"
        if self.chance(0.1):
            entity["unique"] = ["name+" + words[0]]

    def to(self, target: str, arrow: str) -> Any:
        if self.long and arrow == "->":
            return {"type": "reference", "to": self.reference(target), **({"opt": True} if self.chance(0.3) else {})}
        return f"{arrow}{self.reference(target)}" + (" opt" if self.chance(0.3) else "")

    def field(self, kind: str, owner: str) -> Any:
        rng = self.rng
        arguments = {
            "string": f"string({rng.randint(1, 200)})",
            "int": rng.choice(("int", "int(0..999)", "int 1..5")),
            "hash": "hash(32)",
            "decimal": f"decimal({rng.randint(6, 18)}.{rng.randint(0, 4)})",
            "enum": rng.choice(("enum(A|B|C)", "enum(LOW|HIGH)=LOW", "enum()")),
            "range": rng.choice(("range(date)", "range(instant)")),
            "gapless": rng.choice(("gapless", "gapless(name)", "gapless(name+year)")),
            "list": rng.choice(("list(string(20))", "list(date)")),
            "set": rng.choice(("set(enum(X|Y))", "[string(20)]")),
            "file": rng.choice(("file", "file(20MB|pdf|jpg)")),
            "bool": rng.choice(("bool", "bool=true")),
            "money": rng.choice(("money", "money computed")),
        }
        if kind == "many_to_many":
            return self.to(rng.choice(list(self.entities)), "<->")
        text = arguments.get(kind, kind)
        if self.chance(0.3) and "computed" not in text:
            text += " opt"
        if self.chance(0.2) and kind not in ("secret", "gapless"):
            text += f" pii:{rng.choice([one for one in get_args(Pii) if one not in ('special', 'health', 'child')])}"
        if kind in ("string", "email", "slug") and self.chance(0.3):
            text += rng.choice((" unique", " unique(name)", " immutable", " snapshot"))
        if self.long and self.chance(0.5):
            return self.long_field(kind, text)
        return ["string(20)"] if text == "[string(20)]" and self.chance(0.5) else text

    def long_field(self, kind: str, text: str) -> Any:
        """Write some types as mappings."""
        forms = {
            "decimal": {"type": "decimal", "precision": 12, "scale": 3},
            "enum": {"type": "enum", "values": ["A", "B"], "default": "A"},
            "range": {"type": "range", "of": "date"},
            "string": {"type": "string", "length": 20, "opt": True},
            "int": {"type": "int", "min": 0, "max": 9},
        }
        return forms.get(kind, {"type": text.split(maxsplit=1)[0], "opt": True})

    def states(self) -> dict[str, Any]:
        rng = self.rng
        chain = rng.sample(STATES, rng.randint(2, 5))
        events = rng.sample(EVENTS, len(chain))
        found: dict[str, Any] = {}
        for state, after, event in zip(chain, chain[1:], events, strict=False):
            found[state] = {event: {"to": after, "with": ["name"]} if self.chance(0.2) else after}
        found[chain[-1]] = {} if self.chance(0.6) else {events[-1]: chain[0]}
        return found

    def write_parts(self, names: list[str]) -> None:
        """Make one entity a part of another, said by the parent, the part, or both."""
        if len(names) < 2 or self.chance(0.4):
            return
        whole, part = names[0], names[-1]
        self.context_of[part] = self.context_of[whole]
        said = self.rng.randint(0, 2)
        if said != 1:
            self.entities[whole]["fields"]["parts"] = [self.reference(part)] if self.chance(0.7) else f"[{part}]"
        if said != 0:
            self.entities[part]["part_of"] = whole
        self.entities[part]["volume"] = self.rng.choice(({"per": whole, "avg": 4, "max": 90}, f"4 per {whole}"))

    def write_aggregate(self, source: str) -> None:
        self.context_of["Monthly"] = self.context_of[source]
        self.entities["Monthly"] = {
            "from": self.rng.choice((f"{source} by name", f"{source} by created_at.month", {"entity": source, "by": "name"})),
            "fields": {"rows": "int =count", "name": "string(80) =min(name)"},
        }

    def domain(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, entity in self.entities.items():
            found.setdefault(self.context_of[name], {})[name] = entity
        return found

    def write_actors(self) -> None:
        rng = self.rng
        if self.chance(0.1):
            return
        for name in rng.sample(ACTORS, rng.randint(1, 4)):
            actor: dict[str, Any] = {"kind": rng.choice(("human", "human", "system", "device")), "auth": rng.choice(get_args(Auth))}
            extras = {
                "count": rng.choice((40, "2k", "1.5M")),
                "daily": "300",
                "concurrent": 20,
                "offline": "4h",
                "clients": ["pwa"],
                "role": "staff",
            }
            actor |= {key: value for key, value in extras.items() if self.chance(0.3)}
            if self.chance(0.3):
                actor["entity"] = self.reference(rng.choice(list(self.entities)))
            self.actors[name] = actor

    def write_integrations(self) -> None:
        rng = self.rng
        for number in range(rng.choice((0, 0, 1, 2, 3))):
            one: dict[str, Any] = {
                "id": f"peer-{number + 1}",
                "direction": rng.choice(("in", "out", "both")),
                "protocol": rng.choice(PROTOCOLS),
            }
            extras = {
                "format": rng.choice(FORMATS),
                "auth": rng.choice(("hmac", "mtls", "api-key")),
                "limit": "50/s",
                "rate": "4/s",
                "latency": {"p95": "1.2s"},
                "sla": "99.9%",
                "timeout": "3s",
                "max_payload": "5MB",
                "data": [self.reference(rng.choice(list(self.entities)))],
                "webhooks": {"events": ["row.changed"], "signature": "hmac", "retry_window": "3d"},
                "messages": ["CUSDEC"],
                "provider": "a bureau",
                "intermediary": "a broker",
            }
            self.integrations.append(one | {key: value for key, value in extras.items() if self.chance(0.35)})

    def requirements(self, context: dict[str, Any]) -> Any:
        rng, found = self.rng, []
        for number in range(rng.randint(1, 2 + 2 * self.size)):
            wish: dict[str, Any] = {
                "title": f"Work with {rng.choice(list(self.entities))}",
                "priority": rng.choice(("must", "should", "could", "wont")),
            }
            if self.chance(0.8):
                wish = {"id": f"FR-{number + 1:02}"} | wish
            if self.actors and self.chance(0.9):
                chosen = rng.sample(list(self.actors), 1)
                wish["actor"] = chosen[0] if self.chance(0.5) else chosen
            if self.chance(0.15):
                wish["trigger"] = rng.choice(
                    (
                        "every 1d at 02:00",
                        "every 15m",
                        f"on {rng.choice(list(self.entities))}.created",
                        f"2h before {rng.choice(list(self.entities))}.created_at",
                    )
                )
            if context and self.chance(0.5):
                wish["goal"] = "G1"
            wish["operations"] = [self.operation() for _ in range(rng.randint(1, 4))]
            if self.chance(0.3):
                wish["acceptance"] = ["Given one row, when it is read, then it is shown within 3 s"]
            found.append(wish)
        return self.named(found) if all("id" in wish for wish in found) else found

    def operation(self) -> Any:
        rng = self.rng
        verb = rng.choice(get_args(Verb))
        stated = [name for name, entity in self.entities.items() if "states" in entity]
        if verb == "transition" and not stated:
            verb = "update"
        name = rng.choice(stated if verb == "transition" else list(self.entities))
        if verb == "call":
            if not self.integrations:
                verb = "export"
            else:
                return f"call {rng.choice(self.integrations)['id']}"
        event = ""
        if verb == "transition":
            events = [event for state in self.entities[name]["states"].values() for event in state]
            event = rng.choice((*events, "*"))
        return self.spoken(verb, name, event)

    def spoken(self, verb: str, name: str, event: str) -> Any:
        rng = self.rng
        shown = self.reference(name)
        parts: dict[str, Any] = {}
        if verb in ("list", "search", "report", "export") and self.chance(0.7):
            parts["by"] = ["name"] + (["created_at.month"] if self.chance(0.2) else [])
        if verb in ("list", "search") and self.chance(0.6):
            parts["sort"] = rng.choice(("-name", "name", "-created_at+name"))
        extras = {"rate": rng.choice(("15/s", "avg 3/s", "400k/y", "6/day each", "peak 40/min")), "p95": "400ms", "stale": "15m"}
        parts |= {key: value for key, value in extras.items() if self.chance(0.25)}
        if verb == "report":
            parts["over"], shown = shown, "Figures"
        if self.integrations and self.chance(0.1):
            parts["via"] = [rng.choice(self.integrations)["id"]]
        if self.long and self.chance(0.4):
            return {"verb": verb, "entity": shown, **({"event": event} if event else {}), **parts}
        words = [verb, shown + (f".{event}" if event else "")]
        for key in ("by", "over", "sort", "via"):
            if key in parts:
                words += [key, "+".join(parts[key]) if isinstance(parts[key], list) else parts[key]]
        words += [parts["rate"]] if "rate" in parts else []
        return " ".join(words + [f"{key} {parts[key]}" for key in ("p95", "stale") if key in parts])

    def quality(self) -> dict[str, Any]:
        rng = self.rng
        found: dict[str, Any] = {"load": {"avg": "25/s", "peak": rng.choice(("5000/s", "x4"))}}
        extras = {
            "read_ratio": 0.82,
            "growth": "25%/y",
            "horizon": "3y",
            "peak_window": "19:30-22:00",
            "season": "summer",
            "payload": "2KB",
        }
        found["load"] |= {key: value for key, value in extras.items() if self.chance(0.5)}
        if self.chance(0.6):
            found["availability"] = {"target": rng.choice(("99.9%", "99.5%")), "rpo": "5m", "rto": "PT1H", "window": "11:00-01:00"}
        if self.chance(0.4):
            found["latency"] = {"p95": "500ms", "p99": "1s"}
        if self.chance(0.4):
            scenario = {
                "attr": "reliability.fault_tolerance",
                "when": "a link is lost",
                "then": "work goes on",
                "measure": "0 lost rows",
                "priority": "must",
            }
            found["scenarios"] = [{"id": "QA-1"} | scenario, scenario | {"measure": "p95 <= 400ms"}]
        return found

    def constraints(self) -> dict[str, Any]:
        rng = self.rng
        found: dict[str, Any] = {
            "team": rng.choice(({"devs": 3, "ops": 0}, {"size": 6, "devs": 5, "ops": 1, "skills": "python"}, {"devs": 9, "teams": 2}))
        }
        if self.chance(0.5):
            found["tenancy"] = {"unit": self.reference(rng.choice(list(self.entities))), "count": 40, "growth": "60%/y"}
            if self.size == 1:
                found["tenancy"]["isolation"] = "separate"
        extras: dict[str, Any] = {
            "budget": {"infra": rng.choice(("600 EUR/month", "90 EUR/mo", "20k EUR/y")), "build": "80k EUR"},
            "deadline": "2027-04-01",
            "compliance": ["GDPR"],
            "residency": rng.choice(("EU", [{"subjects": "CH", "by": f"{next(iter(self.entities))}.name", "in": "CH"}])),
            "money": {"type": "decimal(10,2)", "rounding": "half_up", "vat": "included"},
            "thresholds": {"DATA-140": "40GB"},
            "tech": {"language": "python", "database": "postgres>=15", "cloud": "aws", "forbid": ["kubernetes"]},
            "migration": {"approach": "gradual", "over": "18mo", "max_downtime": "2h"},
        }
        return found | {key: value for key, value in extras.items() if self.chance(0.35)}

    def pipelines(self) -> list[dict[str, Any]]:
        rng = self.rng
        one = {
            "id": "nightly",
            "kind": rng.choice(("batch", "micro_batch", "stream")),
            "source": "a csv",
            "sink": self.reference(rng.choice(list(self.entities))),
        }
        extras = {
            "every": rng.choice(("15m", "1d at 02:00")),
            "rows": "35k",
            "late": "2d",
            "quality": ["weight >= 0"],
            "schema": "rows.json",
            "backfill": "2 y",
        }
        return [one | {key: value for key, value in extras.items() if self.chance(0.5)}]

    def interface(self, kind: str) -> dict[str, Any]:
        found: dict[str, Any] = {"kind": kind, "audience": self.rng.choice(("own-clients", "partners", "public", "internal", "devices"))}
        if self.actors and self.chance(0.3):
            found |= {"actors": [next(iter(self.actors))], "load": {"peak": "60/s"}}
        return found

    def deployment(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "target": self.rng.choice(TARGETS),
            "location": self.rng.choice(("aws", "on-prem", "other")),
            "regions": ["eu-south-1"],
        }
        if self.chance(0.3):
            found |= {"environments": ["dev", "prod"], "next": {"target": "managed-containers", "after": "1y"}}
        return found

    def rest(self, found: dict[str, Any]) -> None:
        if self.chance(0.3):
            found["existing"] = {
                "systems": [{"id": "old", "kind": "as400", "owns": [next(iter(self.entities))], "fate": "replace", "knowledge": "poor"}]
            }
            if self.chance(0.5):
                next(iter(self.entities.values()))["system_of_record"] = "old"
        if self.chance(0.3):
            found["decisions"] = [
                {"id": "D-1", "decision": "PostgreSQL it is", "topic": "datastore.primary", "choice": "postgresql", "reason": "known"}
            ]
        if self.chance(0.3):
            found["questions"] = self.rng.choice(
                (["Q1: who signs?"], {"Q1": "who signs?"}, [{"id": "Q1", "text": "who signs?", "since": "2026-11-01"}])
            )
        if self.chance(0.2):
            found["waive"] = [{"rule": "LINT-R12", "reason": "events come with the next release", "until": "2027-06-30"}]
        if self.chance(0.2):
            found |= {"assumptions": {"tax": "22 % everywhere"}, "priorities": {"cost": 3}, "x-note": {"kept": "by others"}}


def emit(value: Any, rng: random.Random, indent: str = "") -> str:
    """Write YAML as people do: block style outside, flow style for what fits a line."""
    lines = []
    entries = value.items() if isinstance(value, dict) else ((None, element) for element in value)
    for key, inner in entries:
        head = f"{indent}- " if key is None else f"{indent}{scalar(key)}: "
        if not isinstance(inner, dict | list) or not inner or (len(flow(inner)) < 110 and rng.random() < 0.7):
            lines.append(head + flow(inner))
        else:
            nested = emit(inner, rng, indent + "  ")
            lines.append(head + nested.lstrip() if key is None else head.rstrip() + "\n" + nested)
    return "\n".join(lines) + ("\n" if not indent else "")


def flow(value: Any) -> str:
    """Write a value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    if isinstance(value, str) and value.startswith("->"):
        return value
    text = scalar(value)
    return f'"{text}"' if isinstance(value, str) and not text.startswith('"') and set(text) & set("[]{},") else text


def coverage(texts: list[str]) -> str:
    """Return a table: the share of files in which each field type, verb, protocol and tenancy occurs."""
    return "\n".join(f"{100 * share:5.1f} % {name}" for name, share in shares(texts).items())


def shares(texts: list[str]) -> dict[str, float]:
    """Return the share of files in which each field type, verb, protocol and tenancy occurs, none left out."""
    found: Counter[str] = Counter()
    for number, text in enumerate(texts):
        reading = read_requirements(Source(name=f"{number}.yaml", text=text))
        if reading.requirements is None:
            continue
        wanted = reading.requirements
        names = {f"type {field.type}" for entity in wanted.entities for field in entity.fields}
        names |= {f"verb {one.verb}" for wish in wanted.requirements if not wish.derived_by for one in wish.operations}
        names |= {f"protocol {one.protocol}" for one in wanted.integrations}
        tenancy = wanted.constraints.tenancy
        names.add("tenancy none" if not tenancy.unit else "tenancy separate" if tenancy.isolation else "tenancy shared")
        found.update(names)
    expected = [f"type {kind}" for kind in get_args(Kind)] + [f"verb {verb}" for verb in get_args(Verb)]
    expected += [f"protocol {protocol}" for protocol in PROTOCOLS] + ["tenancy shared", "tenancy separate", "tenancy none"]
    return {name: found[name] / max(len(texts), 1) for name in expected}


if __name__ == "__main__":
    print(coverage([generate(seed) for seed in range(150)]))
