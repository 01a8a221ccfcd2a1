"""Hand-edited documents and chapters that disagree: each mistake is told, where it stands."""

from typing import Any

import pytest

from designgen.checks.openapi import check_openapi
from designgen.checks.parity import check_parity
from designgen.model.artifact import Artifact
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic
from designgen.renderers.openapi.document import render_openapi
from oracles.interfaces import example


def text() -> str:
    return next(iter(render_openapi(example("toolshed")))).content.decode()


def checked(edited: str) -> list[Diagnostic]:
    artifact = Artifact(path="api/openapi.yaml", kind="openapi", content=edited.encode())
    return list(check_openapi(example("toolshed"), (artifact,)))


def test_the_generated_document_has_no_finding() -> None:
    assert checked(text()) == []


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("openapi: ", "openapi: [", "DG320"),
        ("      operationId: createTool\n", "      operationId: listTools\n", "DG321"),
        ("#/components/schemas/ToolSummaryPage", "#/components/schemas/Gone", "DG321"),
        ("status: FREE", "status: GONE", "DG321"),
        ("      operationId: createTool\n", "", "DG322"),
        ("      summary: Create a tool\n", f"      summary: {'x' * 61}\n", "DG322"),
        ("      security:\n        - oidc:\n            - lending.tool.read\n", "", "DG323"),
        ("      security:\n        - oidc:\n", "      security:\n        - nobody:\n", "DG323"),
        ('        "429":\n          $ref: "#/components/responses/QuotaExceeded"\n', "", "DG324"),
        ("          maxLength: 80\n", "", "DG325"),
    ],
)
def test_a_hand_edit_that_breaks_something_is_found(before: str, after: str, code: str) -> None:
    assert before in text()
    found = checked(text().replace(before, after, 1))
    assert code in {one.code for one in found}
    assert all(one.span and one.span.file == "api/openapi.yaml" for one in found)


def test_the_line_is_the_line_of_the_mistake() -> None:
    edited = text().replace("status: FREE", "status: GONE", 1)
    line = edited[: edited.index("status: GONE")].count("\n") + 1
    (found,) = checked(edited)
    assert found.span and found.span.line == line


def test_bytes_that_are_no_text_are_told() -> None:
    artifact = Artifact(path="api/openapi.yaml", kind="openapi", content=b"\xff\xfe")
    (found,) = check_openapi(example("toolshed"), (artifact,))
    assert found.code == "DG320"


def with_database() -> Design:
    from oracles.designs import example as database

    return example("toolshed").model_copy(update={"database": database("toolshed")[1].database})


def changed_table(design: Design, **changes: Any) -> Design:
    tables = tuple(table.model_copy(update=changes) if table.name == "lending.tool" else table for table in design.database.tables)
    return design.model_copy(update={"database": design.database.model_copy(update={"tables": tables})})


def test_api_and_tables_of_the_example_agree() -> None:
    assert list(check_parity(with_database())) == []


def test_a_missing_column_is_found() -> None:
    table = with_database().database.table("lending.tool")
    columns = tuple(column for column in table.columns if column.name != "name")
    found = list(check_parity(changed_table(with_database(), columns=columns)))
    assert {one.code for one in found} == {"DG326"}


def test_a_column_that_nobody_sees_is_found() -> None:
    table = with_database().database.table("lending.tool")
    column = table.column("name")
    extra = column.model_copy(
        update={"name": "remark", "attribute": column.attribute.model_copy(update={"name": "remark", "source": "remark"})}
    )
    found = list(check_parity(changed_table(with_database(), columns=(*table.columns, extra))))
    assert [(one.code, one.subject) for one in found] == [("DG327", "table:lending.tool")]


def test_a_limit_that_differs_is_found() -> None:
    table = with_database().database.table("lending.tool")
    columns = tuple(
        column.model_copy(update={"attribute": column.attribute.model_copy(update={"length": 60})}) if column.name == "name" else column
        for column in table.columns
    )
    found = list(check_parity(changed_table(with_database(), columns=columns)))
    assert {one.code for one in found} == {"DG328"}
    assert "80 against 60" in found[0].message


def test_a_filter_without_index_is_found() -> None:
    found = list(check_parity(changed_table(with_database(), indexes=(), uniques=())))
    assert "DG329" in {one.code for one in found}


def test_an_error_code_nobody_wrote_down_is_found() -> None:
    (api,) = example("toolshed").api
    design = example("toolshed").model_copy(update={"api": (api.model_copy(update={"errors": api.errors[1:]}),)})
    assert "DG330" in {one.code for one in check_parity(design)}
