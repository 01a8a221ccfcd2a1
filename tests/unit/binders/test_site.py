"""The site: one file, its links lead somewhere, nothing foreign gets in, the same bytes again."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from designgen.binders.site.colouring import coloured
from designgen.binders.site.commands import code_block
from designgen.binders.site.drawings import dark_rules, drawing
from designgen.binders.site.places import Places
from designgen.binders.site.prose import Prose
from designgen.binders.site.reference import reference
from designgen.binders.site.shades import dark
from designgen.binders.site.site import bind_site
from hostile_package import SVG, YAML, hostile
from package_builder import example

EXAMPLES = ("neighbourhoods", "tavola", "toolshed")
VOID = {"meta", "link", "input", "br", "hr", "wbr", "col", "img"}
LARGEST = 3_000_000


class Reader(HTMLParser):
    """Collects what a page holds, and whether its tags close in order."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.ids, self.links, self.elements, self.open, self.crossed, self.handlers, self.data = [], [], [], [], [], [], {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.elements.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name == "style"]
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found[name] for name in ("href", "src", "xlink:href") if name in found]
        if tag not in VOID:
            self.open.append(tag)

    def handle_data(self, data):
        if self.open and self.open[-1] in ("style", "script"):
            self.data[self.open[-1]] = self.data.get(self.open[-1], "") + data

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.crossed.append(tag)


@cache
def site(name):
    (bound,) = bind_site(example(name).design, example(name).merged.artifacts)
    return bound.content.decode()


@cache
def read(name):
    return Reader(site(name))


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_site_is_one_file_that_fetches_nothing(name):
    page = read(name)
    assert len(site(name)) < LARGEST
    assert not [link for link in page.links if re.match(r"(?:https?:)?//", link)]
    assert page.elements.count("script") == page.elements.count("style") == 1
    assert page.handlers == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_its_policy_allows_its_own_style_and_script_and_nothing_else(name):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', site(name))[1].replace("&#39;", "'")
    hashes = {kind: b64encode(sha256(text.encode()).digest()).decode() for kind, text in read(name).data.items()}
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_its_tags_close_in_order_and_its_ids_are_unique(name):
    page = read(name)
    assert page.crossed == []
    assert page.open == []
    assert sorted({one for one in page.ids if page.ids.count(one) > 1}) == []
    assert not [one for one in page.ids if re.search(r"\s", one)]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_link_leads_to_a_place_or_to_a_file_of_the_package(name):
    page, files = read(name), {artifact.path for artifact in example(name).merged.artifacts}
    ids = set(page.ids)
    inside = [link for link in page.links if link.startswith("#")]
    assert len(inside) > 200
    assert sorted({link for link in inside if unquote(link[1:]) not in ids}) == []
    beside = [link for link in page.links if not link.startswith(("#", "data:"))]
    assert sorted({link for link in beside if unquote(link) not in files}) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_chapter_operation_table_and_requirement_has_a_place(name):
    ids, design = set(read(name).ids), example(name).design
    for api in design.api:
        assert {f"api/openapi{'' if api is design.api[0] else '-internal'}.yaml:{one.name}" for one in api.operations} <= ids
    assert {f"trace:{row.requirement}" for row in design.coverage} <= ids
    assert {record.path for record in design.records} <= {one.partition(":")[0] for one in ids}
    drawn = {artifact.path for artifact in example(name).merged.artifacts if artifact.kind == "svg"}
    assert drawn <= ids


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_anchor_of_a_page_is_a_place_and_no_text(name):
    assert not re.search("&lt;/?a[ &]", site(name))
    assert {"api/errors.md:not-found", "api/errors.md:unauthenticated"} <= set(read(name).ids)


def test_the_trace_leads_both_ways():
    page, design = site("tavola"), example("tavola").design
    row = next(row for row in design.coverage if row.requirement == "FR-04")
    card = page[page.index('id="trace:FR-04"') :]
    card = card[: card.index("</section>")]
    for operation in row.operations:
        assert re.search(rf'href="#api/openapi(?:-internal)?\.yaml:{operation}"', card)
        own = page[re.search(rf'id="api/openapi(?:-internal)?\.yaml:{operation}"', page).start() :]
        assert 'href="#trace%3AFR-04"' in own[: own.index("</details>")] or 'href="#trace:FR-04"' in own[: own.index("</details>")]
    invoice = page[page.index('<h2 id="database/dictionary.md:billinginvoice">') :]
    assert ">FR-04</a>" in invoice[: invoice.index("<table")]


def test_the_same_package_gives_the_same_bytes():
    built = example("toolshed")
    assert [one.content for one in bind_site(built.design, built.merged.artifacts)] == [site("toolshed").encode()]


def test_hostile_text_stays_text():
    built = example("toolshed")
    design, artifacts = hostile(built.design, built.merged.artifacts)
    (bound,) = bind_site(design, artifacts)
    page = Reader(bound.content.decode())
    assert page.elements.count("script") == page.elements.count("style") == 1
    assert not {"img", "iframe", "object", "foreignobject", "form"} & set(page.elements)
    assert page.handlers == []
    assert not [link for link in page.links if link.lower().startswith(("javascript:", "data:text", "//", "http"))]
    assert page.crossed == []
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200f\u202a-\u202e\u2066-\u2069\ufeff]", bound.content.decode())
    assert "{{ 7 * 7 }}" in bound.content.decode()


def test_a_drawing_keeps_its_shapes_and_loses_what_acts():
    shown = drawing(SVG, "p-")
    assert re.findall(r"<([a-zA-Z]+)", shown) == ["svg", "title", "image", "rect"]
    assert "example.invalid" not in shown
    assert "broken" not in re.sub(r"<title>.*?</title>", "", shown)
    assert drawing("<svg", "p-") == drawing("<p/>", "p-") == ""
    assert drawing('<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', "p-") == ""


def test_names_inside_a_drawing_become_its_own():
    svg = '<svg aria-labelledby="t d"><title id="t">a</title><g id="i"/><use href="#i"/><path fill="url(#f)" marker-end="url(#m)"/></svg>'
    shown = drawing(svg, "er-")
    assert shown == (
        '<svg aria-labelledby="er-t er-d"><title id="er-t">a</title><g id="er-i"></g><use href="#er-i"></use>'
        '<path fill="url(#er-f)" marker-end="url(#er-m)"></path></svg>'
    )


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (low + 0.05)


def test_what_is_readable_on_white_is_readable_in_the_dark():
    grounds = ("#ffffff", "#f3f7fc", "#f6f7f9", "#fff8e1", "#dce8f7", "#fde9c8")
    inks = ("#1f2937", "#5f6b7a", "#1f4e8c", "#3b4a5e", "#5b4a12", "#374151")
    pairs = [(ink, ground) for ink in inks for ground in grounds if contrast(ink, ground) >= 5]
    assert len(pairs) > 20
    assert not [(ink, ground) for ink, ground in pairs if contrast(dark(ink), dark(ground)) < 4.5]
    assert contrast(dark("#ffffff"), "#000000") < 1.6
    assert dark("white") == dark("#fff") == dark("#ffffff")


def test_every_colour_of_a_drawing_has_a_dark_one():
    rules = dark_rules(['<rect fill="#FFFFFF" stroke="#1F2937">', '<text fill="#1F2937">', '<path fill="none">'])
    assert [line.partition("{")[0] for line in rules.splitlines()] == [
        '.drawing [fill="#1F2937"]',
        '.drawing [fill="#FFFFFF"]',
        '.drawing [stroke="#1F2937"]',
    ]


@pytest.mark.parametrize(
    ("code", "kind", "run"),
    [
        ("# good if 1\npsql -c 'x'\n", "looks", "psql -c "),
        ("# ⚠ drops it\ndropdb x\n# undo: createdb x\n", "changes", "dropdb x"),
        ("# ☠ ⚠ two people\nrm x\n", "destroys", "rm x"),
    ],
)
def test_a_command_says_what_it_does_before_it_is_copied(code, kind, run):
    shown = code_block(code, "sh")
    assert f'class="command {kind}"' in shown
    assert run in shown
    assert "#" not in re.sub(r"&#\w+;", "", shown)
    assert ("undo: createdb x" in shown) == ("undo" in code)


def test_a_block_of_comments_or_of_another_language_stays_as_it_is():
    assert "command" not in code_block("# only words\n", "sh")
    assert "command" not in code_block("# a\nb: 1\n", "yaml")
    assert coloured("<b>", "unknown") == "&lt;b&gt;"
    assert coloured("SELECT 'a<b' -- end", "sql") == "<b>SELECT</b> <u>&#x27;a&lt;b&#x27;</u> <i>-- end</i>"


def test_links_of_a_page_lead_inside_the_site_or_to_a_file_beside_it():
    places = Places(pages={"runbooks/app.md": "runbooks/app.md"}, files=frozenset({"a b.csv"}), words={"FR-1": "trace:FR-1"})
    assert places.destination("app.md#down", "runbooks/x.md") == "#runbooks/app.md:down"
    assert places.destination("../a%20b.csv", "runbooks/x.md") == "a%20b.csv"
    assert places.destination("gone.md", "runbooks/x.md") == places.destination("javascript:x", "README.md") == ""
    shown = Prose("p.md", places, lambda href, caption: "").html("FR-1, FR-10 and [FR-1](gone.md); `FR-1`\n\n## FR-1\n")
    assert shown.count('href="#trace:FR-1"') == 2
    assert '<h2 id="p.md:fr-1">FR-1</h2>' in shown


def test_a_reference_of_a_damaged_document_shows_what_is_left():
    assert reference("a: [", "x.yaml") is None
    assert reference("a: 1", "x.yaml") is None
    shown = reference(YAML, "x.yaml")
    assert [one["operations"][0]["route"] for one in shown["resources"]] == ["/<b>"]
