"""Festivals by name: fixed dates, dates of the lunar calendar, and solar terms.

The lunar calendar and the solar terms come from `lunar_python`, which computes them by the rules of
GB/T 33661-2017 and agrees with the published Chinese calendars.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache

from workflow_engine.calendars.lunar_table import tabled
from workflow_engine.errors import UsageError


def _lunar(month: int, day: int) -> Callable[[int], dt.date]:
    """The date of a day of the lunar year that begins in the given civil year."""

    def date_in(year: int) -> dt.date:
        from lunar_python import Lunar

        solar = Lunar.fromYmd(year, month, day).getSolar()
        return dt.date(solar.getYear(), solar.getMonth(), solar.getDay())

    return date_in


def _new_years_eve(year: int) -> dt.date:
    """The eve of the lunar year that begins in the given civil year."""
    return _lunar(1, 1)(year) - dt.timedelta(days=1)


def _fixed(month: int, day: int) -> Callable[[int], dt.date]:
    def date_in(year: int) -> dt.date:
        return dt.date(year, month, day)

    return date_in


def _nth_sunday(month: int, n: int) -> Callable[[int], dt.date]:
    def date_in(year: int) -> dt.date:
        first = dt.date(year, month, 1)
        return first + dt.timedelta(days=6 - first.weekday() + 7 * (n - 1))

    return date_in


def _solar_term(month: int, name: str) -> Callable[[int], dt.date]:
    def date_in(year: int) -> dt.date:
        from lunar_python import Lunar

        # The table runs from the winter solstice before the year; the one in it is `DONG_ZHI`.
        term = Lunar.fromYmd(year, month, 1).getJieQiTable()[name]
        return dt.date(term.getYear(), term.getMonth(), term.getDay())

    return date_in


_FESTIVALS: tuple[tuple[tuple[str, ...], Callable[[int], dt.date]], ...] = (
    (("元旦", "New Year"), _fixed(1, 1)),
    (("除夕", "Lunar New Year's Eve"), _new_years_eve),
    (("春节", "Spring Festival"), _lunar(1, 1)),
    (("元宵", "元宵节", "Lantern Festival"), _lunar(1, 15)),
    (("妇女节", "Women's Day"), _fixed(3, 8)),
    (("消费者权益日", "Consumer Rights Day"), _fixed(3, 15)),
    (("清明", "清明节", "Qingming"), _solar_term(2, "清明")),
    (("劳动节", "五一", "Labour Day"), _fixed(5, 1)),
    (("青年节", "Youth Day"), _fixed(5, 4)),
    (("母亲节", "Mother's Day"), _nth_sunday(5, 2)),
    (("儿童节", "Children's Day"), _fixed(6, 1)),
    (("父亲节", "Father's Day"), _nth_sunday(6, 3)),
    (("端午", "端午节", "Dragon Boat Festival"), _lunar(5, 5)),
    (("七夕", "Qixi"), _lunar(7, 7)),
    (("中元", "中元节", "Ghost Festival"), _lunar(7, 15)),
    (("教师节", "Teachers' Day"), _fixed(9, 10)),
    (("中秋", "中秋节", "Mid-Autumn Festival"), _lunar(8, 15)),
    (("国庆", "国庆节", "National Day"), _fixed(10, 1)),
    (("重阳", "重阳节", "Double Ninth Festival"), _lunar(9, 9)),
    (("冬至", "Winter Solstice"), _solar_term(6, "DONG_ZHI")),
    (("腊八", "腊八节", "Laba Festival"), _lunar(12, 8)),
    (("小年", "Little New Year"), _lunar(12, 23)),
    (("圣诞", "圣诞节", "Christmas"), _fixed(12, 25)),
)

FESTIVALS: dict[str, Callable[[int], dt.date]] = {
    name: date_in for names, date_in in _FESTIVALS for name in names
}
"""Every name a policy may use for a festival, in Chinese and English."""


@cache
def _date(name: str, year: int) -> dt.date:
    return tabled(name, year) or FESTIVALS[name](year)


def festival_dates(name: str, start: dt.date, end: dt.date) -> list[dt.date]:
    """The dates of a festival from `start` to `end`, both included.

    Raises:
        UsageError: `name` is not in `FESTIVALS`.
    """
    if name not in FESTIVALS:
        raise UsageError(f"`{name}` is not a festival the calendar knows")
    # A lunar year begins in its civil year and ends in the next: look one year back.
    dates = (_date(name, year) for year in range(start.year - 1, end.year + 1))
    return [date for date in dates if start <= date <= end]
