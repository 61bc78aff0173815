"""How many minutes a promise or a limit grants, on the time basis of a blueprint."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from workflow_engine.calendars.working import WorkingCalendar
from workflow_engine.checks.process_time import ProcessTime, moment_said
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.language.durations import Duration, parse_duration, plain
from workflow_engine.language.nodes import Written
from workflow_engine.program.program import Program, Promise

Basis = Literal["elapsed", "working"]

_MINUTES: dict[Basis, dict[str, int]] = {
    "working": {"work minute": 1, "work hour": 60},
    "elapsed": {"clock minute": 1, "clock hour": 60, "calendar day": 24 * 60},
}
"""Units that are counted on the basis itself."""
_ANYTIME = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class Granted:
    """Minutes that may pass; `example` says from when on it is no more than these, if it varies."""

    minutes: Decimal
    example: Bilingual


class PromisedTime:
    """Lengths of time on the calendar by which the policy works."""

    def __init__(self, program: Program) -> None:
        self._time = ProcessTime(program)
        self._calendar = _calendar_of(program)

    def promised(self, promise: Promise, basis: Basis) -> Duration | None:
        """A promise as a length of time: None where it is about something else.

        A unit that may be either, such as `小时`, is of the basis.
        """
        if promise.better != "lower":
            return None
        text = Written(f"{plain(promise.promise)} {promise.unit}", promise.place)
        duration, found = parse_duration(text)
        for one in found:
            if one.code == "WE346":  # which of two it is, was left open
                meant = one.args["work" if basis == "working" else "clock"]
                duration, _ = parse_duration(Written(meant, promise.place))
        return duration

    def granted(self, duration: Duration, basis: Basis) -> Granted | None:
        """The fewest minutes of the basis that a duration grants; None where no calendar can tell.

        Working time is measured from every opening and closing of a plain week; of plain time, on
        the basis of work, no more than all of it can be worked.
        """
        for kind in (basis, "elapsed"):
            unit = _MINUTES[kind].get(duration.unit)
            if unit is not None:
                return Granted(duration.amount * unit, _ANYTIME)
        calendar = self._time.calendar(self._calendar)
        if calendar is None:
            return None
        least: Granted | None = None
        for start in self._time.starts(self._calendar):
            end = self._time.ends(self._calendar, start, duration)
            if end is None:
                return None
            minutes = _passed(calendar, start, end, basis)
            if least is None or minutes < least.minutes:
                least = Granted(minutes, _from(start))
        return least


def _calendar_of(program: Program) -> str | None:
    """The calendar of recovery, or of feedback, or the only one there is."""
    if program.recovery.calendar is not None:
        return program.recovery.calendar
    if program.feedback is not None and program.feedback.calendar is not None:
        return program.feedback.calendar
    return next(iter(program.calendars)) if len(program.calendars) == 1 else None


def _passed(
    calendar: WorkingCalendar, start: dt.datetime, end: dt.datetime, basis: Basis
) -> Decimal:
    passed = calendar.between(start, end) if basis == "working" else end - start
    return Decimal(passed // dt.timedelta(microseconds=1)) / Decimal(60_000_000)


def _from(start: dt.datetime) -> Bilingual:
    said = moment_said(start)
    return Bilingual(f"，例如{said.zh}开始的", f", for example when it begins {said.en}")
