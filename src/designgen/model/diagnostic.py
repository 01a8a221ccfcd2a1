"""What we have to say about the author's work: rules that can be broken, and the places where they are.

A rule is declared once, beside the code that finds it; its words serve the terminal, the package and `explain`.
"""

from collections.abc import Iterable
from enum import StrEnum

from designgen.model.frozen import Frozen
from designgen.model.source import Span


class Severity(StrEnum):
    """How much a diagnostic weighs (rule CORE-06); blockers come first on page one."""

    BLOCKER = "blocker"
    ERROR = "error"
    WARN = "warn"
    INFO = "info"


class Note(Frozen):
    """A second place that explains the first."""

    message: str
    span: Span | None = None


class Diagnostic(Frozen):
    """One fact about the author's work, where it stands, and a way out."""

    code: str
    severity: Severity
    message: str
    span: Span | None = None
    help: str = ""
    notes: tuple[Note, ...] = ()
    subject: str = ""
    because: tuple[str, ...] = ()


class Rule(Frozen):
    """What can be found: a code that names the room, a name that reads after "allow", the words, the reason.

    `message` and `help` are format strings; `rulebook` are the ids of the rulebook that this rule carries out.
    """

    code: str
    name: str
    severity: Severity
    message: str
    why: str
    help: str = ""
    rulebook: tuple[str, ...] = ()

    def at(
        self, span: Span | None, *, notes: tuple[Note, ...] = (), subject: str = "", help: str | None = None, **names: object
    ) -> Diagnostic:
        """Return the diagnostic of this rule at `span`; `names` fill the message and the help."""
        return Diagnostic(
            code=self.code,
            severity=self.severity,
            message=self.message.format(**names),
            span=span,
            help=self.help.format(**names) if help is None else help,
            notes=notes,
            subject=subject,
            because=self.rulebook,
        )


def by_weight(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return diagnostics with the heaviest first, in an order that no layout of the requirements changes."""
    order = list(Severity)
    return tuple(sorted(diagnostics, key=lambda one: (order.index(one.severity), one.code, one.subject, one.message)))
