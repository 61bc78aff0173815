"""What the engine and the hand-written policy must agree on, as plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from benchmarks import handwritten_parts, handwritten_plan
from workflow_engine.batch.log import Entry
from workflow_engine.decide.decision import Decision
from workflow_engine.planning.plan import Plan


def engine_decision(decision: Decision) -> tuple[Any, ...]:
    """The engine's decision."""
    visit = decision.visit
    assert visit is not None
    assert not decision.conflicts
    return (
        decision.values,
        decision.unknown,
        decision.categories,
        decision.unknown_categories,
        (visit.times, visit.per, visit.minutes, visit.modes),
        decision.states,
        decision.urgencies,
        decision.priorities,
    )


def handwritten_decision(decision: handwritten_parts.Decision) -> tuple[Any, ...]:
    """The hand-written decision."""
    return (
        decision.values,
        decision.unknown,
        decision.categories,
        decision.unknown_categories,
        tuple(decision.visit),
        decision.states,
        decision.urgencies,
        decision.priorities,
    )


def engine_plan(plan: Plan) -> tuple[Any, ...]:
    """The engine's plan."""
    assert plan.visit is not None
    return (
        plan.visit.last_done,
        plan.visit.due,
        [(entry.item.id, *entry[1:]) for entry in plan.must_do],
        [(entry.item.id, *entry[1:]) for entry in plan.optional],
        plan.monthly_minutes,
    )


def handwritten_plan_of(plan: handwritten_plan.Plan) -> tuple[Any, ...]:
    """The hand-written plan."""
    return (
        plan.visited,
        plan.visit_due,
        [tuple(entry) for entry in plan.must_do],
        [tuple(entry) for entry in plan.optional],
        plan.monthly_minutes,
    )


def history(entries: Sequence[Entry]) -> handwritten_plan.History:
    """A customer's log entries as the hand-written plan takes them."""
    days: dict[tuple[str, bool], list[dt.date]] = {}
    for entry in sorted(entries, key=lambda entry: entry.done_on):
        days.setdefault((entry.item, False), []).append(entry.done_on)
        if entry.record is not None:
            days.setdefault((entry.item, True), []).append(entry.done_on)
    return days
