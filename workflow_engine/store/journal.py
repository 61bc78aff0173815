"""The journal: events as rows, each chained to the one before it by its hash.

    hash = sha256(prev_hash + row)
    row = canonical JSON of [case, version, kind, at, recorded_at, by, key, data, policy, calendars]

`data` enters as the text that is stored. The first event of a case follows `NOTHING_BEFORE`. With
its opening, and with each of its migrations, stand the hashes of the policy and the calendars that
the case follows from then on.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from workflow_engine.cases.case import Case
from workflow_engine.cases.codec import event_from_json, event_to_json
from workflow_engine.cases.events import Event, Migrated, Opened
from workflow_engine.cases.evolve import replay
from workflow_engine.errors import UsageError
from workflow_engine.store.damage import UNREADABLE, damaged
from workflow_engine.store.moments import from_stored, to_stored
from workflow_engine.store.pins import Pins
from workflow_engine.store.schema import events

NOTHING_BEFORE = "0" * 64

_ENCODER = json.JSONEncoder(
    ensure_ascii=False,
    sort_keys=True,
    separators=(",", ":"),
    allow_nan=False,
    check_circular=False,  # what is frozen cannot hold itself
)

_OF_CASE = (
    select(events)
    .where(events.c.case_id == bindparam("case"), events.c.version <= bindparam("until"))
    .order_by(events.c.version)
)
_LAST_VERSION = 2**31 - 1
_CHAINED = (
    "case_id",
    "version",
    "kind",
    "at",
    "recorded_at",
    "by",
    "key",
    "data",
    "policy",
    "calendars",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the journal, and when it was recorded.

    `key` is its command's, if it had one; `pins` what the case follows from this event on, None
    where that stays as it was.
    """

    case: str
    version: int
    event: Event
    recorded_at: dt.datetime
    key: str | None
    pins: Pins | None
    prev_hash: str
    hash: str


def canonical(data: Any) -> str:
    """JSON data as the one text that is compared and hashed.

    Raises:
        UsageError: a text has a character that no database keeps: NUL, or half of a surrogate pair.
    """
    text = _ENCODER.encode(data)
    if "\\u0000" in text and "\0" in "".join(_texts(data)):
        raise UsageError(
            "a text has a NUL character (U+0000), which no database keeps: take it out",
            zh="文本中含有空字符（NUL，U+0000），数据库无法保存：请删去",
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UsageError(
            f"a text has half of a character (U+{ord(text[error.start]):04X}): write it anew",
            zh=f"文本中有不完整的字符（U+{ord(text[error.start]):04X}）：请重新输入",
        ) from error
    return text


def is_text(text: str) -> bool:
    """Whether every database keeps the text as it is."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def digest(text: str) -> str:
    """SHA-256 of a text, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def chained(
    case: str,
    version: int,
    head: str,
    happened: Sequence[Event],
    pins: Pins,
    *,
    recorded_at: dt.datetime,
    key: str | None = None,
) -> list[dict[str, Any]]:
    """The rows of events that follow a case's `version`-th event, whose hash is `head`.

    `pins` is what the case follows afterwards.
    """
    rows = []
    stored_at = to_stored(recorded_at)
    for number, event in enumerate(happened, version + 1):
        data = event_to_json(event)
        turns = isinstance(event, Opened | Migrated)
        row = {
            "case_id": case,
            "version": number,
            "kind": data["kind"],
            "data": canonical(data),
            "at": to_stored(event.at),
            "recorded_at": stored_at,
            "by": event.by,
            "key": key,
            "policy": pins.policy if turns else None,
            "calendars": pins.calendars if turns else None,
            "prev_hash": head,
        }
        head = row["hash"] = link(row)
        rows.append(row)
    return rows


def link(row: Mapping[str, Any]) -> str:
    """The hash of a row of the journal."""
    return digest(f"{row['prev_hash']}{canonical([row[name] for name in _CHAINED])}")


def entries(connection: Connection, case: str, *, until: int = _LAST_VERSION) -> tuple[Entry, ...]:
    """The events of a case in their order, up to a version.

    Raises:
        JournalError: an event cannot be read.
    """
    return tuple(entry(row) for row in connection.execute(_OF_CASE, {"case": case, "until": until}))


def entry(row: Row[Any]) -> Entry:
    """A row of the journal. Raises JournalError when its event cannot be read."""
    try:
        event = event_from_json(json.loads(row.data))
        recorded_at = from_stored(row.recorded_at)
    except UNREADABLE as error:
        raise damaged(
            f"个案“{row.case_id}”的第 {row.version} 条事件无法读取",
            f"event {row.version} of case `{row.case_id}` cannot be read",
            error,
        ) from error
    return Entry(
        case=row.case_id,
        version=row.version,
        event=event,
        recorded_at=recorded_at,
        key=row.key,
        pins=None if row.policy is None else Pins(row.policy, row.calendars),
        prev_hash=row.prev_hash,
        hash=row.hash,
    )


def followed(told: Sequence[Entry]) -> Pins:
    """What a case follows after the last of these entries of its journal.

    Raises:
        JournalError: the opening, which names it, is not among them.
    """
    for one in reversed(told):
        if one.pins is not None:
            return one.pins
    case = told[0].case
    raise damaged(f"个案“{case}”缺少开立的记录", f"the opening of case `{case}` is missing")


def replayed(case: str, happened: Iterable[Event]) -> Case:
    """The case that its events add up to. Raises JournalError when they do not fit together."""
    try:
        return replay(happened)
    except (*UNREADABLE, UsageError) as error:
        raise damaged(
            f"个案“{case}”的事件前后不符",
            f"the events of case `{case}` do not fit together",
            error,
        ) from error


def _texts(data: Any) -> Iterable[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from _texts(key)
            yield from _texts(value)
    elif isinstance(data, list | tuple):
        for part in data:
            yield from _texts(part)
