"""Facts in, the storage of files out: what is kept there, who puts and reads it by signed links (API-061)."""

from designgen.engines.offline.backend.reading import Brief, caller_key, words
from designgen.knowledge.lifetimes import lifetimes
from designgen.knowledge.wording import listed
from designgen.model.design.architecture import Component, Connection
from designgen.model.wishes import Actor
from designgen.sizing.naming import plural_of

WEB, STORAGE = "component:web", "component:storage"


def files(brief: Brief) -> tuple[str, ...]:
    """Return what is kept as files, each as a phrase: imports as they arrive, fields that hold a document (API-061)."""
    loaded = [words(plural_of(e.entity)) for e in brief.facts.entities if any(use.operation.verb in ("import", "export") for use in e.uses)]
    fields = [(e, f) for e in brief.facts.entities for f in e.entity.fields if f.type == "file"]
    return (*(f"files of {name}" for name in loaded), *(f"`{field.name}` of {words(plural_of(entity.entity))}" for entity, field in fields))


def storage(brief: Brief) -> Component:
    """Return the box of the file storage."""
    return Component(
        key=STORAGE,
        title="File storage",
        kind="storage",
        technology="object storage with signed addresses",
        does=f"Keeps {listed(list(files(brief)))}; clients put and fetch them by links that last {lifetimes()['file_link']}.",
        outside=True,
        stateful=True,
        because=(*_wishes(brief), "API-061"),
    )


def _wishes(brief: Brief) -> tuple[str, ...]:
    """Return the requirements that bring files: those of what is loaded, written out, or holds a document."""
    known = {wish.id for wish in brief.requirements.requirements}
    loaded = [n for e in brief.facts.entities for use in e.uses if use.operation.verb in ("import", "export") for n in use.because]
    held = [need for e in brief.facts.entities if any(field.type == "file" for field in e.entity.fields) for need in e.because]
    return tuple(dict.fromkeys(need for need in (*loaded, *held) if need in known))


def storage_links(brief: Brief, actors: tuple[Actor, ...], reader: str) -> list[Connection]:
    """Return who puts and reads files: clients by signed links, the part that works later."""
    if not files(brief):
        return []
    holding = [e for e in brief.facts.entities if any(f.type == "file" for f in e.entity.fields)]
    holding += [e for e in brief.facts.entities if any(use.operation.verb in ("import", "export") for use in e.uses)]
    users = {name for entity in holding for use in entity.uses for name in use.actors}
    clients = [WEB if actor.kind == "human" else caller_key(actor.name) for actor in actors if actor.name in users]
    put = "puts and fetches files by signed links"
    needs = tuple(dict.fromkeys(need for entity in holding for need in entity.because))
    found = [_link(client, put, needs) for client in dict.fromkeys(clients)]
    found.append(_link(reader, "checks and reads what was put there", needs))
    return found


def _link(source: str, purpose: str, needs: tuple[str, ...]) -> Connection:
    key = f"connection:{source.partition(':')[2]}-storage"
    because = (*needs, "API-061")
    return Connection(key=key, source=source, target=STORAGE, purpose=purpose, protocol="HTTPS", hard=False, because=because)
