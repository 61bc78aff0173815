"""Open time added and counted: against `businesstimedelta`, and many starts against one by one.

Run `python -m benchmarks.calendars`; `businesstimedelta` takes part when it is installed.

Both get the same hours (08:30–12:00 and 14:00–17:30 from Monday to Friday) and the same closed
days: every holiday of mainland China in twelve years. Make-up working days are left out on both
sides, for `businesstimedelta` has none. Before anything is timed, both must give equal answers on
2,000 starts drawn from a seed, open and closed; for a quarter on the 100 that are timed, for it
takes long. They agree on all of them. What is not compared: `businesstimedelta` cannot subtract
where no holiday lies within five years before, and it has one interval a day in each rule.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from benchmarks.timing import Row, interleaved, table
from workflow_engine.calendars.arrays import add_array
from workflow_engine.calendars.national import china
from workflow_engine.calendars.working import WorkingCalendar

MODULES = {"businesstimedelta": "businesstimedelta"}
ZONE = "Asia/Shanghai"
HOURS = ((dt.time(8, 30), dt.time(12)), (dt.time(14), dt.time(17, 30)))
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
FIRST, LAST = dt.date(2022, 1, 1), dt.date(2033, 12, 31)
AMOUNTS = {
    "2 hours": dt.timedelta(hours=2),
    "a week (35 hours)": dt.timedelta(hours=35),
    "a quarter (455 hours)": dt.timedelta(hours=455),
}
CHECKED = 2_000
TIMED = 100
MANY = 100_000
ROUNDS = 9

Add = Callable[[dt.datetime, dt.timedelta], dt.datetime]


class DisagreementError(Exception):
    """Two contenders gave different answers, so that their times mean nothing."""


def our_calendar() -> WorkingCalendar:
    """Twelve years of office hours, laid out."""
    calendar = WorkingCalendar(
        timezone=ZONE, hours=dict.fromkeys(WORKDAYS, HOURS), holidays=holidays()
    )
    midnight = dt.time(tzinfo=dt.UTC)
    calendar.between(dt.datetime.combine(FIRST, midnight), dt.datetime.combine(LAST, midnight))
    return calendar


def holidays() -> list[dt.date]:
    """China's holidays of the twelve years: as arranged, then the statutory ones."""
    return sorted(day for day in china().holidays if FIRST <= day <= LAST)


def starts(count: int, seed: int = 1) -> list[dt.datetime]:
    """Moments of the first nine years, to the minute, at any time of day and week."""
    draw = random.Random(seed)
    origin = dt.datetime.combine(FIRST, dt.time(tzinfo=dt.UTC))
    return [origin + dt.timedelta(minutes=draw.randrange(9 * 365 * 1440)) for _ in range(count)]


def businesstimedelta_rules() -> Any:
    """The same hours and holidays for `businesstimedelta`; holidays as a set, which is faster."""
    import businesstimedelta as theirs
    import pytz

    zone = pytz.timezone(ZONE)
    shifts = [
        theirs.WorkDayRule(start_time=start, end_time=end, working_days=list(range(5)), tz=zone)
        for start, end in HOURS
    ]
    return theirs.Rules([*shifts, theirs.HolidayRule(set(holidays()), tz=zone)])


def against_businesstimedelta(calendar: WorkingCalendar) -> list[Row]:
    """`add` and `between` against `businesstimedelta`, in one run."""
    import businesstimedelta as theirs

    rules = businesstimedelta_rules()

    def their_add(start: dt.datetime, amount: dt.timedelta) -> dt.datetime:
        ended: dt.datetime = start + theirs.BusinessTimeDelta(rules, timedelta=amount)
        return ended

    checked = starts(CHECKED)
    timed = checked[:TIMED]
    rows = []
    for name, amount in AMOUNTS.items():
        for start in checked if amount < dt.timedelta(hours=100) else timed:
            _agree(calendar.add(start, amount), their_add(start, amount), start)
        seconds = interleaved(
            {
                "ours": _adding(calendar.add, timed, amount),
                "theirs": _adding(their_add, timed, amount),
            },
            ROUNDS,
        )
        rows.append(
            Row(
                f"`add` of {name}",
                "businesstimedelta",
                seconds["ours"] / TIMED,
                seconds["theirs"] / TIMED,
                20.0,
                faster=True,
            )
        )
    week = dt.timedelta(days=7)
    for start in checked:
        counted = rules.difference(start, start + week).timedelta
        _agree(calendar.between(start, start + week), counted, start)
    seconds = interleaved(
        {
            "ours": lambda: [calendar.between(start, start + week) for start in timed],
            "theirs": lambda: [rules.difference(start, start + week) for start in timed],
        },
        ROUNDS,
    )
    rows.append(
        Row(
            "`between` over a week",
            "businesstimedelta",
            seconds["ours"] / TIMED,
            seconds["theirs"] / TIMED,
            20.0,
            faster=True,
        )
    )
    return rows


def against_the_clock(calendar: WorkingCalendar) -> Row:
    """One `add` on the twelve years, against its budget of ten microseconds."""
    made, amount = starts(MANY // 10), AMOUNTS["2 hours"]
    seconds = interleaved({"ours": _adding(calendar.add, made, amount)}, ROUNDS)
    return Row("`add` on 12 years", "a budget of 10 µs", seconds["ours"] / len(made), 10e-6, 1.0)


def many_at_once(calendar: WorkingCalendar) -> list[Row]:
    """A list and an array of starts, against `add` in a loop; for one start."""
    import numpy as np

    made, amount = starts(MANY), AMOUNTS["2 hours"]
    array = np.array([start.replace(tzinfo=None) for start in made], dtype="datetime64[us]")
    expected = [calendar.add(start, amount) for start in made]
    _agree(calendar.add_many(made, amount), expected, made[0])
    found = [end.replace(tzinfo=dt.UTC) for end in add_array(calendar, array, amount).tolist()]
    _agree(found, expected, made[0])
    seconds = interleaved(
        {
            "loop": _adding(calendar.add, made, amount),
            "list": lambda: calendar.add_many(made, amount),
            "array": lambda: add_array(calendar, array, amount),
        },
        ROUNDS,
    )
    return [
        Row(ours, "`add` in a loop", seconds[name] / MANY, seconds["loop"] / MANY, faster=True)
        for name, ours in (
            ("list", f"`add_many`, {MANY:,} datetimes"),
            ("array", f"`add_array`, {MANY:,} numpy moments"),
        )
    ]


def measured() -> list[tuple[str, list[Row]]]:
    """Every comparison, by title."""
    calendar = our_calendar()
    rows = [against_the_clock(calendar)]
    if find_spec(MODULES["businesstimedelta"]) is None:
        print("businesstimedelta is not installed: pip install 'workflow-engine[bench]'")
    else:
        rows += against_businesstimedelta(calendar)
    return [("Working time", rows + many_at_once(calendar))]


def _adding(add: Add, made: list[dt.datetime], amount: dt.timedelta) -> Callable[[], object]:
    return lambda: [add(start, amount) for start in made]


def _agree(ours: object, theirs: object, start: dt.datetime) -> None:
    if ours != theirs:
        raise DisagreementError(f"{start}: {ours} and {theirs}")


def main() -> None:
    """Print the tables; exit code 1 when a target is missed."""
    tables = measured()
    for title, rows in tables:
        print(table(title, rows))
    sys.exit(any(row.met is False for _, rows in tables for row in rows))


if __name__ == "__main__":
    main()
