"""From a written value to a leaf: YAML 1.2 core rules of our own, never pydantic's coercions.

Each function takes what reading made of the node (`Written`, a list or a map of them) and gives the
value, or raises the finding as a `PydanticCustomError` whose type is the diagnostic code and whose
context holds the message's arguments.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any, NoReturn

from pydantic_core import PydanticCustomError

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.keywords import EXPRESSION_WORDS, WEEKDAYS
from workflow_engine.language.nodes import Written

MINUTES_OF_A_YEAR = 366 * 24 * 60
"""More minutes than these are a slip of the pen."""

_INTEGER = re.compile(r"[-+]?[0-9]{1,15}")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,15}(\.[0-9]{1,6})?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_INTERVAL = re.compile(r"([0-9]{1,2}:[0-9]{2})\s*\.\.\s*([0-9]{1,2}:[0-9]{2})")
_TRUTH = {"true": True, "false": False, "是": True, "否": False}
_RESERVED = frozenset(
    {"and", "or", "not", "in", "is", "if", "else", "true", "false", "today", "missing", "lambda"}
) | frozenset(
    EXPRESSION_WORDS[word]
    for word in (
        "true",
        "false",
        "and",
        "or",
        "not",
        "in",
        "not in",
        "==",
        "!=",
        "is missing",
        "is not missing",
        "if",
        "else",
        "today",
    )
)
_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def fail(code: str, at: str = "", **args: str | Bilingual) -> NoReturn:
    """Raise the finding `code`; `args` are those of its message, `at` says where."""
    context: dict[str, Any] = {**args, "at": getattr(at, "place", None)}
    raise PydanticCustomError(code, "an author's mistake", context)


def as_it_is(value: Any) -> Any:
    """A value that reading has already checked."""
    return value


def as_word(value: str) -> str:
    """A keyword that reading has already checked, as plain text."""
    return str(value)


def as_present(value: Any) -> bool:
    """True: the only keyword that may stand here was written."""
    return value is not None


def as_text(value: Written) -> Written:
    """Any text."""
    return value


def as_name(value: Written) -> Written:
    """A name: printable text without `;`, not empty."""
    if not value or not value.isprintable() or ";" in value or value != value.strip():
        fail("WE213", value, name=value)
    return value


def as_word_name(value: Written) -> Written:
    """A name that can stand in an expression."""
    if (
        not value.isidentifier()
        or value.startswith("_")
        or unicodedata.normalize("NFKC", value) != value
    ):
        fail("WE212", value, name=value)
    if value in _RESERVED:
        fail("WE214", value, name=value)
    return value


def as_names(value: list[Written]) -> tuple[Written, ...]:
    """Names in order."""
    return tuple(as_name(name) for name in value)


def as_conditions(value: list[Any]) -> tuple[Any, ...]:
    """What reading has checked, in order."""
    return tuple(value)


def as_label(value: Written | dict[str, Written]) -> Bilingual:
    """A text for both languages, or one for each; a language not written has the other's text."""
    if isinstance(value, str):
        return Bilingual.same(str(value))
    zh, en = value.get("zh"), value.get("en")
    return Bilingual(str(zh or en or ""), str(en or zh or ""))


def as_labels(value: list[Any]) -> tuple[Bilingual, ...]:
    """Labels in order."""
    return tuple(as_label(label) for label in value)


def as_options(value: list[Written] | dict[Written, Any]) -> dict[Written, Bilingual | None]:
    """Options in order, with labels where the author wrote a map."""
    options: dict[Written, Bilingual | None] = {}
    for name in value:
        if as_name(name) in options:
            fail("WE230", name, name=name)
        if name in _RESERVED:
            fail("WE214", name, name=name)
        label = value[name] if isinstance(value, dict) else None
        options[name] = None if label is None else as_label(label)
    if not options:
        fail("WE231")
    return options


def as_audience(value: Any) -> Any:
    """A tuple of names where a list was written; all else stays."""
    return as_names(value) if isinstance(value, list) else value


def as_cell(value: Any) -> Any:
    """A tuple of cells where a list was written."""
    return tuple(value) if isinstance(value, list) else value


def as_suspended(value: Any) -> Any:
    """The word `all`, or a tuple of items."""
    if isinstance(value, str):
        return "all" if value == "all" else (as_name(Written(value, _place(value))),)
    return as_names(value)


def _place(value: str) -> Any:
    return value.place if isinstance(value, Written) else None


def as_integer(value: Written) -> int:
    """A whole number from 0, in decimal: `010` is ten."""
    if not _INTEGER.fullmatch(value) or int(value) < 0:
        fail("WE208", text=value)
    return int(value)


def as_whole_minutes(value: Written) -> int:
    """A whole number of minutes, from 0 to those of a year."""
    minutes = as_integer(value)
    if minutes > MINUTES_OF_A_YEAR:
        fail("WE856", value, text=value)
    return minutes


def at_least(least: int) -> Callable[[Written], int]:
    """A leaf that reads a whole number from `least`."""

    def read(value: Written) -> int:
        number = as_integer(value)
        if number < least:
            fail("WE235", text=value, least=str(least))
        return number

    return read


def as_amount(value: Written) -> Decimal:
    """An amount of money: a number from 0."""
    amount = as_decimal(value)
    if amount < 0:
        fail("WE236", text=value)
    return amount


def as_decimal(value: Written) -> Decimal:
    """A number with at most six places; no `1e3`, `.5`, `inf`."""
    if not _DECIMAL.fullmatch(value):
        fail("WE209", text=value)
    return Decimal(value)


def as_percent(value: Written) -> Decimal:
    """`50%` or `0.5`, above 0 and at most 1."""
    digits = value.removesuffix("%").strip()
    if not _DECIMAL.fullmatch(digits):
        fail("WE232", text=value)
    share = Decimal(digits) / 100 if value.endswith("%") else Decimal(digits)
    if not 0 < share <= 1:
        fail("WE232", text=value)
    return share


@dataclass(frozen=True, slots=True)
class WrittenShare:
    """A share from 0 to 1, and where it is written."""

    share: Decimal
    place: Place


def as_share(value: Written) -> WrittenShare:
    """`5%`, from 0 to 100; without the sign nobody could tell `0.5` from `0.5%`."""
    digits = value.removesuffix("%").strip()
    if not value.endswith("%") or not _DECIMAL.fullmatch(digits):
        fail("WE379", text=value)
    share = Decimal(digits) / 100
    if not 0 <= share <= 1:
        fail("WE379", text=value)
    return WrittenShare(share, value.place)


def as_warning(value: Written) -> Written | Decimal:
    """How long before the end to warn: a share for a percentage, else the word `none` or a text
    that names a duration.
    """
    return as_percent(value) if value.endswith("%") else value


def as_flag(value: Written) -> bool:
    """`true` or `false` (`是`, `否`), without quotes."""
    if value not in _TRUTH or value.quoted:
        found = (
            Bilingual(f"加了引号的文字 `{value}`", f"the quoted text `{value}`")
            if value.quoted
            else Bilingual.same(f"`{value}`")
        )
        fail("WE210", found=found)
    return _TRUTH[value]


def as_date(value: Written) -> dt.date:
    """A date `2026-12-31`."""
    if match := _DATE.fullmatch(value):
        try:
            return dt.date(*map(int, match.groups()))
        except ValueError:
            pass
    fail("WE211", value, text=value)


def as_dates(value: list[Written]) -> tuple[tuple[dt.date, dt.date], ...]:
    """First and last days of `2026-12-01..2026-12-05`; one date is both."""
    return tuple(_first_and_last(text) for text in value)


def _first_and_last(text: Written) -> tuple[dt.date, dt.date]:
    first, separator, last = text.partition("..")
    start = as_date(Written(first.strip(), text.place))
    end = as_date(Written(last.strip(), text.place)) if separator else start
    if end < start:
        fail("WE234", text, first=first.strip(), last=last.strip())
    return start, end


def as_period(value: Written) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of `2026-01-01..2026-06-30`; without one the period is open there, and
    one date alone is that day.
    """
    first, separator, last = (part.strip() for part in value.partition(".."))
    if not separator:
        if not _DATE.fullmatch(first):
            fail("WE377", value, text=value)
        last = first
    if not first and not last:
        fail("WE377", value, text=value)
    start = as_date(Written(first, value.place)) if first else None
    end = as_date(Written(last, value.place)) if last else None
    if start is not None and end is not None and end < start:
        fail("WE234", value, first=first, last=last)
    return start, end


def as_hours(value: list[Written]) -> tuple[tuple[str, str], ...]:
    """Opening intervals; `closed` gives none. An end before its start crosses midnight."""
    if list(value) == ["closed"]:
        return ()
    intervals = tuple(_interval(text) for text in value)
    for one, other in combinations(range(len(intervals)), 2):
        if _overlap(intervals[one], intervals[other]):
            fail("WE237", value[other], first=value[one], second=value[other])
    return intervals


def _overlap(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two intervals of one day share more than a moment; one may end the day after."""
    (start, end), (begin, stop) = _minutes(one), _minutes(other)
    return start < stop and begin < end


def _minutes(interval: tuple[str, str]) -> tuple[int, int]:
    start, end = (60 * int(clock[:2]) + int(clock[3:]) for clock in interval)
    return start, end if end > start else end + 24 * 60


def _interval(text: Written) -> tuple[str, str]:
    match = _INTERVAL.fullmatch(text)
    if match is None:
        fail("WE221", text, text=text)
    start, end = (clock.zfill(5) for clock in match.groups())
    for clock in (start, end):
        hour, minute = int(clock[:2]), int(clock[3:])
        if minute > 59 or hour > 24 or (hour == 24 and (minute or clock == start)):
            fail("WE221", text, text=text)
    if start == end:
        fail("WE221", text, text=text)
    return start, end


def as_weekdays(value: Written) -> Written:
    """A weekday or a range of weekdays."""
    if value not in WEEKDAYS:
        fail("WE222", text=value)
    return value


def weekday_numbers(days: str) -> tuple[int, ...]:
    """The weekdays of `mon` or `mon-fri`, 0 is Monday; `sat-mon` goes over the week's end.

    >>> weekday_numbers("sat-mon")
    (5, 6, 0)
    """
    first, _, last = days.partition("-")
    start = _DAY_NAMES.index(first)
    end = _DAY_NAMES.index(last or first)
    return tuple(day % 7 for day in range(start, end + 1 if end >= start else end + 8))
