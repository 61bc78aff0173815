"""Writes docs/performance.md from a real run: `python -m benchmarks.report --write`."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from benchmarks import (
    analysis,
    batch,
    calendars,
    cases_kernel,
    cases_store,
    decide,
    printing,
    simulation,
    startup,
)
from benchmarks.timing import table

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"

HEAD = """# Performance

Written by `python -m benchmarks.report --write`; every number below was measured in that one run,
but for the tables about many customers, which are a run of their own.
{machine}

"""

OF_CASES = {name: name for name in ("dbos", "psycopg", "sqlalchemy", "transitions")}
"""Packages of the tables about cases, by the module that shows they are there."""

METHOD = """## Method

- The policy is drawn from a seed by `benchmarks/policy_generator.py`: 60 tags, a scale of 4
  levels with strategies, 8 categories, 40 items (12 must-do) over 30 attributes of every type. It
  is written as YAML and loaded the way every policy is. Customers are drawn from a seed too;
  about one value in ten is missing.
- The hand-written competitor (`benchmarks/handwritten_*.py`) is plain Python with the same
  meaning: exact numbers in millionths, unknown kept apart from false, the same outputs. It reads
  each attribute once, calculates shared parts once and tests for missing values once for each
  condition.
- Before anything is timed, all contenders must give equal answers: 1,000 customers with and 1,000
  without missing values against the hand-written policy; all tags of the customers without
  missing or unknown values against the other engines. `tests/benchmarks` repeats the first on
  every test run.
- One process, contenders in turns, the first round discarded, medians of processor time (of all
  threads, so that a busy machine does not count); 300 customers in a round. Times are for one
  customer. Only ratios within one run mean something.
- "Full plan" is decisions, items, last and next dates of every item and of the visit, and monthly
  minutes; dated tasks, people and cards are worked out only when they are asked for, and are not
  in it.
- Other engines answer the 60 tags only, and so does our function in those rows. They get
  customers without a missing value, as floats, with dates as day numbers, in dictionaries that
  are ready; compiling and parsing is not in the time. Two ways of each engine are shown, for
  `zen-engine` one graph with an expression node (`graph`) and one compiled expression that gives
  all tags as an object (`expression`); for the Rust binding of CEL one compiled map (`map`) and
  60 compiled programs over one context (`programs`); for `rule-engine` 60 rules (`rules`) and one
  rule that gives a mapping (`map`).
- Analysis of rules: one table with overlapping ranges, drawn from a seed; the steps are those of
  `check`. What it is held against finds pairs that overlap and nothing else.
- Calendars: both get the same weekly hours and holidays of twelve years, and must agree on every
  start before anything is timed.
- Cases, kernel only: a recovery from its opening to its close, one command after the other, with
  everything a command does (clocks, ladder, authority, events, the new case). The dictionary does
  the transition alone; the second one also makes one event and one new case value.
- Cases in a database: the statements of our transactions are recorded and replayed through the
  driver with the same parameters and the same transactions: that is the bare loop. DBOS and a
  `transitions` machine that is pickled into a row do the same steps of the same cases in their own
  way. Every command is one transaction that is on the disk when it returns.
- Printing: the shipped policy and its customers; all engines print the same HTML, typst a plain
  sheet of the same plan from a template of its own, with the same font. "The engine alone" lays
  out and paints the finished pages into one file, without bookmarks, links from part to part and
  title. Two workers against one are measured on the clock on the wall, which a busy machine
  disturbs. Memory is what a process of its own holds after so many plans.
- Simulation: the shipped model over a year, through the same kernel.
- Start: fresh processes in turns, with byte code in a cache of their own, through the code of the
  console script.

## Limits

- Other engines have two-valued logic and floats; ours keeps unknown apart and calculates exactly.
  What they would need for that is not in their time.
- One policy and one shape of data: a policy that is mostly tables, text or long lists has other
  ratios.
- A customer is checked data here; reading files and checking values comes on top and is not
  shown.
- A target that is missed is shown as missed.
"""


def page() -> str:
    """The page, measured now."""
    sections = [
        *decide.measured(),
        ("Start", startup.measured()),
        ("Analysis of rules", [*analysis.measured(), *analysis.hostile()]),
        *calendars.measured(),
        *cases_kernel.measured(),
        *cases_store.measured(),
        *printing.measured(),
    ]
    competitors = {**decide.MODULES, **calendars.MODULES, **OF_CASES}
    packages = [
        f"{name} {version(name)}" for name, module in competitors.items() if find_spec(module)
    ]
    packages += printing.versions()
    machine = (
        f"{os.cpu_count()} cores, CPython {platform.python_version()}"
        + (f"; {', '.join(packages)}" if packages else "")
        + "."
    )
    tables = [table(title, rows) for title, rows in sections]
    texts = "\n".join(
        text.replace("### ", "## ", 1) for text in [*tables, printing.held(), simulation.measured()]
    )
    many = batch.kept(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else ""
    return HEAD.format(machine=machine) + texts + "\n" + many + "\n" * bool(many) + METHOD


def main() -> None:
    """Print the page, or write it with `--write`."""
    text = page()
    if "--write" in sys.argv[1:]:
        PAGE.write_text(text, encoding="utf-8", newline="\n")
    else:
        print(text)


if __name__ == "__main__":
    main()
