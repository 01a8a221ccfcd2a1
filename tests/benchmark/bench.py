"""Whole-process and per-stage times of building the examples, side by side; figures to read, not to assert.

Run by `make bench`. Each figure is the median of several runs on the machine at hand; ratios travel, seconds do not.
"""

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
RUNS = 5
DAY, NEXT_DAY = "2026-11-20", "2026-11-21"
STAGES = ("read_requirements", "read_personas", "size", "decide", "with_sensitivity", "ask", "link", "rendered", "merge", "checked")


def environment() -> dict[str, str]:
    """The environment of a user: compiled modules are kept, as they are after an installation."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), kept.get("PYTHONPATH", "")]).rstrip(os.pathsep)}


def timed(*arguments: str) -> float:
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "designgen", *arguments], check=False, capture_output=True, cwd=ROOT, env=environment())
    if done.returncode:
        sys.exit(f"designgen {' '.join(arguments)} ended with {done.returncode}: {done.stderr.decode(errors='replace')[-1000:]}")
    return time.perf_counter() - start


def median(times: list[float]) -> float:
    return statistics.median(times)


def whole_process(example: Path) -> dict[str, float]:
    """Cold: an empty folder. Pages: the same without documents. Recalled: a new day, all answers known. Unchanged: the same again."""
    with tempfile.TemporaryDirectory() as folder:
        build = ("build", str(example), "--output")
        cold = [timed(*build, f"{folder}/{run}", "--date", DAY) for run in range(RUNS)]
        pages = [timed(*build, f"{folder}/pages-{run}", "--date", DAY, "--documents", "none") for run in range(RUNS)]
        recalled = [timed(*build, f"{folder}/{run}", "--date", NEXT_DAY) for run in range(RUNS)]
        unchanged = [timed(*build, f"{folder}/0", "--date", NEXT_DAY) for _ in range(RUNS)]
    return {"cold": median(cold), "pages": median(pages), "recalled": median(recalled), "unchanged": median(unchanged)}


def stages(example: Path) -> dict[str, float]:
    """Processor seconds of each stage of one cold build in a new process; what one stage calls of another is counted in both."""
    code = "import sys; sys.path.insert(0, sys.argv[1]); import bench; bench.measured(sys.argv[2])"
    command = [sys.executable, "-c", code, str(Path(__file__).parent), str(example)]
    runs = []
    for _ in range(RUNS):
        told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=environment()).stdout
        runs.append({name: float(seconds) for name, seconds in (line.split() for line in told.splitlines())})
    return {name: median([run[name] for run in runs]) for name in runs[0]}


def measured(example: str) -> None:
    """Print one line for each stage of a build in memory: its name and its seconds; garbage is looked for as seldom as by the program."""
    gc.set_threshold(200_000, 20, 20)
    start = time.process_time()
    import package_builder
    from designgen import compiler

    spent = {"imports": time.process_time() - start}
    for name in STAGES:
        setattr(compiler, name, watched(getattr(compiler, name), name, spent))
    path = Path(example)
    start = time.process_time()
    built = package_builder.build(path.read_text(encoding="utf-8"), path.name)
    whole = time.process_time() - start
    start = time.process_time()
    from designgen.store.manifest import package_files

    package_files(built, None, 1)
    spent |= {"package": time.process_time() - start, **documents(built), "whole": whole}
    for name, seconds in spent.items():
        print(name, seconds)


def documents(built):
    """Return the processor seconds of each document; all threads count, so that the sum is more than a reader waits."""
    from designgen.binders.docx import bind_docx
    from designgen.binders.pdf import bind_pdf
    from designgen.binders.raster import Darkroom
    from designgen.binders.site.site import bind_site

    spent = {}
    for name, bind in (("site", bind_site), ("pdf", bind_pdf), ("docx", lambda *given: bind_docx(*given, Darkroom()))):
        start = time.process_time()
        list(bind(built.design, built.merged.artifacts))
        spent[name] = time.process_time() - start
    return spent


def watched(original, name, spent):
    def run(*arguments):
        start = time.process_time()
        try:
            return original(*arguments)
        finally:
            spent[name] = spent.get(name, 0.0) + time.process_time() - start

    return run


def main() -> None:
    examples = sorted((ROOT / "examples").glob("*.yaml"))
    timed("--help")
    print(f"designgen --help  {median([timed('--help') for _ in range(RUNS)]):.2f} s\n")
    print(f"{'whole process':20}{'cold':>9}{'pages':>9}{'recalled':>11}{'unchanged':>12}{'cold : unchanged':>19}")
    for example in examples:
        took = whole_process(example)
        ratio = took["cold"] / took["unchanged"]
        times = f"{took['cold']:7.2f} s{took['pages']:7.2f} s{took['recalled']:9.2f} s{took['unchanged']:10.2f} s"
        print(f"{example.stem:20}{times}{ratio:17.1f} x")
    table = {example.stem: stages(example) for example in examples}
    print(f"\n{'stage, cold':20}" + "".join(f"{name:>24}" for name in table))
    for stage in next(iter(table.values())):
        cells = (f"{took[stage] * 1000:7.0f} ms {took[stage] / took['whole']:6.0%}" for took in table.values())
        print(f"{stage:20}" + "".join(f"{cell:>24}" for cell in cells))


if __name__ == "__main__":
    main()
