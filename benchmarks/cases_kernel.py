"""The kernel of cases in one process: commands a second, against a table of transitions alone.

Run `python -m benchmarks.cases_kernel`.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.timing import Row, interleaved, table
from workflow_engine.cases.case import Case
from workflow_engine.cases.commands import Act, Open
from workflow_engine.cases.events import Done
from workflow_engine.cases.kernel import carry_out
from workflow_engine.cases.refusals import Refusal
from workflow_engine.cases.rules import CaseRules, case_rules
from workflow_engine.policy import load

POLICY = "rules/tobacco-retail"
PROCESS = "recovery.delivery_error"
STEPS = ("acknowledge", "apologize", "amend", "notify", "thank", "close")
CASES = 300
ROUNDS = 9
LIMIT = 15.0
"""A command of the kernel may take this many times the look-up of its transition."""
PEOPLE = {
    "account_manager": "李明",
    "supervisor": "方静宜",
    "department_manager": "沈立群",
    "general_manager": "顾长河",
}
START = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
BETWEEN = dt.timedelta(minutes=20)


class RefusedError(Exception):
    """A command of the benchmark was refused, so that its time means nothing."""


def by_kernel(rules: CaseRules, acts: Sequence[tuple[Act, dt.datetime]], numbers: range) -> int:
    """Cases from the opening to the close; gives the number of commands."""
    done = 0
    for number in numbers:
        case: Case | None = None
        command: Open | Act = Open(f"B{number}", PROCESS, "C1", "店", people=PEOPLE)
        now = START
        for act, moment in ((command, now), *acts):
            answer = carry_out(case, act, rules, moment)
            if isinstance(answer, Refusal):
                raise RefusedError(answer.text.en)
            case = answer[1]
            done += 1
        if case is None or case.state != "closed":
            raise RefusedError("the case did not reach its end")
    return done


def by_table(moves: dict[tuple[str, str], str], steps: Sequence[str], numbers: range) -> int:
    """The same ways through a dictionary that does the transition and nothing else."""
    done = 0
    for number in numbers:
        case = {"id": f"B{number}", "state": "open"}
        done += 1
        for step in steps:
            case["state"] = moves[(case["state"], step)]
            done += 1
        if case["state"] != "closed":
            raise RefusedError("the table did not reach its end")
    return done


def by_table_with_events(
    moves: dict[tuple[str, str], str], acts: Sequence[tuple[Act, dt.datetime]], opened: Case
) -> int:
    """A dictionary for the transition, and what is kept of it: an event and a new case."""
    done = 0
    for _ in range(CASES):
        case = replace(opened, state="open", version=1)
        done += 1
        for act, moment in acts:
            event = Done(
                moment, case.owner, act.command, case.state, moves[case.state, act.command]
            )
            case = replace(case, state=event.target, version=case.version + 1, last_at=event.at)
            done += 1
        if case.state != "closed":
            raise RefusedError("the table did not reach its end")
    return done


def measured() -> list[tuple[str, list[Row]]]:
    """The comparison, by title; the times are for one command."""
    rules = case_rules(load(POLICY).program)
    moves = {
        (move.source, move.command): move.target for move in rules.process(PROCESS).transitions
    }
    acts = [(Act(step), START + BETWEEN * place) for place, step in enumerate(STEPS, 1)]
    numbers = range(CASES)
    commands = by_kernel(rules, acts, numbers)
    if by_table(moves, STEPS, numbers) != commands:
        raise RefusedError("kernel and table did not do the same")
    first = carry_out(None, Open("B", PROCESS, "C1", "店", people=PEOPLE), rules, START)
    if isinstance(first, Refusal):
        raise RefusedError(first.text.en)
    seconds = interleaved(
        {
            "kernel": lambda: by_kernel(rules, acts, numbers),
            "table": lambda: by_table(moves, STEPS, numbers),
            "events": lambda: by_table_with_events(moves, acts, first[1]),
        },
        ROUNDS,
    )
    ours = f"a command of a recovery, kernel only ({commands / seconds['kernel']:,.0f} a second)"
    each = {name: taken / commands for name, taken in seconds.items()}
    rows = [
        Row(ours, "dictionary, a field set", each["kernel"], each["table"], limit=LIMIT),
        Row(ours, "dictionary, an event and a new case", each["kernel"], each["events"]),
    ]
    return [("Cases: the kernel in one process", rows)]


def main() -> None:
    """Print the table; exit code 1 when the target is missed."""
    tables = measured()
    for title, rows in tables:
        print(table(title, rows))
    sys.exit(any(row.met is False for _, rows in tables for row in rows))


if __name__ == "__main__":
    main()
