"""A year of ten thousand cases through the kernel, on one core.

Run `python -m benchmarks.simulation`.
"""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

from workflow_engine.cases.rules import case_rules
from workflow_engine.planning.people import Directory
from workflow_engine.policy import load
from workflow_engine.simulation.model import SimulatedCustomer
from workflow_engine.simulation.reading import read_model
from workflow_engine.simulation.report import SimulationReport
from workflow_engine.simulation.run import simulate

POLICY = "rules/tobacco-retail"
MODEL = Path(POLICY) / "simulations" / "usual.yaml"
CUSTOMERS = 12_400
"""As many as give about ten thousand cases in a year of the shipped model."""
START = dt.date(2026, 1, 1)
DAYS = 365
SEED = 7


def year(customers: int = CUSTOMERS, days: int = DAYS) -> tuple[SimulationReport, float]:
    """The report of a run, and the seconds of processor time it took."""
    program = load(POLICY).program
    model, found = read_model(MODEL.read_text(encoding="utf-8"), str(MODEL), program)
    if model is None:
        raise ValueError("\n".join(one.message.en for one in found))
    directory = Directory(program)
    managers = [one.name for one in program.staff.values() if one.role == "account_manager"]
    shops = [
        SimulatedCustomer(
            f"C{number}",
            f"店{number}",
            directory.people({"manager_name": managers[number % len(managers)]}),
        )
        for number in range(customers)
    ]
    rules = case_rules(program)
    begin = time.process_time()
    report = simulate(rules, shops, model, seed=SEED, start=START, days=days)
    return report, time.process_time() - begin


def measured() -> str:
    """What was simulated and how fast, as a Markdown table."""
    report, seconds = year()
    cases = sum(one.opened for one in report.processes)
    rows = [
        ("cases of one year", f"{cases:,}"),
        ("commands to the kernel", f"{report.commands:,}"),
        ("events", f"{report.events:,}"),
        ("processor time", f"{seconds:.1f} s"),
        ("events a second", f"{report.events / seconds:,.0f}"),
    ]
    lines = [f"| {name} | {figure} |" for name, figure in rows]
    return "\n".join(["### Simulation", "", "| | |", "|---|--:|", *lines]) + "\n"


def main() -> None:
    """Print the table."""
    print(measured())


if __name__ == "__main__":
    main()
