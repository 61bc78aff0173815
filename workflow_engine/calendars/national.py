"""Public holidays and make-up working days (调休) of mainland China."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import NamedTuple


class NationalDays(NamedTuple):
    """What a country orders for each date, and the dates for which it is known."""

    holidays: frozenset[dt.date]
    extra_workdays: frozenset[dt.date]
    known: tuple[dt.date, dt.date]


@cache
def china() -> NationalDays:
    """The State Council's arrangements, as kept by the library `chinesecalendar`.

    The library knows whole years; for a year that it does not know, nothing is said, and weekends
    are all that is closed.
    """
    from chinese_calendar import constants

    years = [day.year for day in constants.holidays]
    return NationalDays(
        holidays=frozenset(constants.holidays),
        extra_workdays=frozenset(constants.workdays),
        known=(dt.date(min(years), 1, 1), dt.date(max(years), 12, 31)),
    )
