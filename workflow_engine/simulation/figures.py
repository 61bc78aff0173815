"""What is counted while a simulation runs."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from workflow_engine.cases.case import Case
from workflow_engine.cases.events import (
    ApprovalChanged,
    CannotResolve,
    Done,
    Escalated,
    Event,
    Overdue,
    Reminded,
    RungSkipped,
    Stuck,
    SupportAsked,
    Warned,
)
from workflow_engine.cases.ledgers import clock_state
from workflow_engine.cases.rules import CaseRules
from workflow_engine.cases.wording import clock_label
from workflow_engine.diagnostics.bilingual import Bilingual


@dataclass(slots=True)
class RungFigures:
    """How often a rung was climbed, and for which reasons."""

    count: int = 0
    late: int = 0
    reasons: Counter[Bilingual] = field(default_factory=Counter)


@dataclass(slots=True)
class ProcessFigures:
    """What became of the cases of one process.

    `clocks` counts by time limit how its clocks stand at the end of the run: `met` and `late` have
    stopped, `overdue`, `running` and `paused` have not.
    """

    id: str
    label: Bilingual
    opened: int = 0
    ended: int = 0
    reopened: int = 0
    refused: int = 0
    cannot_resolve: int = 0
    departments: int = 0
    approvals: Counter[str] = field(default_factory=Counter)
    compensated: int = 0
    compensation: Decimal = Decimal(0)
    warnings: int = 0
    overdue: int = 0
    reminders: int = 0
    stuck: int = 0
    skipped: int = 0
    refusals: Counter[str] = field(default_factory=Counter)
    clocks: dict[str, Counter[str]] = field(default_factory=dict)
    clock_labels: dict[str, Bilingual] = field(default_factory=dict)
    rungs: dict[tuple[str, str], RungFigures] = field(default_factory=dict)

    @property
    def open(self) -> int:
        """Cases that have not ended."""
        return self.opened - self.ended

    def on_time(self, clock: str) -> float | None:
        """The share of the clocks that were met; of those that are done or overdue."""
        counts = self.clocks.get(clock)
        if counts is None:
            return None
        done = counts["met"] + counts["late"] + counts["overdue"]
        return counts["met"] / done if done else None

    @property
    def escalations(self) -> int:
        """How often any rung was climbed."""
        return sum(rung.count for rung in self.rungs.values())

    def take(self, event: Event) -> None:
        """Count an event of one of the cases."""
        match event:
            case Escalated():
                rung = self.rungs.setdefault((event.source, event.target), RungFigures())
                rung.count += 1
                rung.late += event.late
                rung.reasons[event.trigger] += 1
            case Done(command="reopen"):
                self.reopened += 1
            case Done(command="refuse"):
                self.refused += 1
            case Done(amount=Decimal() as amount) if amount > 0:
                self.compensated += 1
                self.compensation += amount
            case Warned():
                self.warnings += 1
            case Overdue():
                self.overdue += 1
            case Reminded():
                self.reminders += 1
            case CannotResolve():
                self.cannot_resolve += 1
            case SupportAsked():
                self.departments += 1
            case ApprovalChanged():
                self.approvals[event.approval.state] += 1
            case Stuck():
                self.stuck += 1
            case RungSkipped():
                self.skipped += 1
            case _:
                pass

    def finish(self, case: Case, rules: CaseRules, now: dt.datetime) -> None:
        """Count how a case stands at the end of the run."""
        self.ended += case.ended_at is not None
        known = {clock.id: clock.label for clock in rules.process(case.process).clocks}
        for clock, ledger in case.ledgers.items():
            state = clock_state(ledger, rules, now)
            if clock not in self.clocks:
                self.clocks[clock] = Counter()
                self.clock_labels[clock] = clock_label(rules.program, known, clock)
            self.clocks[clock][state] += 1


@dataclass(slots=True)
class LoadFigures:
    """The work of a person or a role: what was done, and the minutes by ISO week."""

    name: str
    role: str
    done: int = 0
    weeks: dict[str, float] = field(default_factory=dict)
    taken_over: int = 0

    @property
    def minutes(self) -> float:
        """All minutes of the run."""
        return sum(self.weeks.values())

    @property
    def busiest(self) -> tuple[str, float]:
        """The week with most minutes, the earliest of several."""
        if not self.weeks:
            return "", 0.0
        return max(sorted(self.weeks.items()), key=lambda week: week[1])

    def take(self, week: str, minutes: float) -> None:
        """Add a piece of work."""
        self.done += 1
        self.weeks[week] = self.weeks.get(week, 0.0) + minutes
