"""Any valid requirements file gives a package: it never crashes, and nothing in it contradicts anything."""

import pytest

import generator
from designgen.model.diagnostic import Severity
from package_builder import build

LEAST = 0.02
"""The share of files in which each field type, verb, protocol and tenancy has to occur, or the test would pass by not looking."""

OURS = "DG3"
"""Codes of the checks: an error among them is a package that contradicts itself, whatever the author wrote."""


def test_the_random_files_cover_the_vocabulary(random_cases: int, capsys: pytest.CaptureFixture[str]) -> None:
    texts = [generator.generate(seed) for seed in range(random_cases)]
    with capsys.disabled():
        print(f"\n{generator.coverage(texts)}")
    assert {name: share for name, share in generator.shares(texts).items() if share < LEAST} == {}


def test_random_requirements_build_without_a_contradiction(seeds: range) -> None:
    for seed in seeds:
        built = build(generator.generate(seed), f"random-{seed}.yaml")
        assert built.design is not None, f"seed {seed}: {[problem.message for problem in built.diagnostics]}"
        wrong = [problem for problem in built.diagnostics if problem.severity is Severity.ERROR and problem.code.startswith(OURS)]
        assert not wrong, f"seed {seed}: {[problem.message for problem in wrong]}"
