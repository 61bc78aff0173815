"""Numbers as charts print them: exact inside, short outside, Chinese units in Chinese."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from workflow_engine.diagnostics.bilingual import Language

Number = int | Decimal | Fraction
MINUS = "−"

_UNITS: Mapping[Language, tuple[tuple[int, str], ...]] = {
    "zh": ((12, "万亿"), (8, "亿"), (4, "万")),
    "en": ((12, "T"), (9, "bn"), (6, "M")),
}
_LONG_FROM = 6
"""Numbers of at most so many digits are written out."""
_SCIENTIFIC = 15
_TINY = Fraction(1, 1000)


def exact(value: Number) -> Fraction:
    """The number itself. Raises ValueError or OverflowError for what is none, such as NaN."""
    return Fraction(value)


def figure(value: Number, lang: Language) -> str:
    """A number beside its mark, to three or four digits where it is long.

    >>> figure(12345, "zh"), figure(Decimal("12345678"), "zh"), figure(Fraction(-1, 3), "en")
    ('12,345', '1,235万', '−0.333')
    """
    number = exact(value)
    size = abs(number)
    if number == 0:
        return "0"
    if size >= 10**_SCIENTIFIC or size < _TINY:
        return _scientific(number)
    power, unit = _unit(size, lang) if size >= 10**_LONG_FROM else (0, "")
    scaled = number / 10**power
    if unit or scaled.denominator != 1:
        scaled = Fraction(round(scaled, _places(abs(scaled))))
    return _grouped(scaled) + unit


def percentage(share: Fraction) -> str:
    """A share in per cent, to one place; what is neither nothing nor all never looks so.

    >>> percentage(Fraction(1, 3)), percentage(Fraction(4, 5)), percentage(Fraction(1, 9999))
    ('33.3%', '80%', '<0.1%')
    """
    tenths = round(share * 1000)
    if share > 0 and tenths == 0:
        return "<0.1%"
    if share < 1 and tenths == 1000:
        return ">99.9%"
    return f"{_grouped(Fraction(tenths, 10))}%"


def tick_figures(ticks: Sequence[Fraction], lang: Language) -> list[str]:
    """Numbers along an axis, all in one unit and each exact.

    >>> tick_figures([Fraction(0), Fraction(500_000), Fraction(1_000_000)], "zh")
    ['0', '50万', '100万']
    """
    largest = max(map(abs, ticks), default=Fraction(0))
    if largest and (largest >= 10**_SCIENTIFIC or largest < _TINY):
        power = magnitude(largest)
        return [_scaled(tick, power, f"E{power}") for tick in ticks]
    power, unit = _unit(largest, lang) if largest >= 10**_LONG_FROM else (0, "")
    return [_scaled(tick, power, unit) for tick in ticks]


def magnitude(size: Fraction) -> int:
    """The power of ten of a positive number's first digit.

    >>> magnitude(Fraction(999)), magnitude(Fraction(1, 10))
    (2, -1)
    """
    power = int((size.numerator.bit_length() - size.denominator.bit_length()) * math.log10(2))
    while power_of_ten(power) > size:
        power -= 1
    while power_of_ten(power + 1) <= size:
        power += 1
    return power


def power_of_ten(power: int) -> Fraction:
    """Ten to any whole power, exactly."""
    return Fraction(10**power) if power >= 0 else Fraction(1, 10**-power)


def _unit(size: Fraction, lang: Language) -> tuple[int, str]:
    return next(((power, unit) for power, unit in _UNITS[lang] if size >= 10**power), (0, ""))


def _places(size: Fraction) -> int:
    """Decimal places for three digits or so."""
    return 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 1 else 2 - magnitude(size)


def _scientific(number: Fraction) -> str:
    power = magnitude(abs(number))
    mantissa = round(number / power_of_ten(power), 2)
    if abs(mantissa) >= 10:
        mantissa, power = mantissa / 10, power + 1
    return f"{_grouped(mantissa)}E{power}"


def _scaled(tick: Fraction, power: int, unit: str) -> str:
    return _grouped(tick / power_of_ten(power)) + unit if tick else "0"


def _grouped(number: Fraction) -> str:
    """Digits in groups of three; as many places as it has, nine at most."""
    places = 0
    while places < 9 and (number * 10**places).denominator != 1:
        places += 1
    whole, rest = divmod(round(abs(number) * 10**places), 10**places)
    tail = f"{rest:0{places}d}".rstrip("0") if places else ""
    sign = MINUS if number < 0 else ""
    return f"{sign}{whole:,}{f'.{tail}' if tail else ''}"
