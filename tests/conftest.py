"""Flags of the test run: `--accept` renews golden files, `--scale` says how many random cases."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

COUNTS = {"local": 150, "ci": 500, "nightly": 5000}
SHARE = 25
"""Random files per test, so that the workers divide them."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="renew golden files instead of comparing with them")
    parser.addoption("--scale", default="local", choices=sorted(COUNTS), help="how many random cases")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--scale") != "nightly":
        for item in items:
            if item.get_closest_marker("nightly"):
                item.add_marker(pytest.mark.skip(reason="a long soak; run `make nightly`"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seeds" in metafunc.fixturenames:
        count = COUNTS[metafunc.config.getoption("--scale")]
        shares = [range(start, min(start + SHARE, count)) for start in range(0, count, SHARE)]
        metafunc.parametrize("seeds", shares, ids=[f"{share.start}-{share.stop - 1}" for share in shares])


@pytest.fixture(scope="session")
def random_cases(request: pytest.FixtureRequest) -> int:
    """How many random requirement files a property test builds."""
    return COUNTS[request.config.getoption("--scale")]


@pytest.fixture(scope="session")
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are renewed."""
    return bool(request.config.getoption("--accept"))


@pytest.fixture(scope="session")
def in_ci() -> bool:
    """Whether a missing oracle is a failure rather than a skip."""
    return bool(os.environ.get("CI"))


@pytest.fixture
def one_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Work in an empty folder, on one day; a command may set how it takes a signal, and the next test finds it as it was."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795132800")
    before = signal.getsignal(signal.SIGTERM)
    yield tmp_path
    signal.signal(signal.SIGTERM, before)
