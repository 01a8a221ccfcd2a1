"""Who plays which role: every engine, draft, check, renderer and binder by name; the only place that knows them all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from designgen.binders.docx import bind_docx
from designgen.binders.lane import beside, lane
from designgen.binders.pdf import bind_pdf
from designgen.binders.raster import Darkroom, Recall, unremembered
from designgen.binders.site.site import bind_site
from designgen.binders.wanted import Documents, Wanted
from designgen.checks import (
    consistency,
    feasibility,
    links,
    names,
    openapi,
    operations,
    parity,
    promises,
    schema_columns,
    schema_duties,
    schema_indexes,
    schema_keys,
    sql,
    traceability,
)
from designgen.decisions import findings
from designgen.engines.claude.clock import Clock
from designgen.engines.claude.engine import Claude
from designgen.engines.claude.settings import Settings
from designgen.engines.claude.side_by_side import side_by_side
from designgen.engines.handoff import marking
from designgen.engines.handoff.engine import Handoff, untold
from designgen.engines.handoff.letters import Consultation, Letter
from designgen.engines.offline.backend import section as backend
from designgen.engines.offline.database import section as database
from designgen.engines.offline.engine import Offline
from designgen.engines.offline.flows import section as flows
from designgen.engines.offline.integrations import section as integrations
from designgen.engines.offline.platform import section as platform
from designgen.engines.recorded.cassette import Cassette
from designgen.engines.recorded.engine import Recorded
from designgen.frontend import rules
from designgen.interview import link, plan
from designgen.model.diagnostic import Rule
from designgen.model.roles import Binder, Check, Engine, Tools, in_turn
from designgen.renderers.api_docs import render_api_docs
from designgen.renderers.architecture import render_architecture
from designgen.renderers.asyncapi import render_asyncapi
from designgen.renderers.delivery import render_delivery
from designgen.renderers.diagrams import render_diagrams
from designgen.renderers.dictionary import render_dictionary
from designgen.renderers.integrations.pages import render_integrations
from designgen.renderers.interviews import render_interviews
from designgen.renderers.openapi.document import render_openapi
from designgen.renderers.operations.pages import render_operations
from designgen.renderers.records import render_records
from designgen.renderers.runbooks import render_runbooks
from designgen.renderers.security.pages import render_security
from designgen.renderers.sql.schema import render_schema
from designgen.renderers.summary import render_summary
from designgen.renderers.traceability import render_traceability

ENGINES: tuple[str, ...] = ("offline", "claude", "handoff", "recorded")

CHECKS: tuple[Check, ...] = (
    names.check_names,
    consistency.check_consistency,
    traceability.check_traceability,
    parity.check_parity,
    schema_keys.check_schema_keys,
    schema_columns.check_schema_columns,
    schema_indexes.check_schema_indexes,
    schema_duties.check_schema_duties,
    operations.check_operations,
    feasibility.check_feasibility,
    promises.check_promises,
    sql.check_sql,
)

INSPECTIONS: tuple[Check, ...] = (sql.check_scripts, openapi.check_openapi, links.check_links)

RULES: tuple[Rule, ...] = (
    *(rules.RULES + plan.RULES + link.RULES),
    *(names.RULES + consistency.RULES + traceability.RULES + parity.RULES),
    *(schema_keys.RULES + schema_columns.RULES + schema_indexes.RULES + schema_duties.RULES),
    *(operations.RULES + feasibility.RULES + promises.RULES + sql.RULES + openapi.RULES + links.RULES + findings.RULES),
    *marking.RULES,
)
"""Every rule that a diagnostic can carry, for `explain` and for the tests of their words."""


@dataclass(frozen=True)
class Brought:
    """What people brought for engines that ask nobody: answers by hand with someone to tell of each, recordings."""

    letters: Mapping[str, Letter] = field(default_factory=dict)
    tell: Callable[[Consultation], None] = untold
    cassettes: Mapping[str, Cassette] = field(default_factory=dict)


def tools(
    engine: str = "offline", settings: Settings | None = None, brought: Brought | None = None, binders: tuple[Binder, ...] = ()
) -> Tools:
    """Return the cast of a build with the engine of that name, set up so; KeyError if there is none."""
    clock = Clock()
    return Tools(
        engine=_engine(engine, clock, settings or Settings(), brought or Brought()),
        together=side_by_side(clock.cancelled) if engine == "claude" else in_turn,
        drafts={
            "backend": backend.draft,
            "database": database.draft,
            "flows": flows.draft,
            "integrations": integrations.draft,
            "platform": platform.draft,
        },
        checks=CHECKS,
        inspections=INSPECTIONS,
        renderers=(
            render_summary,
            render_interviews,
            render_traceability,
            render_records,
            render_architecture,
            render_diagrams,
            render_schema,
            render_dictionary,
            render_openapi,
            render_api_docs,
            render_asyncapi,
            render_integrations,
            render_operations,
            render_runbooks,
            render_security,
            render_delivery,
        ),
        binders=binders,
        start=beside,
    )


def binders(wanted: Wanted, recall: Recall = unremembered) -> tuple[Binder, ...]:
    """Return who binds the documents that are wanted; `recall` finds pictures of an earlier package."""
    darkroom = Darkroom(recall)
    pictures: tuple[Binder, ...] = (darkroom.bind,) if wanted.png else ()
    if wanted.documents is not Documents.ALL:
        return (*((bind_site,) if wanted.documents is Documents.SITE else ()), *pictures)
    pdf = partial(bind_pdf, audience=wanted.audience)
    docx = partial(bind_docx, darkroom=darkroom, audience=wanted.audience, reference=wanted.reference)
    return (pdf, lane(*pictures, docx, bind_site))


def _engine(name: str, clock: Clock, settings: Settings, brought: Brought) -> Engine:
    engines: dict[str, Callable[[], Engine]] = {
        "offline": Offline,
        "claude": lambda: Claude(settings, clock),
        "handoff": lambda: Handoff(brought.letters, brought.tell),
        "recorded": lambda: Recorded(brought.cassettes),
    }
    return engines[name]()
