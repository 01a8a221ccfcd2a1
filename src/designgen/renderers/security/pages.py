"""Design in; sign-in, access matrix, personal data and threats out: `security/README.md`."""

from collections.abc import Iterator

from designgen.knowledge.templates import render
from designgen.model.artifact import Artifact
from designgen.model.design.api import ApiOperation
from designgen.model.design.security import Threat
from designgen.model.design.whole import Design
from designgen.renderers.pictures import dataflow, figures
from designgen.renderers.security.compliance import frameworks
from designgen.syntax.markdown import prose, sentences


def render_security(design: Design) -> Iterator[Artifact]:
    """Render `security/README.md`."""
    operations = [operation for api in design.api for operation in api.operations]
    actors = [actor.name for actor in design.facts.requirements.actors]
    actors += sorted({name for operation in operations for name in operation.actors} - set(actors))
    text = render(
        "security.md.j2",
        project=design.facts.requirements.project.name,
        sessions=design.security.sessions,
        dataflow=figures(dataflow(design)),
        actors=actors,
        actor_heads=" | ".join(prose(actor) for actor in actors) or "anyone",
        matrix=[_row(operation, actors) for operation in operations],
        frameworks=frameworks(design),
        personal=design.security.data,
        threats=[_threat(threat) for threat in design.security.threats],
        prose=prose,
        sentences=sentences,
    )
    yield Artifact.text("security/README.md", "markdown", text, section="platform", title="Security")


def _threat(threat: Threat) -> dict[str, object]:
    """A threat with its rules; the parts that bring it in stand in its own texts."""
    rules = ", ".join(reason for reason in threat.because if ":" not in reason or reason.startswith("DEF-"))
    return {"threat": threat, "title": threat.name.replace("-", " ").capitalize(), "rules": rules}


def _row(operation: ApiOperation, actors: list[str]) -> dict[str, object]:
    cells = " | ".join("yes" if actor in operation.actors else "no" for actor in actors)
    return {
        "operation": operation,
        "cells": cells or ("yes" if operation.public else "no"),
        "scope": f"`{operation.scope}`" if operation.scope else "none",
        "rule": operation.object_rule or (f"anyone: {operation.public}" if operation.public else "all rows"),
    }
