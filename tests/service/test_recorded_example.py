"""The recorded example: toolshed as a capable model revised it, having seen nothing but the five pages of `designgen ask`."""

from functools import cache
from pathlib import Path

from designgen.cast import Brought, tools
from designgen.cli.mail import cassettes
from designgen.compiler import Options, Sources, compile
from designgen.knowledge import shipped
from designgen.model.artifact import Build
from designgen.model.diagnostic import Severity
from designgen.model.source import Source
from package_builder import DATE, ROOT, example, text_of

RECORDED = ROOT / "examples" / "recorded" / "toolshed"


@cache
def played() -> Build:
    """Build toolshed with the recorded answers."""
    pages = {path.name: path.read_bytes() for path in sorted(RECORDED.iterdir())}
    file = Path("examples/toolshed.yaml")
    sources = Sources(Source(name=str(file), text=(ROOT / file).read_text(encoding="utf-8")), shipped.personas())
    cast = tools("recorded", brought=Brought(cassettes=cassettes(pages, "recorded")))
    return compile(sources, lambda _project: None, cast, Options(date=DATE))


def test_all_five_personas_speak_and_most_of_what_they_say_holds() -> None:
    people = text_of(played(), "personas.md")
    design = played().design
    assert design is not None
    assert people.count("| recorded: ") == 5
    opinions = [answer.section.opinion for answer in played().answers]
    held, dropped = sum(len(one.revised) for one in opinions), sum(len(one.dropped) for one in opinions)
    assert held > 50
    assert dropped < held / 5


def test_the_package_holds_as_the_offline_one_does() -> None:
    wrong = [one for one in played().diagnostics if one.severity is Severity.ERROR and one.code.startswith("DG3")]
    assert not wrong, [one.message for one in wrong]
    assert text_of(played(), "database/schema.sql") != text_of(example("toolshed"), "database/schema.sql")
    assert text_of(played(), "api/openapi.yaml") != text_of(example("toolshed"), "api/openapi.yaml")


def test_recordings_name_no_place() -> None:
    said = "".join(path.read_text(encoding="utf-8") for path in RECORDED.iterdir())
    assert not any(word in said for word in ("/tmp", "/home", "/Users", "sk-ant"))
