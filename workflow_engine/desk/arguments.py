"""Arguments as programs give them: looked at before they reach a case or the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from workflow_engine.errors import UsageError


def check_texts(arguments: Mapping[str, Any]) -> None:
    """Raise UsageError for an argument that is a text and was given as something else."""
    for name, value in arguments.items():
        if name not in ("amount", "until") and not isinstance(value, str | None):
            raise wrong(name, value, "a text", "文字")


def text(name: str, value: object) -> str:
    """An argument that is needed and is a text. Raises UsageError."""
    if not isinstance(value, str):
        raise wrong(name, value, "a text", "文字")
    return value


def is_count(value: object) -> bool:
    """Whether it is a whole number of 0 or more."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def count(name: str, value: int | None) -> int | None:
    """How many at most. Raises UsageError when it is no whole number of 0 or more."""
    if value is not None and not is_count(value):
        raise wrong(name, value, "a whole number, 0 or more", "0 或以上的整数")
    return value


def wrong(name: str, value: object, wanted: str, wanted_zh: str) -> UsageError:
    """The error about an argument of the wrong kind."""
    shown = f"{type(value).__name__}: {value!r}"
    return UsageError(
        f"`{name}` is {wanted}, not {shown}", zh=f"{name} 应为{wanted_zh}，而不是 {shown}"
    )


def moment(at: dt.datetime | None) -> dt.datetime:
    """The moment meant; unstated it is now. Raises UsageError when it has no time zone."""
    if at is None:
        return dt.datetime.now(dt.UTC)
    if not isinstance(at, dt.datetime):
        raise UsageError(
            f"a moment is a datetime with a time zone, not {type(at).__name__}: {at!r}",
            zh=f"时间应为带时区的 datetime，而不是 {type(at).__name__}：{at!r}",
        )
    if at.tzinfo is None or at.utcoffset() is None:
        raise UsageError(
            f"the moment {at} has no time zone: which zone's clock is meant?",
            zh=f"时间 {at} 没有时区：请写明是哪个时区的时间",
        )
    return at


def amount(written: Decimal | str | float) -> Decimal:
    """A figure, exactly as it is written. Raises UsageError when it is none."""
    try:
        figure = Decimal(str(written))
    except InvalidOperation:
        figure = Decimal("NaN")
    if not figure.is_finite():
        raise UsageError(f"`{written}` is no amount", zh=f"“{written}”不是数字")
    return figure
