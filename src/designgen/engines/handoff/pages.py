"""Prompts, faults and the state of an interview in, pages in Markdown out."""

from collections.abc import Sequence

from designgen.engines.handoff.letters import Consultation, answer_names, form_name, prompt_name, repair_name
from designgen.engines.revision.faults import listing
from designgen.engines.revision.parsing import MOST_BYTES
from designgen.engines.revision.prompt import Prompt
from designgen.knowledge.templates import render
from designgen.knowledge.wording import counted, figure, listed

INDEX = "README.md"
CHARACTERS_PER_TOKEN = 3.5


def prompt_page(prompt: Prompt) -> str:
    """Return a prompt as one page."""
    return prompt.whole


def repair_page(asked: Consultation) -> str:
    """Return what is said about an answer with faults, with that answer, so that the page also works in a new conversation."""
    answer = asked.letter.text[:MOST_BYTES].strip() if asked.letter else ""
    longest = max((len(run) for run in answer.split() if not run.strip("`")), default=0)
    return (
        render(
            "handoff-repair.md.j2",
            count=counted(len(asked.faults), "fault"),
            faults=listing(asked.faults),
            answer=answer,
            fence="`" * max(3, longest + 1),
        ).rstrip("\n")
        + "\n"
    )


def index_page(project: str, file: str, folder: str, asked: Sequence[Consultation]) -> str:
    """Return the page that says what to do with the others, and how far the interview is."""
    rows = [
        {
            "persona": one.persona,
            "prompt": prompt_name(one.section),
            "form": form_name(one.section),
            "answer": one.letter.name if one.letter else answer_names(one.section)[0],
            "after": listed(list(one.earlier)) or "nobody",
            "tokens": f"{figure(round(len(one.prompt) / CHARACTERS_PER_TOKEN, -2))}",
            "state": one.state,
            "repair": repair_name(one.section) if one.faults else "",
        }
        for one in asked
    ]
    return render("handoff-index.md.j2", project=project, file=file, folder=folder, rows=rows).rstrip("\n") + "\n"
