"""One cell of a customer file to one typed value, or the reason why not."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from zoneinfo import ZoneInfo

from workflow_engine.batch.numerals import chinese_numeral, millionths, parse_number, too_large
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.program.types import SCALE, Type, Value

_MISSING = frozenset({"", "null", "n/a"})
_TRUTH = {"true": True, "1": True, "是": True, "yes": True}
_TRUTH |= {"false": False, "0": False, "否": False, "no": False}
_SEPARATOR = re.compile("[;；]")
_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})"
    r"|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))",
    re.ASCII,
)
_SHOWN = 60


class BadCellError(Exception):
    """The cell does not fit; `code` is the diagnostic, `rule` what it should be.

    `value` is the part of the cell that is wrong when that is not the whole, such as an element of
    a list.
    """

    def __init__(
        self, code: str, rule: Bilingual, hint: Bilingual | None = None, value: object = None
    ) -> None:
        super().__init__(rule.en)
        self.code = code
        self.rule = rule
        self.hint = hint
        self.value = value


class Formula:
    """A spreadsheet formula whose result was never saved."""

    def __init__(self, text: str) -> None:
        self.text = text


def is_missing(value: object) -> bool:
    """Whether a raw cell counts as missing: nothing, blank, `NULL` or `N/A` in any case."""
    return value is None or (isinstance(value, str) and value.strip().casefold() in _MISSING)


def shown(value: object) -> str:
    """A raw cell for a message, on one line and cut to a readable length.

    Halves of characters, which no file can hold, are spelt out.
    """
    text = " ".join((value.text if isinstance(value, Formula) else plain_text(value)).split())
    text = text.encode(errors="backslashreplace").decode()
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def plain_text(value: object) -> str:
    """A raw cell as text: `1001.0` of a spreadsheet is `1001`, a date is in ISO form."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < 40:
        return f"{value:f}"
    if isinstance(value, int) and value.bit_length() > 200:
        return f"{'-' if value < 0 else ''}{'9' * 20}…"
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value)


def convert(
    value: object,
    type_: Type,
    zone: ZoneInfo,
    *,
    minimum: int | dt.date | None = None,
    maximum: int | dt.date | None = None,
) -> Value:
    """The typed value of a raw cell; None when it is missing.

    Bounds are in the internal form; for a list they hold for every element. `zone` is where aware
    datetimes are read.

    Raises:
        BadCellError: the cell is not of the type or out of bounds.
    """
    if is_missing(value):
        return None
    if isinstance(value, Formula):
        raise BadCellError("WE533", Bilingual("没有结果就不知道值", "without it there is no value"))
    if type_.kind == "list":
        assert type_.item is not None
        elements = [_element(part, type_.item, zone, minimum, maximum) for part in split(value)]
        return tuple(elements)
    if isinstance(value, (list, tuple, dict, bytes, set)):
        raise _bad("只能有一个值", "it must be one single value")
    converted = _SCALARS[type_.kind](value, type_, zone)
    _check_bounds(converted, type_, minimum, maximum)
    return converted


def split(value: object) -> list[object]:
    """The elements of a list cell: a list of values, or a text separated by `;` or `；`."""
    if isinstance(value, (list, tuple)):
        return list(value)
    if isinstance(value, str):
        return [part.strip() for part in _SEPARATOR.split(value)]
    return [value]


def _element(
    part: object,
    type_: Type,
    zone: ZoneInfo,
    minimum: int | dt.date | None,
    maximum: int | dt.date | None,
) -> Value:
    try:
        return convert(part, type_, zone, minimum=minimum, maximum=maximum)
    except BadCellError as error:
        if error.value is None:
            error.value = part
        raise


def _bad(zh: str, en: str, hint: Bilingual | None = None) -> BadCellError:
    return BadCellError("WE530", Bilingual(zh, en), hint)


def _text(value: object, _type: Type, _zone: ZoneInfo) -> Value:
    if isinstance(value, float) and value != value:  # noqa: PLR0124 - NaN differs from itself
        raise _bad("NaN 不是文字；缺失请留空", "NaN is not a text; leave a missing value empty")
    text = plain_text(value).strip()
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise _bad("含有不完整的字符", "it holds half a character")
    return text


def _decimal(value: object, unit: str | None) -> Decimal:
    if isinstance(value, bool):
        raise _bad("要填数字", "it must be a number")
    if isinstance(value, int):
        if abs(value) >= 10**400:
            raise _bad(
                "位数太多，整数部分最多 15 位", "too many digits: at most 15 before the point"
            )
        number: Decimal | None = Decimal(value)
    elif isinstance(value, float):
        number = Decimal(repr(float(value)))  # that of a NumPy float names its type
    elif isinstance(value, Decimal):
        number = value
    elif isinstance(value, str):
        number = parse_number(value, unit)
    else:
        number = None
    if number is None:
        raise _bad("要填数字", "it must be a number", _number_hint(value))
    if not number.is_finite():
        raise _bad("要填数字；缺失请留空", "it must be a number; leave a missing value empty")
    if too_large(number):
        raise _bad("位数太多，整数部分最多 15 位", "too many digits: at most 15 before the point")
    return number


def _number_hint(value: object) -> Bilingual | None:
    if not isinstance(value, str):
        return None
    meant = chinese_numeral(value)
    if meant is not None:
        return Bilingual(f"是不是想写 {meant}？", f"did you mean {meant}?")
    if "," in value or "，" in value:
        return Bilingual(
            "千分位逗号要每三位一个，如 1,234,567", "thousands commas stand every three digits"
        )
    return None


def _number(value: object, type_: Type, _zone: ZoneInfo) -> Value:
    return millionths(_decimal(value, type_.unit))


def _integer(value: object, type_: Type, _zone: ZoneInfo) -> Value:
    if isinstance(value, str) and value.rstrip().endswith(("%", "％")):
        raise _bad("要填整数", "it must be a whole number")
    number = _decimal(value, type_.unit)
    if number and (number.adjusted() < 0 or number != number.to_integral_value()):
        raise _bad("要填整数", "it must be a whole number")
    return int(number)


def _boolean(value: object, _type: Type, _zone: ZoneInfo) -> Value:
    plain = unicodedata.normalize("NFKC", plain_text(value)).strip().casefold()
    truth = _TRUTH.get(plain)
    if truth is None:
        raise _bad("要填 是 或 否（也可 true/false、yes/no、1/0）", "it must be yes or no")
    return truth


def _choice(value: object, type_: Type, _zone: ZoneInfo) -> Value:
    written = plain_text(value).strip()
    found = type_.option(written)
    if found is not None:
        return found
    plain = unicodedata.normalize("NFKC", written).casefold()
    names: dict[str, str] = {}
    for option in type_.options:
        for name in (option.id, option.label.zh, option.label.en):
            names[name] = option.id
            if unicodedata.normalize("NFKC", name).casefold() == plain:
                return option.id
    listed = (
        "、".join(option.label.zh for option in type_.options),
        ", ".join(option.label.en for option in type_.options),
    )
    rule = Bilingual(f"可选值为 {listed[0]}", f"its options are {listed[1]}")
    raise BadCellError("WE532", rule, meant(written, names))


def meant(written: str, names: dict[str, str]) -> Bilingual | None:
    """A hint at the one name that was probably meant."""
    nearest = did_you_mean(written, names)
    if nearest is None:
        return None
    return Bilingual(f"是不是“{nearest}”？", f"did you mean `{nearest}`?")


def _date(value: object, _type: Type, zone: ZoneInfo) -> Value:
    return _moment(value, zone).date()


def _datetime(value: object, _type: Type, zone: ZoneInfo) -> Value:
    return _moment(value, zone)


def _moment(value: object, zone: ZoneInfo) -> dt.datetime:
    """A date or date with time as local time; a date is its midnight."""
    if isinstance(value, dt.datetime):
        moment = value
    elif isinstance(value, dt.date):
        moment = dt.datetime.combine(value, dt.time())
    elif isinstance(value, str):
        moment = _written_moment(unicodedata.normalize("NFKC", value).strip())
    else:
        raise _no_date()
    if moment.tzinfo is None:
        return moment
    try:
        return moment.astimezone(zone).replace(tzinfo=None)
    except OverflowError:  # the first or the last day of the calendar, elsewhere
        raise _no_such_day() from None


def _written_moment(text: str) -> dt.datetime:
    found = _DATE.match(text)
    if found is None:
        raise _no_date()
    year, month, day = (int(part) for part in found.groups() if part is not None)
    rest = text[found.end() :]
    if rest and rest[0] not in " T":
        raise _no_date()
    rest = rest[1:].strip()
    try:
        date = dt.date(year, month, day)
    except ValueError:
        raise _no_such_day() from None
    try:
        time = dt.time.fromisoformat(rest) if rest else dt.time()
    except ValueError:
        raise _no_date() from None
    return dt.datetime.combine(date, time)


def _no_such_day() -> BadCellError:
    return BadCellError(
        "WE534", Bilingual("日历上没有这一天", "there is no such day in the calendar")
    )


def _no_date() -> BadCellError:
    return BadCellError(
        "WE534",
        Bilingual(
            "可写 2026-11-21、2026/11/21 或 2026年11月21日",
            "write 2026-11-21, 2026/11/21 or 2026年11月21日",
        ),
    )


_SCALARS: dict[str, Callable[[object, Type, ZoneInfo], Value]] = {
    "text": _text,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
    "choice": _choice,
}


def _check_bounds(
    value: Value, type_: Type, minimum: int | dt.date | None, maximum: int | dt.date | None
) -> None:
    below = minimum is not None and value < minimum  # type: ignore[operator]
    above = maximum is not None and value > maximum  # type: ignore[operator]
    if not below and not above:
        return
    low, high = _bound(minimum, type_), _bound(maximum, type_)
    if minimum is not None and maximum is not None:
        rule = Bilingual(f"应在 {low} 到 {high} 之间", f"it must be from {low} to {high}")
    elif minimum is not None:
        rule = Bilingual(f"不能小于 {low}", f"it must be at least {low}")
    else:
        rule = Bilingual(f"不能大于 {high}", f"it must be at most {high}")
    raise BadCellError("WE531", rule)


def _bound(bound: int | dt.date | None, type_: Type) -> str:
    if type_.kind == "number" and isinstance(bound, int):
        return f"{Decimal(bound) / SCALE:f}"
    return str(bound)
