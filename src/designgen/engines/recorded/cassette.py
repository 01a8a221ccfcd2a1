"""What a model said to one question, on its way to a file and back; nothing of the service, its keys or its machines goes in."""

import json
from typing import Literal

from pydantic import ValidationError

from designgen.engines.revision.files import stem
from designgen.model.errors import InputUnreadable
from designgen.model.frozen import Frozen
from designgen.model.interview import Answer, Persona, Transcript


class Cassette(Frozen):
    """The replies of one model to one persona's question."""

    format: Literal["designgen-cassette/1"] = "designgen-cassette/1"
    section: str
    persona: str
    said: Transcript


def cassette_name(section: str) -> str:
    """Return the name of the file that holds the recording about a section."""
    return f"{stem(section)}.cassette.json"


def recorded(persona: Persona, answer: Answer) -> str | None:
    """Return the recording of an answer as the text of its file; None if nobody said anything."""
    if answer.transcript is None:
        return None
    cassette = Cassette(section=answer.section.section, persona=persona.name, said=answer.transcript)
    return json.dumps(cassette.model_dump(mode="json"), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def played(content: bytes, file: str, section: str) -> Cassette:
    """Return the recording in a file; InputUnreadable if there is none or if it is about something else."""
    advice = "record it again with --record"
    try:
        cassette = Cassette.model_validate_json(content)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
        place = "/".join(str(step) for step in first["loc"]) or "the file"
        words = f"{place}: {first['msg'][:1].lower()}{first['msg'][1:]}"
        raise InputUnreadable(f"`{file}` is no recording ({words})", advice=advice) from None
    if cassette.section != section:
        raise InputUnreadable(f"`{file}` is a recording about `{cassette.section}`, not `{section}`", advice="give it its own name again")
    return cassette
