"""Numbers as readers want them: three significant digits, a unit that fits, no noise."""

import re

from designgen.knowledge.catalogue import load
from designgen.model.quantities import DAY, YEAR

SPANS = ((YEAR, "year"), (YEAR / 12, "month"), (DAY, "day"), (3600.0, "hour"), (60.0, "minute"), (1.0, "second"))
PROPER = frozenset(
    {"Kafka", "Kubernetes", "Terraform", "Redis", "Vault", "Pulumi", "Ansible", "Prometheus", "Keycloak", "Debian", "Stripe"}
)
"""Names that keep their capital inside a sentence."""
SHORT = frozenset(
    {"http", "https", "json", "xml", "csv", "soap", "sftp", "ftps", "as2", "mqtt", "amqp", "jdbc", "smtp", "edi", "edifact", "hl7", "fhir"}
)
SPELLED = {"oidc": "OpenID Connect", "grpc": "gRPC", "graphql": "GraphQL", "kafka": "Kafka", "mtls": "mutual TLS", "api-key": "API key"}
"""How standards write the names that a requirement writes small."""
LONG_MS = 10_000
"""From here on nobody reads milliseconds."""
NAME = re.compile(r"[a-z]\w*(?:[A-Z_]|:\S)")
"""The name of a part or an operation, by which a sentence may begin."""
SIZES = ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"))


def figure(value: float) -> str:
    """Write a number with at most three significant digits, thousands apart: 11 501 145 as `11.5 million`."""
    if value == int(value) and abs(value) < 100_000:
        return f"{int(value):,}".replace(",", " ")
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{_digits(value / size)} {word}"
    return _digits(value)


def duration(seconds: float) -> str:
    """Write a span in its largest unit that gives a round number: 5400 as `90 minutes`, 0.3 as `300 ms`."""
    if seconds < 1:
        return f"{_digits(seconds * 1000)} ms"
    for size, word in SPANS:
        amount = seconds / size
        if 1 <= amount <= 120 and abs(amount - round(amount)) < 0.005 * amount:
            return counted(round(amount), word)
    size, word = next((size, word) for size, word in SPANS if seconds >= size)
    return f"{_digits(seconds / size)} {word}s"


def millis(amount: float) -> str:
    """Write milliseconds; from ten seconds on as a span: 900 000 as `15 minutes`."""
    return f"{amount:.0f} ms" if amount < LONG_MS else duration(round(amount / 1000))


def size(count: float) -> str:
    """Write bytes in powers of 1000: 4 800 000 000 as `4.8 GB`."""
    for unit, word in SIZES:
        if count >= unit:
            return f"{_digits(count / unit)} {word}"
    return f"{int(count)} B"


def percent(fraction: float) -> str:
    """Write a fraction as a percentage with all the nines it has: 0.9995 as `99.95 %`."""
    return f"{round(fraction * 100, 4):.4f}".rstrip("0").rstrip(".") + " %"


def counted(number: float, noun: str, plural: str = "") -> str:
    """Write a number and its noun: `1 table`, `3 tables`."""
    return f"{figure(number)} {noun if number == 1 else plural or noun + 's'}"


def article(noun: str) -> str:
    """Write a noun with its indefinite article, by the sound it begins with: `an Invoice`, `a utility`."""
    lower = noun.lstrip("`").lower()
    vowel = lower[:1] in tuple("aeio") or (lower[:1] == "u" and not lower.startswith(("uni", "use", "usa", "usu", "uti", "uri", "ura")))
    return f"{'an' if vowel and not lower.startswith(('eu', 'one', 'once')) else 'a'} {noun}"


def listed(names: tuple[str, ...] | list[str], last: str = "and") -> str:
    """Write names as a sentence does: `a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def lower_first(text: str) -> str:
    """Write a sentence so that it can follow a colon or `because`; names and abbreviations keep their capital."""
    word = re.split(r"[\s,.:;’']", text, maxsplit=1)[0]
    if word in PROPER or word[1:] != word[1:].lower() or any(letter.isdigit() for letter in word):
        return text
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Write a clause so that it can start a sentence; the name of a part, such as `payOrder` or `job:purge-loan`, stays as it is."""
    return text if NAME.match(text) else text[:1].upper() + text[1:]


def spelled(name: str) -> str:
    """Write a protocol or a format as its standard does: `https` as `HTTPS`, `oidc` as `OpenID Connect`; others stay."""
    return SPELLED.get(name.lower(), name.upper() if name.lower() in SHORT else name)


def past_tense(verb: str) -> str:
    """Return the participle of an event's name: `return` is `returned`, `mark_paid` stays."""
    head, _, last = verb.rpartition("_")
    known = load("past_tense")
    if last in known:
        past = known[last]
    elif last.endswith(("ed", "paid", "sent")):
        past = last
    elif last.endswith("e"):
        past = f"{last}d"
    elif re.fullmatch(r"[^aeiou]*[aeiou][bdgmnprt]", last):
        past = f"{last}{last[-1]}ed"
    elif re.search(r"[^aeiou]y$", last):
        past = f"{last[:-1]}ied"
    else:
        past = f"{last}ed"
    return f"{head}_{past}".strip("_")


def with_article(noun: str) -> str:
    """Write a noun after its article: `an Order`, `a Venue`, `a User`."""
    return f"{'an' if re.match('[aeio]|un(?!i)', noun, re.IGNORECASE) else 'a'} {noun}"


def _digits(value: float) -> str:
    if abs(value) >= 100:
        return f"{round(value):,}".replace(",", " ")
    text = f"{value:.3g}"
    return f"{float(text):f}".rstrip("0").rstrip(".") if "e" in text else text
