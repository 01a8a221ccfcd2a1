"""A package whose pages hold what tries to become markup: of Markdown, typst, templates, Word, HTML, and of the eye."""

from designgen.binders.book import Book, Chapter, Part

HOSTILE = (
    '#import "/etc/passwd" #eval("1+1") $x^2$ @cite <label> *bold* _it_ `raw` = title \\ "quote" // comment /* c */',
    "{{ secrets }} {% include 'x' %} ${HOME} %s",
    "<script>alert(1)</script> <w:p/> ]]> &amp; &#x202e; <!ENTITY x SYSTEM 'file:///etc/passwd'>",
    "left \u202eright\u202c \u2066isolated\u2069 \u200fmark",
    "bell \x07 null \x00 escape \x1b[31m unit \x1f delete \x7f non \ufffe",
    "long " + "x" * 10_000,
    "[click](javascript:alert(1)) ![x](file:///etc/passwd) [y](../../../etc/passwd) [z](data:text/html,x)",
)
WORDS = "inert and well"


def hostile_book() -> Book:
    """A book with hostile words in its titles, paragraphs, cells, lists, code and links."""
    page = "\n\n".join(
        (
            f"# {HOSTILE[0]}",
            *(f"{text} {WORDS}" for text in HOSTILE),
            *(f"* {text}" for text in HOSTILE),
            *("```" + f"{text[:30]}\n{text}\n" + "```" for text in HOSTILE if "\n" not in text and "`" not in text),
            "| a | b |\n|---|---|\n" + "\n".join(f"| {text.replace('|', '')} | {text[:20]} |" for text in HOSTILE),
        )
    )
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100"><title>T</title><desc>&lt;b&gt; "d" \\ #x</desc>'
        '<text x="9" y="20" font-size="12">#eval("1") $a$ &lt;b&gt;</text></svg>'
    )
    chapters = (
        Chapter("a.md", HOSTILE[1], "markdown", page),
        Chapter("d.svg", HOSTILE[2], "svg", svg),
        Chapter("b.md", "B", "markdown", f"# B\n\n[back](a.md) {WORDS}\n"),
    )
    return Book(HOSTILE[0], HOSTILE[3] + HOSTILE[4], "2026-11-20", (Part(HOSTILE[1], chapters),))
