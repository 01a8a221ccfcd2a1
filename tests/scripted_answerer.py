"""Answers a question as a model would that sees nothing but its page: the page in, the text of an answer out.

It takes parts, fields and requirement ids from the page itself, so it only knows what the page tells.
"""

import json
import re

LISTS = ("changes", "choices", "conclusions", "concerns", "questions", "dissents", "findings")
TEXTS = ("description", "does", "purpose", "comment", "on_failure", "when_down", "impact", "client_does", "summary")


def between(page: str, tag: str) -> str:
    """Return what stands between a tag and its end."""
    found = re.search(rf"<{tag}>\n(.*?)\n</{tag}>", page, re.DOTALL)
    return found[1] if found else ""


def drafted(page: str) -> list[dict]:
    """Return the parts of the draft on a page."""
    return [json.loads(line) for line in between(page, "draft").splitlines()]


def wishes(page: str) -> list[str]:
    """Return the ids of the requirements on a page."""
    line = next(line for line in between(page, "requirements").splitlines() if line.startswith("requirements: "))
    return [wish["id"] for wish in json.loads(line.removeprefix("requirements: "))]


def allowed(page: str, kind: str) -> list[str]:
    """Return the fields of a kind that hold texts, as the page explains them."""
    block = re.search(rf"^\* `{kind}`:.*\n((?:  \* .*\n)*)", page, re.MULTILINE)
    return re.findall(r"^  \* `(\w+)` \(text[;)]", block[1], re.MULTILINE) if block else []


def sentence(part: dict) -> str:
    """Return a sentence that names the part."""
    return f"Here `{part['key'].partition(':')[2]}` is told in the words of whoever works with it."


def answer_to(page: str, most: int = 2) -> dict:
    """Return an answer that rewrites a text of a few parts and says what it did."""
    changes = []
    for part in drafted(page):
        field = next((name for name in allowed(page, part["key"].partition(":")[0]) if name in TEXTS), None)
        if field and len(changes) < most:
            changes.append(
                {
                    "action": "replace",
                    "key": part["key"],
                    "into": None,
                    "fields": [{"name": field, "value": sentence(part)}],
                    "reason": f"Whoever reads `{part['key']}` looks for this first.",
                    "requirements": wishes(page)[:1],
                }
            )
    told = f"{len(changes)} parts were put into plainer words."
    return {**{name: [] for name in LISTS}, "changes": changes, "concerns": [told]}


def in_markdown(answer: dict) -> str:
    """Return an answer as models like to give it."""
    return f"I looked at the draft.\n\n```json\n{json.dumps(answer, indent=2)}\n```\n\nThese are all my changes.\n"
