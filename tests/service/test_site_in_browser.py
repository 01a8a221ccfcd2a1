"""The site in a real browser, opened from disk: found, followed, zoomed, printed, by keyboard, by everyone; nothing is fetched."""

from pathlib import Path
from urllib.parse import unquote

import pytest

from designgen.binders.site.site import bind_site
from hostile_package import hostile
from oracles import browser as oracle
from oracles import install
from oracles.browser import Visit
from package_builder import example

pytestmark = pytest.mark.oracle
KINDS = (
    "README.md", "architecture/README.md", "decisions", "adr/0001-api-style.md", "api/openapi.yaml:createLoan",
    "database/dictionary.md", "runbooks/database.md", "database/schema.sql", "traceability.md", "trace", "diagrams/er.svg",
)  # fmt: skip
FOLLOW = """async () => {
  const lost = [];
  for (const hash of new Set([...document.querySelectorAll('#contents a[href^="#"], main a[href^="#"]')].map((link) => link.hash))) {
    const heard = new Promise((done) => { addEventListener("hashchange", done, { once: true }); });
    if (location.hash !== hash) { location.hash = hash; await heard; }
    const place = document.getElementById(decodeURIComponent(hash.slice(1)));
    const box = place && place.getBoundingClientRect();
    if (!place || !place.checkVisibility() || box.bottom < 0 || box.top > innerHeight) lost.push(hash);
  }
  return lost;
}"""
EACH = """async (rules) => {
  const main = document.querySelector("main");
  const pages = [...main.querySelectorAll(":scope > article")];
  for (const page of pages) {
    page.remove();
    for (const part of page.querySelectorAll(".drawing svg *:not(title, desc), pre code > :nth-child(n+120)")) part.remove();
    for (const group of page.querySelectorAll("details")) group.open = true;
  }
  const said = {};
  for (const page of pages) {
    main.append(page);
    show(page);
    const { violations } = await axe.run({ resultTypes: ["violations"], ...(rules.length && { runOnly: rules }) });
    if (violations.length) said[page.id] = violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`);
    page.remove();
    byId("contents").replaceChildren();
  }
  return [pages.length, said];
}"""
"""axe-core reads the whole document, so each page stands alone in it, with all that opens open, the first with the contents.

Inside a drawing it judges nothing (the tests of legibility do), and after a hundred marks of a program text it learns nothing.
"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def chromium(in_ci):
    """One browser for all; on a desk without it the tests are skipped."""
    try:
        install.install()
        assert oracle.program(), "apt-get install chromium"
        assert oracle.axe().exists(), "python tests/oracles/install.py"
    except (OSError, SystemExit, AssertionError) as problem:
        if in_ci:
            raise
        pytest.skip(f"a browser is missing ({problem})")
    with oracle.chromium() as started:
        yield started


def bound(folder: Path, name: str) -> Path:
    """The site of an example on disk, alone."""
    path = folder / "index.html"
    (written,) = bind_site(example(name).design, example(name).merged.artifacts)
    path.write_bytes(written.content)
    return path


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The site of toolshed on disk, alone."""
    return bound(tmp_path_factory.mktemp("site"), "toolshed")


@pytest.fixture
def visit(chromium, site):
    """A visit in light colours that has to end without a request, a message or an error."""
    visiting = Visit(chromium, site, color_scheme="light")
    yield visiting
    assert visiting.said == []
    assert visiting.asked == [site.as_uri()]
    visiting.context.close()


def shown(visit: Visit) -> str:
    return visit.page.evaluate("() => document.querySelector('main > article:not([hidden])').id")


def test_the_verdict_is_shown_first_and_one_page_at_a_time(visit):
    assert shown(visit) == "README.md"
    assert visit.page.locator("main > article:not([hidden])").count() == 1
    assert visit.page.locator("#contents a[aria-current=page]").inner_text() == "Verdict"
    visit.page.click("#contents a:has-text('All decisions')")
    assert shown(visit) == "decisions"
    visit.page.go_back()
    visit.page.wait_for_function("() => !document.getElementById('README.md').hidden")


def test_the_contents_show_where_one_is_and_close_what_they_opened(chromium, tmp_path):
    built, path = example("toolshed"), tmp_path / "index.html"
    drawn = next(one for one in built.merged.artifacts if one.path == "diagrams/context.svg")
    alone = drawn.model_copy(update={"path": "diagrams/alone.svg", "title": "a drawing that no page shows"})
    (written,) = bind_site(built.design, (*built.merged.artifacts, alone))
    path.write_bytes(written.content)
    visit = Visit(chromium, path)
    group = "document.querySelector('#contents details').open"
    visit.open("diagrams/alone.svg:page")
    assert visit.page.evaluate(group)
    visit.open("personas.md")
    assert not visit.page.evaluate(group)
    link, box = visit.page.locator("#contents a[aria-current=page]").bounding_box(), visit.page.locator("#contents").bounding_box()
    assert box["y"] <= link["y"] <= box["y"] + box["height"] - link["height"]
    visit.page.evaluate("() => { document.querySelector('#contents details').open = true; }")
    visit.open("diagrams/alone.svg:page")
    visit.open("README.md")
    assert visit.page.evaluate(group), "its reader opened it"
    visit.context.close()


def test_every_link_leads_to_a_place_in_sight(visit):
    assert visit.page.evaluate(FOLLOW) == []


def test_search_finds_by_name_first_and_works_by_keyboard_alone(visit):
    visit.page.keyboard.press("/")
    visit.page.keyboard.type("createLoan")
    options = visit.page.locator("#found [role=option]")
    assert options.first.inner_text().startswith("API › ")
    assert "createLoan: " in options.first.inner_text()
    assert options.first.get_attribute("aria-selected") == "true"
    visit.page.keyboard.press("ArrowDown")
    assert visit.page.get_attribute("#query", "aria-activedescendant") == "found-1"
    visit.page.keyboard.press("ArrowUp")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_function("() => document.getElementById('api/openapi.yaml:createLoan').open")
    assert not visit.page.is_visible("#found")
    visit.page.fill("#query", "database disk fills")
    assert "The disk fills up" in options.first.inner_text()
    visit.page.fill("#query", "zzzz<b>")
    assert options.all_inner_texts() == ["Nothing found for “zzzz<b>”"]
    visit.page.keyboard.press("Escape")
    assert not visit.page.is_visible("#found")


def test_a_drawing_is_zoomed_moved_and_reset(visit):
    visit.open("diagrams/context.svg")
    figure = visit.page.locator("[id='diagrams/context.svg']")
    view, svg = figure.locator(".view"), figure.locator("svg")
    home = svg.get_attribute("viewBox")

    def width() -> float:
        return float(svg.get_attribute("viewBox").split()[2])

    whole = width()
    figure.get_by_role("button", name="Zoom in").click()
    assert width() < whole
    figure.get_by_role("button", name="Reset").click()
    assert [float(part) for part in svg.get_attribute("viewBox").split()] == [float(part) for part in home.split()]
    view.hover()
    visit.page.mouse.wheel(0, -300)
    visit.page.wait_for_timeout(60)
    assert width() == whole, "the wheel scrolls the page until the drawing is chosen"
    view.focus()
    view.hover()
    visit.page.mouse.wheel(0, -300)
    visit.page.wait_for_function(
        "whole => document.getElementById('diagrams/context.svg').querySelector('svg').viewBox.baseVal.width < whole", arg=whole
    )
    before = svg.get_attribute("viewBox")
    visit.page.keyboard.press("ArrowRight")
    assert svg.get_attribute("viewBox") != before
    box = view.bounding_box()
    moved = svg.get_attribute("viewBox")
    visit.page.mouse.move(box["x"] + 200, box["y"] + 200)
    visit.page.mouse.down()
    visit.page.mouse.move(box["x"] + 260, box["y"] + 200)
    visit.page.mouse.up()
    assert svg.get_attribute("viewBox") != moved
    visit.page.keyboard.press("0")
    assert width() == whole


def test_the_trace_is_walked_both_ways(visit):
    visit.open("trace")
    row = next(row for row in example("toolshed").design.coverage if row.operations and row.tables)
    visit.page.click(f"li[data-key='requirements:{row.requirement}'] button")
    left = "ul li[data-key^='operations:']:not([hidden])"
    assert sorted(visit.page.eval_on_selector_all(left, "all => all.map((one) => one.dataset.key)")) == sorted(
        f"operations:{name}" for name in row.operations
    )
    visit.page.click(f"li[data-key='operations:{row.operations[0]}'] button")
    wanted = [f"requirements:{other.requirement}" for other in example("toolshed").design.coverage if row.operations[0] in other.operations]
    left = "ul li[data-key^='requirements:']:not([hidden])"
    assert visit.page.eval_on_selector_all(left, "all => all.map((one) => one.dataset.key)") == wanted
    visit.page.click(".explorer .choice button")
    visit.page.click(f"li[data-key='operations:{row.operations[0]}'] a")
    visit.page.wait_for_function(f"() => document.getElementById('api/openapi.yaml:{row.operations[0]}').open")
    visit.page.locator(f"[id='api/openapi.yaml:{row.operations[0]}'] a.chip").first.click()
    visit.page.wait_for_function("() => !document.getElementById('trace').hidden")


def test_a_command_is_copied_without_its_comments(chromium, site):
    visit = Visit(chromium, site, permissions=["clipboard-read", "clipboard-write"])
    visit.open("runbooks/database.md")
    command = visit.page.locator("[id='runbooks/database.md'] .command").first
    command.get_by_role("button").click()
    copied = visit.page.evaluate("() => navigator.clipboard.readText()")
    assert copied == command.locator("code").last.inner_text()
    assert not copied.startswith("#")
    visit.context.close()


def test_long_pages_are_filtered(visit):
    visit.open("database/dictionary.md")
    visit.page.fill("[id='database/dictionary.md'] .filter input", "due_on")
    shown_tables = visit.page.eval_on_selector_all(
        "[id='database/dictionary.md'] h2", "all => all.filter((one) => !one.hidden).map((one) => one.textContent)"
    )
    assert "lending.loan" in shown_tables
    assert "lending.tool" not in shown_tables


def test_it_is_used_by_keyboard(visit):
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("() => document.activeElement.className") == "skip"
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_function("() => document.activeElement.id === 'content'")
    visit.page.focus("#contents a:has-text('Runbooks')")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_function("() => document.activeElement.tagName === 'H1' && document.activeElement.textContent === 'Runbooks'")
    assert visit.page.title() == "Runbooks – toolshed"


def test_colours_follow_the_system_until_they_are_chosen(chromium, site):
    def ground(visit):
        return visit.page.evaluate("() => getComputedStyle(document.body).backgroundColor")

    dark = Visit(chromium, site, color_scheme="dark")
    assert ground(dark) == "rgb(22, 25, 31)"
    assert dark.page.evaluate("() => getComputedStyle(document.querySelector('.drawing rect')).fill") != "rgb(255, 255, 255)"
    dark.page.click("#theme")
    assert ground(dark) == "rgb(255, 255, 255)"
    dark.page.reload()
    assert ground(dark) == "rgb(255, 255, 255)"
    dark.context.close()


def test_paper_shows_the_page_open_and_without_its_controls(visit):
    visit.open("api/openapi.yaml:page")
    visit.page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    visit.page.emulate_media(media="print")
    assert visit.page.locator("main > article:not([hidden]) details:not([open])").count() == 0
    for control in (".top", "#contents", ".filter"):
        assert not visit.page.locator(control).first.is_visible()
    assert visit.page.pdf(format="A4").startswith(b"%PDF")
    visit.page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert not visit.page.evaluate("() => document.getElementById('api/openapi.yaml:createLoan').open")
    visit.page.evaluate("() => document.documentElement.classList.add('whole')")
    hidden = (
        "() => [...document.querySelectorAll('main > article')].filter((one) => !one.checkVisibility({contentVisibilityAuto: true})).length"
    )
    assert visit.page.evaluate(hidden) == 0


def test_a_phone_shows_every_kind_of_page_without_scrolling_sideways(chromium, site):
    visit = Visit(chromium, site, viewport={"width": 360, "height": 740})
    for kind in KINDS:
        visit.open(kind)
        assert visit.page.evaluate(OVERFLOW) <= 0, kind
    assert not visit.page.locator("#contents").is_visible()
    visit.page.click("#menu")
    visit.page.click("#contents a:has-text('Verdict')")
    visit.page.wait_for_function("() => !document.getElementById('README.md').hidden")
    assert visit.page.get_attribute("#menu", "aria-expanded") == "false"
    visit.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["toolshed", "tavola", "neighbourhoods"])
def test_axe_finds_nothing_on_any_page(chromium, tmp_path, name, scheme):
    visit = Visit(chromium, bound(tmp_path, name), color_scheme=scheme)
    visit.page.set_default_timeout(0)
    visit.page.evaluate(oracle.axe().read_text(encoding="utf-8"))
    # Of all rules only this one looks at colours.
    count, said = visit.page.evaluate(EACH, ["color-contrast"] if scheme == "dark" else [])
    assert said == {}
    assert count > 30
    visit.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_searching(chromium, site, scheme):
    visit = Visit(chromium, site, color_scheme=scheme)
    visit.page.evaluate("() => { for (const one of document.querySelectorAll('main > article[hidden]')) one.replaceChildren(); }")
    visit.page.fill("#query", "loan")
    assert visit.violations() == []
    visit.context.close()


def test_hostile_text_is_inert(chromium, tmp_path):
    built = example("toolshed")
    (written,) = bind_site(*hostile(built.design, built.merged.artifacts))
    path = tmp_path / "index.html"
    path.write_bytes(written.content)
    visit = Visit(chromium, path)
    for identity in visit.page.eval_on_selector_all("main > article", "all => all.map((one) => one.id)"):
        visit.open(identity)
        assert visit.page.evaluate(OVERFLOW) <= 0, unquote(identity)[:60]
    visit.page.fill("#query", "<img src=x onerror=window.broken=1>")
    assert visit.page.locator("#found [role=option]").count() > 0
    assert visit.page.evaluate("() => window.broken") is None
    assert visit.page.locator("img, iframe, object").count() == 0
    assert visit.said == []
    assert visit.asked == [path.as_uri()]
    visit.context.close()
