"""The benchmarks of cases do what they say."""

import datetime as dt

from benchmarks import cases_kernel
from benchmarks.simulation import year
from workflow_engine.cases.commands import Act
from workflow_engine.cases.rules import case_rules
from workflow_engine.policy import load


def test_kernel_and_table_do_the_same_commands():
    rules = case_rules(load(cases_kernel.POLICY).program)
    process = rules.process(cases_kernel.PROCESS)
    moves = {(move.source, move.command): move.target for move in process.transitions}
    minutes = dt.timedelta(minutes=20)
    acts = [
        (Act(step), cases_kernel.START + minutes * place)
        for place, step in enumerate(cases_kernel.STEPS, 1)
    ]
    numbers = range(3)
    commands = cases_kernel.by_kernel(rules, acts, numbers)
    assert commands == cases_kernel.by_table(moves, cases_kernel.STEPS, numbers)
    assert commands == 3 * (1 + len(cases_kernel.STEPS))


def test_the_simulated_year_has_cases_of_every_process():
    report, seconds = year(customers=400, days=60)
    assert all(one.opened for one in report.processes)
    assert seconds > 0
