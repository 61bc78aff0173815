"""The outbox: what happened to cases goes out to the world, at least once and in each case's order.

A transaction that adds events to a case adds a message to the outbox with them; here messages are
taken up and delivered. A message is *claimed* for a while by whoever delivers it, so that many
workers may share the work; who dies with a claim loses it, and the attempt counts: a message that
kills its worker ends as a dead letter too. While a message of a case waits, no
later one of the same case goes out. What fails is tried again, each time later; what fails too
often, or is not wanted, becomes a dead letter: it stays to be seen and can be sent again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, bindparam, delete, exists, or_, select, update

from workflow_engine.cases.topics import TOPICS
from workflow_engine.errors import JournalError, UsageError
from workflow_engine.store.channels import Channel, Gone, Message, NotDelivered, Outcome
from workflow_engine.store.moments import from_stored, to_stored
from workflow_engine.store.schema import cases, events, outbox

if TYPE_CHECKING:
    from workflow_engine.store.store import Store

ATTEMPTS = 20
"""After so many attempts, about two and a half days, a message is a dead letter."""
LEASE = dt.timedelta(minutes=10)
_LEASE = LEASE // dt.timedelta(microseconds=1)
_FIRST_WAIT = dt.timedelta(seconds=10)
_LONGEST_WAIT = dt.timedelta(hours=6)
_BATCH = 20
_ERROR_LENGTH = 500

_PENDING, _DELIVERED, _DEAD = "pending", "delivered", "dead"


@dataclass(frozen=True, slots=True)
class Deliveries:
    """How many messages were delivered, are to be tried again, and have become dead letters."""

    delivered: int = 0
    failed: int = 0
    dead: int = 0

    def __add__(self, other: Deliveries) -> Deliveries:
        return Deliveries(
            self.delivered + other.delivered, self.failed + other.failed, self.dead + other.dead
        )


@dataclass(frozen=True, slots=True)
class _Claim:
    """A message that is ours until a moment; no message where its events cannot be read."""

    id: int
    attempt: int
    until: int
    message: Message | None


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that is not tried any more; `id` is what `requeue` takes."""

    id: int
    case: str
    first_version: int
    last_version: int
    created_at: dt.datetime
    attempts: int
    error: str


def deliver(
    store: Store,
    channel: Channel,
    clock: Callable[[], dt.datetime],
    *,
    limit: int = 1000,
    stop: Callable[[], bool] = lambda: False,
) -> Deliveries:
    """Deliver up to `limit` messages that are due, and return how it went.

    `clock` tells the moment, which passes while we wait for receivers. When `stop` says so, the
    message in hand is the last one; what else was claimed is given back. Nothing the channel raises
    gets out; a delivery that is cut short (the process dies, the database is gone) is made again.

    Raises:
        UsageError: the store is on the caller's connection, whose transaction may still come to
            nothing when the message is out.
        StoreError: the database could not do it.
    """
    if store.database.is_callers:
        raise UsageError(
            "messages cannot be delivered within your own transaction: give an address instead",
            zh="不能在调用方自己的事务里发送通知：请改用数据库地址打开",
        )
    total = Deliveries()
    left = limit
    while left > 0 and not stop():
        claimed_at = clock()
        claims = _claim(store, claimed_at, min(left, _BATCH))
        if not claims:
            break
        left -= len(claims)
        for number, claim in enumerate(claims):
            if stop():
                _give_back(store, claims[number:])
                break
            now = clock()
            if not claimed_at - LEASE / 2 < now < claimed_at + LEASE / 2:
                break  # what is left of the claim may not last for another delivery
            total += _settle(store, claim, _attempt(channel, claim, now), now)
    return total


def dead_letters(store: Store, *, limit: int = 1000) -> tuple[DeadLetter, ...]:
    """The messages that are not tried any more, oldest first."""
    wanted = select(outbox).where(outbox.c.state == _DEAD).order_by(outbox.c.id).limit(limit)
    with store.database.reading() as connection:
        return tuple(
            DeadLetter(
                id=row.id,
                case=row.case_id,
                first_version=row.first_version,
                last_version=row.last_version,
                created_at=from_stored(row.created_at),
                attempts=row.attempts,
                error=row.error or "",
            )
            for row in connection.execute(wanted)
        )


def requeue(store: Store, now: dt.datetime, ids: Iterable[int] | None = None) -> int:
    """Send dead letters again from `now` on: those with these ids, or all. Returns how many.

    Later messages of the same case may have gone out in the meantime: a receiver tells by the
    version. Raises StoreError.
    """
    dead = outbox.c.state == _DEAD
    if ids is not None:
        dead = and_(dead, outbox.c.id.in_(tuple(ids)))
    with store.database.writing() as connection:
        changed = connection.execute(
            update(outbox)
            .where(dead)
            .values(state=_PENDING, attempts=0, next_try=to_stored(now), claimed_until=None)
        )
        return changed.rowcount


def purge(store: Store, before: dt.datetime) -> int:
    """Forget messages that were delivered before a moment. Returns how many.

    The journal keeps what they told of; dead letters and what waits stay. Raises StoreError.
    """
    old = and_(outbox.c.state == _DELIVERED, outbox.c.delivered_at < to_stored(before))
    with store.database.writing() as connection:
        return connection.execute(delete(outbox).where(old)).rowcount


def wait_after(message: int, attempt: int) -> dt.timedelta:
    """How long to wait after the n-th attempt: twice as long each time, from 10 s to 6 h.

    Up to half of it is taken off by the id of the message in the outbox, so that messages that
    failed together do not all come back together; the same message always waits the same.
    """
    whole = min(_FIRST_WAIT * (1 << min(attempt - 1, 20)), _LONGEST_WAIT)
    seed = hashlib.sha256(f"{message} {attempt}".encode()).digest()[:4]
    return whole - whole / 2 * (int.from_bytes(seed) / 2**32)


def _attempt(channel: Channel, claim: _Claim, now: dt.datetime) -> Outcome | None:
    """What came of it; None when there was nothing to tell anybody."""
    if claim.message is None:
        return Gone("the events of this message are missing from the journal, or damaged")
    if claim.attempt > ATTEMPTS:
        return Gone("whoever tried to deliver it never came back")
    if not claim.message.topics:
        return None
    try:
        return channel(claim.message, now)
    except Exception as failed:  # noqa: BLE001 - nothing the caller's channel does may stop us
        return NotDelivered(f"{type(failed).__name__}: {failed}")


def _due(connection: Connection, now: int, limit: int) -> list[Any]:
    """The due messages that nobody has claimed, of each case only the first that waits."""
    earlier = outbox.alias("earlier")
    waiting_before = exists().where(
        earlier.c.case_id == outbox.c.case_id,
        earlier.c.state == _PENDING,
        earlier.c.first_version < outbox.c.first_version,
    )
    wanted = (
        select(outbox.c.id)
        .where(
            outbox.c.state == _PENDING,
            outbox.c.next_try <= now,
            or_(
                outbox.c.claimed_until.is_(None),
                outbox.c.claimed_until <= now,
                outbox.c.claimed_until > now + _LEASE,  # by a clock that was ahead
            ),
            ~waiting_before,
        )
        .order_by(outbox.c.next_try, outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=outbox)
    )
    return list(connection.scalars(wanted))


_CONTENT = (
    select(
        outbox.c.id,
        outbox.c.case_id,
        outbox.c.last_version,
        cases.c.process,
        cases.c.customer,
        events.c.kind,
        events.c.data,
        events.c.at,
        events.c.hash,
    )
    .join(cases, cases.c.id == outbox.c.case_id)
    .join(
        events,
        and_(
            events.c.case_id == outbox.c.case_id,
            events.c.version.between(outbox.c.first_version, outbox.c.last_version),
        ),
    )
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(outbox.c.id, events.c.version)
)


def _claim(store: Store, now: dt.datetime, limit: int) -> list[_Claim]:
    """Claim due messages until `now + LEASE`."""
    until = to_stored(now) + _LEASE
    with store.database.writing() as connection:
        ids = _due(connection, to_stored(now), limit)
        if not ids:
            return []
        claimed = connection.execute(
            update(outbox)
            .where(outbox.c.id.in_(ids))
            .values(claimed_until=until, attempts=outbox.c.attempts + 1)
            .returning(outbox.c.id, outbox.c.attempts)
        )
        attempts = {row.id: row.attempts for row in claimed}
        parts: dict[int, list[Any]] = {id_: [] for id_ in ids}
        for row in connection.execute(_CONTENT, {"ids": ids}):
            parts[row.id].append(row)
    return [
        _Claim(id_, attempts[id_], until, _message(rows, attempts[id_]))
        for id_, rows in parts.items()
    ]


def _message(rows: list[Any], attempt: int) -> Message | None:
    try:
        told = [json.loads(row.data) for row in rows]
        at = from_stored(rows[-1].at) if rows else None
    except (ValueError, TypeError, JournalError):
        return None
    if at is None:
        return None
    last = rows[-1]
    topics = tuple(dict.fromkeys(row.kind for row in rows if row.kind in TOPICS))
    data = {
        "case": last.case_id,
        "process": last.process,
        "customer": last.customer,
        "version": last.last_version,
        "topics": list(topics),
        "events": told,
    }
    return Message(
        id=f"msg_{last.hash[:32]}",
        case=last.case_id,
        version=last.last_version,
        topics=topics,
        at=at,
        data=data,
        attempt=attempt,
    )


def _give_back(store: Store, claims: Iterable[_Claim]) -> None:
    """Let go of claims that nothing was done with, as if they had not been made."""
    with store.database.writing() as connection:
        for claim in claims:
            mine = and_(outbox.c.id == claim.id, outbox.c.claimed_until == claim.until)
            connection.execute(
                update(outbox)
                .where(mine, outbox.c.state == _PENDING)
                .values(claimed_until=None, attempts=outbox.c.attempts - 1)
            )


def _settle(store: Store, claim: _Claim, outcome: Outcome | None, now: dt.datetime) -> Deliveries:
    """Write down what came of an attempt, unless the claim was lost meanwhile."""
    changes: dict[str, Any] = {"claimed_until": None}
    if isinstance(outcome, NotDelivered | Gone):
        changes["error"] = outcome.reason.replace("\0", "")[:_ERROR_LENGTH]
    if isinstance(outcome, NotDelivered) and claim.attempt < ATTEMPTS:
        changes["next_try"] = to_stored(now + wait_after(claim.id, claim.attempt))
        result = Deliveries(failed=1)
    elif isinstance(outcome, NotDelivered | Gone):
        changes["state"] = _DEAD
        result = Deliveries(dead=1)
    else:
        changes |= {"state": _DELIVERED, "delivered_at": to_stored(now), "error": None}
        result = Deliveries(delivered=int(outcome is not None))
    mine = and_(
        outbox.c.id == claim.id,
        outbox.c.state == _PENDING,
        outbox.c.claimed_until == claim.until,
    )
    with store.database.writing() as connection:
        changed = connection.execute(update(outbox).where(mine).values(changes)).rowcount
    return result if changed else Deliveries()
