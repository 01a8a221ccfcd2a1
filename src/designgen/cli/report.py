"""Findings and a published build in, the words about them out."""

import json
import sys
from collections.abc import Iterable, Mapping

from designgen.cli.screen import coloured, say
from designgen.cli.terminal import WORDS, by_place, by_weight, draw, record
from designgen.model.artifact import Build
from designgen.model.diagnostic import Diagnostic, Severity
from designgen.model.spending import Spent, Usage
from designgen.store.publish import Published

MOST = 8
STANDS = "up to date: nothing was written"
PLURALS = {Severity.BLOCKER: "blockers", Severity.ERROR: "errors", Severity.WARN: "warnings", Severity.INFO: "infos"}


def drawn(found: Iterable[Diagnostic], texts: Mapping[str, str], *, colour: bool) -> str:
    """Draw every diagnostic in the order of the file, and count them."""
    ordered = sorted(found, key=by_place)
    pictures = [draw(one, texts, colour=colour) for one in ordered]
    return "\n\n".join([*pictures, counted(ordered)]) if ordered else "nothing found"


def summary(found: Iterable[Diagnostic]) -> str:
    """Count the findings and tell the weightiest in a line or two each."""
    everything = sorted(found, key=by_weight)
    weighty = [one for one in everything if one.severity is not Severity.INFO]
    lines = [f"findings: {counted(everything)}"] if everything else []
    lines += [line for one in weighty[:MOST] for line in _short(one)]
    if len(weighty) > MOST:
        lines.append(f"… and {counted(weighty[MOST:])} more; README.md of the package lists all")
    return "\n".join(lines)


def counted(found: Iterable[Diagnostic]) -> str:
    """Count diagnostics by weight: `1 error, 2 warnings`."""
    severities = [one.severity for one in found]
    parts = [(severities.count(severity), severity) for severity in WORDS]
    return ", ".join(f"{number} {WORDS[severity] if number == 1 else PLURALS[severity]}" for number, severity in parts if number)


def refusal(found: Iterable[Diagnostic], texts: Mapping[str, str]) -> None:
    """Draw on standard error what keeps a build from being published."""
    print(drawn(found, texts, colour=coloured(sys.stderr)), file=sys.stderr)
    say("nothing was published")


def account(build: Build, published: Published) -> None:
    """Tell on standard error what was found, what became of the human's files, and what the package holds."""
    notices = tuple(f"note: {notice}" for notice in published.notices)
    for line in lines(build, notices, _holds(build) if published.written else STANDS):
        say(line)


def lines(build: Build, notices: tuple[str, ...] = (), ending: str = STANDS) -> tuple[str, ...]:
    """Return what is told of a build: findings, the human's files, notices, what stayed open, and how it ended."""
    parts = (summary(build.diagnostics), *_of_the_humans(build), *notices, *(f"open: {finding}" for finding in build.findings), ending)
    return tuple(part for part in parts if part)


def findings(build: Build) -> dict[str, object]:
    """Return for machines what a build found and what became of the human's files."""
    return {
        "diagnostics": [record(found) for found in sorted(build.diagnostics, key=by_weight)],
        "conflicts": [{"path": conflict.path, "generated": conflict.aside} for conflict in build.merged.conflicts],
        "kept": [artifact.path for artifact in build.merged.kept],
        "deleted": list(build.merged.deleted),
        "open": list(build.findings),
    }


def costs(account: tuple[Spent, ...]) -> dict[str, object]:
    """Return for machines what the answers cost; nothing where nobody was paid."""
    if not account:
        return {}
    return {"answers": [one.model_dump() for one in account], "usd": round(sum(one.usd for one in account), 6)}


def bill(account: tuple[Spent, ...]) -> None:
    """Tell on standard error what each answer cost and what all of them did."""
    for one in account:
        say(f"  {one.persona}: {one.model}, {one.ending}, {_requests(one.requests)}, {_tokens(one.usage)}, {one.usd:.4f} USD")
    if account:
        whole = sum((one.usage for one in account), Usage())
        share = whole.read / whole.prompt if whole.prompt else 0
        usd = sum(one.usd for one in account)
        say(f"answers: {_tokens(whole)}, {share:.0%} of all prompts from the cache, {usd:.4f} USD")


def _tokens(usage: Usage) -> str:
    return f"{usage.input} tokens in, {usage.written} written to and {usage.read} read from the cache, {usage.output} out"


def _requests(number: int) -> str:
    return f"{number} request{'' if number == 1 else 's'}"


def as_json(told: object) -> str:
    """Write JSON for machines, ASCII only."""
    return json.dumps(told, sort_keys=True, indent=1)


def _of_the_humans(build: Build) -> list[str]:
    merged = build.merged
    lines = [f"conflict: `{one.path}` stays as you edited it; what is generated now lies in `{one.aside}`" for one in merged.conflicts]
    lines += [f"note: `{path}` stays deleted" for path in merged.deleted]
    own = [artifact.path for artifact in merged.kept if not artifact.path.startswith("_conflicts/")]
    if own:
        lines.append(f"note: {_files(len(own))} of your own came along: {', '.join(own[:MOST])}{', …' if len(own) > MOST else ''}")
    return lines


def _short(found: Diagnostic) -> list[str]:
    place = f" ({found.span.file}:{found.span.line})" if found.span else ""
    lines = [f"{WORDS[found.severity]}[{found.code}]: {found.message}{place}"]
    return [*lines, f"  help: {found.help}"] if found.help else lines


def _holds(build: Build) -> str:
    design = build.design
    if design is None:
        return f"published {_files(len(build.merged.artifacts))}"
    parts = (
        (len(design.records), "decision record"),
        (len(design.database.tables), "table"),
        (sum(len(api.operations) for api in design.api), "API operation"),
        (len(design.operations.runbooks), "runbook"),
    )
    told = [f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in parts if number]
    return f"published {_files(len(build.merged.artifacts))}: {', '.join(told)}"


def _files(number: int) -> str:
    return f"{number} file{'' if number == 1 else 's'}"
