"""Moments as the databases hold them: whole microseconds since 1970-01-01T00:00Z.

An integer sorts and compares alike on SQLite, which has no type for moments, and on PostgreSQL,
keeps every microsecond, and needs no agreement on how a zone is written. It reaches from the year
1 to 9999.
"""

from __future__ import annotations

import datetime as dt
from typing import overload

from workflow_engine.errors import JournalError, UsageError

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


@overload
def to_stored(moment: dt.datetime) -> int: ...
@overload
def to_stored(moment: None) -> None: ...
def to_stored(moment: dt.datetime | None) -> int | None:
    """A moment as it is stored. Raises UsageError when it has no time zone."""
    if moment is None:
        return None
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise UsageError(
            f"the moment {moment} has no time zone: which zone's clock is meant?",
            zh=f"时间 {moment} 没有时区：请写明是哪个时区的时间",
        )
    return (moment - _EPOCH) // _MICROSECOND


@overload
def from_stored(stored: int) -> dt.datetime: ...
@overload
def from_stored(stored: None) -> None: ...
def from_stored(stored: int | None) -> dt.datetime | None:
    """A stored moment, in UTC. Raises JournalError when it is none."""
    if stored is None:
        return None
    try:
        return _EPOCH + stored * _MICROSECOND
    except (TypeError, OverflowError) as error:
        shown = repr(stored)[:50]
        raise JournalError(f"{shown} is no moment", zh=f"{shown} 不是时间") from error
