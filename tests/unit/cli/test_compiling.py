"""What we generate must parse; what a human edited may not, and is told as a finding."""

import pytest

from designgen.cli.compiling import promised
from designgen.model.artifact import Artifact, Build, Merged
from designgen.model.diagnostic import Diagnostic, Severity
from designgen.model.errors import Bug

GENERATED = Artifact.text("database/schema.sql", "sql", "CREATE TABEL tool;")
FOUND = Diagnostic(code="DG310", severity=Severity.ERROR, message="`database/schema.sql` does not parse", subject="database/schema.sql")


def built(published):
    return Build(
        project="p", date="2026-11-20", design=None, merged=Merged(artifacts=(published,), generated=(GENERATED,)), diagnostics=(FOUND,)
    )


def test_our_own_sql_that_does_not_parse_is_a_bug():
    with pytest.raises(Bug, match="does not parse"):
        promised(built(GENERATED))


def test_sql_that_a_human_broke_is_a_finding():
    promised(built(GENERATED.model_copy(update={"content": b"by hand\n"})))
