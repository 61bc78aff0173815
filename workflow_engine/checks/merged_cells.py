"""The one cell that says what several cells of a column say together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from workflow_engine.explain.comparisons import bound, unwidened
from workflow_engine.program.expressions import And, Compare, Constant, Expression, OneOf
from workflow_engine.program.program import Cell
from workflow_engine.program.types import SCALE, Type, Value

ANY = "any"
_DENIED = ("not", "非", "不")


class _Stretch(NamedTuple):
    """Values from `low` to `high`; None where there is no end, and whether each end belongs."""

    low: Constant | None
    with_low: bool
    high: Constant | None
    with_high: bool


def merged_cell(cells: Sequence[Cell]) -> str | None:
    """The text of the cell for all values of several; None where there is no simple one."""
    stretches = [None if cell.when is None else _stretch(cell.when) for cell in cells]
    known = [one for one in stretches if one is not None]
    if len(known) == len(cells):
        one = _united(known)
        if one is not None:
            return _written(one)
    if _all_options(cells):
        return ANY
    if any(cell.text.strip().startswith(_DENIED) for cell in cells):
        return None
    return " | ".join(cell.text.strip() for cell in cells)


def _all_options(cells: Sequence[Cell]) -> bool:
    """Whether the cells together name every option of a choice, or both truths."""
    named: set[Value] = set()
    kind: Type | None = None
    for cell in cells:
        match cell.when:
            case Compare("==", subject, Constant(value)):
                named.add(value)
                kind = subject.type
            case OneOf(subject, options):
                named.update(options)
                kind = subject.type
            case _:
                return False
    return kind is not None and bool(kind.options) and named >= {o.id for o in kind.options}


def _stretch(condition: Expression) -> _Stretch | None:
    """A comparison or a range as a stretch; None for anything else."""
    parts = condition.items if isinstance(condition, And) else (condition,)
    low = high = None
    with_low = with_high = False
    for part in parts:
        limited = bound(part)
        if limited is None or not isinstance(limited.limit, Constant):
            return None
        if not unwidened(limited.subject).type.ordered:
            return None
        match limited.op:
            case ">" | ">=" if low is None:
                low, with_low = limited.limit, limited.op == ">="
            case "<" | "<=" if high is None:
                high, with_high = limited.limit, limited.op == "<="
            case "==" if low is None and high is None:
                low = high = limited.limit
                with_low = with_high = True
            case _:
                return None
    return _Stretch(low, with_low, high, with_high)


def _united(stretches: Sequence[_Stretch]) -> _Stretch | None:
    """The stretch of all values of several; None where a value between them is left out."""
    ordered = sorted(stretches, key=lambda one: (one.low is not None, _key(one.low)))
    whole = ordered[0]
    for one in ordered[1:]:
        if whole.high is None:
            return whole
        if one.low is not None and not _touch(whole, one):
            return None
        if one.high is None or _key(one.high) > _key(whole.high):
            whole = whole._replace(high=one.high, with_high=one.with_high)
        elif one.high == whole.high:
            whole = whole._replace(with_high=whole.with_high or one.with_high)
    return whole


def _touch(before: _Stretch, after: _Stretch) -> bool:
    """Whether no value lies between two stretches."""
    assert before.high is not None, "the first one has an end"
    assert after.low is not None, "the second one has a start"
    gap = _key(after.low) - _key(before.high)
    if gap <= 0:
        return gap < 0 or before.with_high or after.with_low
    step = after.low.type.kind in ("integer", "date") and gap == 1
    return step and before.with_high and after.with_low


def _key(limit: Constant | None) -> Decimal:
    match limit:
        case None:
            return Decimal(0)
        case Constant(dt.datetime() as moment):
            return Decimal((moment - dt.datetime(1970, 1, 1)) // dt.timedelta(seconds=1))  # noqa: DTZ001
        case Constant(dt.date() as day):
            return Decimal(day.toordinal())
        case Constant(value, kind):
            assert isinstance(value, int), "the other ordered types are numbers"
            return Decimal(value) / (SCALE if kind.kind == "number" else 1)


def _written(one: _Stretch) -> str:
    if one.low is None and one.high is None:
        return ANY
    if one.low is None:
        return f"{'≤' if one.with_high else '<'} {_shown(one.high)}"
    if one.high is None:
        return f"{'≥' if one.with_low else '>'} {_shown(one.low)}"
    if one.low == one.high:
        return _shown(one.low)
    signs = f"{'' if one.with_low else '<'}..{'' if one.with_high else '<'}"
    return f"{_shown(one.low)}{signs}{_shown(one.high)}"


def _shown(limit: Constant | None) -> str:
    assert limit is not None, "there is an end"
    if isinstance(limit.value, dt.datetime):
        return limit.value.isoformat(sep=" ", timespec="minutes")
    if isinstance(limit.value, dt.date):
        return limit.value.isoformat()
    text = f"{_key(limit):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
