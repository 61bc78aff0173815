"""What the policy really says about the customer of a test, subject by subject."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from workflow_engine.batch.log import Entry, ServiceLog
from workflow_engine.cases.ledgers import clock_state, due_at
from workflow_engine.cases.people import acting
from workflow_engine.cases.rules import CaseRules
from workflow_engine.decide.decider import decide, missing_attributes
from workflow_engine.decide.decision import Decision
from workflow_engine.decide.reference import Evaluator
from workflow_engine.planning.plan import Plan, PlannedItem
from workflow_engine.planning.planner import Planner
from workflow_engine.program.program import Program
from workflow_engine.program.types import SCALE
from workflow_engine.trial.model import Mark, PolicyTest, Subject, Wanted
from workflow_engine.trial.playing import Seen, Story

_MARKS = {"unknown": Mark.UNKNOWN, "none": Mark.NONE, "conflict": Mark.CONFLICT}


class Observed:
    """The customer of a test as the policy sees them; each part is worked out when asked for."""

    def __init__(
        self,
        program: Program,
        test: PolicyTest,
        planner: Planner,
        rules: CaseRules | None,
        story: Story | None,
    ) -> None:
        self.program = program
        self.test = test
        self.story = story
        self._planner = planner
        self.rules = rules

    def with_test(self, test: PolicyTest) -> Observed:
        """Another customer of the same policy, without a case."""
        return Observed(self.program, test, self._planner, None, None)

    @cached_property
    def decision(self) -> Decision:
        """The whole decision, by the reference evaluator."""
        return decide(self.program, self.test.values, self.test.at)

    @cached_property
    def evaluator(self) -> Evaluator:
        """Answers about single definitions."""
        return Evaluator(self.program, self.test.values, self.test.at)

    @cached_property
    def plan(self) -> Plan:
        """The plan of the day, dated from the log of the test."""
        test = self.test
        log = ServiceLog(
            Entry(test.customer, one.item, one.done_on, one.by, one.record) for one in test.log
        )
        return self._planner.plan(
            test.customer, test.customer_name, test.values, self.decision, test.at, log
        )

    @cached_property
    def _planned(self) -> dict[str, PlannedItem]:
        return {one.item.id: one for one in (*self.plan.must_do, *self.plan.optional)}

    def value(self, subject: Subject) -> Wanted:
        """The actual value of what an expectation is about."""
        match subject:
            case ("tags" | "levels" | "measures", name):
                return self._definition(name)
            case ("tables", name, *field):
                return self._definition(name, *field)
            case ("unknown",):
                return self.decision.unknown
            case ("missing",):
                return self._missing()
            case ("categories",):
                return self.decision.categories
            case ("privileges",):
                return tuple(one.id for one in self.plan.privileges)
            case ("monthly_minutes",):
                return self.plan.monthly_minutes
            case ("items", item, field):
                return self._item(item, field)
            case ("visit", field):
                return self._visit(field)
            case ("people", role):
                return _or_none(self.plan.person(role))
            case ("case", *fact) if self.story is not None:
                if fact == ["refused"]:
                    return self._refused(self.story.opening)
                return self._case(self.story.end, fact)
            case ("steps", number, *fact) if self.story is not None:
                seen = self.story.steps[int(number) - 1]
                return self._refused(seen) if fact == ["refused"] else self._case(seen, fact)
            case _:
                return Mark.NONE

    def _definition(self, name: str, field: str | None = None) -> Wanted:
        status = self.evaluator.status(name)
        if status != "known":
            return _MARKS[status]
        value = self.evaluator.definition(name)
        if field is not None and isinstance(value, dict):
            return _or_none(value.get(field))
        return Mark.UNKNOWN if value is None else value

    def _missing(self) -> tuple[str, ...]:
        gaps = missing_attributes(self.program, self.test.values, self.test.at)
        wanted = {attribute for attributes in gaps.values() for attribute in attributes}
        return tuple(name for name in self.program.attributes if name in wanted)

    def _item(self, name: str, field: str) -> Wanted:
        item = self.program.items[name]
        planned = self._planned.get(name)
        match field:
            case "state":
                return self.decision.states[name]
            case "priority":
                return self.decision.priorities[name]
            case "urgency":
                return self.decision.urgencies[name]
            case "minutes":
                return _or_none(item.minutes)
            case "person":
                return _or_none(self.plan.person(item.by))
            case "overdue":
                return planned is not None and planned.overdue
            case "due":
                return _or_none(None if planned is None else planned.due)
            case _:
                return _or_none(None if planned is None else planned.last_done)

    def _visit(self, field: str) -> Wanted:
        visit = self.plan.visit
        if visit is None:
            return Mark.NONE
        regime = visit.regime
        facts: dict[str, Wanted] = {
            "times": regime.times,
            "per": regime.per,
            "minutes": regime.minutes,
            "modes": regime.modes,
            "due": visit.due,
            "last_done": _or_none(visit.last_done),
        }
        return facts[field]

    @staticmethod
    def _refused(seen: Seen) -> Wanted:
        return Mark.NONE if seen.refusal is None else seen.refusal.code

    def _case(self, seen: Seen, fact: list[str]) -> Wanted:
        case, rules = seen.case, self.rules
        if case is None or rules is None:
            return Mark.NONE
        match fact:
            case ["state"]:
                return case.state
            case ["level"]:
                return _or_none(case.level)
            case ["owner"]:
                return _or_none(acting(case, rules, seen.now))
            case ["compensation"]:
                return int(case.compensation * SCALE)
            case ["priority"]:
                return _or_none(case.priority)
            case ["severity"]:
                return case.severity
            case ["approval"]:
                return Mark.NONE if case.approval is None else case.approval.state
            case ["reminders"]:
                return case.reminders
            case ["ended"]:
                return self._local(case.ended_at)
            case ["messages"]:
                return seen.messages
            case ["rungs"]:
                return tuple(climb.source for climb in seen.climbs)
            case ["rungs", role]:
                found = (climb.due_at for climb in seen.climbs if climb.source == role)
                return self._local(next(found, None))
            case ["deadlines", clock]:
                ledger = case.ledgers.get(clock)
                return self._local(None if ledger is None else due_at(ledger, rules))
            case ["clocks", clock]:
                ledger = case.ledgers.get(clock)
                return Mark.NONE if ledger is None else clock_state(ledger, rules, seen.now)
            case _:
                return Mark.NONE

    def local(self, moment: dt.datetime) -> dt.datetime:
        """A moment of the case as the policy's clock shows it."""
        assert self.rules is not None, "a case has rules"
        return moment.astimezone(self.rules.zone).replace(tzinfo=None)

    def _local(self, moment: dt.datetime | None) -> Wanted:
        return Mark.NONE if moment is None or self.rules is None else self.local(moment)


def _or_none(value: Wanted | None) -> Wanted:
    return Mark.NONE if value is None else value
