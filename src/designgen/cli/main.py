"""argv in, exit code out: the commands, and the one door where every ending becomes words and a code.

Heavy rooms are imported inside the commands, so that `--help` is there at once.
"""

import inspect
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any, TypeVar

import typer
from typer.exceptions import TyperException

from designgen.cli import ask, build, check, explain, init, personas, schema
from designgen.cli.endings import Terminated, failure
from designgen.cli.screen import say

Arguments = TypeVar("Arguments")

app = typer.Typer(
    name="designgen",
    help="Compile a requirements file into a design package: decisions, diagrams, SQL, OpenAPI, runbooks.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; nothing but words reaches the screen."""
    _steady()
    try:
        code = app(args=None if arguments is None else list(arguments), prog_name="designgen", standalone_mode=False)
        sys.stdout.flush()
    except TyperException as usage:
        say(f"error: {usage.format_message()}")
        say("help: `designgen --help` lists the commands, `designgen COMMAND --help` the options of one")
        return 2
    except BrokenPipeError:
        return _quiet()
    except (Exception, Terminated) as ending:
        return failure(ending, as_json=False)
    return int(code or 0)


def command(shape: type[Arguments], body: Callable[[Arguments], int]) -> Callable[..., int]:
    """Return a command for typer whose parameters are the fields of a dataclass; its endings are all ours."""

    def ended(**given: Any) -> int:
        try:
            code = body(shape(**given))
            sys.stdout.flush()
        except (TyperException, typer.Exit):
            raise
        except BrokenPipeError:
            return _quiet()
        except (Exception, KeyboardInterrupt, Terminated) as ending:
            return failure(ending, as_json=bool(given.get("as_json")))
        return code

    vars(ended)["__signature__"] = inspect.signature(shape)
    ended.__annotations__ = inspect.get_annotations(shape)
    ended.__doc__ = body.__doc__
    return ended


def _steady() -> None:
    """Make printing safe on any terminal, and a request to stop an exception like any other."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    signal.signal(signal.SIGTERM, _terminate)


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise Terminated


def _quiet() -> int:
    """End in silence: whoever read our output has read enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


app.command("build")(command(build.Arguments, build.run))
app.command("check")(command(check.Arguments, check.run))
app.command("ask")(command(ask.Arguments, ask.run))
app.command("init")(command(init.Arguments, init.run))
app.command("schema")(command(schema.Arguments, schema.run))
app.command("explain")(command(explain.Arguments, explain.run))
app.command("personas")(command(personas.Arguments, personas.run))
