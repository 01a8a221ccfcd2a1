"""How strongly each context asks for a service of its own: a score from 0 to 1, and the gates before any cut (SVC-003 to SVC-005)."""

from dataclasses import dataclass
from statistics import median

from designgen.knowledge.wording import counted, listed
from designgen.model.facts import EntityFacts, Facts, Use

EXTRACT, PREPARE, ATOMIC, ALONE = 0.60, 0.45, 0.30, 0.12
DEVS, DEVS_PER_SERVICE, DEDICATED = 8, 3, 3
AUDITED = ("pci-dss", "pci", "hipaa")
MANAGED = (None, "managed-containers", "serverless", "kubernetes")


@dataclass(frozen=True)
class Pull:
    """One context and the forces that pull it out or hold it, each from 0 to 1."""

    context: str
    scale: float
    team: float
    compliance: float
    tx: float
    chatty: float

    @property
    def score(self) -> float:
        """The weighted sum of SVC-003; what requirements cannot tell (release rhythm, own runtime, own nines) counts as 0."""
        total = 0.22 * self.scale + 0.18 * self.team + 0.13 * self.compliance - 0.22 * self.tx - 0.10 * self.chatty + 0.12
        return round(_clamp(total), 3)

    @property
    def verdict(self) -> str:
        """`extract` from 0.60, `prepare` from 0.45, else `stay`; never apart from what it commits with (SVC-005)."""
        if self.tx > ATOMIC or self.score < PREPARE:
            return "stay"
        return "extract" if self.score >= EXTRACT else "prepare"


def pulls(facts: Facts) -> tuple[Pull, ...]:
    """Return the pull of each context, the strongest first."""
    names = [context.name for context in facts.requirements.domain]
    grouped = {name: [known for known in facts.entities if known.entity.context == name] for name in names}
    peaks = {name: sum(use.per_second for known in group for use in known.uses) for name, group in grouped.items()}
    usual = median(peaks.values()) if peaks else 0.0
    found = [
        Pull(
            context=name,
            scale=_clamp(((peaks[name] / usual if usual else 0.0) - 2) / 8),
            team=_team(name, facts),
            compliance=_audited(group, facts),
            tx=_shared([use for known in group for use in known.uses if use.writes], name),
            chatty=_clamp(max((_foreign(known) for known in group), default=0) / 5),
        )
        for name, group in grouped.items()
    ]
    return tuple(sorted(found, key=lambda pull: -pull.score))


def closed_gates(facts: Facts, ready: int) -> tuple[str, ...]:
    """Return the gates of SVC-004 that stand against extracting `ready` contexts, in words.

    Pipeline, central logs and provisioning are no gates here: the delivery plan builds them before the first release.
    """
    devs, ops, services = facts.number("team.devs"), facts.number("team.ops"), 1 + max(1, ready)
    found = []
    if devs < DEVS:
        found.append(f"{counted(devs, 'developer')} of the {DEVS} that a second service needs")
    elif devs / services < DEVS_PER_SERVICE:
        found.append(f"{devs / services:.1f} developers for each of {services} services, where {DEVS_PER_SERVICE} are needed")
    if not ops and facts.requirements.deployment.target not in MANAGED:
        found.append("a platform of our own without anyone on call")
    return tuple(found)


def extraction_names(facts: Facts) -> dict[str, object]:
    """Return what the topic of decomposition asks for."""
    ranked = pulls(facts)
    ready = [pull.context for pull in ranked if pull.verdict == "extract"]
    gates = closed_gates(facts, len(ready))
    prepare = [pull.context for pull in ranked if pull.verdict == "prepare"]
    best = ranked[0] if ranked else None
    return {
        "gates_pass": not gates,
        "gates_text": listed(list(gates)) or "no gate",
        "extract_ready": len(ready),
        "extract_list": listed(ready) or "none",
        "extract_text": _words(best, prepare),
        "extract_score": f"{best.score:.2f}" if best else "0",
        "extract_bar": f"{EXTRACT:.2f}",
    }


def _words(best: Pull | None, prepare: list[str]) -> str:
    """Say how near the nearest context is to a service of its own, so that the absence has a number (CORE-05)."""
    if best is None or best.score <= ALONE:
        return f"No context asks for a service of its own: none is far busier, audited apart or kept by a team; {EXTRACT:.2f} are needed."
    said = f"The context that asks most for a service of its own is {best.context}, with {best.score:.2f} of {EXTRACT:.2f}."
    return f"{said} {listed(prepare).capitalize()} can be prepared: own schema, events, no references across." if prepare else said


def _team(context: str, facts: Facts) -> float:
    crews = facts.requirements.constraints.team.teams
    sizes = [crew.size or 0 for crew in crews if context in crew.owns] if not isinstance(crews, int) else []
    size = max(sizes, default=0)
    return 1.0 if size >= DEDICATED else 0.5 if size else 0.0


def _audited(group: list[EntityFacts], facts: Facts) -> float:
    """Whether apart from the rest this context would shrink what an auditor looks at: cards, health."""
    rules = {word.lower() for word in facts.requirements.constraints.compliance}
    classes = {attribute.pii for known in group for attribute in known.attributes}
    return float(bool(rules & set(AUDITED)) and bool(classes & {"card", "health"}))


def _shared(writes: list[Use], context: str) -> float:
    """The share of a context's writes that name an entity of another one."""
    others = [
        use for use in writes if any(key and not key.startswith(f"{context}.") for key in (use.operation.over, use.operation.through))
    ]
    return len(others) / len(writes) if writes else 0.0


def _foreign(known: EntityFacts) -> int:
    """How many other contexts' rows one row names: each would be a call."""
    home = f"{known.entity.context}."
    return sum(bool(attribute.target) and not str(attribute.target).startswith(home) for attribute in known.attributes)


def _clamp(value: float) -> float:
    return max(0.0, min(1.0, value))
