"""How time and memory of a run grow: with the customers, with the rules, and what compiling takes.

Run `python -m benchmarks.batch_growth CUSTOMERS`: memory of so many and of ten times as many, time
of so many and of a tenth.
"""

from __future__ import annotations

import sys
import tempfile
import time
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median

from benchmarks.batch_comparison import run
from benchmarks.batch_contenders import Inputs, write_inputs
from benchmarks.batch_customers import slices, write_parquet
from benchmarks.customer_generator import TODAY
from benchmarks.decide import loaded
from benchmarks.policy_generator import Size, generate, yaml_text
from benchmarks.timing import Row, interleaved, table
from workflow_engine.columnar.kernel import Kernel
from workflow_engine.runs.pipeline import plan_files

RULES = (10, 100, 1000)
UNDER_RULES = 50_000
"""Customers of a run with so many rules."""
ROUNDS = 5
COMPILED = 2.0
"""Seconds at most to compile a thousand rules, from the text on, to both backends."""
LINEAR = 1.1
"""Most that a customer among ten times as many may take; a clock on the wall is not exact."""
MEMORY = 800.0
"""Megabytes at most."""
GROWTH = 1.2
"""Most times the memory, for ten times the customers."""


def by_rules(folder: Path, rounds: int = ROUNDS) -> list[Row]:
    """The cost of a rule among ten times as many."""
    seconds = {}
    for rules in RULES:
        policy = generate(size=Size.of_rules(rules))
        program = loaded(yaml_text(policy)).program
        file = folder / f"rules-{rules}.parquet"
        write_parquet(slices(policy, UNDER_RULES), file)
        once = partial(plan_files, program, [file], at=TODAY, out=folder / "rules", engine="polars")
        seconds[rules] = interleaved({"ours": once}, rounds, time.perf_counter)["ours"] / rules
    return [
        Row(f"a rule among {more:,}", f"a rule among {fewer:,}", seconds[more], seconds[fewer], 1.0)
        for fewer, more in pairwise(RULES)
    ]


def compiling(rounds: int = ROUNDS) -> Row:
    """A thousand rules from their text to the row function and the kernel."""
    text = yaml_text(generate(size=Size.of_rules(RULES[-1])))

    def once() -> None:
        policy = loaded(text)
        assert callable(policy.row_function)
        Kernel(policy.program, TODAY)

    seconds = interleaved({"ours": once}, rounds)["ours"]
    return Row(
        f"{RULES[-1]:,} rules, from text to both backends", "a budget", seconds, COMPILED, 1.0
    )


def by_customers(folder: Path, customers: int) -> tuple[list[Row], str]:
    """The cost of a customer among ten times as many, and the memory of three sizes."""
    sizes = (customers // 10, customers, customers * 10)
    walls, memory = {}, {}
    for size in sizes:
        inputs = Inputs(write_inputs(folder, size, "parquet").customers, None)
        rounds = 1 if size > customers else 3
        taken = [run("ours", inputs, folder / "out", folder) for _ in range(rounds)]
        walls[size] = median(one.wall for one in taken) / size
        memory[size] = max(one.memory for one in taken)
        inputs.customers.unlink()
    rows = [
        Row(
            f"a customer among {more:,}",
            f"a customer among {fewer:,}",
            walls[more],
            walls[fewer],
            LINEAR,
        )
        for fewer, more in pairwise(sizes)
    ]
    return rows, held(memory, customers)


def held(memory: dict[int, float], customers: int) -> str:
    """The memory of runs as a Markdown table."""
    lines = [
        "### Memory of a run over many customers",
        "",
        "| customers | memory | target | |",
        "|--:|--:|---|---|",
    ]
    for size, most in memory.items():
        limit = MEMORY if size <= customers else memory[customers] * GROWTH
        verdict = "met" if most <= limit else "missed"
        lines.append(f"| {size:,} | {most:,.0f} MB | ≤ {limit:,.0f} MB | {verdict} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(table("Growth with the rules", [*by_rules(folder), compiling()]))
        rows, memory = by_customers(folder, int(sys.argv[1]))
    print(table("Growth with the customers", rows))
    print(memory)


if __name__ == "__main__":
    main()
