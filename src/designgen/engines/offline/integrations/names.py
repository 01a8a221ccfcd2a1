"""A peer and the facts in; the values for the gaps of its chapters and tests out, each computed here with its reason.

The catalogues `adapter-chapters.yaml` and `contract-tests.yaml` hold the sentences; conditions and gaps use these names.
"""

import math
from math import ceil
from typing import Any

from designgen.engines.offline.integrations.numbering import apart
from designgen.engines.offline.integrations.receipts import order_test
from designgen.engines.offline.integrations.settings import Peer, attempts, breaks, room, timeout
from designgen.engines.offline.retries import survived, told_waits, tries
from designgen.engines.offline.settlements import Settlement, settlements
from designgen.knowledge.catalogue import load
from designgen.knowledge.wording import counted, duration, figure, listed, percent
from designgen.model.facts import EntityFacts, Facts
from designgen.model.peers import Integration
from designgen.model.quantities import DAY
from designgen.sizing.latency import veto
from designgen.sizing.peers import provider

OUTAGE_S, CATCH_UP_S, WORK_S = 4 * 3600.0, 1800.0, 0.05
"""An outage to catch up with, within what time, and the seconds one event takes a worker (INT-065)."""
WEEK_S = 7 * DAY
PUSHED = ("webhook",)


def receives(peer: Integration) -> bool:
    """Whether the peer calls us."""
    return bool(peer.webhooks) or peer.protocol in PUSHED


def calls(peer: Integration) -> bool:
    """Whether we call the peer."""
    return peer.direction != "in"


def words(peer: Integration, facts: Facts, figures: Peer, style: str) -> dict[str, object]:
    """Return every name that conditions and texts about one peer may use."""
    known = provider(peer)
    about = entities_of(peer, facts)
    flags: dict[str, object] = {
        "calls": calls(peer),
        "receives": receives(peer),
        "writes": bool(about) or style != "incremental poll",
        "background": style == "async command",
        "repeatable": figures.repeatable and bool(known.get("repeats")),
        "money": any(attribute.type == "money" for entity in about for attribute in entity.attributes) and known.get("pack") != "sdi",
        "pack": known.get("pack", ""),
        "peer": peer.id,
        "project": facts.requirements.project.name,
        "checked": "November 2026",
        "zone": facts.requirements.project.timezone or "UTC",
        "format": peer.format or "JSON",
        "entity": about[0].entity.name if about else "our row",
        "table": f"`{about[0].table}`" if about else "what we hold",
        "timeout_text": f"{timeout(figures):.0f} ms",
        "attempts": attempts(figures).count,
        "breaks": breaks(figures),
        "room": room(figures),
        "sign_in": False,
        "sweep_text": duration(load("api_webhooks")["sweep_s"]),
    }
    return (
        flags
        | _veto(facts, figures, style)
        | _receiving(peer, facts, known)
        | _repeats(known, about, _opened(peer, facts))
        | _amounts(peer.id, known, about)
        | _fiscal(peer, facts, about)
    )


def entities_of(peer: Integration, facts: Facts) -> tuple[EntityFacts, ...]:
    """Return the entities that travel."""
    return tuple(entity for entity in facts.entities if entity.key in peer.data)


def _opened(peer: Integration, facts: Facts) -> Settlement | None:
    """The settlement by which an event of ours opens a row at the peer, so that the id of the row alone is its key."""
    return next((one for one in settlements(facts) if one.peer == peer.id and one.opens), None)


def _veto(facts: Facts, figures: Peer, style: str) -> dict[str, object]:
    target = facts.number("availability.target")
    held = veto(target, figures.sla)
    source = figures.source("sla")
    offers = f"{figures.name} promises {percent(figures.sla)} ({source})"
    wants = f"a part that every request waits for has to offer {percent(held.needed)}, a tenth of the downtime of {percent(target)}"
    if style != "sync request":
        says = f"{offers}; {wants}. Nobody waits for {figures.name}, so its outages delay work and cost {figures.name} no request of ours."
        says = says.replace(f"cost {figures.name} no request", "fail no request")
    elif held.masking <= 0:
        says = f"{offers}; {wants}. It may be waited for without a fallback."
    else:
        says = (
            f"{offers}; {wants}. Whoever waits for it needs a fallback that hides {percent(round(held.masking, 4))} of its failures, "
            "else the target does not hold."
        )
    return {"veto": says}


def _receiving(peer: Integration, facts: Facts, known: dict[str, Any]) -> dict[str, object]:
    hooks = peer.webhooks
    retry = hooks.retry_window.seconds if hooks and hooks.retry_window else 0.0
    wanted = max(WEEK_S, 1.5 * retry)
    longer = f" (1.5 x {duration(retry)})" if wanted > WEEK_S else ""
    events = [f"`{name}`" for name in (hooks.events if hooks else ())]
    proof = _scheme(peer, known)
    largest = f"the largest payload that was given is {peer.max_payload.text}" if peer.max_payload else ""
    return {
        "events": listed(events) or "what it reports",
        **order_test(peer, facts),
        **apart(facts, peer.id),
        "body_kb": ceil(peer.max_payload.bytes / 1000) if peer.max_payload else load("api_webhooks")["body_kb"],
        "body_reason": largest or "larger bodies answer 413; signatures cover bytes, not what a parser makes of them",
        "scheme": proof,
        "signed": peer.auth != "mtls" and not proof.startswith("not known"),
        "certified": peer.auth == "mtls" and not proof.startswith("signature"),
        "tolerance": load("api_webhooks")["tolerance_s"],
        "acknowledge_ms": load("api_webhooks")["acknowledge_ms"],
        "dedupe_reason": f"a delivery may come again for {duration(wanted)}{longer}; `purge-webhook-event` removes no row before that",
        "tries": tries(),
        "waits": told_waits(),
        "survived": survived(),
        "retried": f" for {duration(retry)}" if retry else ", for how long is not known yet",
        "retry_text": duration(retry) if retry else "three days",
        **_order(peer, known),
        **_catch_up(peer, facts),
        **_sweep(peer),
    }


def _order(peer: Integration, known: dict[str, Any]) -> dict[str, object]:
    asks = "state as it is now is fetched by id before it is applied"
    loose = f"{peer.id} sends unordered and twice; its payload is a hint"
    return {
        "order": asks if calls(peer) else "applied only if newer than what is stored, else IGNORED",
        "order_reason": loose if known.get("unordered") else f"nobody promised an order; {peer.id} numbers or dates each event of a thing",
    }


def _catch_up(peer: Integration, facts: Facts) -> dict[str, object]:
    """Workers that empty the backlog of an outage in time: backlog / time + rate (INT-065)."""
    given = peer.webhooks.rate if peer.webhooks else None
    rate = given.per_second if given else _event_rate(peer, facts)
    backlog = rate * OUTAGE_S
    need = backlog / CATCH_UP_S + rate
    workers = max(1, ceil(need * WORK_S))
    left = f"4 h at {_rate(rate)} leave {figure(round(backlog))} events"
    return {
        "workers": f"{workers} at once" if workers > 1 else "1",
        "workers_reason": f"{left}; gone within 30 min at {need:.2g}/s of {WORK_S * 1000:.0f} ms each",
    }


def _sweep(peer: Integration) -> dict[str, object]:
    every = load("api_webhooks")["sweep_s"]
    silent = f"every {every // 60} min: a sender of {peer.id} that is silent for three times its usual gap raises a ticket"
    deaf = f"{peer.id} offers no list to read, so silence is the only sign; its sender is asked to deliver again"
    lists = f"what {peer.id} failed to deliver is listed, and goes through the same handler"
    return {
        "sweep": f"every {every // 60} min over the last {every // 30} min, each night over three days" if calls(peer) else silent,
        "sweep_reason": lists if calls(peer) else deaf,
        "sweep_s": every,
    }


def _event_rate(peer: Integration, facts: Facts) -> float:
    """Deliveries a second: one for each new row of what travels, two where the peer reports acceptance and outcome."""
    rows = sum(entity.population.rows_per_year for entity in entities_of(peer, facts))
    return max(rows / (365 * DAY) * 2, 1e-5)


def _rate(per_second: float) -> str:
    return f"{per_second:.2g}/s" if per_second >= 0.1 else f"{figure(round(per_second * DAY))} a day"


def _scheme(peer: Integration, known: dict[str, Any]) -> str:
    if known.get("scheme"):
        return f"{known['scheme']}; compared in constant time"
    if peer.webhooks and peer.webhooks.signature:
        return f"signature {peer.webhooks.signature}, compared in constant time"
    if peer.auth == "mtls":
        return f"client certificate of {peer.id}, its authority pinned"
    if peer.auth == "hmac":
        return "HMAC-SHA-256 over id, time and raw body, one secret per sender, compared in constant time"
    return f"not known yet; until then the payload is a hint and {peer.id} is asked for the object"


def _repeats(known: dict[str, Any], about: tuple[EntityFacts, ...], opened: Settlement | None) -> dict[str, object]:
    row = about[0].entity.name if about else "the row"
    how, hours = known.get("repeats", ""), int(known.get("key_hours", 0))
    kept = f"{row} stays {opened.waiting}" if opened else f"{row} stays as it is"
    made = known.get("key_is") or (
        f"id of the {row}, for a later change with its version" if opened else f"id of the {row} and its version"
    )
    return {
        "key_value": f"{how.split(';')[0]}: {made}" if how else f"our id of the {row}, in a field of theirs",
        "key_reason": f"stored with the {row} before the first try, so every repeat carries the same",
        "key_header": known.get("idempotency_header", ""),
        "key_life": f"{hours} hours there, as long as the {row} here" if hours else f"as long as the {row}",
        "key_life_reason": f"after {hours} hours a repeat would act twice: then only a look-up decides"
        if hours
        else "the answer to a repeat is the same for ever",
        "key_hours": hours,
        "unknown": f"repeated under the same key within {hours} hours"
        if hours
        else (
            "sent again as it is: " + how.split(";")[-1].strip()
            if how
            else f"{kept}, and is looked up by our id before anything is sent again"
        ),
        "kept": kept,
    }


def _amounts(peer: str, known: dict[str, Any], about: tuple[EntityFacts, ...]) -> dict[str, object]:
    """How an amount of ours becomes one of theirs, and in which of both forms the two sums are compared."""
    money = next((attribute for entity in about for attribute in entity.attributes if attribute.type == "money"), None)
    if not money:
        return {"amount_column": "the amounts"}
    column, places = f"`{money.name}`", money.scale or 0
    ours = f"{column} is a decimal with {counted(places, 'place')}"
    if known.get("minor_units"):
        units = f"{column} x {10**places} is the integer that {peer} gets, and theirs / {10**places} is compared with ours"
        why = f"{ours}, so neither direction rounds"
    else:
        units = f"{column} as it is, with {counted(places, 'place')}" if known else f"{column} in the form of the contract of {peer}"
        why = ours
    return {"amount_column": column, "units": units, "units_reason": f"{why}; converted once, in the adapter"}


def _fiscal(peer: Integration, facts: Facts, about: tuple[EntityFacts, ...]) -> dict[str, object]:
    """Figures of the exchange of invoices; empty for every other peer."""
    rules = load("providers")["fiscal"]
    if provider(peer).get("pack") != "sdi":
        return {}
    invoice = about[0] if about else None
    number = next((field for field in (invoice.entity.fields if invoice else ()) if field.scope), None)
    issued = next((one.name for one in (invoice.attributes if invoice else ()) if one.type == "date"), "the date of issue")
    a_day = invoice.population.rows_per_year / 365 if invoice else 1.0
    return {
        **{name: rules[name] for name in ("file_mb", "resend_days", "transmit_days", "receipt_hours", "early_days", "archive_years")},
        "progressive": rules["progressive_characters"],
        "names_reason": _names_left(a_day, facts.number("load.growth"), rules),
        "payload_note": f"the requirements say {peer.max_payload.text}" if peer.max_payload else "the intermediary confirms its own limit",
        "number_scope": listed([scope.replace("_", " ") for scope in number.scope]) if number else "series and year",
        "issued": f"`{issued}`",
        "transmit_alarm": rules["transmit_days"] - rules["early_days"],
        "deadline_reason": f"immediate invoices; {rules['early_days']} days are left to mend a refusal",
        **_moves(invoice),
    }


def _moves(invoice: EntityFacts | None) -> dict[str, object]:
    """The states that each receipt leads to, by the events of the invoice's own life."""
    reached = {move.event: move.to for state in (invoice.entity.states if invoice else ()) for move in state.transitions}
    return {
        "refused": f"state {reached['reject']}" if "reject" in reached else "the invoice is not issued",
        "delivered": f"state {reached['deliver']}" if "deliver" in reached else "the invoice is delivered",
        "undelivered": f"state {reached['undeliver']}" if "undeliver" in reached else "the invoice counts as issued",
    }


def _names_left(a_day: float, growth: float, rules: dict[str, Any]) -> str:
    """How long the progressives of one transmitter last: rows of n years = a x ((1 + g)^n - 1) / ln(1 + g)."""
    names = math.pow(rules["progressive_alphabet"], rules["progressive_characters"])
    a_year = max(a_day * 365, 1.0)
    years = math.log(1 + names * math.log(1 + growth) / a_year) / math.log(1 + growth) if growth > 0 else names / a_year
    power = f"{rules['progressive_alphabet']}^{rules['progressive_characters']} = {figure(names)} names"
    return f"{power}; {figure(round(a_day))} a day last {figure(int(years))} years at the planned growth"
