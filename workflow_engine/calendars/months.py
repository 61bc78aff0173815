"""Steps of whole months in the civil calendar."""

from __future__ import annotations

import calendar
import datetime as dt


def add_months(day: dt.date, count: int) -> dt.date:
    """The same day `count` months later (earlier when negative), at most the month's last day.

    >>> add_months(dt.date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    >>> add_months(dt.date(2026, 3, 31), -1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
