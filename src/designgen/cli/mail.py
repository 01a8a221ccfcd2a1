"""The pages of a folder in, answers and recordings out; what became of the questions in, pages and words about them out."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from shlex import quote

import typer

from designgen.cli import report
from designgen.cli.order import Order
from designgen.cli.screen import coloured, say
from designgen.cli.terminal import record
from designgen.engines.handoff.letters import Consultation, Letter, answer_names, form_name, prompt_name, repair_name
from designgen.engines.handoff.marking import marked
from designgen.engines.handoff.pages import INDEX, index_page, repair_page
from designgen.engines.recorded.cassette import Cassette, cassette_name, played, recorded
from designgen.engines.revision.files import sections
from designgen.frontend.secrets import kinds_in
from designgen.model.interview import Answer, Persona
from designgen.store.pages import remove_page, write_page


def letters(pages: Mapping[str, bytes]) -> dict[str, Letter]:
    """Return the answers among the pages of a folder, each with the question that lies beside it."""
    found = {}
    for section in sections(pages):
        names = [name for name in answer_names(section) if name in pages]
        if names:
            text, damage = _text(pages[names[0]])
            if len(names) > 1:
                damage = f"lies here {len(names)} times, as {', '.join(names)}; keep one"
            asked = pages.get(prompt_name(section))
            found[section] = Letter(names[0], text, asked.decode(errors="replace") if asked is not None else None, damage)
    return found


def cassettes(pages: Mapping[str, bytes], folder: str) -> dict[str, Cassette]:
    """Return the recordings among the pages of a folder; InputUnreadable if one of them is none."""
    named = {section: cassette_name(section) for section in sections(pages)}
    return {section: played(pages[name], f"{folder}/{name}", section) for section, name in named.items() if name in pages}


def keep_recording(folder: str, persona: Persona, answer: Answer) -> None:
    """Record one answer, unless nothing was said or what was said holds a secret."""
    cassette = recorded(persona, answer)
    if cassette is None:
        return
    secrets = sorted(set(kinds_in(cassette)))
    if secrets:
        say(f"note: the answer of {persona.name} holds {', '.join(secrets)} and was not recorded")
    else:
        write_page(Path(folder), cassette_name(answer.section.section), cassette)


def checked(order: Order) -> None:
    """Raise typer.BadParameter if the folders of an order do not go together with its engine."""
    reads, speaks = order.engine in ("handoff", "recorded"), order.engine in ("handoff", "claude")
    if reads and order.replies is None:
        raise typer.BadParameter(f"the engine `{order.engine}` reads answers from a folder; name it", param_hint="--replies")
    if order.replies is not None and not reads:
        raise typer.BadParameter(f"the engine `{order.engine}` reads no answers; handoff and recorded do", param_hint="--replies")
    if order.record is not None and not speaks:
        raise typer.BadParameter(f"the engine `{order.engine}` has nothing to record; claude and handoff have", param_hint="--record")


def drawn(asked: Iterable[Consultation], folder: str) -> list[dict[str, object]]:
    """Draw on standard error what is wrong with answers, each at its place; return it for machines."""
    named = [(one, one.letter, str(Path(folder) / one.letter.name)) for one in asked if one.letter]
    found = [mark for one, _, name in named for mark in marked(one, name)]
    if found:
        texts = {name: letter.text for _, letter, name in named}
        print(report.drawn(found, texts, colour=coloured(sys.stderr)), file=sys.stderr)
    return [record(mark) for mark in found]


def deliver_repairs(folder: Path, asked: Iterable[Consultation]) -> None:
    """Put beside each answer what is wrong with it; where nothing is, remove what was said before."""
    for one in asked:
        if one.faults:
            write_page(folder, repair_name(one.section), repair_page(one))
        else:
            remove_page(folder, repair_name(one.section))


def deliver_questions(folder: Path, project: str, file: str, asked: tuple[Consultation, ...]) -> None:
    """Write the questions that are not answered yet, the forms of all answers, and the page that says what to do."""
    for one in asked:
        if one.letter is None or one.letter.asked is None:
            write_page(folder, prompt_name(one.section), one.prompt)
        write_page(folder, form_name(one.section), one.form)
    write_page(folder, INDEX, index_page(project, quote(file), quote(str(folder)), asked))


def _text(content: bytes) -> tuple[str, str]:
    """Return the text of a file, and what is wrong with its bytes."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding), ""
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        return content.decode(errors="replace"), f"is not UTF-8 text: byte 0x{content[problem.start]:02x} in line {line}"
