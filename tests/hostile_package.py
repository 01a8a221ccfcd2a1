"""A package whose every text tries to break out of where it is shown, for tests of what is bound from it."""

from designgen.model.artifact import Artifact
from designgen.model.design.whole import Design

SCRIPT = "</script></style></title><script>window.broken=1</script><img src=x onerror=window.broken=1>"
GAPS = "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7}"
TURNED = "\u202eright to left\u2066 \u200f"
CONTROL = "\x00\x07\x1b[31m\x7f\x85\ufeff"
LONG = "x" * 10_000
TEXT = f"{SCRIPT} {GAPS} {TURNED} {CONTROL}"

MARKDOWN = f"""# {TEXT}

{TEXT} {LONG}

<script>window.broken=1</script>

<svg onload="window.broken=1"><a href="javascript:window.broken=1">x</a></svg>

[press](javascript:window.broken=1) [data](data:text/html,<script>window.broken=1</script>) [gone](nowhere.md)
![picture](javascript:window.broken=1) ![remote](https://example.invalid/a.png)

| {SCRIPT} | b |
|---|---|
| {LONG} | `{SCRIPT}` |

```sh
# ⚠ {SCRIPT}
echo "{SCRIPT}"
```

```"onmouseover="window.broken=1
{TEXT}
```
"""

SVG = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10"
onload="window.broken=1"><title>&lt;/title&gt;&lt;script&gt;window.broken=1&lt;/script&gt;</title><style>@import url(https://example.invalid/a.css);</style>
<script>window.broken=1</script><foreignObject>
<body xmlns="http://www.w3.org/1999/xhtml"><img src="x" onerror="window.broken=1"/></body></foreignObject>
<a xlink:href="javascript:window.broken=1"><text x="1" y="5" fill="url(https://example.invalid/#a)">text</text></a>
<image href="https://example.invalid/a.png" width="5" height="5"/>
<rect width="2" height="2" onclick="window.broken=1" fill="#123456"/></svg>"""

YAML = """openapi: 3.1.1
info: {title: "</script><img src=x onerror=window.broken=1>", version: "{{ 7 * 7 }}", description: 5}
tags: 7
paths:
  "/<b>":
    get: {operationId: "<script>window.broken=1</script>", tags: ["<i>"], parameters: [3, {$ref: "#/nowhere"}],
      responses: {200: 4, x: {content: []}}}
    put: 9
components: {schemas: {"<u>": {properties: {"</td>": {type: [string], enum: ["<script>"], items: 3}}, allOf: 3}},
  securitySchemes: {a: 4}, responses: []}
"""


def hostile(design: Design, artifacts: tuple[Artifact, ...]) -> tuple[Design, tuple[Artifact, ...]]:
    """Put hostile text wherever a human or an author could have put it."""
    texts = {
        "README.md": MARKDOWN,
        "runbooks/app.md": MARKDOWN,
        "diagrams/er.svg": SVG,
        "api/openapi.yaml": YAML,
        "database/schema.sql": TEXT,
    }
    changed = tuple(one.model_copy(update={"content": texts[one.path].encode()}) if one.path in texts else one for one in artifacts)
    further = Artifact(path=f'notes/"><img src=x onerror=window.broken=1>{TURNED}.md', kind="markdown", content=MARKDOWN.encode())
    record = design.records[0]
    decision = record.decision.model_copy(update={"title": TEXT, "question": TEXT, "topic": record.decision.topic})
    wishes = design.facts.requirements
    wanted = tuple(wish.model_copy(update={"title": f"{TEXT} {LONG}", "acceptance": (TEXT,)}) for wish in wishes.requirements)
    facts = design.facts.model_copy(update={"requirements": wishes.model_copy(update={"requirements": wanted})})
    records = (record.model_copy(update={"decision": decision}), *design.records[1:])
    return design.model_copy(update={"title": TEXT, "facts": facts, "records": records}), (*changed, further)
