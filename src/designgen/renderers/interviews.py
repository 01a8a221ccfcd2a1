"""Who was asked, who answered, what each concluded, worried about and asked: `personas.md`."""

from collections.abc import Iterator

from designgen.knowledge.templates import render
from designgen.model.artifact import Artifact
from designgen.model.design.whole import Design

FILES = {
    "backend": ("architecture/README.md", "api/README.md", "api/openapi.yaml"),
    "database": ("database/dictionary.md", "database/schema.sql"),
    "flows": ("architecture/README.md", "api/errors.md"),
    "integrations": ("integrations/README.md",),
    "platform": ("operations/slo.md", "operations/recovery.md", "runbooks/README.md", "security/README.md", "delivery/plan.md"),
}
TITLES = {
    "backend": "architecture and API",
    "database": "database",
    "flows": "flows between the parts",
    "integrations": "systems of others",
    "platform": "operation, security and delivery",
}


def render_interviews(design: Design) -> Iterator[Artifact]:
    """Render `personas.md`."""
    rows = [
        {"who": who, "section": TITLES[who.section], "offline": who.engine == "offline", "files": FILES[who.section]}
        for who in design.interviews
        if who.section in TITLES
    ]
    reviews = [who for who in design.interviews if who.section not in TITLES]
    yield Artifact.text("personas.md", "markdown", render("personas.md.j2", rows=rows, reviews=reviews), title="Personas")
