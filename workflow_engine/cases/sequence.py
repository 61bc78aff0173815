"""What the events of a case tell only together: which came in late, and how a step ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from workflow_engine.cases.events import (
    ClockStopped,
    Done,
    Escalated,
    Event,
    Overdue,
    Reminded,
    Warned,
)

_NEAR = 8
"""How many events before or after a command its clocks' events stand."""


def entered_later(events: Sequence[Event]) -> frozenset[int]:
    """The places of events that lie before one that was recorded earlier."""
    found: set[int] = set()
    latest: dt.datetime | None = None
    for place, event in enumerate(events):
        if latest is not None and event.at < latest:
            found.add(place)
        else:
            latest = event.at
    return frozenset(found)


def step_outcomes(events: Sequence[Event]) -> dict[int, str]:
    """By the place of a `Done`, how the clock ended that it stopped; `late` beats `met`."""
    outcomes: dict[int, str] = {}
    for place, event in enumerate(events):
        if not isinstance(event, Done):
            continue
        beside = events[max(0, place - _NEAR) : place + _NEAR + 1]
        found = {
            other.outcome
            for other in beside
            if isinstance(other, ClockStopped)
            and other.at == event.at
            and other.clock == event.command
        }
        if found & {"met", "late"}:
            outcomes[place] = "late" if "late" in found else "met"
    return outcomes


def was_late(event: Event) -> bool:
    """Whether a timer was worked off later than its moment."""
    return isinstance(event, Warned | Overdue | Escalated | Reminded) and event.late
