"""The contenders of the batch benchmark, each in a process of its own.

`python -m benchmarks.batch_contenders NAME CUSTOMERS LOG OUT LIKE` warms up on a few customers,
runs once, and prints how long it took by the clock on the wall, how much processor time that was,
and the most memory the process ever held. `LOG` is `-` for none; `LIKE` is a run of ours: what the
bound of reading and writing writes again.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from benchmarks.batch_calendar import dimensions
from benchmarks.batch_customers import log_slices, slices, write_csv, write_parquet
from benchmarks.customer_generator import TODAY
from benchmarks.decide import loaded
from benchmarks.policy_generator import generate, yaml_text
from workflow_engine.columnar.tables import Tables
from workflow_engine.runs.engines import threads
from workflow_engine.runs.output import table_writer
from workflow_engine.runs.pipeline import plan_files

WARMED = 2_000
"""Customers of the warm-up."""
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of a run."""

    customers: Path
    log: Path | None


@dataclass(frozen=True, slots=True)
class Measured:
    """What a run took: seconds on the wall, seconds of processor time, megabytes at most."""

    wall: float
    processor: float
    memory: float


Run = Callable[[Inputs, Path], object]


class Ours:
    """This package, from files to a folder; the policy is compiled already."""

    def __init__(self) -> None:
        self._program = loaded(yaml_text(generate())).program

    def __call__(self, inputs: Inputs, out: Path) -> None:
        """Plan everybody."""
        log = None if inputs.log is None else [inputs.log]
        plan_files(self._program, [inputs.customers], at=TODAY, out=out, log=log, engine="polars")


def polars(inputs: Inputs, out: Path) -> None:
    """Polars by hand."""
    from benchmarks import batch_polars

    out.mkdir(exist_ok=True)
    batch_polars.plan(inputs.customers, inputs.log, dimensions(generate(), TODAY), TODAY, out)


def duckdb(inputs: Inputs, out: Path) -> None:
    """DuckDB by hand."""
    from benchmarks import batch_duckdb

    out.mkdir(exist_ok=True)
    batch_duckdb.plan(inputs.customers, inputs.log, dimensions(generate(), TODAY), TODAY, out)


class ReadAndWrite:
    """Only reading the input and writing the bytes of a run of ours, with the same writers."""

    def __init__(self, like: Path) -> None:
        parts = range(len(list((like / "items").iterdir())))
        names = [f"part-{number:05}.parquet" for number in parts]
        self._tables = [
            Tables(
                pl.read_parquet(like / "items" / name), pl.read_parquet(like / "customers" / name)
            )
            for name in names
        ]
        self._prints = [pl.read_parquet(like / "fingerprints" / name) for name in names]
        self._program = loaded(yaml_text(generate())).program

    def __call__(self, inputs: Inputs, out: Path) -> None:
        """Read everything at once, then write the parts."""
        for path in filter(None, (inputs.customers, inputs.log)):
            if path.suffix == ".parquet":
                pl.read_parquet(path)
            else:
                pl.read_csv(path, infer_schema=False)
        prints = out / "fingerprints"
        prints.mkdir(parents=True, exist_ok=True)
        writer = table_writer(out, self._program, "parquet", None)

        def write(number: int) -> None:
            writer.append(writer.write(number, self._tables[number], None))
            self._prints[number].write_parquet(
                prints / f"part-{number:05}.parquet", compression="lz4", statistics=False
            )

        with ThreadPoolExecutor(threads(None, "polars")) as pool:
            list(pool.map(write, range(len(self._tables))))
        writer.finish()


CONTENDERS: dict[str, Callable[[Path], Run]] = {
    "ours": lambda _: Ours(),
    "read and write": ReadAndWrite,
    "Polars": lambda _: polars,
    "DuckDB": lambda _: duckdb,
}


def write_inputs(folder: Path, count: int, kind: str) -> Inputs:
    """The customers and their log as files of a kind, `parquet` or `csv`, unless they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    policy = generate()
    inputs = Inputs(folder / f"customers-{count}.{kind}", folder / f"log-{count}.{kind}")
    assert inputs.log is not None
    write = write_parquet if kind == "parquet" else write_csv
    for path, frames in ((inputs.customers, slices), (inputs.log, log_slices)):
        if not path.exists():
            write(frames(policy, count), path)
    return inputs


def measured(run: Run, warm: Run, inputs: Inputs, out: Path) -> Measured:
    """Warm up, then run once."""
    with few(inputs) as some:
        warm(some, out.with_name(out.name + "-warm"))
    wall, processor = time.perf_counter(), time.process_time()
    run(inputs, out)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    return Measured(wall, processor, peak())


@contextmanager
def few(inputs: Inputs) -> Iterator[Inputs]:
    """So few customers that they only warm up, in files of the same kind."""
    with tempfile.TemporaryDirectory() as folder:
        some = write_inputs(Path(folder), WARMED, inputs.customers.suffix[1:])
        yield Inputs(some.customers, None if inputs.log is None else some.log)


def peak() -> float:
    """The most memory this process ever held, in megabytes."""
    status = Path("/proc/self/status")
    if status.exists():  # `getrusage` would count what the process had that started this one
        held = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM:"))
        return int(held.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / MEGABYTE if sys.platform == "darwin" else most / 1024


def main() -> None:
    """Run the contender named on the command line."""
    name, customers, log, out, like = sys.argv[1:]
    inputs = Inputs(Path(customers), None if log == "-" else Path(log))
    run = CONTENDERS[name](Path(like))
    # What the bound writes is the same whoever is read: it needs no other warm-up than ours.
    warm = Ours() if name == "read and write" else run
    print(json.dumps(asdict(measured(run, warm, inputs, Path(out)))))


if __name__ == "__main__":
    main()
