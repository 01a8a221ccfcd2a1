"""Any valid requirements file gives a package: it never crashes, and no name in it leads nowhere."""

import pytest

import generator
from designgen.checks.names import DANGLING, DOUBLED
from package_builder import build

LEAST = 0.02
"""The share of files in which each field type, verb, protocol and tenancy has to occur, or the test would pass by not looking."""


def test_the_random_files_cover_the_vocabulary(random_cases: int, capsys: pytest.CaptureFixture[str]) -> None:
    texts = [generator.generate(seed) for seed in range(random_cases)]
    with capsys.disabled():
        print(f"\n{generator.coverage(texts)}")
    assert {name: share for name, share in generator.shares(texts).items() if share < LEAST} == {}


def test_random_requirements_build_without_a_dangling_name(random_cases: int) -> None:
    texts = [generator.generate(seed) for seed in range(random_cases)]
    for seed, text in enumerate(texts):
        built = build(text, f"random-{seed}.yaml")
        assert built.design is not None, f"seed {seed}: {[problem.message for problem in built.diagnostics]}"
        loose = [problem.message for problem in built.diagnostics if problem.code in (DANGLING.code, DOUBLED.code)]
        assert not loose, f"seed {seed}: {loose}"
