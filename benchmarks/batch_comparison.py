"""A whole customer base: files in, both tables out, against what others would do."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.batch_agreement import agree
from benchmarks.batch_contenders import CONTENDERS, Inputs, Measured, write_inputs
from benchmarks.timing import Row

BY_HAND = 3.0
"""At least so many times as fast as Polars and DuckDB by hand."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is read, and who takes part."""

    name: str
    kind: str
    log: bool
    contenders: tuple[str, ...]
    bound: float | None
    """Most times only reading and writing the same bytes."""


SCENARIOS = (
    Scenario("Parquet", "parquet", log=False, contenders=tuple(CONTENDERS), bound=1.5),
    Scenario(
        "Parquet, with a service log", "parquet", log=True, contenders=tuple(CONTENDERS), bound=None
    ),
    Scenario("CSV", "csv", log=False, contenders=("ours", "read and write"), bound=1.5),
)

Times = dict[str, list[Measured]]


def run(name: str, inputs: Inputs, out: Path, like: Path) -> Measured:
    """One run of a contender in a process of its own; `out` is written anew."""
    shutil.rmtree(out, ignore_errors=True)
    log = "-" if inputs.log is None else str(inputs.log)
    command = [sys.executable, "-m", "benchmarks.batch_contenders", name]
    told = subprocess.run(
        [*command, str(inputs.customers), log, str(out), str(like)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    return Measured(**json.loads(told))


def compared(scenario: Scenario, folder: Path, customers: int, rounds: int) -> Times:
    """Every contender in every round, after one in which all must agree, which does not count."""
    inputs = write_inputs(folder, customers, scenario.kind)
    inputs = inputs if scenario.log else Inputs(inputs.customers, None)
    like = folder / "out" / "ours"
    times: Times = {name: [] for name in scenario.contenders}
    for round_ in range(rounds + 1):
        for name in scenario.contenders:
            taken = run(name, inputs, folder / "out" / name, like)
            if round_:
                times[name].append(taken)
        if not round_:
            others = [name for name in scenario.contenders if name != "ours"]
            agree(like, [(name, folder / "out" / name) for name in others])
    shutil.rmtree(folder / "out")
    return times


def rows_of(scenario: Scenario, times: Times) -> list[Row]:
    """The comparisons that were promised."""
    ours = median(one.wall for one in times["ours"])
    made = []
    for name, taken in times.items():
        if name == "ours":
            continue
        theirs = median(one.wall for one in taken)
        if name == "read and write":
            made.append(
                Row(
                    scenario.name, "only reading and writing the same", ours, theirs, scenario.bound
                )
            )
        else:
            by_hand = f"{name} by hand"
            made.append(Row(scenario.name, by_hand, ours, theirs, BY_HAND, faster=True))
    return made


def taken_table(times: Sequence[tuple[Scenario, Times]]) -> str:
    """What each contender took, as a Markdown table."""
    lines = [
        "### What each took",
        "",
        "| input | contender | on the clock | processor | memory |",
        "|---|---|--:|--:|--:|",
    ]
    for scenario, contenders in times:
        for name, taken in contenders.items():
            wall, processor = (
                median(getattr(one, field) for one in taken) for field in ("wall", "processor")
            )
            memory = "" if name == "read and write" else f"{max(o.memory for o in taken):,.0f} MB"
            lines.append(
                f"| {scenario.name} | {name} | {wall:.2f} s | {processor:.2f} s | {memory} |"
            )
    return "\n".join(lines) + "\n"


def measured(folder: Path, customers: int, rounds: int) -> tuple[list[Row], str]:
    """The promised comparisons of all scenarios, and what each contender took as a table."""
    times = [(one, compared(one, folder, customers, rounds)) for one in SCENARIOS]
    return [row for one, taken in times for row in rows_of(one, taken)], taken_table(times)
