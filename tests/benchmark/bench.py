"""Whole-process and per-stage times of building the examples, side by side; figures to read, not to assert.

Run by `make bench`. Each figure is the median of several runs on the machine at hand; ratios travel, seconds do not.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
RUNS = 5


def timed(arguments: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "designgen", *arguments], check=False, capture_output=True, cwd=ROOT)
    return time.perf_counter() - start


def whole_process(example: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        colds = [timed(["build", str(example), "--output", f"{folder}/{run}", "--date", "2026-11-20"]) for run in range(RUNS)]
        same = [timed(["build", str(example), "--output", f"{folder}/0", "--date", "2026-11-20"]) for _ in range(RUNS)]
    print(f"{example.stem:16} cold {statistics.median(colds):6.2f} s   unchanged {statistics.median(same):6.2f} s")


def stages(example: Path) -> None:
    from designgen import compiler

    spent: dict[str, float] = {}

    def watched(name: str):
        original = getattr(compiler, name)

        def run(*arguments):
            start = time.perf_counter()
            try:
                return original(*arguments)
            finally:
                spent[name] = spent.get(name, 0.0) + time.perf_counter() - start

        return run

    names = ("read_requirements", "read_personas", "size", "decide", "with_sensitivity", "ask", "link", "rendered", "merge", "checked")
    originals = {name: getattr(compiler, name) for name in names}
    try:
        for name in names:
            setattr(compiler, name, watched(name))
        from package_builder import build

        build(example.read_text(encoding="utf-8"), example.name)
        spent.clear()
        build(example.read_text(encoding="utf-8"), example.name)
    finally:
        for name, original in originals.items():
            setattr(compiler, name, original)
    print(f"{'':16} " + "  ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in spent.items()))


def main() -> None:
    print(f"designgen --help  {statistics.median(timed(['--help']) for _ in range(RUNS)):.2f} s")
    for example in sorted((ROOT / "examples").glob("*.yaml")):
        whole_process(example)
        stages(example)


if __name__ == "__main__":
    main()
