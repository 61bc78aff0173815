"""Proof that the journal is whole: every link, every version, every snapshot.

What is compared with what:

* each event's hash with its content, and with the link in the event after it;
* the versions of a case with 1, 2, 3, …;
* the snapshot, the columns and the head of a case with what its events add up to, and the policy
  and calendars it follows with those its opening or last migration names;
* the texts of each policy and the data of each calendar with the hash they are kept by;
* a digest the operator has kept elsewhere with the journal as it was at that time. Only this shows
  that whole cases, or the last events of one together with its snapshot, were removed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from sqlalchemy import Connection, Row, func, select, text

from workflow_engine.cases.case import Case
from workflow_engine.cases.codec import case_from_json
from workflow_engine.cases.evolve import evolve
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.errors import UnknownCaseError, UsageError
from workflow_engine.store.damage import UNREADABLE
from workflow_engine.store.journal import NOTHING_BEFORE, canonical, entry, link
from workflow_engine.store.journal import digest as hash_of
from workflow_engine.store.moments import to_stored
from workflow_engine.store.pins import Pins
from workflow_engine.store.policies import is_whole_policy
from workflow_engine.store.schema import calendars, cases, events, policies
from workflow_engine.store.store import Store

BATCH = 1000
DIGEST = re.compile(r"([0-9]+)-([0-9a-f]{64})")

DamageCode = Literal[
    "changed_event",
    "broken_link",
    "missing_version",
    "unreadable_event",
    "missing_events",
    "missing_case",
    "wrong_snapshot",
    "changed_policy",
    "changed_calendars",
    "wrong_digest",
]


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that is not as it was written; `case` is None when it is not about one case."""

    code: DamageCode
    case: str | None
    version: int | None
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Verification:
    """What verifying found.

    `digest` stands for the whole journal; it is None when only one case was looked at.

    Keep the digest outside of the database: given to a later verification, it proves that nothing
    that was there has been changed or removed.
    """

    cases: int
    events: int
    damages: tuple[Damage, ...]
    digest: str | None

    @property
    def whole(self) -> bool:
        """Whether everything is as it was written."""
        return not self.damages


def verify(store: Store, case: str | None = None, *, digest: str | None = None) -> Verification:
    """Verify the journal of one case, or of all.

    Args:
        store: the database.
        case: the id of the case to look at; None is all of them.
        digest: what an earlier verification of all cases gave.

    Raises:
        UnknownCaseError: there is no such case, nor an event of it.
        UsageError: the digest is none, or was given together with a case.
        StoreError: the database could not be read.
    """
    kept = None if digest is None else DIGEST.fullmatch(digest)
    if digest is not None and (kept is None or case is not None):
        raise UsageError(
            "a digest is a number, a hyphen and 64 hexadecimal digits, and stands for all cases",
            zh="摘要的格式是：数字、连字符、64 位十六进制数字；它代表全部个案，不能与单个个案同用",
        )
    last = _settled(store)
    now = _Heads(last)
    then = _Heads(int(kept[1]) if kept is not None else 0)
    with store.database.reading() as connection:
        inspection = _Inspection(connection, case, (now, then))
        damages = list(inspection.damages())
    if case is not None and not inspection.cases:
        raise UnknownCaseError(case)
    if kept is not None and then.digest != kept[0]:
        damages.append(_damage("wrong_digest", None, None))
    return Verification(
        cases=inspection.cases,
        events=inspection.events,
        damages=tuple(damages),
        digest=now.digest if case is None else None,
    )


class _Heads:
    """The last event of every case as the journal stood when it had reached a position."""

    def __init__(self, position: int) -> None:
        self._position = position
        self._heads: dict[str, str] = {}

    def see(self, row: Row[Any]) -> None:
        """Take an event into account; those of a case come in their order."""
        if row.position <= self._position:
            self._heads[row.case_id] = f"{row.version} {row.hash}"

    @property
    def digest(self) -> str:
        """The position, and the hash of all the heads in the order of their cases."""
        told = canonical(sorted(self._heads.items()))
        return f"{self._position}-{hash_of(told)}"


class _Inspection:
    def __init__(self, connection: Connection, case: str | None, heads: tuple[_Heads, ...]) -> None:
        self.cases = 0
        self.events = 0
        self._connection = connection
        self._case = case
        self._heads = heads

    def damages(self) -> Iterator[Damage]:
        seen: set[str] = set()
        journal = select(events).order_by(events.c.case_id, events.c.version)
        stored = select(cases)
        if self._case is not None:
            journal = journal.where(events.c.case_id == self._case)
            stored = stored.where(cases.c.id == self._case)
        rows = self._connection.execute(journal, execution_options={"yield_per": BATCH})
        for case, chain in groupby(rows, lambda row: row.case_id):
            seen.add(case)
            self.cases += 1
            row = self._connection.execute(select(cases).where(cases.c.id == case)).one_or_none()
            yield from self._chain(case, chain, row)
        for row in self._connection.execute(stored.with_only_columns(cases.c.id)):
            if row.id not in seen:
                self.cases += 1
                yield _damage("missing_events", row.id, None)
        yield from self._kept()

    def _kept(self) -> Iterator[Damage]:
        """The policies and calendars that are, or were, followed."""
        followed = select(events.c.policy, events.c.calendars).where(events.c.policy.is_not(None))
        if self._case is not None:
            followed = followed.where(events.c.case_id == self._case)
        pins = self._connection.execute(followed.distinct()).all()
        for hash_ in sorted({row.policy for row in pins}):
            texts = select(policies.c.texts).where(policies.c.hash == hash_)
            if not is_whole_policy(hash_, str(self._connection.scalar(texts))):
                yield _damage("changed_policy", None, None, hash_)
        for hash_ in sorted({row.calendars for row in pins}):
            data = select(calendars.c.data).where(calendars.c.hash == hash_)
            if hash_of(str(self._connection.scalar(data))) != hash_:
                yield _damage("changed_calendars", None, None, hash_)

    def _chain(
        self, case: str, chain: Iterator[Row[Any]], stored: Row[Any] | None
    ) -> Iterator[Damage]:
        head, version = NOTHING_BEFORE, 0
        replayed: Case | None = None
        pins: Pins | None = None
        readable = True
        for row in chain:
            self.events += 1
            for heads in self._heads:
                heads.see(row)
            if row.version != version + 1:
                readable = False
                yield _damage("missing_version", case, version + 1)
            elif row.prev_hash != head:
                yield _damage("broken_link", case, row.version)
            if link(row._asdict()) != row.hash:
                yield _damage("changed_event", case, row.version)
            head, version = row.hash, row.version
            if row.policy is not None:
                pins = Pins(row.policy, row.calendars)
            if readable:
                try:
                    replayed = evolve(replayed, entry(row).event)
                except (*UNREADABLE, UsageError):
                    readable = False
                    yield _damage("unreadable_event", case, row.version)
        if stored is None:
            yield _damage("missing_case", case, None)
        elif stored.version > version:
            yield _damage("missing_version", case, version + 1)
        elif (
            stored.head != head
            or Pins(stored.policy, stored.calendars) != pins
            or (readable and not _same(stored, replayed))
        ):
            yield _damage("wrong_snapshot", case, version)


def _settled(store: Store) -> int:
    """The position up to which the journal is complete.

    On PostgreSQL positions are given before they are committed: only when nobody is writing it is
    certain that nothing below the last one is still to come.
    """
    last = select(func.coalesce(func.max(events.c.position), 0))
    if store.database.dialect == "sqlite":
        with store.database.reading() as connection:
            return int(connection.scalar(last) or 0)
    with store.database.writing() as connection:
        connection.execute(text("LOCK TABLE workflow_events IN SHARE MODE"))
        return int(connection.scalar(last) or 0)


def _same(stored: Row[Any], replayed: Case | None) -> bool:
    """Whether the snapshot, and the columns a case is searched by, are what its events say."""
    try:
        snapshot = case_from_json(json.loads(stored.snapshot))
    except UNREADABLE:
        return False
    told = (
        snapshot.id,
        snapshot.process,
        snapshot.customer,
        snapshot.state,
        snapshot.level,
        snapshot.owner,
        snapshot.version,
        to_stored(snapshot.opened_at),
        to_stored(snapshot.ended_at),
    )
    written = (
        stored.id,
        stored.process,
        stored.customer,
        stored.state,
        stored.level,
        stored.owner,
        stored.version,
        stored.opened_at,
        stored.ended_at,
    )
    return snapshot == replayed and told == written


_TEXTS: dict[DamageCode, tuple[str, str]] = {
    "changed_event": (
        "个案“{case}”的第 {version} 条事件被改动过：内容与其哈希值不符",
        "event {version} of case `{case}` was changed: its content does not fit its hash",
    ),
    "broken_link": (
        "个案“{case}”的第 {version} 条事件接不上前一条：前一条被替换过",
        "event {version} of case `{case}` does not follow the one before it, which was replaced",
    ),
    "missing_version": (
        "个案“{case}”缺少第 {version} 条事件",
        "event {version} of case `{case}` is missing",
    ),
    "unreadable_event": (
        "个案“{case}”的第 {version} 条事件无法读取",
        "event {version} of case `{case}` cannot be read",
    ),
    "missing_events": (
        "个案“{case}”没有任何事件记录",
        "case `{case}` has no event in the journal",
    ),
    "missing_case": (
        "流水中有个案“{case}”的事件，但个案本身不见了",
        "the journal has events of case `{case}`, but the case itself is gone",
    ),
    "wrong_snapshot": (
        "个案“{case}”保存的现状与其事件累计的结果不一致",
        "case `{case}` is not stored as its events add up",
    ),
    "changed_policy": (
        "政策 {hash}… 的原文与其哈希值不符：被改动过，或由另一版本的程序保存",
        "the texts of policy {hash}… do not fit its hash: changed, or kept by another version",
    ),
    "changed_calendars": (
        "工作日历 {hash}… 与其哈希值不符：被改动过，依据它的期限可能不对",
        "the calendars {hash}… do not fit their hash: they were changed, and deadlines with them",
    ),
    "wrong_digest": (
        "流水与先前保存的摘要不符：当时已有的事件被改动或删除过",
        "the journal does not fit the digest that was kept: events of then were changed or removed",
    ),
}


def _damage(code: DamageCode, case: str | None, version: int | None, hash_: str = "") -> Damage:
    zh, en = (one.format(case=case, version=version, hash=hash_[:12]) for one in _TEXTS[code])
    return Damage(code, case, version, Bilingual(zh, en))
