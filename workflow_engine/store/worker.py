"""Works off what has become due: many cases in one transaction, and many workers side by side.

A worker locks the cases it works on and passes over those of others, so that every timer is worked
off once. A case that cannot be worked off, because its policy is gone or the engine fails on it,
is set aside: it blocks nobody, is tried again later, and `audit` shows it.
"""

from __future__ import annotations

import datetime as dt
import select as waiting
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Row, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from workflow_engine.cases.events import Escalated, Event
from workflow_engine.cases.kernel import work_off_until
from workflow_engine.errors import ConflictError, DatabaseTooNewError, JournalError, StoreError
from workflow_engine.store.channels import Channel
from workflow_engine.store.moments import to_stored
from workflow_engine.store.outbox import Deliveries, deliver
from workflow_engine.store.rows import COLUMNS, Change, read, write
from workflow_engine.store.schema import cases, stalled

if TYPE_CHECKING:
    from workflow_engine.store.store import Store

BATCH = 500
"""Cases in one transaction: enough to spread its cost, few enough not to keep others waiting."""
_FIRST_WAIT = dt.timedelta(minutes=1)
_LONGEST_WAIT = dt.timedelta(hours=6)
_ERROR_LENGTH = 1000
_WANTED: tuple[ColumnElement[Any], ...] = (*COLUMNS, stalled.c.since.label("stalled_since"))


@dataclass(frozen=True, slots=True)
class Fired:
    """What fell due for one case: at least one event."""

    case: str
    happened: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Ticked:
    """What was worked off; `stalled` are the cases that could not be."""

    fired: tuple[Fired, ...] = ()
    stalled: tuple[str, ...] = ()

    @property
    def rungs(self) -> int:
        """How many rungs were climbed."""
        return sum(isinstance(e, Escalated) for one in self.fired for e in one.happened)

    def __add__(self, other: Ticked) -> Ticked:
        return Ticked(self.fired + other.fired, self.stalled + other.stalled)


def tick(store: Store, now: dt.datetime, *, limit: int = 1000) -> Ticked:
    """Work off the timers of up to `limit` cases that are due at `now`, the longest due first.

    Safe in many processes at once; what another one works on is passed over. Raises StoreError.
    """
    total = Ticked()
    left = limit
    while left > 0:
        size = min(left, BATCH)
        batch = _batch(store, now, size)
        total += batch.ticked
        left -= batch.seen
        if not batch.seen:  # fewer than asked for may only mean that others were quicker
            break
    return total


def run_worker(
    store: Store,
    clock: Callable[[], dt.datetime],
    stop: Stop,
    *,
    channel: Channel | None = None,
    poll: float = 5.0,
    report: Callable[[Ticked | Deliveries | StoreError], object] = lambda _: None,
) -> None:
    """Work off timers and deliver messages until `stop` is asked; then finish what was begun.

    `poll` is how many seconds to rest when nothing is due. `report` is told what was done, and what
    the database said when it could not be reached: the worker rests and tries again. Without a
    channel messages wait in the outbox. Raises DatabaseTooNewError.
    """
    while not stop.asked:
        busy = False
        try:
            ticked = tick(store, clock(), limit=BATCH)
            if ticked.fired or ticked.stalled:
                report(ticked)
            busy = bool(ticked.fired)
            if channel is not None and not stop.asked:
                sent = deliver(store, channel, clock, limit=100, stop=lambda: stop.asked)
                if sent != Deliveries():
                    report(sent)
                busy = busy or sent.delivered > 0
        except DatabaseTooNewError:
            raise
        except StoreError as failed:
            report(failed)
            busy = False
        if not busy:
            stop.wait(poll)


class Stop:
    """The wish to stop, for one worker; `ask` may be a signal handler or called by a thread."""

    def __init__(self) -> None:
        self.asked = False
        self._ear, self._bell = socket.socketpair()
        self._bell.settimeout(0)

    def ask(self, *_: object) -> None:
        """Ask the worker to finish what it has begun and stop."""
        self.asked = True
        with suppress(OSError):  # the bell has rung often enough, or nobody listens any more
            self._bell.send(b"\0")

    def wait(self, seconds: float) -> None:
        """Rest, but no longer than until somebody asks."""
        waiting.select([self._ear], [], [], seconds)

    def close(self) -> None:
        """Let go of what a signal handler would ring."""
        self._bell.close()
        self._ear.close()


class _NothingFiresError(Exception):
    """A timer is said to be due, but nothing comes of it."""

    def __str__(self) -> str:
        return "a timer is due, but nothing comes of it"


@dataclass(frozen=True, slots=True)
class _Batch:
    """How many due cases were seen, and what became of them."""

    seen: int
    ticked: Ticked


def _batch(store: Store, now: dt.datetime, size: int) -> _Batch:
    try:
        return _work_off(store, now, size)
    except Exception as failed:  # one case fails when it is written: find out which
        if not _blames_a_case(failed):
            raise
        seen = _Batch(0, Ticked())
        while seen.seen < size:
            one = _one(store, now)
            if not one.seen:
                break
            seen = _Batch(seen.seen + 1, seen.ticked + one.ticked)
        return seen


def _one(store: Store, now: dt.datetime) -> _Batch:
    try:
        return _work_off(store, now, 1)
    except Exception as failed:  # whatever it is, the other cases go on
        if not _blames_a_case(failed):
            raise
        with store.database.writing() as connection:
            rows = _due(connection, now, 1)
            for row in rows:
                _set_aside(connection, row.id, failed, now)
        return _Batch(len(rows), Ticked(stalled=tuple(row.id for row in rows)))


def _blames_a_case(failed: Exception) -> bool:
    """Whether it is a case that fails, and not the database that cannot be used."""
    return not isinstance(failed, StoreError) or isinstance(failed, JournalError | ConflictError)


def _work_off(store: Store, now: dt.datetime, size: int) -> _Batch:
    """One transaction: lock, fire, write. What fails before writing is set aside with it."""
    changes: list[Change] = []
    aside: list[str] = []
    with store.database.writing() as connection:
        rows = _due(connection, now, size)
        for row in rows:
            try:
                change = _change(store, connection, row, now)
            except SQLAlchemyError:
                raise
            except Exception as failed:  # noqa: BLE001 - whatever it is, the other cases go on
                _set_aside(connection, row.id, failed, now)
                aside.append(row.id)
            else:
                changes.append(change)
        for change, held in zip(changes, write(connection, changes, now), strict=True):
            if not change.happened and held.next_due is not None and held.next_due <= now:
                _set_aside(connection, held.case.id, _NothingFiresError(), now)
                aside.append(held.case.id)
        recovered = [row.id for row in rows if row.stalled_since and row.id not in aside]
        if recovered:
            connection.execute(delete(stalled).where(stalled.c.case_id.in_(recovered)))
    fired = tuple(Fired(one.after.id, one.happened) for one in changes if one.happened)
    return _Batch(len(rows), Ticked(fired, tuple(aside)))


def _change(store: Store, connection: Connection, row: Row[Any], now: dt.datetime) -> Change:
    before = read(row)
    rules = store.shelf.rules(connection, before.pins)
    happened, after = work_off_until(before.case, rules, now)
    return Change(before, after, happened, rules, before.pins, before.number)


def _due(connection: Connection, now: dt.datetime, size: int) -> Sequence[Row[Any]]:
    """The cases that are due and that nobody else works on, locked; the longest due first."""
    moment = to_stored(now)
    wanted = (
        select(*_WANTED)
        .outerjoin(stalled, stalled.c.case_id == cases.c.id)
        .where(
            cases.c.next_due <= moment,
            or_(stalled.c.retry_at.is_(None), stalled.c.retry_at <= moment),
        )
        .order_by(cases.c.next_due, cases.c.id)
        .limit(size)
        .with_for_update(skip_locked=True, of=cases)
    )
    return connection.execute(wanted).all()


def _set_aside(connection: Connection, case: str, failed: Exception, now: dt.datetime) -> None:
    """Keep a case that cannot be worked off out of the way, each time for longer."""
    known = connection.scalar(select(stalled.c.attempts).where(stalled.c.case_id == case))
    known = known if isinstance(known, int) else 0
    wait = min(_FIRST_WAIT * (1 << min(known, 20)), _LONGEST_WAIT)
    said = f"{type(failed).__name__}: {failed}".replace("\0", "")[:_ERROR_LENGTH]
    values = {"attempts": known + 1, "retry_at": to_stored(now + wait), "error": said}
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = dialect.insert(stalled).values(case_id=case, since=to_stored(now), **values)
    connection.execute(row.on_conflict_do_update(index_elements=["case_id"], set_=values))
