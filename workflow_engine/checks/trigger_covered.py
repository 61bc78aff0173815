"""A reason to climb that comes too late: another one of the same rung fires before it."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.ladder_paths import role_label, rungs_once
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.language.durations import Duration
from workflow_engine.program.processes import Rung, Trigger
from workflow_engine.program.program import Program


def check(program: Program) -> Iterable[Diagnostic]:
    """WE730 for each trigger that never fires before another of its rung."""
    for rung in rungs_once(program):
        for number, trigger in enumerate(rung.any):
            other = _before(rung, number)
            if other is not None:
                yield diagnose(
                    "WE730",
                    rung.place,
                    role=role_label(program, rung.role),
                    trigger=trigger.text,
                    other=other.text,
                )


def _before(rung: Rung, number: int) -> Trigger | None:
    """The trigger that makes the one at `number` needless; of two that are alike, the first."""
    late = rung.any[number]
    for position, early in enumerate(rung.any):
        first = position < number or not _no_later(late, early)
        if position != number and first and _no_later(early, late):
            return early
    return None


def _no_later(early: Trigger, late: Trigger) -> bool:
    """Whether `early` holds whenever `late` does."""
    match early.kind, late.kind:
        case "reopened", "reopened":
            return (early.times or 1) <= (late.times or 1)
        case "overdue", "overdue":
            return early.step == late.step and _no_longer(early.after, late.after)
        case "elapsed", "overdue":
            share = early.share
            whole = early.unless is None and share is not None and share <= 1
            return early.step == late.step and whole
        case "elapsed", "elapsed":
            if early.step != late.step or early.share is None or late.share is None:
                return False
            if early.unless is None:
                return early.share <= late.share
            # Between the two shares a plan may be given up again: only the same moment is the same.
            return early.unless == late.unless and early.share == late.share
        case one, other:
            return one == other and early.name == late.name


def _no_longer(early: Duration | None, late: Duration | None) -> bool:
    """Whether a time after the end is certainly no longer; without one it is the end itself."""
    if early is None or late is None:
        return early is None
    return early.unit == late.unit and early.amount <= late.amount
