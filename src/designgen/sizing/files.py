"""An import in, how often its files come and how many rows one of them holds out (DATA-114, SVC-080).

`import Reading 400k/y` counts rows, because that is what its author knows. A call is one file, and files come as often as the
pipeline into that entity runs, one from each sender.
"""

from typing import NamedTuple

from designgen.knowledge.catalogue import load
from designgen.knowledge.wording import duration, figure
from designgen.model.facts import EntityFacts, Figure, Use
from designgen.model.peers import Pipeline
from designgen.model.quantities import DAY, Duration
from designgen.model.requirements import Requirements
from designgen.sizing.ledger import Ledger


class Files(NamedTuple):
    """The files of one pipeline: senders of one each, seconds between two runs, rows of a run over all senders."""

    senders: float
    every_s: float
    run_rows: float

    @property
    def per_second(self) -> float:
        """Files a second on average."""
        return self.senders / self.every_s

    @property
    def rows(self) -> float:
        """Rows of one file on average, at least one."""
        return max(1.0, self.run_rows / self.senders)


def files(pipe: Pipeline, use: Use, requirements: Requirements) -> Files:
    """Return the files that a pipeline brings to an import; whoever is not counted sends one."""
    counts = [actor.count.number for actor in requirements.actors if actor.name in use.actors and actor.kind != "human" and actor.count]
    every = Duration.of(pipe.every.split(" ")[0]).seconds if pipe.every else DAY
    volume = requirements.entity(use.entity).volume
    rate = (volume.rate if volume and not volume.per else None) or use.operation.rate
    rows = pipe.rows.number if pipe.rows else rate.per_second * every if rate else 0.0
    return Files(max(1.0, sum(counts)), every, rows)


def all_files(use: Use, requirements: Requirements) -> tuple[Files, ...]:
    """Return the files of every pipeline that fills the entity of an import."""
    names = (use.entity, use.entity.rpartition(".")[2])
    found = (pipe for pipe in requirements.pipelines if use.operation.verb == "import" and pipe.sink in names)
    return tuple(files(pipe, use, requirements) for pipe in found)


def imports(shapes: tuple[EntityFacts, ...]) -> tuple[Use, ...]:
    """Return the uses that load files."""
    return tuple(use for facts in shapes for use in facts.uses if use.operation.verb == "import")


def size_files(requirements: Requirements, shapes: tuple[EntityFacts, ...], ledger: Ledger) -> None:
    """Note the rows of a file, and the rows written a second at the peak while one is loaded (CAP-024)."""
    loading = imports(shapes)
    for use in loading:
        for known in all_files(use, requirements):
            text = f"{figure(known.run_rows)} rows every {duration(known.every_s)}, one file from each of {figure(known.senders)} senders"
            ledger.derived(_figure(f"imports.{use.entity}.rows_per_file", known.rows, "rows", text))
    speed, writes = float(load("constants")["load_rows_per_s"]) if loading else 0.0, ledger.number("load.write_rps")
    also = f" + {speed:g} rows a second while a file is loaded" if loading else ""
    ledger.derived(_figure("load.rows_written_per_s", writes + speed, "1/s", f"{writes:.6g} writes a second{also}"))


def _figure(key: str, value: float, unit: str, formula: str) -> Figure:
    return Figure(key=key, value=value, unit=unit, provenance="derived", rule="CAP-024", formula=formula)
