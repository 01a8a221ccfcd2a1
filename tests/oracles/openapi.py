"""OpenAPI documents in, what Redocly and Spectral say against them out; one line a finding, none is the goal."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from oracles import install

RULESET = Path(__file__).with_name(".spectral.yaml")


def redocly(paths: Sequence[Path]) -> list[str]:
    """Return errors and warnings of Redocly's `recommended` rules."""
    words = [*install.command("redocly"), "lint", "--extends=recommended", "--format=json", *map(str, paths)]
    done = subprocess.run(words, capture_output=True, text=True, env=install.environment(), cwd=install.folder(), check=False)
    start = done.stdout.find("{")
    assert start >= 0, f"Redocly did not answer: {done.stdout}{done.stderr}"
    report = json.JSONDecoder().raw_decode(done.stdout[start:])[0]
    found = [f"{one['severity']} {one['ruleId']} {one['location'][0].get('pointer', '')} {one['message']}" for one in report["problems"]]
    assert report["totals"]["errors"] + report["totals"]["warnings"] == len(found)
    return found


def spectral(paths: Sequence[Path]) -> list[str]:
    """Return everything Spectral's `oas` rules say, hints included."""
    words = [*install.command("spectral"), "lint", "--quiet", "--format=json", f"--ruleset={RULESET}", *map(str, paths)]
    done = subprocess.run(words, capture_output=True, text=True, env=install.environment(), cwd=install.folder(), check=False)
    start = done.stdout.find("[")
    assert start >= 0, f"Spectral did not answer: {done.stdout}{done.stderr}"
    report = json.JSONDecoder().raw_decode(done.stdout[start:])[0]
    return [f"{one['severity']} {one['code']} {'/'.join(map(str, one['path']))} {one['message']}" for one in report]
