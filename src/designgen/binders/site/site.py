"""A design and its merged artifacts in, `index.html` out: the whole package in one file that fetches nothing.

The page carries a content security policy with the hashes of our own style and script, so that nothing else can run in it.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from designgen.binders.book import Book, Chapter, book
from designgen.binders.site.decided import decided, margin
from designgen.binders.site.drawings import dark_rules
from designgen.binders.site.escaping import visible
from designgen.binders.site.pages import BEFORE, Figures, Page, Section, sections
from designgen.binders.site.places import Places, place
from designgen.binders.site.reference import operation_names, reference
from designgen.binders.site.trace import TRACE, reasons, requirement_place, trace
from designgen.knowledge.shipped import template
from designgen.knowledge.templates import render_html
from designgen.model.artifact import Artifact
from designgen.model.design.whole import Design
from designgen.syntax.markdown import anchor, anchors

DICTIONARY = "database/dictionary.md"
DECISIONS = "decisions"
LANDING = "README.md"


def bind_site(design: Design, artifacts: tuple[Artifact, ...]) -> Iterator[Artifact]:
    """Yield `index.html`."""
    whole = book(design, artifacts)
    references = {chapter.path: view for chapter in whole.chapters if (view := _reference(chapter, artifacts)) is not None}
    where = _where(design, whole, references)
    places = Places(
        pages={chapter.path: place(chapter.path) for chapter in whole.chapters} | {path: place(path, "page") for path in references},
        files=frozenset(artifact.path for artifact in artifacts),
        words=_words(design, where),
    )
    figures = Figures({chapter.path: chapter.content for chapter in whole.chapters if chapter.kind == "svg"})
    made = {path: _reference_page(view) for path, view in references.items()}
    notes = Notes(design, where, whole)
    parts = _with_lists(list(sections(whole, places, figures, notes.of, made)), design, whole, where)
    yield Artifact.text("index.html", "text", _page(whole, parts, figures), title=f"{design.title}: the package as a site")


def _reference(chapter: Chapter, artifacts: tuple[Artifact, ...]) -> dict[str, Any] | None:
    documents = {artifact.path for artifact in artifacts if artifact.kind == "openapi"}
    return reference(chapter.content, chapter.path) if chapter.path in documents else None


def _where(design: Design, whole: Book, references: Mapping[str, dict[str, Any]]) -> dict[str, str]:
    """Return the id of the place of every part that the trace names, by `kind:name`; a part that no page shows has none."""
    pages = {chapter.path: chapter for chapter in whole.chapters}
    found = {f"decisions:{record.decision.topic}": place(record.path) for record in design.records if record.path in pages}
    if "adr/conventions.md" in pages:
        found |= {f"decisions:{record.decision.topic}": place("adr/conventions.md") for record in design.conventions}
    if DICTIONARY in pages:
        known = set(anchors(pages[DICTIONARY].content))
        tables = {table.name: anchor(table.name) for table in design.database.tables}
        found |= {f"tables:{name}": place(DICTIONARY, own) for name, own in tables.items() if own in known}
    for path, view in references.items():
        found |= {f"operations:{name}": place(path, name) for name in operation_names(view)}
    paths = {f"runbooks:{book.name}": book.path for book in design.operations.runbooks}
    return found | {key: place(path) for key, path in paths.items() if path in pages}


def _words(design: Design, where: Mapping[str, str]) -> dict[str, str]:
    """Return what becomes a link wherever it is written: ids of requirements, names of tables and operations."""
    named = {key.partition(":")[2]: identity for key, identity in where.items() if key.startswith(("tables:", "operations:"))}
    wishes = {row.requirement: requirement_place(row.requirement) for row in design.coverage}
    return {word: identity for word, identity in (named | wishes).items() if not word.isalpha() or not word.islower()}


class Notes:
    """What the site adds to a page of the package: figures of page one, and why a part is there."""

    def __init__(self, design: Design, where: Mapping[str, str], whole: Book) -> None:
        self.design = design
        self.whole = whole
        self.titles = {wish.id: wish.title for wish in design.facts.requirements.requirements}
        self.reasons = reasons(design)
        self.records = {record.path: record for record in design.records}
        self.tables = {where[f"tables:{table.name}"]: table.name for table in design.database.tables if f"tables:{table.name}" in where}
        self.runbooks = {book.path: book.name for book in design.operations.runbooks}

    def of(self, chapter: Chapter) -> dict[str, str]:
        """Return the notes of a page, by the anchor of the heading they follow."""
        if chapter.path == DICTIONARY:
            notes = {identity.removeprefix(f"{DICTIONARY}:"): self.why(f"tables:{name}") for identity, name in self.tables.items()}
            return {**notes, anchor(chapter.title): '<div class="filter" data-filter="h2" data-label="Show tables with"></div>'}
        if chapter.path == LANDING:
            return {BEFORE: self._figures()}
        return {anchor(chapter.title): self._first(chapter)}

    def why(self, key: str, **about: object) -> str:
        """Return the requirements a part is there for, as links."""
        wanted = [(name, self.titles.get(name, ""), requirement_place(name)) for name in self.reasons.get(key, ())]
        return render_html("site-why.html.j2", wanted=wanted, about=about)

    def _first(self, chapter: Chapter) -> str:
        record = self.records.get(chapter.path)
        if record:
            decision, (lead, rival) = record.decision, margin(record.decision)
            about = {"status": chapter.status or decision.status, "chosen": decision.chosen.title, "margin": lead, "rival": rival}
            return self.why(f"decisions:{decision.topic}", **about)
        return self.why(f"runbooks:{self.runbooks[chapter.path]}") if chapter.path in self.runbooks else ""

    def _figures(self) -> str:
        design, paths = self.design, {chapter.path for chapter in self.whole.chapters}
        drawn = [path for path in sorted(paths) if path.endswith(".svg")]
        counts = (
            ("requirements", len(design.coverage), TRACE),
            ("decisions", len(design.records), DECISIONS),
            ("drawings", len(drawn), "architecture/README.md"),
            ("operations", sum(len(api.operations) for api in design.api), "api/README.md"),
            ("tables", len(design.database.tables), DICTIONARY),
            ("runbooks", len(design.operations.runbooks), "runbooks/README.md"),
        )
        shown = [(name, count, place(path)) for name, count, path in counts if count and (path in paths or path in (TRACE, DECISIONS))]
        return render_html("site-figures.html.j2", date=design.date, counts=shown)


def _reference_page(view: dict[str, Any]) -> Page:
    html = render_html("site-api.html.j2", api=view, requirement=requirement_place)
    label = f"{view['about']['title'] or view['page']}: reference"
    return Page(place(view["page"], "page"), label, html, kind="reference", file=view["page"])


def _with_lists(parts: list[Section], design: Design, whole: Book, where: Mapping[str, str]) -> list[Section]:
    """Put the list of decisions and the explorer of the trace where they belong."""
    pages = {chapter.path: place(chapter.path) for chapter in whole.chapters}
    if design.records:
        states = {chapter.path: chapter.status for chapter in whole.chapters}
        shown = render_html("site-decisions.html.j2", decisions=decided(design, states, pages))
        parts = _first(parts, "adr/", Page(DECISIONS, "All decisions", shown, kind="list"))
    if design.coverage:
        shown = render_html("site-trace.html.j2", trace=trace(design, where))
        parts = _first(parts, "traceability", Page(TRACE, "From wish to part", shown, kind="list"))
    return parts


def _first(parts: list[Section], path: str, page: Page) -> list[Section]:
    """Put a page at the head of the part that holds files of that path; of a part of its own where there is none."""
    for at, part in enumerate(parts):
        if any(one.file.startswith(path) for one in part.pages):
            return [*parts[:at], replace(part, pages=(page, *part.pages)), *parts[at + 1 :]]
    return [*parts, Section(page.label, (page,))]


def _page(whole: Book, parts: list[Section], figures: Figures) -> str:
    style = template("site.css") + dark_rules(figures.pictures.values())
    script = template("site.js")
    written = [page for part in parts for page in part.pages if page.html]
    neighbours = {page.id: (before, after) for before, page, after in zip([None, *written], written, [*written[1:], None], strict=False)}
    allowed = f"style-src {_hash(style)}; script-src {_hash(script)}; img-src data:"
    page = render_html(
        "site.html.j2",
        book=whole,
        parts=parts,
        neighbours=neighbours,
        style=style,
        script=script,
        policy=f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'",
    )
    return visible(page)


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
