"""Lengths of time: `2 work hours`, `1个工作日`, `24 clock hours`; frequencies as values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.language.nodes import Written

DurationUnit = Literal[
    "work minute", "work hour", "workday", "calendar day", "clock hour", "clock minute"
]
FrequencyUnit = Literal["day", "week", "month", "quarter", "half year", "year"]

_CHINESE: dict[DurationUnit, str] = {
    "work minute": "工作分钟",
    "work hour": "工作小时",
    "workday": "个工作日",
    "calendar day": "个自然日",
    "clock hour": "个自然小时",
    "clock minute": "自然分钟",
}
_FINER: dict[DurationUnit, tuple[int, DurationUnit]] = {
    "work hour": (60, "work minute"),
    "calendar day": (24, "clock hour"),
    "clock hour": (60, "clock minute"),
}


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount of working time, of working days, or of plain time.

    `2 work hours` counts open time; `1 workday` ends at the close of the next working day;
    `15 calendar days` and `24 clock hours` run through nights and holidays.
    """

    amount: Decimal
    unit: DurationUnit

    def text(self, lang: Language) -> str:
        """The canonical text, which parses back to the same duration.

        >>> Duration(Decimal(2), "work hour").text("en"), Duration(Decimal(1), "workday").text("zh")
        ('2 work hours', '1个工作日')
        """
        amount = plain(self.amount)
        if lang == "zh":
            return f"{amount}{_CHINESE[self.unit]}"
        return f"{amount} {self.unit}{'' if self.amount == 1 else 's'}"

    def times(self, factor: Decimal) -> Duration:
        """The duration times a factor, exactly; in the next finer unit when it is no longer whole.

        Half of an hour is 30 minutes, half of a calendar day 12 clock hours. Part of a working day
        stays part of a working day, for only a calendar knows its hours.

        >>> Duration(Decimal(1), "work hour").times(Decimal("0.5")).text("en")
        '30 work minutes'
        """
        amount, unit = self.amount * factor, self.unit
        while amount != amount.to_integral_value() and unit in _FINER:
            size, unit = _FINER[unit]
            amount *= size
        return Duration(amount, unit)


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often something is done.

    | kind        | meaning                                                                  |
    |-------------|--------------------------------------------------------------------------|
    | `visit`     | rides on every visit                                                      |
    | `rolling`   | `count` units after it was last done (`1 month`, `6 months`, `2 weeks`)   |
    | `calendar`  | `count` times in every calendar unit (`4 per month`)                      |
    | `event`     | at each of `events`, festivals or named events                            |
    | `on_demand` | when the customer asks                                                    |
    | `always`    | stands ready all the time; nothing to schedule                            |
    """

    kind: Literal["visit", "rolling", "calendar", "event", "on_demand", "always"]
    count: int = 1
    unit: FrequencyUnit | None = None
    events: tuple[str, ...] = ()


MONTHS: Mapping[FrequencyUnit, int] = {"month": 1, "quarter": 3, "half year": 6, "year": 12}
"""The units that are whole months."""


def units_a_month(unit: FrequencyUnit) -> Fraction:
    """How many of the unit a month holds: a quarter is ⅓, a week 52⁄12, a day 365⁄12."""
    if unit == "week":
        return Fraction(52, 12)
    if unit == "day":
        return Fraction(365, 12)
    return Fraction(1, MONTHS[unit])


def plain(amount: Decimal) -> str:
    """A decimal without exponent and without trailing zeros."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_NUMERALS = {c: str(n) for n, c in enumerate("零一二三四五六七八九十")} | {"两": "2", "半": "0.5"}
_AMOUNT = r"(?P<amount>\d{1,6}(?:\.\d{1,6})?|[一二两三四五六七八九十半])"
_ENGLISH_UNITS: dict[DurationUnit, str] = {
    "work minute": r"work(?:ing)? ?minutes?",
    "work hour": r"work(?:ing)? ?hours?",
    "workday": r"(?:work(?:ing)?|business) ?days?",
    "calendar day": r"calendar days?",
    "clock hour": r"clock hours?",
    "clock minute": r"clock minutes?",
}
_CHINESE_UNITS: dict[DurationUnit, str] = {
    "work minute": r"个?工作分钟",
    "work hour": r"个?工作小时",
    "workday": r"个?工作[日天]",
    "calendar day": r"个?(?:自然|日历)[日天]",
    "clock hour": r"个?(?:自然|时钟)小时|个?小时时钟",
    "clock minute": r"个?(?:自然|时钟)分钟|分钟时钟",
}
_FORMS: tuple[tuple[DurationUnit, re.Pattern[str]], ...] = tuple(
    (unit, re.compile(rf"{_AMOUNT}\s*(?:{english}|{_CHINESE_UNITS[unit]})"))
    for unit, english in _ENGLISH_UNITS.items()
)
_BARE: tuple[tuple[DurationUnit, DurationUnit, re.Pattern[str]], ...] = (
    ("work minute", "clock minute", re.compile(rf"{_AMOUNT}\s*(?:minutes?|mins?|个?分钟?)")),
    ("work hour", "clock hour", re.compile(rf"{_AMOUNT}\s*(?:hours?|hrs?|h|个?小时|个?钟头)")),
    ("workday", "calendar day", re.compile(rf"{_AMOUNT}\s*(?:days?|d|个?[天日])")),
)
_WEEKS = re.compile(rf"{_AMOUNT}\s*(?:weeks?|个?(?:周|星期))")


def _amount(found: re.Match[str]) -> Decimal:
    text = found["amount"]
    return Decimal(_NUMERALS.get(text, text))


def parse_duration(written: Written) -> tuple[Duration | None, list[Diagnostic]]:
    """The length of time a text says in either language, or None and why it does not.

    A bare `2 hours` or `3天` is an error that offers both readings.
    """
    text = unicodedata.normalize("NFKC", written.strip())
    text = " ".join(text.split()).lower() if len(text) <= 100 else ""
    for unit, form in _FORMS:
        found = form.fullmatch(text)
        if found is not None and _amount(found) > 0:
            return Duration(_amount(found), unit), []
    for work, clock, form in _BARE:
        found = form.fullmatch(text)
        if found is not None and _amount(found) > 0:
            return None, [_ambiguous(written, _amount(found), work, _amount(found), clock)]
    weeks = _WEEKS.fullmatch(text)
    if weeks is not None and _amount(weeks) > 0:
        amount = _amount(weeks)
        return None, [_ambiguous(written, amount * 5, "workday", amount * 7, "calendar day")]
    return None, [diagnose("WE345", written.place, text=_short(written))]


def _ambiguous(
    written: Written, working: Decimal, work: DurationUnit, running: Decimal, clock: DurationUnit
) -> Diagnostic:
    lang: Language = "en" if written.isascii() else "zh"
    return diagnose(
        "WE346",
        written.place,
        text=_short(written),
        work=Duration(working, work).text(lang),
        clock=Duration(running, clock).text(lang),
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "…"


def translate_duration(text: str, to: Language) -> str:
    """The same duration in the other language; a text that is none comes back as it is.

    >>> translate_duration("2 work hours", "zh")
    '2工作小时'
    """
    duration, _ = parse_duration(Written(text, Place("")))
    return text if duration is None else duration.text(to)
