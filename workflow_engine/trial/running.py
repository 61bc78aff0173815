"""Policy tests run: each against the policy as it is written, by the reference evaluator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property

from workflow_engine.cases.rules import CaseRules, case_rules
from workflow_engine.planning.intake import Intake
from workflow_engine.planning.planner import Planner
from workflow_engine.program.program import Program
from workflow_engine.program.types import Value
from workflow_engine.trial.comparing import Comparer
from workflow_engine.trial.exercised import Exercised
from workflow_engine.trial.model import CaseScript, PolicyTest, TestResult
from workflow_engine.trial.observing import Observed
from workflow_engine.trial.playing import Story, play


def run_tests(program: Program, tests: Sequence[PolicyTest]) -> tuple[TestResult, ...]:
    """The result of each test, in the same order.

    A policy that is rolled out to a share of the customers is tested as it is written, for
    everybody.
    """
    runner = _Runner(program)
    return tuple(runner.run(test) for test in tests)


class _Runner:
    """What all tests of a program share, made when first needed."""

    def __init__(self, program: Program) -> None:
        self._program = program

    @cached_property
    def _planner(self) -> Planner:
        return Planner(self._program)

    @cached_property
    def _comparer(self) -> Comparer:
        return Comparer(self._program)

    @cached_property
    def _rules(self) -> CaseRules:
        return case_rules(self._program)

    @cached_property
    def _intake(self) -> Intake:
        return Intake(self._program)

    def run(self, test: PolicyTest) -> TestResult:
        script = test.case
        story = None if script is None else play(test, script, self._rules, self._intake)
        rules = None if script is None else self._rules
        observed = Observed(self._program, test, self._planner, rules, story)
        found = [(one, self._comparer.difference(observed, one)) for one in test.expectations]
        return TestResult(
            test=test,
            differences=tuple(one for _, one in found if one is not None),
            exercised=_exercised(test, script, story),
            agreed=sum(one is None and not wanted.implied for wanted, one in found),
        )


def _exercised(test: PolicyTest, script: CaseScript | None, story: Story | None) -> Exercised:
    customers: list[tuple[Mapping[str, Value], dt.date]] = [(test.values, test.at)]
    if script is None or story is None:
        return Exercised(test.name, tuple(customers))
    day = (script.opening.occurred_at or script.opened_at).date()
    if day != test.at:
        customers.append((test.values, day))
    process = script.opening.process
    return Exercised(test.name, tuple(customers), story.transitions(process), story.rungs(process))
