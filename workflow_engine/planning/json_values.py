"""Values in the form JSON can hold: dates ISO, numbers as integers or short decimals."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TypeAlias

from workflow_engine.program.types import SCALE, Type, Value

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


def json_number(millionths: int) -> int | float:
    """A `number`: an integer where it is whole, else the float nearest to its six places.

    >>> json_number(2_500_000), json_number(3_000_000)
    (2.5, 3)
    """
    whole, rest = divmod(millionths, SCALE)
    return millionths / SCALE if rest else whole


def json_decimal(amount: Decimal | None) -> int | float | None:
    """A figure of the policy, likewise."""
    if amount is None:
        return None
    return json_number(int((amount * SCALE).to_integral_value()))


def json_date(day: dt.date | None) -> str | None:
    """A date as `2026-11-21`."""
    return None if day is None else day.isoformat()


def json_value(value: Value, kind: Type) -> Json:
    """A value of the program in the form JSON can hold."""
    if value is None:
        return None
    if isinstance(value, tuple):
        assert kind.item is not None
        return [json_value(item, kind.item) for item in value]
    if isinstance(value, dict):
        return {name: json_value(value.get(name), field) for name, field in kind.fields}
    if isinstance(value, dt.date):
        return value.isoformat()
    if kind.kind == "number" and isinstance(value, int):
        return json_number(value)
    return value
