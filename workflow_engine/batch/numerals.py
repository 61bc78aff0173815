"""Numbers as people write them: full-width digits, thousands commas, percent, Chinese numerals."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_EVEN, Context, Decimal

from workflow_engine.program.types import SCALE

MAX_DIGITS = 15
"""Digits before the decimal point; more is a slip or an overflow, as in `1e400`."""

_NUMBER = re.compile(
    r"([+-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,9})?)(%?)",
    re.ASCII,
)
_LONGEST = 400
_CONTEXT = Context(prec=_LONGEST + 30, rounding=ROUND_HALF_EVEN)
_DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}


def parse_number(text: str, unit: str | None = None) -> Decimal | None:
    """The number a cell's text means, or None; a trailing `unit` (`元`) is allowed.

    >>> parse_number("１，２３４．５元", "元"), parse_number("12%"), parse_number("1,23")
    (Decimal('1234.5'), Decimal('0.12'), None)
    """
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    if unit:
        plain = plain.removesuffix(unicodedata.normalize("NFKC", unit)).rstrip()
    found = _NUMBER.fullmatch(plain) if len(plain) <= _LONGEST else None
    if found is None:
        return None
    number = Decimal(found[1].replace(",", ""))
    return number.scaleb(-2, _CONTEXT) if found[2] else number


def too_large(number: Decimal) -> bool:
    """Whether a finite number has more than `MAX_DIGITS` digits before the decimal point."""
    return bool(number) and number.adjusted() >= MAX_DIGITS


def millionths(number: Decimal) -> int:
    """The internal form of a `number` that is not `too_large`, rounded half-even to six places."""
    return int((_CONTEXT.multiply(number, Decimal(SCALE))).to_integral_value(ROUND_HALF_EVEN))


def chinese_numeral(text: str) -> int | None:
    """The value of a Chinese numeral below a hundred million, for a hint.

    >>> chinese_numeral("二十八"), chinese_numeral("一百零五"), chinese_numeral("十"), chinese_numeral("很多")
    (28, 105, 10, None)
    """  # noqa: E501 - one example line
    text = text.strip()
    if not text or any(char not in _DIGITS and char not in _UNITS for char in text):
        return None
    total = section = 0
    digit: int | None = None
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char == "万":
            total, section, digit = (section + (digit or 0)) * 10_000, 0, None
        else:
            section += (1 if digit is None else digit) * _UNITS[char]
            digit = None
    return total + section + (digit or 0)
