"""The diagrams of a design: complete, readable, well-formed, the same every time."""

import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from designgen.model.artifact import Artifact
from designgen.model.design.architecture import Architecture, Component
from designgen.model.design.whole import Design
from designgen.renderers.diagrams import render_diagrams
from designgen.renderers.drawing.layout.arrange import arrange
from designgen.renderers.drawing.text import width
from drawn_designs import restaurant, toolshed

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
DESIGNS = {"toolshed": toolshed, "restaurant": restaurant}


def files(design: Design) -> dict[str, str]:
    return {artifact.path: artifact.content.decode() for artifact in render_diagrams(design)}


def words(drawing: str) -> str:
    return " ".join(" ".join(text.itertext()) for text in ElementTree.fromstring(drawing).iter(f"{SVG}text"))


@pytest.fixture(scope="module", params=sorted(DESIGNS))
def drawn(request: pytest.FixtureRequest) -> tuple[Design, dict[str, str]]:
    design = DESIGNS[request.param]()
    return design, files(design)


def test_the_tool_library_has_its_diagrams_in_three_forms_each() -> None:
    names = ["containers", "context", "dependencies", "deployment", "er", "er-2"]
    names += ["sequence-createloan", "state-lending-loan", "state-lending-tool"]
    assert sorted(files(toolshed())) == sorted(f"diagrams/{name}.{form}" for name in names for form in ("svg", "dot", "mmd"))


def test_every_file_has_the_kind_and_the_section_of_its_owner() -> None:
    owners = {artifact.path: (artifact.kind, artifact.section) for artifact in render_diagrams(toolshed())}
    assert owners["diagrams/context.svg"] == ("svg", "backend")
    assert owners["diagrams/deployment.dot"] == ("dot", "platform")
    assert owners["diagrams/er.mmd"] == ("mermaid", "database")
    assert owners["diagrams/sequence-createloan.svg"] == ("svg", "flows")


def test_drawing_again_gives_the_same_bytes() -> None:
    first = list(render_diagrams(restaurant()))
    arrange.cache_clear()
    assert list(render_diagrams(restaurant())) == first


def test_no_file_carries_a_date_or_a_path(drawn: tuple[Design, dict[str, str]]) -> None:
    for path, text in drawn[1].items():
        assert drawn[0].date not in text, path
        assert "site-packages" not in text and "file:" not in text, path


def test_only_harmless_elements_are_written(drawn: tuple[Design, dict[str, str]]) -> None:
    allowed = {"svg", "title", "desc", "defs", "g", "rect", "path", "circle", "text", "use", "image"}
    for path, text in drawn[1].items():
        if path.endswith(".svg"):
            found = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(text).iter()}
            assert found <= allowed, path
            assert not re.search(r"\bon\w+=|javascript:|<style", text), path


def test_drawings_are_self_contained_and_their_ids_are_unique_on_one_page(drawn: tuple[Design, dict[str, str]]) -> None:
    seen: set[str] = set()
    for path, text in drawn[1].items():
        if not path.endswith(".svg"):
            continue
        root = ElementTree.fromstring(text)
        ids = [element.get("id", "") for element in root.iter() if element.get("id")]
        assert len(ids) == len(set(ids)) and not seen & set(ids), path
        seen |= set(ids)
        for element in root.iter():
            target = element.get(HREF)
            assert target is None or target.startswith("data:image/png;base64,") or target.removeprefix("#") in ids, path
        assert set(root.get("aria-labelledby", "").split()) <= set(ids)
        assert len(root.findtext(f"{SVG}desc", "")) > 40, path


def test_numbers_have_two_decimals_at_the_most(drawn: tuple[Design, dict[str, str]]) -> None:
    for path, text in drawn[1].items():
        if path.endswith(".svg"):
            assert not re.search(r"\d\.\d{3,}|\d[eE]-\d", re.sub(r"base64,[^\"]+|<text.*?</text>|<g id=.*", "", text)), path


def test_containers_show_every_component_and_what_its_arrows_are_for(drawn: tuple[Design, dict[str, str]]) -> None:
    design, found = drawn
    shown = words(found["diagrams/containers.svg"])
    for component in design.architecture.components:
        assert all(word in shown for word in component.title.split())
    for connection in design.architecture.connections:
        assert all(word in shown for word in connection.purpose.split()), connection.key


def test_line_styles_say_who_waits() -> None:
    text = files(restaurant())["diagrams/containers.dot"]
    assert re.search(r"c_worker -> c_mailer \[.*style=dashed", text)
    assert re.search(r"c_worker -> c_storage \[.*style=dotted", text)
    assert not re.search(r"c_app -> c_database \[.*style=", text)


def test_the_context_is_one_box_with_people_and_systems_of_others_around_it() -> None:
    text = files(restaurant())["diagrams/context.dot"]
    nodes = set(re.findall(r"^ +(c_\w+) \[", text, re.M))
    assert nodes == {"c_system", "c_guest", "c_staff", "c_printer", "c_stripe", "c_mailer", "c_identity"}
    assert len(re.findall(r"c_system -> c_stripe", text)) == 1


def test_people_are_counted_where_the_requirements_count_them() -> None:
    assert "2k people" in words(files(toolshed())["diagrams/context.svg"])


def test_deployment_nests_zones_and_leaves_people_out() -> None:
    text = files(restaurant())["diagrams/deployment.mmd"]
    assert text.index('subgraph f_cloud["Hetzner Cloud, Falkenstein"]') < text.index("subgraph f_private") < text.index("c_app[")
    assert "c_guest" not in text
    assert "c_database[" in text and "c_database_2[" in text


def test_a_design_without_places_has_no_deployment() -> None:
    assert "diagrams/deployment.svg" not in files(toolshed().model_copy(update={"zones": ()}))


def test_many_components_move_what_only_operation_needs_to_a_second_view() -> None:
    design = restaurant()
    watch = Component(key="component:watch", title="Metrics", kind="observability")
    more = design.architecture.model_copy(update={"components": (*design.architecture.components, watch)})
    found = files(design.model_copy(update={"architecture": more}))
    assert "Metrics" not in words(found["diagrams/containers.svg"])
    assert "Metrics" in words(found["diagrams/containers-operation.svg"])


@pytest.mark.parametrize("name", sorted(DESIGNS))
def test_foreign_keys_drawn_are_exactly_those_of_the_model(name: str) -> None:
    design = DESIGNS[name]()
    found = files(design)
    drawn = set()
    for path, text in found.items():
        if path.startswith("diagrams/er") and path.endswith(".mmd"):
            drawn |= set(re.findall(r'^ +"([\w.]+)" [|o]+--o[{|] "([\w.]+)" : "([\w, ]+)"$', text, re.M))
    expected = {(key.target, table.name, ", ".join(key.columns)) for table in design.database.tables for key in table.foreign_keys}
    assert drawn == expected
    tables = {name for text in found.values() for name in re.findall(r'^    "([\w.]+)" \{$', text, re.M)}
    assert tables == {table.name for table in design.database.tables}


def test_a_sequence_has_its_messages_in_order() -> None:
    design = toolshed()
    text = files(design)["diagrams/sequence-createloan.mmd"]
    messages = [line.split(": ", 1)[1] for line in text.splitlines() if re.match(r" +p\d+-", line)]
    assert [message.replace("#59;", ";") for message in messages] == [step.text for step in design.flows.flows[0].steps]
    assert "Note over p0,p5: Commits together: the loan" in text


def test_no_text_is_wider_than_the_drawing(drawn: tuple[Design, dict[str, str]]) -> None:
    for path, text in drawn[1].items():
        if not path.endswith(".svg"):
            continue
        inner = ElementTree.fromstring(text).find(f"{SVG}g[@transform]")
        assert inner is not None
        for group in inner.findall(f".//{SVG}g"):
            box = group.find(f"{SVG}rect")
            for line in group.findall(f"{SVG}text") if box is not None else ():
                size, middle = float(line.get("font-size", 0)), line.get("text-anchor") == "middle"
                wide = width(line.text or "", size, line.get("font-weight") == "600")
                left = float(line.get("x", 0)) - (wide / 2 if middle else wide if line.get("text-anchor") == "end" else 0)
                edge = float(box.get("x", 0))
                assert edge - 0.1 <= left and left + wide <= edge + float(box.get("width", 0)) + 0.1, (path, line.text)


NASTY = 'Ann "A" <b>&amp;</b> #1; {x} [y] | end `z` 100% \\N \x00 \u202e — ' + "verylongword" * 6


def hostile() -> Design:
    design = toolshed()
    architecture = design.architecture
    components = tuple(part.model_copy(update={"title": NASTY, "technology": NASTY, "does": NASTY}) for part in architecture.components)
    connections = tuple(link.model_copy(update={"purpose": NASTY, "protocol": NASTY}) for link in architecture.connections)
    zones = tuple(zone.model_copy(update={"title": NASTY}) for zone in design.zones)
    flows = tuple(
        flow.model_copy(update={"title": NASTY, "steps": tuple(step.model_copy(update={"text": NASTY}) for step in flow.steps)})
        for flow in design.flows.flows
    )
    return design.model_copy(
        update={
            "title": NASTY,
            "zones": zones,
            "architecture": architecture.model_copy(update={"components": components, "connections": connections}),
            "flows": design.flows.model_copy(update={"flows": flows}),
        }
    )


def test_text_of_the_author_is_data_in_every_form() -> None:
    for path, text in files(hostile()).items():
        assert "\x00" not in text
        if path.endswith(".svg"):
            assert ElementTree.fromstring(text).tag == f"{SVG}svg"
            assert "<b>" not in text
        if path.endswith(".mmd"):
            body = text.split("---\n", 2)[2]
            assert "<b>" not in body and "`" not in body, path
            quoted = r'\w+\["[^"]*"\]|\|"[^"]*"\||"[\w.]+"|: "[\w, ]+"|"may be empty"|state "[^"]*" as'
            assert '"' not in re.sub(quoted, "", body), path


def test_without_the_package_of_icons_glyphs_are_drawn() -> None:
    program = (
        "import sys; sys.modules['diagrams'] = None\n"
        "from drawn_designs import toolshed\n"
        "from designgen.renderers.diagrams import render_diagrams\n"
        "text = next(a.content.decode() for a in render_diagrams(toolshed()) if a.path == 'diagrams/containers.svg')\n"
        "assert '<image' not in text and text.count('<use') == 7 and 'scale(1.42)' in text\n"
    )
    where = {"PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program], env=where, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_an_empty_design_has_no_diagrams() -> None:
    design = toolshed().model_copy(update={"zones": ()})
    bare = Design(title="x", date="2026-01-01", facts=design.facts, architecture=Architecture())
    kept: list[Artifact] = [artifact for artifact in render_diagrams(bare) if "state" not in artifact.path]
    assert kept == []
