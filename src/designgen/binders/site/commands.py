"""A code block in, HTML out; a shell command shows before it what it says, after it how to undo it."""

import re

from designgen.binders.site.colouring import coloured
from designgen.binders.site.escaping import attribute, name, text

SHELLS = ("sh", "bash")
SIGNS = {"⚠": ("changes", "Changes something"), "☠": ("destroys", "Can lose data, needs a second person")}


def code_block(code: str, language: str) -> str:
    """Return the block; comments around a shell command become the words around it."""
    code = code.rstrip("\n")
    if language not in SHELLS:
        return _pre(code, language)
    lines = code.split("\n")
    first = next((place for place, line in enumerate(lines) if not line.startswith("#")), len(lines))
    last = next((place for place in range(len(lines), first, -1) if not lines[place - 1].startswith("#")), first)
    run = "\n".join(lines[first:last])
    if not run or len(lines) == last - first:
        return _pre(code, language)
    signs = "".join(sign for sign in SIGNS if sign in "".join(lines[:first])[:8])
    said = "".join(f"<p>{_words(line)}</p>" for line in lines[:first])
    undo = "".join(f'<p class="undo">{_words(line)}</p>' for line in lines[last:])
    kind = SIGNS[signs[-1]][0] if signs else "looks"
    warning = f'<strong class="sign">{SIGNS[signs[-1]][1]}</strong>' if signs else ""
    return f'<div class="command {kind}">{warning}{said}{_pre(run, language)}{undo}</div>'


def _pre(code: str, language: str) -> str:
    marked = f' data-language="{attribute(language)}"' if language else ""
    return f'<div class="code"{marked}><pre><code>{coloured(code, language)}</code></pre></div>'


def _words(line: str) -> str:
    """Return a comment as HTML without its signs; what stands between backticks is code."""
    pieces = re.sub(r"^#+ *(?:[⚠☠]\ufe0f? *)*", "", line).split("`")
    return "".join(f"<code>{name(piece)}</code>" if at % 2 and at < len(pieces) - 1 else text(piece) for at, piece in enumerate(pieces))
