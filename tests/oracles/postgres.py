"""A PostgreSQL 15 of our own, in; a place where a schema really runs, out.

Started from Debian's binaries on a Unix socket in a temporary directory, as `nobody` when the tests run as root, because
the server refuses root. Without the binaries the tests that need it are skipped on a desk and fail in CI.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

BINARIES = Path("/usr/lib/postgresql/15/bin")
EXTENSIONS = Path("/usr/share/postgresql/15/extension")
NOBODY = 65534
SETTINGS = {
    "listen_addresses": "", "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "shared_buffers": "32MB",
    "max_connections": "20", "autovacuum": "off", "timezone": "UTC",
}  # fmt: skip


@dataclass
class Cluster:
    """A running server: databases are made on demand, scripts run through psql, statements through psycopg."""

    directory: str
    made: list[str] = field(default_factory=list)

    def database(self, name: str = "") -> str:
        """Make an empty database and return its name."""
        chosen = name or f"db{len(self.made)}"
        with self.connect("postgres") as connection:
            connection.execute(f'CREATE DATABASE "{chosen}"')
        self.made.append(chosen)
        return chosen

    def connect(self, database: str) -> psycopg.Connection:
        """Return a connection as the superuser that commits each statement."""
        return psycopg.connect(host=self.directory, user="postgres", dbname=database, autocommit=True)

    def run(self, sql: str, database: str) -> str:
        """Run a script as psql does with ON_ERROR_STOP; return what it printed; AssertionError with psql's words if it stops."""
        done = self.psql(sql, database)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def psql(self, sql: str, database: str) -> subprocess.CompletedProcess[str]:
        """Run a script with psql and return how it ended."""
        command = [
            str(BINARIES / "psql"),
            "-X",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            self.directory,
            "-U",
            "postgres",
            "-d",
            database,
            "-f",
            "-",
        ]
        return subprocess.run(command, input=sql, capture_output=True, text=True, check=False)


def missing() -> str:
    """Return what has to be installed, empty if nothing."""
    lacking = [] if (BINARIES / "postgres").exists() else ["postgresql-15"]
    lacking += [] if (EXTENSIONS / "postgis.control").exists() else ["postgresql-15-postgis-3"]
    return f"PostgreSQL 15 is not complete: apt-get install {' '.join(lacking)}" if lacking else ""


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """Start the server once for all tests and remove every trace of it afterwards."""
    lacking = missing()
    if lacking and os.environ.get("CI"):
        pytest.fail(lacking)
    if lacking:
        pytest.skip(lacking)
    directory = tempfile.mkdtemp(prefix="dg-pg-")
    as_nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    if as_nobody:
        os.chown(directory, NOBODY, NOBODY)
    Path(directory).chmod(0o700)
    environment = {"PATH": str(BINARIES), "LC_ALL": "C", "HOME": directory}
    initdb = [BINARIES / "initdb", "-D", f"{directory}/data", "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"]
    subprocess.run(initdb, check=True, capture_output=True, env=environment, cwd=directory, **as_nobody)
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    with Path(directory, "log").open("w") as log:
        server = subprocess.Popen(
            [BINARIES / "postgres", "-D", f"{directory}/data", "-k", directory, *options],
            stdout=log, stderr=log, env=environment, cwd=directory, **as_nobody,
        )  # fmt: skip
    try:
        _await(directory, server)
        yield Cluster(directory)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)
        shutil.rmtree(directory)


def _await(directory: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(500):
        try:
            psycopg.connect(host=directory, user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            assert server.poll() is None, Path(directory, "log").read_text()
            time.sleep(0.02)
        else:
            return
    raise AssertionError(re.sub(r"\s+", " ", Path(directory, "log").read_text()))
