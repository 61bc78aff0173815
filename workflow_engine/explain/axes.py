"""The ways one attribute may be varied: along a line of whole steps, or through a few values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.program import Attribute
from workflow_engine.program.types import SCALE, Type, Value

_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - moments are naive, in the policy's timezone
_LIMIT = 10**15
"""No written number has more digits before its point."""
ITSELF = Bilingual("{0}", "{0}")
_LATEST = Bilingual("{0}最近一个值", "the last value of {0}")
_NUMBERED = Bilingual("{{0}}第 {n} 个值", "value {n} of {{0}}")
_NEXT = Bilingual("{0}再有一个值", "one more value of {0}")
_EACH = Bilingual("{{0}}的 {n} 个值都", "each of {n} values of {{0}}")
_YEAR = {"date": 365, "datetime": 365 * 86_400}


@dataclass(frozen=True, slots=True)
class Axis:
    """A line of positions, each one value of the attribute.

    Positions are whole numbers: integers themselves, millionths, days or seconds. `current` is
    None when nothing is there. `subject` says what moves: the attribute `{0}`, or which part of a
    list; a part costs only its share (`edits`), and `element` is one that is there already.
    """

    kind: Type
    low: int
    high: int
    current: int | None
    value: Callable[[int], Value]
    edits: Fraction = Fraction(1)
    subject: Bilingual = ITSELF
    element: bool = False

    def clipped(self, position: int) -> int:
        """The nearest position that the attribute may have."""
        return min(max(position, self.low), self.high)

    def cost(self, position: int) -> Fraction:
        """How large a change is relative to the values; filling in a gap costs 1."""
        if self.current is None:
            return Fraction(1)
        moved = abs(position - self.current)
        size = _YEAR.get(self.kind.kind) or max(abs(position), abs(self.current), 1)
        return Fraction(moved, size) * self.edits


def position_of(value: Value) -> int | None:
    """Where a value stands on its line; None for a value without one."""
    match value:
        case bool():
            return None
        case int():
            return value
        case dt.datetime():
            return int((value - _EPOCH).total_seconds())
        case dt.date():
            return value.toordinal()
        case _:
            return None


def value_at(position: int, kind: Type) -> Value:
    """The value at a position."""
    if kind.kind == "date":
        return dt.date.fromordinal(position)
    if kind.kind == "datetime":
        return _EPOCH + dt.timedelta(seconds=position)
    return position


def axes_of(attribute: Attribute, current: Value) -> Iterator[Axis]:
    """The lines along which an attribute may move: none for texts, choices and truth."""
    kind = attribute.type
    if kind.ordered:
        low, high = _range(kind)
        if attribute.minimum is not None:
            low = cast("int", position_of(attribute.minimum))
        if attribute.maximum is not None:
            high = cast("int", position_of(attribute.maximum))
        yield Axis(kind, low, high, position_of(current), lambda x: value_at(x, kind))
    elif kind.kind == "list" and kind.item is not None and kind.item.ordered:
        yield from _list_axes(kind.item, current if isinstance(current, tuple) else None)


def _range(kind: Type) -> tuple[int, int]:
    if kind.kind == "date":
        return dt.date(1900, 1, 1).toordinal(), dt.date(2200, 12, 31).toordinal()
    if kind.kind == "datetime":
        last = int((dt.datetime(2200, 12, 31) - _EPOCH).total_seconds())  # noqa: DTZ001
        return -last, last
    limit = _LIMIT * (SCALE if kind.kind == "number" else 1)
    return -limit, limit


def _list_axes(item: Type, current: tuple[Value, ...] | None) -> Iterator[Axis]:
    """One element moves, or one more follows, or all of several are alike."""
    low, high = _range(item)
    if current is None:
        for length in (1, 2, 3, 4):
            subject = _LATEST if length == 1 else _numbered(_EACH, length)
            yield Axis(item, low, high, None, _alike(length, item), subject=subject)
        return
    share = Fraction(1, len(current) + 1)
    for index, element in reversed(list(enumerate(current))):  # the latest first
        latest = index == len(current) - 1
        yield Axis(
            item,
            low,
            high,
            position_of(element),
            _replaced(current, index, item),
            share,
            _LATEST if latest else _numbered(_NUMBERED, index + 1),
            element=True,
        )
    yield Axis(item, low, high, None, _followed(current, item), share, _NEXT)
    length = len(current)
    if length > 1:
        subject = _numbered(_EACH, length)
        yield Axis(item, low, high, None, _alike(length, item), subject=subject)


def _numbered(words: Bilingual, number: int) -> Bilingual:
    return Bilingual(words.zh.format(n=number), words.en.format(n=number))


def _alike(length: int, item: Type) -> Callable[[int], Value]:
    return lambda x: (value_at(x, item),) * length


def _followed(values: tuple[Value, ...], item: Type) -> Callable[[int], Value]:
    return lambda x: (*values, value_at(x, item))


def _replaced(values: tuple[Value, ...], index: int, item: Type) -> Callable[[int], Value]:
    return lambda x: (*values[:index], value_at(x, item), *values[index + 1 :])


def few_values(attribute: Attribute, current: Value, written: list[Value]) -> Iterator[Value]:
    """The other values of a choice, truth or text, or of a list of these with one change.

    `written` are the constants of the rules.
    """
    kind = attribute.type
    if kind.kind == "list" and kind.item is not None:
        elements = list(_elements(kind.item, written))
        present = current if isinstance(current, tuple) else ()
        for element in elements:
            if element not in present:
                yield (*present, element)
        for index in range(len(present)):
            yield (*present[:index], *present[index + 1 :])
        return
    for value in _elements(kind, written):
        if value != current:
            yield value


def _elements(kind: Type, written: list[Value]) -> Iterator[Value]:
    if kind.kind == "choice":
        yield from (option.id for option in kind.options)
    elif kind.kind == "boolean":
        yield True
        yield False
    elif kind.kind == "text":
        yield from sorted({value for value in written if isinstance(value, str)})
