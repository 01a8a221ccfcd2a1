"""Program text in, HTML out with its comments, words and strings marked: `i`, `b` and `u`.

A few patterns per language are enough for a reader; a real lexer would cost more than the rest of the page.
"""

import re

from designgen.binders.site.escaping import attribute

WORDS = (
    "ADD ALTER ALWAYS AND ARRAY AS ASC AT BEFORE BEGIN BETWEEN BY CASCADE CASE CHECK COLUMN COMMENT COMMIT CONSTRAINT CREATE DATABASE "
    "DEFAULT DEFERRABLE DEFERRED DELETE DESC DISTINCT DO DROP EACH ELSE ELSIF END EXCEPTION EXCLUDE EXECUTE EXISTS EXTENSION FALSE FOR "
    "FOREIGN FROM FUNCTION GENERATED GRANT GROUP IDENTITY IF IN INCLUDE INDEX INITIALLY INSERT INTO IS JOIN KEY LANGUAGE LEFT LIMIT "
    "MATERIALIZED NEW NO NOT NULL OF OLD ON OR ORDER POLICY PRIMARY RAISE REFERENCES REPLACE RESTRICT RETURN RETURNS REVOKE ROLE ROW "
    "ROWS SCHEMA SECURITY SELECT SET TABLE THEN TO TRIGGER TRUE UNIQUE UPDATE USING VALUES VIEW WHEN WHERE WITH"
)
COMMENT, STRING, KEYWORD = "i", "u", "b"
PATTERNS = {
    "sql": rf"(?P<i>--[^\n]*)|(?P<u>'(?:[^']|'')*')|(?P<b>\b(?:{'|'.join(WORDS.split())})\b)",
    "yaml": r"(?P<i>(?:^|(?<=\s))#[^\n]*)|(?P<b>^[ -]*[\w./{}$-]+(?=:(?:\s|$)))|(?P<u>\"(?:[^\"\\\n]|\\.)*\")",
    "json": r"(?P<b>\"(?:[^\"\\\n]|\\.)*\"(?=\s*:))|(?P<u>\"(?:[^\"\\\n]|\\.)*\")|(?P<i>\b(?:true|false|null)\b)",
    "sh": r"(?P<i>(?:^|(?<=\s))#[^\n]*)|(?P<b>\$\{?\w+\}?)",
}
LEXERS = {language: re.compile(pattern, re.MULTILINE) for language, pattern in PATTERNS.items()}


def coloured(text: str, language: str) -> str:
    """Return the text as HTML for a `pre`; an unknown language stays plain."""
    lexer = LEXERS.get({"bash": "sh", "yml": "yaml"}.get(language, language))
    if lexer is None:
        return attribute(text)
    parts, end = [], 0
    for found in lexer.finditer(text):
        kind = found.lastgroup
        parts += [attribute(text[end : found.start()]), f"<{kind}>{attribute(found[0])}</{kind}>"]
        end = found.end()
    return "".join((*parts, attribute(text[end:])))
