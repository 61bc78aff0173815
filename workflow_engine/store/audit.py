"""The auditor: what should have happened to cases and has not.

It looks at every open case and at the outbox, works out from the journal's snapshots what should be
so, and changes nothing. A case that is damaged is a finding of its own and hides no other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection, Row, and_, func, or_, select

from workflow_engine.cases.case import Case
from workflow_engine.cases.timers import next_due
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.errors import JournalError, PolicyMissingError, UsageError
from workflow_engine.store.damage import UNREADABLE
from workflow_engine.store.moments import from_stored, to_stored
from workflow_engine.store.rows import Held, read
from workflow_engine.store.schema import cases, outbox, promises, stalled

if TYPE_CHECKING:
    from workflow_engine.store.store import Store

PATIENCE = dt.timedelta(days=30)
"""How long a case may wait for the customer before it is reported: waiting stops its clocks."""
GRACE = dt.timedelta(minutes=15)
"""How late a timer or a message may be before it is reported: workers take turns and rest."""
_BATCH = 1000
_NAMED = 5

FindingCode = Literal[
    "late_timers",
    "wrong_timer",
    "set_aside",
    "policy_missing",
    "unreadable",
    "nobody",
    "waiting",
    "undelivered",
    "expired_claims",
    "dead_letters",
    "promise_without_case",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that should have happened and has not.

    `text` says what, and what to do; `cases` are the ids of the cases it is about, in the order of
    their numbers; `since` is when the oldest of it should have happened, None where no moment
    tells.
    """

    code: FindingCode
    text: Bilingual
    cases: tuple[str, ...]
    since: dt.datetime | None = None


def audit(store: Store, now: dt.datetime) -> tuple[Finding, ...]:
    """What should have happened until `now` and has not; one finding for each kind of it.

    Raises StoreError when the database cannot be read.
    """
    with store.database.reading() as connection:
        return (
            *_of_cases(store, connection, now),
            *_set_aside(connection, now),
            *_of_outbox(connection, now),
            *_of_promises(connection, now),
        )


class _Pile:
    """Cases with the same finding, and the oldest moment among them."""

    def __init__(self) -> None:
        self.cases: list[str] = []
        self.since: dt.datetime | None = None

    def add(self, case: str, since: dt.datetime | None = None) -> None:
        self.cases.append(case)
        if since is not None and (self.since is None or since < self.since):
            self.since = since

    def finding(self, code: FindingCode, text: Callable[[int, str], Bilingual]) -> list[Finding]:
        """The finding, if there is any case; `text` gets their number and the first names."""
        if not self.cases:
            return []
        return [
            Finding(code, text(len(self.cases), _names(self.cases)), tuple(self.cases), self.since)
        ]


def _of_cases(store: Store, connection: Connection, now: dt.datetime) -> Iterator[Finding]:
    late, wrong, nobody, unreadable, waiting = (_Pile() for _ in range(5))
    missing: dict[str, tuple[PolicyMissingError, _Pile]] = {}
    for row in _living(connection):
        if row.owner is None and row.ended_at is None:
            nobody.add(row.id, _moment(row.updated_at))
        try:
            held = read(row)
            if held.next_due is not None and held.next_due < now - GRACE and not row.aside:
                late.add(row.id, held.next_due)
            since = _waits_since(held.case)
            if since is not None and since < now - PATIENCE:
                waiting.add(row.id, since)
            if not _timer_is_right(store, connection, held):
                wrong.add(row.id)
        except PolicyMissingError as error:
            missing.setdefault(error.hash, (error, _Pile()))[1].add(row.id)
        except (*UNREADABLE, UsageError):
            unreadable.add(row.id)
    yield from late.finding(
        "late_timers",
        lambda number, names: Bilingual(
            f"{number} 件个案的定时事项已到期而未处理（{names}）：后台 worker 是否在运行？"
            "也可执行一次 tick",
            f"timers of {_many(number, 'case')} are past due and not worked off ({names}): is a "
            "worker running? `tick` works them off too",
        ),
    )
    yield from wrong.finding(
        "wrong_timer",
        lambda number, names: Bilingual(
            f"{number} 件个案记录的下次处理时间与规则算出的不符（{names}）："
            "数据库可能被改动过，请执行 verify",
            f"the next timer of {_many(number, 'case')} is not as the rules have it ({names}): "
            "somebody may have changed the database; run `verify`",
        ),
    )
    for gone, pile in missing.values():
        yield from pile.finding("policy_missing", _text_of_missing(gone))
    yield from unreadable.finding(
        "unreadable",
        lambda number, names: Bilingual(
            f"{number} 件个案的记录无法读取（{names}）：请执行 verify，并从备份恢复",
            f"{_many(number, 'case')} cannot be read ({names}): run `verify`, and restore a copy",
        ),
    )
    yield from nobody.finding(
        "nobody",
        lambda number, names: Bilingual(
            f"{number} 件未结个案没有负责人（{names}）：请转派，并在 staff 中补上各角色的人",
            f"nobody answers for {_many(number, 'open case')} ({names}): reassign them, and "
            "name people for the roles in `staff`",
        ),
    )
    yield from waiting.finding(
        "waiting",
        lambda number, names: Bilingual(
            f"{number} 件个案已暂停计时超过 {PATIENCE.days} 天（{names}）：请恢复或办结，"
            "暂停期间不会逾期，也不会升级",
            f"waiting for more than {PATIENCE.days} days: {_many(number, 'case')} ({names}); "
            "resume or end them, for what waits is never overdue nor escalated",
        ),
    )


def _waits_since(case: Case) -> dt.datetime | None:
    """Since when the case waits; None when it does not."""
    if case.ended_at is not None or not case.pauses or case.pauses[-1][1] is not None:
        return None
    return case.pauses[-1][0]


def _moment(stored: int) -> dt.datetime | None:
    """A stored moment; None where it is damaged, which must not hide the finding."""
    try:
        return from_stored(stored)
    except JournalError:
        return None


def _timer_is_right(store: Store, connection: Connection, held: Held) -> bool:
    due = next_due(held.case, store.shelf.rules(connection, held.pins))
    return due == held.next_due


def _text_of_missing(gone: PolicyMissingError) -> Callable[[int, str], Bilingual]:
    return lambda number, names: Bilingual(
        f"{number} 件个案停住了（{names}）：{gone.zh}。请用 migrate 把它们移到现行政策",
        f"at a standstill: {_many(number, 'case')} ({names}): {gone}. "
        "Move them to a policy with `migrate`",
    )


def _living(connection: Connection) -> Iterator[Row[Any]]:
    """The cases that are open or have a timer, in the order of their numbers, in batches."""
    last = -1
    while True:
        query = (
            select(cases, stalled.c.case_id.label("aside"))
            .outerjoin(stalled, stalled.c.case_id == cases.c.id)
            .where(
                cases.c.number > last,
                or_(cases.c.ended_at.is_(None), cases.c.next_due.is_not(None)),
            )
            .order_by(cases.c.number)
            .limit(_BATCH)
        )
        rows = connection.execute(query).all()
        yield from rows
        if len(rows) < _BATCH:
            return
        last = rows[-1].number


def _set_aside(connection: Connection, now: dt.datetime) -> list[Finding]:
    pile = _Pile()
    errors: dict[str, None] = {}
    query = (
        select(stalled)
        .join(cases, cases.c.id == stalled.c.case_id)
        .where(cases.c.next_due <= to_stored(now))
        .order_by(cases.c.number)
    )
    for row in connection.execute(query):
        pile.add(row.case_id, _moment(row.since))
        errors[row.error] = None
    said = "; ".join(list(errors)[:_NAMED])
    return pile.finding(
        "set_aside",
        lambda number, names: Bilingual(
            f"{number} 件个案的定时事项处理失败，会自动重试（{names}）：{said}",
            f"the timers of {_many(number, 'case')} could not be worked off yet ({names}): {said}",
        ),
    )


def _of_outbox(connection: Connection, now: dt.datetime) -> Iterator[Finding]:
    moment = to_stored(now)
    patience = to_stored(now - GRACE)
    pending = outbox.c.state == "pending"
    unclaimed = or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until > moment)
    failing = and_(pending, outbox.c.attempts > 0)
    waiting = and_(pending, unclaimed, or_(outbox.c.created_at < patience, failing))
    yield from _messages(
        connection,
        "undelivered",
        waiting,
        lambda number, names: Bilingual(
            f"{number} 条通知尚未送达（个案 {names}）：接收方是否可用？worker 是否配置了发送渠道？",
            f"not delivered: {_many(number, 'message')} (cases {names}): can the receiver "
            "be reached? Has the worker a channel?",
        ),
    )
    yield from _messages(
        connection,
        "expired_claims",
        and_(pending, outbox.c.claimed_until <= moment),
        lambda number, names: Bilingual(
            f"{number} 条通知在发送途中被中断（个案 {names}）：会自动重发，接收方可能收到两次",
            f"the delivery of {_many(number, 'message')} was cut short (cases {names}): "
            "delivered again, perhaps twice",
        ),
    )
    yield from _messages(
        connection,
        "dead_letters",
        outbox.c.state == "dead",
        lambda number, names: Bilingual(
            f"{number} 条通知已放弃发送（个案 {names}）：排除原因后请重新排队",
            f"given up: {_many(number, 'message')} (cases {names}): once the reason is "
            "gone, send them again",
        ),
    )


def _messages(
    connection: Connection,
    code: FindingCode,
    which: Any,
    text: Callable[[int, str], Bilingual],
) -> list[Finding]:
    query = (
        select(
            outbox.c.case_id,
            func.count().label("number"),
            func.min(outbox.c.created_at).label("since"),
        )
        .where(which)
        .group_by(outbox.c.case_id)
        .order_by(func.min(outbox.c.id))
    )
    rows = connection.execute(query).all()
    if not rows:
        return []
    number, names = sum(row.number for row in rows), [row.case_id for row in rows]
    since = min(filter(None, (_moment(row.since) for row in rows)), default=None)
    return [Finding(code, text(number, _names(names)), tuple(names), since)]


def _of_promises(connection: Connection, now: dt.datetime) -> list[Finding]:
    query = select(func.count(), func.min(promises.c.recorded_at)).where(
        promises.c.opens.is_not(None),
        promises.c.case_id.is_(None),
        promises.c.recorded_at < to_stored(now - GRACE),
    )
    number, since = connection.execute(query).one()
    if not number:
        return []
    text = Bilingual(
        f"{number} 项未兑现的承诺应开立补救个案而未开立：请按原结果再登记一次",
        f"{number} broken promises should have opened a case and have not: record them once more "
        "as they are",
    )
    return [Finding("promise_without_case", text, (), _moment(since))]


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _names(found: Iterable[str]) -> str:
    names = list(found)
    return ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
