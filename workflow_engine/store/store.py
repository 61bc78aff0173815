"""The store: one transaction for each command, from the lock on the case to the message about it.

    lock the case → was this command given before? → is it the expected version? → decide →
    append the events, renew the snapshot, put a message into the outbox, remember the key

A refusal leaves nothing of the command behind. But what the clocks have brought about until the
moment of the command is worked off and kept, as if a worker had come by just before.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress

from sqlalchemy import Connection, bindparam, func, select, text

from workflow_engine.cases.case import Case
from workflow_engine.cases.codec import command_to_json
from workflow_engine.cases.commands import Act, Open
from workflow_engine.cases.events import Event
from workflow_engine.cases.kernel import carry_out, work_off_until
from workflow_engine.cases.refusals import Refusal
from workflow_engine.cases.rules import CaseRules
from workflow_engine.errors import (
    ConflictError,
    KeyReusedError,
    PolicyMissingError,
    UnknownCaseError,
    UsageError,
)
from workflow_engine.store.database import Database, Target
from workflow_engine.store.journal import (
    Entry,
    canonical,
    digest,
    entries,
    followed,
    is_text,
    replayed,
)
from workflow_engine.store.moments import from_stored
from workflow_engine.store.pins import Pins
from workflow_engine.store.policies import PolicyShelf
from workflow_engine.store.repeats import earlier
from workflow_engine.store.rows import COLUMNS, Change, Given, Held, held, read, write
from workflow_engine.store.schema import cases, commands, ensure_schema, is_current
from workflow_engine.store.search import Found, Search, found
from workflow_engine.store.statements import Statement

GIVEN_ID = re.compile(r"C-[0-9]+")
"""Ids of this form are given by the store alone."""

REMEMBERED = 1024
"""At most this many cases are kept decoded, to be used again while nobody has changed them."""

_MAX_ID = 200
_NOT_ASKED = ("name", "people", "holds", "facts", "earlier")
"""What an opening carries that is not asked by the caller but found out about the customer."""

_BY_ID = select(*COLUMNS).where(cases.c.id == bindparam("id"))
_CASE = Statement(_BY_ID)
_LOCKED = Statement(_BY_ID.with_for_update())
_GIVEN = Statement(
    select(commands).where(
        commands.c.scope == bindparam("scope"), commands.c.key == bindparam("key")
    )
)
_NEXT_NUMBER = select(func.coalesce(func.max(cases.c.number), 0) + 1)


class Store:
    """Cases on one database. Safe to share between threads, unless on the caller's connection."""

    def __init__(self, target: Target) -> None:
        """Open the database, and bring its tables up to date.

        Raises:
            UsageError: the address is wrong.
            DatabaseTooNewError: a newer version of the engine has changed the database.
            StoreError: it cannot be opened.
        """
        self.database = Database(target)
        self.shelf = PolicyShelf()
        self._decoded: dict[str, tuple[str, Case]] = {}
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def keep(self, rules: CaseRules, texts: Mapping[str, str]) -> Pins:
        """Keep a policy with its calendars, for the cases that will be opened under it."""
        with self.database.writing() as connection:
            return self.shelf.keep(connection, rules, texts)

    def open(
        self, opening: Open, pins: Pins, *, now: dt.datetime, key: str | None = None
    ) -> Case | Refusal:
        """Open a case; an empty `opening.case` gets the next free id. `earlier` is counted here.

        Raises:
            ConflictError: the id is taken.
            KeyReusedError: the key was given before, with another opening.
            StoreError: the database could not do it.
        """
        asked = command_to_json(opening)
        for name in _NOT_ASKED:
            asked.pop(name, None)
        given = _given("", key, asked)
        if opening.case:
            _check_id(opening.case)
        with self.database.writing() as connection:
            self._take_turns(connection, key, opening.case)
            if given is not None and (before := self._before(connection, given)) is not None:
                return before
            number = self._number(connection)
            case_id = opening.case or f"C-{number:06}"
            if _CASE.run(connection, {"id": case_id}).first() is not None:
                raise ConflictError(
                    f"there is a case `{case_id}` already", zh=f"个案“{case_id}”已经存在"
                )
            rules = self.shelf.rules(connection, pins)
            opening = dataclasses.replace(
                opening, case=case_id, earlier=earlier(connection, opening, rules, now)
            )
            answer = carry_out(None, opening, rules, now)
            if isinstance(answer, Refusal):
                return answer
            happened, after = answer
            change = Change(None, after, happened, rules, pins, number, given)
            return self._write(connection, [change], now)[0].case

    def act(
        self,
        case: str,
        command: Act,
        *,
        now: dt.datetime,
        key: str | None = None,
        expected_version: int | None = None,
    ) -> Case | Refusal:
        """Give a command to a case.

        The same command with the same key gives what it gave the first time, whatever has happened
        since. A refusal is not remembered: the same command may be given again.

        Raises:
            UnknownCaseError: there is no such case.
            ConflictError: the case is not at the expected version.
            KeyReusedError: the key was given to this case before, with another command.
            PolicyMissingError: the policy that the case follows cannot be read.
            StoreError: the database could not do it.
        """
        given = _given(case, key, command_to_json(command))
        with self.database.writing() as connection:
            before = self.lock(connection, case)
            if given is not None and (first := self._before(connection, given)) is not None:
                return first
            if expected_version is not None and expected_version != before.case.version:
                raise ConflictError(
                    f"case `{case}` is at version {before.case.version}, not {expected_version}: "
                    "somebody has changed it; look at it again",
                    zh=f"个案“{case}”已是第 {before.case.version} 版，不是第 {expected_version} "
                    "版：已有人修改，请重新查看",
                )
            rules = self.shelf.rules(connection, before.pins)
            answer = carry_out(before.case, command, rules, now)
            if isinstance(answer, Refusal):
                self._work_off(connection, before, rules, now)
                return answer
            happened, after = answer
            change = Change(before, after, happened, rules, before.pins, before.number, given)
            return self._write(connection, [change], now)[0].case

    def fire(self, case: str, now: dt.datetime) -> tuple[Event, ...]:
        """Work off the timers of one case that are due until `now`.

        Raises:
            UnknownCaseError: there is no such case.
            PolicyMissingError: the policy that the case follows cannot be read.
            StoreError: the database could not do it.
        """
        with self.database.writing() as connection:
            before = self.lock(connection, case)
            rules = self.shelf.rules(connection, before.pins)
            return self._work_off(connection, before, rules, now)

    def held(self, case: str) -> Held:
        """A case as it is stored. Raises UnknownCaseError."""
        with self.database.reading() as connection:
            return self._read(connection, case, lock=False)

    def entries(self, case: str) -> tuple[Entry, ...]:
        """The journal of a case. Raises UnknownCaseError."""
        with self.database.reading() as connection:
            told = entries(connection, case) if is_text(case) else ()
        if not told:
            raise UnknownCaseError(case)
        return told

    def rules_for(self, pins: Pins) -> CaseRules:
        """The rules that a case follows. Raises PolicyMissingError."""
        with self.database.reading() as connection:
            return self.shelf.rules(connection, pins)

    def rules_followed(self, told: Sequence[Entry]) -> CaseRules:
        """The rules that a case followed after the last of these entries of its journal.

        Raises:
            JournalError: the opening, which names them, is not among the entries.
            PolicyMissingError: they cannot be read.
        """
        return self.rules_for(followed(told))

    def zones(self) -> tuple[str, ...]:
        """The time zones of the policies that cases follow: open ones, or all when none is open.

        In the order of the first case; policies that cannot be read are passed over.
        """
        every = select(cases.c.policy, cases.c.calendars).group_by(
            cases.c.policy, cases.c.calendars
        )
        every = every.order_by(func.min(cases.c.number))
        zones: dict[str, None] = {}
        with self.database.reading() as connection:
            for query in (every.where(cases.c.ended_at.is_(None)), every):
                for row in connection.execute(query).all():
                    with suppress(PolicyMissingError):
                        rules = self.shelf.rules(connection, Pins(row.policy, row.calendars))
                        zones[rules.program.head.timezone] = None
                if zones:
                    break
        return tuple(zones)

    def search(self, search: Search) -> Found[Held]:
        """The cases that fit, in the order of their numbers; damaged ones stand aside."""
        with self.database.reading() as connection:
            return found(connection, search)

    def latest(self) -> dt.datetime | None:
        """When anything last happened to any case; None without cases."""
        with self.database.reading() as connection:
            newest = connection.execute(select(func.max(cases.c.updated_at))).scalar_one()
        return None if newest is None else from_stored(newest)

    def lock(self, connection: Connection, case: str) -> Held:
        """A case, locked until the end of the transaction. Raises UnknownCaseError."""
        return self._read(connection, case, lock=True)

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def _prepare(self) -> None:
        with self.database.reading() as connection:
            current = is_current(connection)
        if not current:
            with self.database.writing() as connection:
                ensure_schema(connection)

    def _read(self, connection: Connection, case: str, *, lock: bool) -> Held:
        row = None
        if is_text(case):
            row = (_LOCKED if lock else _CASE).run(connection, {"id": case}).one_or_none()
        if row is None:
            raise UnknownCaseError(case)
        head, known = self._decoded.get(case, (None, None))
        if known is not None and head == row.head:
            return held(row, known)
        return self._remember(read(row))

    def _remember(self, stored: Held) -> Held:
        if len(self._decoded) >= REMEMBERED:
            self._decoded.clear()
        self._decoded[stored.case.id] = (stored.head, stored.case)
        return stored

    def _write(
        self, connection: Connection, changes: Sequence[Change], now: dt.datetime
    ) -> list[Held]:
        return [self._remember(one) for one in write(connection, changes, now)]

    def _work_off(
        self, connection: Connection, before: Held, rules: CaseRules, now: dt.datetime
    ) -> tuple[Event, ...]:
        if before.next_due is None or before.next_due > now:
            return ()
        happened, after = work_off_until(before.case, rules, now)
        change = Change(before, after, happened, rules, before.pins, before.number)
        self._write(connection, [change], now)
        return happened

    def _before(self, connection: Connection, given: Given) -> Case | None:
        """What the command gave when it was given first; None when it is new."""
        row = _GIVEN.run(connection, {"scope": given.scope, "key": given.key}).one_or_none()
        if row is None:
            return None
        if row.command != given.asked:
            raise KeyReusedError(given.key)
        told = entries(connection, row.case_id, until=row.version)
        return replayed(row.case_id, (entry.event for entry in told))

    def _number(self, connection: Connection) -> int:
        """The next number: of a sequence where many open cases at once, else the next free one."""
        if self.database.dialect == "postgresql":
            return int(connection.scalar(text("SELECT nextval('workflow_case_number')")) or 0)
        return int(connection.scalar(_NEXT_NUMBER) or 1)

    def _take_turns(self, connection: Connection, *wanted: str | None) -> None:
        """Let two openings with one key, or one id, follow each other.

        What they would meet on is not yet there to be locked. SQLite has one writer at a time.
        """
        if self.database.dialect == "postgresql":
            for name in wanted:
                if name:
                    turn = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
                    connection.execute(turn, {"name": f"workflow:{name}"})


def _given(scope: str, key: str | None, asked: object) -> Given | None:
    wanted = digest(canonical(asked))
    if key is None:
        return None
    if not key or len(key) > _MAX_ID:
        raise UsageError(
            f"an idempotency key has 1 to {_MAX_ID} characters",
            zh=f"幂等键须为 1 到 {_MAX_ID} 个字符",
        )
    canonical(key)
    return Given(scope, key, wanted)


def _check_id(case: str) -> None:
    canonical(case)
    if (
        GIVEN_ID.fullmatch(case)
        or len(case) > _MAX_ID
        or case != case.strip()
        or not case.isprintable()
    ):
        raise UsageError(
            f"`{case}` cannot be the id of a case: it has at most {_MAX_ID} printable characters, "
            "no spaces around them, and is not of the form C-000123, which is given here",
            zh=f"“{case}”不能作个案编号：最多 {_MAX_ID} 个可打印字符，首尾没有空格，"
            "且不能是 C-000123 这种由系统给出的形式",
        )
