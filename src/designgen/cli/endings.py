"""An exception in, words on the screen and an exit code out (DESIGN 8); a traceback goes to a file, never to the screen."""

import json
import os
import platform
import sys
import tempfile
import traceback

from designgen.cli.screen import clean, say
from designgen.model.errors import Bug, DesigngenError, InputUnreadable

USAGE, WORLD, OURS, INTERRUPTED, TERMINATED = 2, 3, 4, 130, 143


class Terminated(BaseException):
    """Someone asked this process to end (SIGTERM)."""


def failure(ending: BaseException, *, as_json: bool) -> int:
    """Tell how a command ended and return the exit code."""
    code = _code(ending)
    if code in (INTERRUPTED, TERMINATED):
        say("interrupted: what stood on disk stands whole; run the same command again")
        return code
    told = _ours(ending) if code == OURS else _theirs(ending)
    if as_json:
        print(json.dumps({"exit": code, "error": told}, sort_keys=True, indent=1))
    say(f"error: {told['message']}")
    for word, key in (("note", "safe"), ("help", "advice")):
        if told[key]:
            say(f"{word}: {told[key]}")
    return code


def _code(ending: BaseException) -> int:
    if isinstance(ending, KeyboardInterrupt):
        return INTERRUPTED
    if isinstance(ending, Terminated):
        return TERMINATED
    if isinstance(ending, InputUnreadable):
        return USAGE
    if isinstance(ending, Bug) or not isinstance(ending, (DesigngenError, OSError, ModuleNotFoundError)):
        return OURS
    missing = ending.name if isinstance(ending, ModuleNotFoundError) else None
    return OURS if missing and missing.startswith("designgen") else WORLD


def _theirs(ending: BaseException) -> dict[str, str]:
    if isinstance(ending, DesigngenError):
        return {"message": str(ending), "safe": ending.safe, "advice": ending.advice}
    if isinstance(ending, ModuleNotFoundError):
        return {"message": f"the library `{ending.name}` is missing", "safe": "nothing was written", "advice": "install designgen again"}
    reason = ending.strerror if isinstance(ending, OSError) and ending.strerror else type(ending).__name__
    place = f" (`{ending.filename}`)" if isinstance(ending, OSError) and ending.filename else ""
    return {"message": f"the system refused: {reason}{place}", "safe": "the packages on disk are as they were", "advice": ""}


def _ours(ending: BaseException) -> dict[str, str]:
    first = (str(ending).splitlines() or [""])[0][:200]
    return {
        "message": f"this is a bug in designgen: {type(ending).__name__}: {clean(first)}",
        "safe": (ending.safe if isinstance(ending, Bug) else "") or "the packages on disk are as they were",
        "advice": f"send the report `{_report(ending)}`, with the requirements file if you may",
    }


def _report(ending: BaseException) -> str:
    """Write what a developer needs to a new file of this user's; return its path, or why there is none."""
    text = "".join(traceback.format_exception(ending))
    version = f"designgen report\npython {platform.python_version()} on {sys.platform}\n\n"
    try:
        descriptor, path = tempfile.mkstemp(prefix="designgen-report-", suffix=".txt")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(version + text)
    except OSError as problem:
        return f"could not be written: {problem.strerror}"
    return path
