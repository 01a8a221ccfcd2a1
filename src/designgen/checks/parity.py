"""API and tables in, a diagnostic for each value that one has and the other has not, or has differently (XREF-03, XREF-05)."""

from collections.abc import Iterator

from designgen.model.artifact import Artifact
from designgen.model.design.api import Api, ApiOperation, ObjectSchema
from designgen.model.design.database import Table
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic, Rule, Severity

NO_COLUMN = Rule(
    code="DG326",
    name="property-without-column",
    severity=Severity.ERROR,
    message="`{schema}.{name}` has no column in `{table}`",
    why="What a client sends is lost, or what it is promised cannot be answered, if no table stores it.",
    help="add the column to `{table}`, or take `{name}` out of the schema",
    rulebook=("XREF-03",),
)
NOT_SHOWN = Rule(
    code="DG327",
    name="column-nobody-sees",
    severity=Severity.WARN,
    message="the column `{table}.{name}` is in no schema of the API",
    why="A column that no operation reads or writes is either forgotten in the API or not needed in the table.",
    rulebook=("XREF-03",),
)
DIFFERS = Rule(
    code="DG328",
    name="limits-differ",
    severity=Severity.ERROR,
    message="`{schema}.{name}` and the column of `{table}` differ in {what}: {ours} against {theirs}",
    why="A value that the API accepts and the table refuses fails with an error nobody documented.",
    rulebook=("XREF-03",),
)
NO_INDEX = Rule(
    code="DG329",
    name="filter-without-index",
    severity=Severity.ERROR,
    message="`{operation}` filters by `{name}`, and no index of `{table}` serves it",
    why="A filter without an index reads the whole table; one curious client can stop everyone else.",
    help="add an index for the access path, or take the parameter away",
    rulebook=("XREF-05", "API-044", "DATA-117"),
)
UNKNOWN_CODE = Rule(
    code="DG330",
    name="unknown-error-code",
    severity=Severity.ERROR,
    message="`{operation}` raises `{name}`, which the error catalogue does not have",
    why="Clients branch on codes; one that is written down nowhere ends in the general case.",
    rulebook=("API-072",),
)
RULES = (NO_COLUMN, NOT_SHOWN, DIFFERS, NO_INDEX, UNKNOWN_CODE)
LIMITS = ("length", "pattern", "low", "high", "values", "precision", "scale")
COMPOSED = ("file", "children", "embedded", "many_to_many", "set", "list")


def check_parity(design: Design, _artifacts: tuple[Artifact, ...] = ()) -> Iterator[Diagnostic]:
    """Report where the API and the database do not describe the same rows."""
    tables = {table.entity: table for table in design.database.tables if table.entity and table.kind in ("entity", "aggregate")}
    apart = {
        (table.entity, column.attribute.source) for table in design.database.tables if table.kind == "unlinked" for column in table.columns
    }
    for api in design.api:
        for schema in api.schemas:
            if schema.entity in tables:
                yield from _columns(schema, tables[schema.entity], {source for entity, source in apart if entity == schema.entity})
        for operation in api.operations:
            yield from _codes(api, operation)
            if operation.entity in tables:
                yield from _filters(operation, tables[operation.entity])
    for table in tables.values():
        yield from _shown(design.api, table)


def _codes(api: Api, operation: ApiOperation) -> Iterator[Diagnostic]:
    known = {error.name for error in api.errors}
    for code in operation.errors:
        if code not in known:
            yield UNKNOWN_CODE.at(None, operation=operation.name, name=code, subject=operation.key)


def _columns(schema: ObjectSchema, table: Table, apart: set[str]) -> Iterator[Diagnostic]:
    columns = {column.attribute.name: column for column in table.columns} | {column.name: column for column in table.columns}
    sources = {column.attribute.source for column in table.columns} | apart
    for prop in schema.properties:
        attribute = prop.attribute
        if attribute.type in COMPOSED and attribute.type != "file":
            continue
        column = columns.get(attribute.name)
        if column is None:
            if not attribute.source or attribute.source not in sources:
                yield NO_COLUMN.at(None, schema=schema.name, name=prop.name, table=table.name, subject=schema.key)
            continue
        for what in LIMITS:
            ours, theirs = getattr(attribute, what), getattr(column.attribute, what)
            if ours != theirs:
                yield DIFFERS.at(
                    None, schema=schema.name, name=prop.name, table=table.name, what=what, ours=ours, theirs=theirs, subject=schema.key
                )
        if schema.kind == "read" and attribute.nullable != column.attribute.nullable:
            yield DIFFERS.at(
                None,
                schema=schema.name,
                name=prop.name,
                table=table.name,
                what="null",
                ours=attribute.nullable,
                theirs=column.attribute.nullable,
                subject=schema.key,
            )


def _shown(apis: tuple[Api, ...], table: Table) -> Iterator[Diagnostic]:
    """Report data columns that the full schema of an entity leaves out; credentials and system columns are meant to be."""
    schemas = [schema for api in apis for schema in api.schemas if schema.entity == table.entity and schema.kind == "read"]
    if not schemas:
        return
    shown = {name for schema in schemas for prop in schema.properties for name in (prop.attribute.name, prop.attribute.source)}
    embedding = {
        schema.entity for api in apis for schema in api.schemas for prop in schema.properties if prop.attribute.target == table.entity
    }
    for column in table.columns:
        attribute = column.attribute
        hidden = attribute.role == "system" or attribute.type == "secret" or attribute.pii == "credential" or not attribute.source
        hidden = hidden or (attribute.role == "reference" and attribute.target in embedding)
        if not hidden and attribute.name not in shown and attribute.source not in shown:
            yield NOT_SHOWN.at(None, table=table.name, name=column.name, subject=table.key)


def _filters(operation: ApiOperation, table: Table) -> Iterator[Diagnostic]:
    """Report filters and orders that no index begins with or contains."""
    if operation.kind not in ("list", "search", "report") or not operation.page:
        return
    served = [part.expression for index in (*table.indexes, *table.uniques) for part in index.parts]
    served += [name for exclusion in table.exclusions for name in (*exclusion.equal, exclusion.overlap)]
    for parameter in operation.parameters:
        attribute = parameter.attribute
        if parameter.place != "query" or attribute is None or not any(column.name == attribute.name for column in table.columns):
            continue
        if not any(attribute.name in expression for expression in served):
            yield NO_INDEX.at(None, operation=operation.name, name=parameter.name, table=table.name, subject=operation.key)
