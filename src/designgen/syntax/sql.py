"""SQL text in, statements and syntax errors with their places out; the one door to the SQL grammars.

PostgreSQL's own grammar judges PostgreSQL (a generic parser lets more than half of its syntax errors pass); the other
dialects are only read by the generic one, which is why an error there is a hint and no error is no proof.
"""

import re
from typing import NamedTuple


class SyntaxProblem(NamedTuple):
    """One place where a grammar stops: 1-based line and column, and its words."""

    line: int
    column: int
    message: str


class Statement(NamedTuple):
    """One statement of a script: its text without the semicolon, its kind in the grammar, the line it starts on."""

    text: str
    kind: str
    line: int


def statements(sql: str) -> tuple[Statement, ...]:
    """Return the statements of a PostgreSQL script in order; ValueError if the script does not parse."""
    from postgast import PgQueryError, parse

    try:
        tree = parse(sql)
    except PgQueryError as problem:
        raise ValueError(problem.message) from problem
    script, found = sql.encode(), []
    for entry in tree.stmts:
        end = entry.stmt_location + entry.stmt_len if entry.stmt_len else len(script)
        raw = script[entry.stmt_location : end].decode()
        text = _without_leading_comments(raw)
        before = script[:end].decode()[: -len(text)] if text else script[:end].decode()
        found.append(Statement(text=text.rstrip(), kind=entry.stmt.WhichOneof("node"), line=before.count("\n") + 1))
    return tuple(found)


def syntax_errors(sql: str, dialect: str = "postgresql") -> tuple[SyntaxProblem, ...]:
    """Return where a script breaks the grammar, in order of lines: every broken statement once, function bodies included."""
    if dialect != "postgresql":
        return _foreign_errors(sql, dialect)
    from postgast import PgQueryError, parse

    found: list[SyntaxProblem] = []
    try:
        parse(sql)
    except PgQueryError:
        found += _broken_statements(sql)
    else:
        found += _broken_bodies(sql)
    return tuple(found)


def tables(sql: str) -> tuple[str, ...]:
    """Return the tables a PostgreSQL script names, schema-qualified where written so, sorted; ValueError if it does not parse."""
    from postgast import PgQueryError, extract_tables, parse

    try:
        return tuple(sorted(set(extract_tables(parse(sql)))))
    except PgQueryError as problem:
        raise ValueError(problem.message) from problem


def _broken_statements(sql: str) -> list[SyntaxProblem]:
    """Judge each statement alone, so that one mistake does not hide the next."""
    from postgast import PgQueryError, parse

    found = []
    for start, piece in _pieces(sql):
        try:
            parse(piece)
        except PgQueryError as problem:
            found.append(_located(sql, start, problem.cursorpos, problem.message))
    return found or [SyntaxProblem(1, 1, "the script does not parse as a whole")]


def _pieces(sql: str) -> list[tuple[int, str]]:
    """Cut a broken script by its tokens; the scanner passes over text without any keyword, which is a piece here too."""
    from postgast import PgQueryError, split

    try:
        cut = split(sql, method="scanner")
    except PgQueryError:
        return [(0, sql)]
    pieces, end = [], 0
    for text in cut:
        start = sql.index(text, end)
        pieces += [(end, sql[end:start]), (start, text)]
        end = start + len(text)
    return [piece for piece in [*pieces, (end, sql[end:])] if piece[1].strip(" \t\r\n;")]


def _broken_bodies(sql: str) -> list[SyntaxProblem]:
    """Judge the bodies of PL/pgSQL functions and DO blocks; the grammar of SQL takes them for text."""
    from postgast import PgQueryError, parse_plpgsql

    found = []
    for statement in statements(sql):
        if statement.kind not in ("create_function_stmt", "do_stmt") or not _is_plpgsql(statement):
            continue
        try:
            parse_plpgsql(statement.text)
        except PgQueryError as problem:
            found.append(_inside(statement, problem.message))
        except ValueError:
            continue  # the body is right; libpg_query cannot print the tree of a trigger function as JSON
    return found


def _inside(statement: Statement, message: str) -> SyntaxProblem:
    """Place a mistake of a function body by the word it names; the grammar of bodies tells no position."""
    body = statement.text.find("$") + 1
    near = re.search(r'at or near "(.+)"', message)
    place = statement.text.find(near[1], body) if near else -1
    found = _located(statement.text, 0, max(place, 0) + 1, message)
    return found._replace(line=found.line + statement.line - 1)


def _is_plpgsql(statement: Statement) -> bool:
    language = re.search(r"\blanguage\s+'?(\w+)", statement.text, re.IGNORECASE)
    return language[1].lower() == "plpgsql" if language else statement.kind == "do_stmt"


def _foreign_errors(sql: str, dialect: str) -> tuple[SyntaxProblem, ...]:
    import sqlglot
    from sqlglot.errors import ParseError, TokenError

    try:
        sqlglot.parse(sql, read=dialect)
    except ParseError as problem:
        return tuple(SyntaxProblem(error["line"], error["col"], error["description"]) for error in problem.errors)
    except TokenError as problem:
        return (SyntaxProblem(1, 1, str(problem)),)
    return ()


def _located(sql: str, start: int, cursor: int, message: str) -> SyntaxProblem:
    place = start + max(cursor - 1, 0)
    before = sql[:place]
    return SyntaxProblem(before.count("\n") + 1, place - (before.rfind("\n") + 1) + 1, message)


def _without_leading_comments(text: str) -> str:
    return re.sub(r"\A(?:\s|--[^\n]*\n)+", "", text)
