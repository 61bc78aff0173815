"""Public holidays and make-up working days (调休) of mainland China."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from workflow_engine.calendars.festivals import festival_dates
from workflow_engine.calendars.rules import Reason
from workflow_engine.diagnostics.bilingual import Bilingual

YEARS_AHEAD = 10

_STATUTORY = {
    "元旦": (0,),
    "春节": (-1, 0, 1, 2),
    "清明": (0,),
    "劳动节": (0, 1),
    "端午": (0,),
    "中秋": (0,),
    "国庆节": (0, 1, 2),
}
"""Days off, counted from the festival: the Spring Festival begins on its eve."""


class NationalDays(NamedTuple):
    """What a country orders for each date and why, and the dates for which it is known."""

    holidays: frozenset[dt.date]
    extra_workdays: frozenset[dt.date]
    reasons: Mapping[dt.date, Reason]
    known: tuple[dt.date, dt.date]


@cache
def china() -> NationalDays:
    """The State Council's arrangements, as kept by the library `chinesecalendar`.

    The library knows whole years. In the `YEARS_AHEAD` after them the statutory days are closed
    besides the weekends; which days are moved to join them is not known, nor which weekend days are
    worked for it.
    """
    from chinese_calendar import constants

    names = {
        festival.value: Bilingual(festival.chinese, festival.value)
        for festival in constants.Holiday
    }
    by_chinese = {name.zh: name for name in names.values()}
    years = [day.year for day in constants.holidays]
    last = max(years)
    ahead: dict[dt.date, str] = {}
    for year in range(last + 1, last + 1 + YEARS_AHEAD):
        ahead |= statutory(year)
    reasons = {day: Reason("holiday", by_chinese[festival]) for day, festival in ahead.items()}
    for day, festival in constants.holidays.items():
        reasons[day] = Reason("holiday", names[festival])
    for day, festival in constants.workdays.items():
        reasons[day] = Reason("make-up workday", names[festival])
    return NationalDays(
        holidays=frozenset([*constants.holidays, *ahead]),
        extra_workdays=frozenset(constants.workdays),
        reasons=MappingProxyType(reasons),
        known=(dt.date(min(years), 1, 1), dt.date(last, 12, 31)),
    )


def statutory(year: int) -> dict[dt.date, str]:
    """The days off of a year with their festivals, thirteen when no two fall together.

    Regulation on Public Holidays, in force from 2025-01-01.
    """
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    found: dict[dt.date, str] = {}
    for festival, offsets in _STATUTORY.items():
        (day,) = festival_dates(festival, first, last)
        found |= {day + dt.timedelta(days=offset): festival for offset in offsets}
    return found
