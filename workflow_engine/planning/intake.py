"""What a case has to know of its customer: who serves them, what holds, what guards read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from workflow_engine.decide.decision import Decision
from workflow_engine.decide.reference import Evaluator
from workflow_engine.planning.people import Directory, People
from workflow_engine.program.process_facts import attributes_read
from workflow_engine.program.program import Program, Tag
from workflow_engine.program.types import Value


@dataclass(frozen=True, slots=True)
class Circumstances:
    """A customer as a case sees them: the fields of the same names of `cases.commands.Open`.

    `concerned` is whether the failure is meant for this customer at all; None where a missing
    value leaves it open.
    """

    people: People
    holds: tuple[str, ...]
    facts: Mapping[str, Value]
    concerned: bool | None


class Intake:
    """Makes circumstances from decisions."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._directory = Directory(program)
        self._tags = {name for name, one in program.definitions.items() if isinstance(one, Tag)}
        self._read = {
            id_: attributes_read(program, process) for id_, process in program.processes.items()
        }
        self._failures = {failure.id: failure for failure in program.recovery.failures}

    @property
    def processes(self) -> tuple[str, ...]:
        """The ids of the policy's processes."""
        return tuple(self._read)

    def circumstances(
        self, process: str, values: Mapping[str, Value], decision: Decision, day: dt.date
    ) -> Circumstances:
        """The circumstances of a case of `process`.

        Args:
            process: the id of a process of the policy.
            values: every attribute of the customer in internal form.
            decision: what was decided about them. What is unknown does not hold.
            day: the day of the decision.
        """
        tags = [
            name for name, value in decision.values.items() if value is True and name in self._tags
        ]
        return Circumstances(
            people=self._directory.people(values),
            holds=tuple(dict.fromkeys((*tags, *decision.categories))),
            facts={name: values.get(name) for name in self._read.get(process, ())},
            concerned=self._concerned(self._program.processes[process].failure, values, day),
        )

    def concerning(self, values: Mapping[str, Value], day: dt.date) -> tuple[str, ...]:
        """The failures that are meant for a customer, for certain."""
        return tuple(name for name in self._failures if self._concerned(name, values, day))

    def _concerned(
        self, failure: str | None, values: Mapping[str, Value], day: dt.date
    ) -> bool | None:
        applies = None if failure is None else self._failures[failure].applies
        return applies is None or Evaluator(self._program, values, day).holds(applies)
