"""Prometheus' own promtool: a rule file in, whether it is right and when it fires out.

From Debian's package `prometheus` (`apt-get install prometheus`); PROMTOOL may name another place. Without it the tests
that need it are skipped on a desk and fail in CI.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

MISSING = "promtool is missing: install Debian's package `prometheus`, or set PROMTOOL"


def found_promtool(in_ci: bool) -> str:
    """Return the path of promtool; without one, skip on a desk and fail in CI."""
    found = os.environ.get("PROMTOOL") or shutil.which("promtool")
    if found:
        return found
    if in_ci:
        pytest.fail(MISSING)
    pytest.skip(MISSING)


def run(promtool: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run promtool; its words are in stdout and stderr."""
    return subprocess.run([promtool, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=120)
