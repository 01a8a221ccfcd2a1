"""An adapter of the design in, its code and its tests out: `integrations/<id>/adapter.*` (INT-102, INT-103).

The code reads every figure from the configuration schema beside it, so no figure stands in two files; it needs nothing but its runtime.
"""

import re
from collections.abc import Iterator

from designgen.knowledge.templates import render
from designgen.model.artifact import Artifact
from designgen.model.design.integrations import Adapter
from designgen.model.design.whole import Design

LANGUAGES = {"typescript": "mjs", "javascript": "mjs", "python": "py"}
FILES = {"mjs": ("adapter.mjs", "adapter.test.mjs"), "py": ("adapter.py", "test_adapter.py")}
RUNS = {"mjs": "node --test integrations/{name}/adapter.test.mjs", "py": "python -m unittest discover integrations/{name}"}
NAMED = {
    "mjs": ("Adapter", "NoAnswer", "NotSent", "NotTrusted", "defaults", "retryAfter"),
    "py": ("Adapter", "Answer", "Call", "NoAnswer", "NotSent", "NotTrusted", "defaults", "retry_after"),
}
TOP_LEVEL = re.compile(r"\n\n+(?=@|class |def |if __name__|RAW)")
"""Where Python wants two empty lines; a template leaves one at most."""
KEYLESS = ("mtls", "x509", "hmac")


def code(design: Design, adapter: Adapter, section: str) -> Iterator[Artifact]:
    """Yield code and tests of an adapter in the language of the team; nothing where it is another one or nothing calls."""
    language = language_of(design)
    if not language:
        return
    names = _names(design, adapter, language)
    if not (names["calls"] or names["signed"]):
        return
    for file in FILES[language]:
        text = render(f"{file}.j2", **names)
        if language == "py":
            text = TOP_LEVEL.sub("\n\n\n", text)
        yield Artifact.text(f"integrations/{adapter.name}/{file}", "text", text, section=section, title=f"{adapter.title}: {file}")


def language_of(design: Design) -> str:
    """Return the ending of the files, empty for a language that no template speaks."""
    return LANGUAGES.get((design.facts.requirements.constraints.tech.language or "").lower(), "")


def command(design: Design, adapter: Adapter) -> str:
    """Return how the tests run, empty where there are none."""
    return RUNS[language_of(design)].format(name=adapter.name) if any(code(design, adapter, "")) else ""


def _names(design: Design, adapter: Adapter, language: str) -> dict[str, object]:
    proofs = {scheme for api in design.api for one in api.operations if one.sender == adapter.name for scheme in one.schemes}
    scheme = next((one for one in ("stripe-v1", "signature") if one in proofs), "")
    calls, xml = bool(adapter.settings), "xml" in adapter.protocol
    paths = {one.path for one in (*adapter.settings, *(one for chapter in adapter.chapters for one in chapter.settings))}
    shown = ("verified",) if scheme else ()
    return {
        "adapter": adapter.name,
        "calls": calls,
        "deed": "Calls" if calls else "Takes what comes from",
        "signed": bool(scheme),
        "scheme": scheme,
        "hooks": adapter.receives,
        "breaks": any(path.startswith("breaker.") for path in paths),
        "sign_in": adapter.protocol == "oidc",
        "background": adapter.style.startswith("async"),
        "bearer": adapter.auth not in KEYLESS,
        "header": "idempotency.header" in paths,
        "xml": xml,
        "sample": "<ok/>" if xml else "{}",
        "unknown_field": "<ok><unknown/></ok>" if xml else '{"unknown": true}',
        "imports": (*(NAMED[language] if calls else ("defaults",)), *shown),
    }
