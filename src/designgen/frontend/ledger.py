"""What one reading writes down as it goes: places of everything it understood, diagnostics of everything it did not."""

from designgen.model.diagnostic import Diagnostic, Note, Rule, Severity
from designgen.model.source import Places, Span

QUOTED = ("text", "name", "key", "operation", "word")
LONGEST = 80


class Ledger:
    """Collects places and diagnostics of one file; a place may be written once only, the first one stays."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: Places = {}
        self.diagnostics: list[Diagnostic] = []
        self.known: set[Diagnostic] = set()

    def place(self, path: str, span: Span) -> None:
        """Remember where `path` was written."""
        self.places.setdefault(path, span)

    def span(self, path: str) -> Span | None:
        """Return the place of a path, else of the nearest part that holds it."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path.rpartition(".")[0]
        return None

    def report(self, rule: Rule, span: Span | None, *, notes: tuple[Note, ...] = (), help: str | None = None, **names: object) -> None:
        """Write a diagnostic down, once; long texts of the author's are shown by their beginning."""
        shown = {name: _short(value) if name in QUOTED else value for name, value in names.items()}
        found = rule.at(span, notes=notes, subject="", help=help, **shown)
        if found not in self.known:
            self.known.add(found)
            self.diagnostics.append(found)

    def add(self, found: Diagnostic) -> None:
        """Write down a diagnostic that was made elsewhere."""
        self.diagnostics.append(found)

    @property
    def broken(self) -> bool:
        """Whether an input error was found."""
        return any(found.severity is Severity.ERROR for found in self.diagnostics)

    def sorted(self) -> tuple[Diagnostic, ...]:
        """Return the diagnostics in the order of the file, errors before findings on one place."""
        return tuple(sorted(self.diagnostics, key=_position))


def _position(found: Diagnostic) -> tuple[int, int, bool, str, str]:
    line, column = (found.span.line, found.span.column) if found.span else (0, 0)
    return line, column, found.severity is not Severity.ERROR, found.code, found.message


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
