"""How a clock of a case stands: used up, left, due."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from workflow_engine.cases.case import Ledger
from workflow_engine.cases.rules import CaseRules

ClockState = Literal["running", "paused", "overdue", "met", "late", "dropped"]

_NOTHING = dt.timedelta(0)
_INSTANT = dt.timedelta(microseconds=1)


def used(ledger: Ledger, rules: CaseRules, at: dt.datetime) -> dt.timedelta:
    """What is used up of the budget at a moment."""
    if ledger.running_since is None:
        return ledger.consumed
    return ledger.consumed + rules.calendar(ledger.calendar).between(ledger.running_since, at)


def remaining(ledger: Ledger, rules: CaseRules, now: dt.datetime) -> dt.timedelta:
    """What is left of the budget: negative once the clock is overdue."""
    return ledger.budget - used(ledger, rules, now)


def runs_out_at(ledger: Ledger, rules: CaseRules, since: dt.datetime) -> dt.datetime:
    """The moment at which the budget ends when the clock runs from `since` on without a pause.

    Of a clock that has run out before, the moment that lies as far back as it is overdue.
    """
    left = ledger.budget - ledger.consumed
    if left > _NOTHING:
        return rules.after(ledger.calendar, since, left)
    # The moment after the last that counted: a closing, not the opening after it.
    return rules.after(ledger.calendar, since, left - _INSTANT) + _INSTANT


def due_at(ledger: Ledger, rules: CaseRules) -> dt.datetime | None:
    """The moment at which the clock is due, or ran out; None while it stands still.

    Of a clock that was stopped in time, the moment it would have been due.
    """
    if ledger.was_due is not None:
        return ledger.was_due
    if ledger.overdue_at is not None:
        return ledger.overdue_at
    since = ledger.running_since if ledger.stopped_at is None else ledger.stopped_at
    return None if since is None else runs_out_at(ledger, rules, since)


def clock_state(ledger: Ledger, rules: CaseRules, now: dt.datetime) -> ClockState:
    """The state of a clock at a moment; overdue is computed, whether or not it was recorded."""
    if ledger.outcome is not None:
        return ledger.outcome
    if ledger.running_since is None:
        return "paused"
    if ledger.overdue_at is not None:
        return "overdue"
    return "overdue" if runs_out_at(ledger, rules, ledger.running_since) <= now else "running"
