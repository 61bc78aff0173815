"""A working calendar as plain data, so that what was promised on it can be counted again."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any, get_args

from workflow_engine.calendars.hours import DAY, DayHours, join, named_zone
from workflow_engine.calendars.rules import CalendarRules, Reason, ReasonKind
from workflow_engine.calendars.working import WorkingCalendar
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.errors import CalendarError

FORMAT = 1
_KINDS: tuple[ReasonKind, ...] = get_args(ReasonKind)


def to_data(calendar: WorkingCalendar) -> dict[str, Any]:
    """Everything the calendar says, for JSON; equal for calendars that mean the same.

    Hours are pairs such as `["22:00", "30:00"]`: an end past 24:00 is on the next day. `week` has
    seven entries, Monday first. What the time zone means is not in it: that is the zone database's.
    """
    rules = calendar.rules
    known = None if rules.known is None else [day.isoformat() for day in rules.known]
    return {
        "format": FORMAT,
        "timezone": rules.zone.key,
        "week": [_written(hours) for hours in rules.week],
        "dates": {_day(ordinal): _written(rules.dates[ordinal]) for ordinal in sorted(rules.dates)},
        "breaks": {
            _day(ordinal): _written(rules.breaks[ordinal]) for ordinal in sorted(rules.breaks)
        },
        "known": known,
        "reasons": {
            _day(ordinal): _reason_data(rules.reasons[ordinal]) for ordinal in sorted(rules.reasons)
        },
    }


def from_data(data: Mapping[str, Any]) -> WorkingCalendar:
    """The calendar that `to_data` wrote.

    Raises:
        CalendarError: the data is not such a calendar, or is of another version of the engine.
    """
    if data.get("format") != FORMAT:
        raise CalendarError(
            f"the kept calendar has the format {data.get('format')!r}; this version reads {FORMAT}"
        )
    try:
        known = data["known"]
        rules = CalendarRules(
            zone=named_zone(data["timezone"]),
            week=_week(data["week"]),
            dates={_ordinal(day): _hours(pairs) for day, pairs in data["dates"].items()},
            breaks={_ordinal(day): _hours(pairs) for day, pairs in data["breaks"].items()},
            known=None if known is None else _known(*known),
            reasons={_ordinal(day): _reason(kept) for day, kept in data["reasons"].items()},
        )
    except CalendarError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CalendarError(f"the kept calendar is damaged: {error}") from error
    if rules.dates.keys() != rules.reasons.keys():
        raise CalendarError("the kept calendar is damaged: a date and its reason are not together")
    return WorkingCalendar.following(rules)


def calendar_hash(calendar: WorkingCalendar) -> str:
    """SHA-256, as 64 hexadecimal digits, of the calendar's data."""
    text = json.dumps(to_data(calendar), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _day(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat()


def _ordinal(day: str) -> int:
    return dt.date.fromisoformat(day).toordinal()


def _written(hours: DayHours) -> list[list[str]]:
    return [[_clock(start), _clock(end)] for start, end in hours]


def _clock(seconds: int) -> str:
    minutes, second = divmod(seconds, 60)
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{second:02}" if second else text


def _hours(pairs: list[list[str]]) -> DayHours:
    hours = tuple((_seconds(start), _seconds(end)) for start, end in pairs)
    sound = all(0 <= start < DAY and start < end <= 2 * DAY for start, end in hours)
    if not sound or tuple(join(sorted(hours))) != hours:
        raise CalendarError(f"the kept calendar is damaged: {pairs} are no hours of a day")
    return hours


def _seconds(clock: str) -> int:
    hour, minute, second = (int(part) for part in [*clock.split(":"), "0"][:3])
    return hour * 3600 + minute * 60 + second


def _week(days: list[list[list[str]]]) -> tuple[DayHours, ...]:
    if len(days) != 7:
        raise CalendarError("the kept calendar is damaged: a week has seven days")
    return tuple(_hours(pairs) for pairs in days)


def _known(first: str, last: str) -> tuple[dt.date, dt.date]:
    return dt.date.fromisoformat(first), dt.date.fromisoformat(last)


def _reason_data(reason: Reason) -> dict[str, Any]:
    name = reason.name
    return {"kind": reason.kind, "name": None if name is None else {"zh": name.zh, "en": name.en}}


def _reason(kept: Mapping[str, Any]) -> Reason:
    kind, name = kept["kind"], kept["name"]
    if kind not in _KINDS:
        raise CalendarError(f"the kept calendar is damaged: {kind!r} is no reason")
    return Reason(kind, None if name is None else Bilingual(name["zh"], name["en"]))
