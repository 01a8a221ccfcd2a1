"""How long things of the interface live, from the catalogues that own the figures, in words."""

from designgen.knowledge.catalogue import load
from designgen.knowledge.wording import duration


def lifetimes() -> dict[str, str]:
    """Return each lifetime by its name, as a sentence says it: `10 minutes`."""
    spans = dict(load("constants")["lifetimes"])
    spans["guest_token"] = load("api_guests")["lifetime_hours"] * 3600
    spans["tolerance"] = load("api_webhooks")["tolerance_s"]
    return {name: duration(seconds) for name, seconds in spans.items()}
