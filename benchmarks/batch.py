"""Plans of a whole customer base, measured: against others, in growth, in memory and on Spark.

Run `python -m benchmarks.batch --customers 1000000`; `--rounds 1` for a first look, `--folder` to
keep the inputs for the next run, `--write` to put the tables into docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from benchmarks import batch_comparison, batch_growth, batch_spark
from benchmarks.timing import table

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- batch -->\n", "<!-- end of batch -->\n"
CUSTOMERS = 1_000_000
ROUNDS = 5
PACKAGES = ("polars", "numpy", "pyarrow", "duckdb", "pyspark")

HEAD = """## Many customers

Written by `python -m benchmarks.batch --customers {customers} --write`, in one run of its own on
{machine}.

"""

METHOD = """### Method of the run over many customers

- The policy is the one above: 60 tags, a scale of 4 levels, 8 categories, 40 items. Customers and
  their service logs (4 entries each on average) are drawn from a seed in slices, so that there may
  be any number of them; one value in ten is missing.
- A run of ours is all that `plan` does with files: read, check every cell, find ids that come
  twice, decide, date, sort, write both tables in parts, fingerprints for change runs, the hashes of
  the inputs, and the folder put in its place as a whole. The policy is compiled already.
- "Only reading and writing the same" reads the same files with Polars at once, into the types they
  have (CSV: into texts), and writes the frames of our parts, which are in memory, with our writer,
  as many at a time as there are cores.
- Polars by hand and DuckDB by hand (`benchmarks/batch_polars*.py`, `batch_decisions.sql`,
  `batch_plan.sql`) are written the way a good data engineer writes them first: decisions as columns
  in stages, then one row for each customer and item by unpivoting, joins with the services and the
  log, date arithmetic, one sort. They calculate with floats and check nothing. Where a language
  has a faster idiom that is as plain, it is used. They write the same two tables, one file each.
- Before anything counts, all contenders must have written equal tables, row by row.
- Each run is a process of its own, which warms up on 2,000 customers first; contenders take turns,
  the first round does not count, medians of {rounds} rounds by the clock on the wall. Memory is the
  most that a process ever held, its packages included.
- Rules: policies with so many tags and items in the shares of the usual one, {under:,} customers;
  the time of a run is divided by the number of rules. A policy with ten times the items also writes
  ten times the rows.
- Spark: the very code of our tasks, in Spark and in processes without Spark, on the same
  {partitions} partitions; Spark and all workers have started and run once before.

### Limits of the run over many customers

- The competitors could be made faster by somebody who does by hand what the engine does; they would
  then no longer be a policy that one reads.
- With a log there is no bound promised: the entries have to be found for each customer, which is
  not in the time of only reading and writing.
- Numbers are quarters, so that floats give the same answers as exact numbers.
"""


def section(customers: int, rounds: int, folder: Path) -> str:
    """The part of the page about many customers, measured now; tells each table on the way."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    machine = f"{os.cpu_count()} cores, CPython {platform.python_version()}; {packages}"
    method = METHOD.format(
        rounds=rounds, under=batch_growth.UNDER_RULES, partitions=batch_spark.PARTITIONS
    )
    parts = [HEAD.format(customers=customers, machine=machine)]
    for part in tables(customers, rounds, folder):
        print(part, file=sys.stderr, flush=True)
        parts.append(part)
    return "\n".join([*parts, method])


def tables(customers: int, rounds: int, folder: Path) -> Iterator[str]:
    """Every table as Markdown, one after the other."""
    rows, taken = batch_comparison.measured(folder, customers, rounds)
    yield table(f"{customers:,} customers, files in and files out", rows)
    yield taken
    growth, memory = batch_growth.by_customers(folder, customers)
    yield memory
    yield table("Growth with the customers", growth)
    rules = [*batch_growth.by_rules(folder, rounds), batch_growth.compiling(rounds)]
    yield table("Growth with the rules", rules)
    yield table("Beyond one machine", [batch_spark.compared(customers, rounds)])


def kept(page: str) -> str:
    """The part that stands in a page, with its marks; nothing where there is none."""
    begin, end = page.find(BEGIN), page.find(END)
    return "" if begin < 0 else page[begin : end + len(END)]


def placed(page: str, part: str) -> str:
    """The page with the part in its place, or before the method where it has none yet."""
    part = f"{BEGIN}\n{part}\n{END}"
    old = kept(page)
    if old:
        return page.replace(old, part)
    return page.replace("## Method\n", f"{part}\n## Method\n", 1)


def main() -> None:
    """Print the tables, or write them with `--write`; exit code 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=CUSTOMERS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as own:
        part = section(options.customers, options.rounds, options.folder or Path(own))
    print(part)
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(placed(page, part), encoding="utf-8", newline="\n")
    sys.exit("| missed |" in part)


if __name__ == "__main__":
    main()
