"""Cases as rows, and the one place that writes what happened to them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, update

from workflow_engine.cases.case import Case
from workflow_engine.cases.codec import case_from_json, case_to_json
from workflow_engine.cases.events import Event
from workflow_engine.cases.ledgers import due_at
from workflow_engine.cases.rules import CaseRules
from workflow_engine.cases.timers import next_due
from workflow_engine.errors import ConflictError, JournalError
from workflow_engine.store.damage import UNREADABLE, damaged
from workflow_engine.store.journal import NOTHING_BEFORE, canonical, chained
from workflow_engine.store.moments import from_stored, to_stored
from workflow_engine.store.pins import Pins
from workflow_engine.store.schema import cases, commands, events, outbox
from workflow_engine.store.statements import Statement, insertion

_INSERT_CASE = insertion(cases, cases.c.keys())
_INSERT_EVENT = insertion(events, [one.name for one in events.c if one.name != "position"])
_INSERT_COMMAND = insertion(commands, commands.c.keys())
_INSERT_MESSAGE = insertion(
    outbox, ("case_id", "first_version", "last_version", "created_at", "next_try")
)
_CHANGED = (
    "state",
    "level",
    "owner",
    "version",
    "head",
    "snapshot",
    "next_due",
    "due_at",
    "updated_at",
    "ended_at",
    "policy",
    "calendars",
)
_UPDATE_CASE = Statement(
    update(cases)
    .where(cases.c.id == bindparam("the_id"), cases.c.version == bindparam("from_version"))
    .values({name: bindparam(name) for name in _CHANGED})
)


COLUMNS: tuple[ColumnElement[Any], ...] = (
    cases.c.id,
    cases.c.number,
    cases.c.version,
    cases.c.head,
    cases.c.snapshot,
    cases.c.next_due,
    cases.c.updated_at,
    cases.c.policy,
    cases.c.calendars,
)
"""What `read` needs of a row of the cases; the other columns are there to search by."""


@dataclass(frozen=True, slots=True)
class Held:
    """A case as the database holds it: `head` is the hash of its last event.

    `next_due` is when a timer is to be worked off next, None when never; `updated_at` when
    something was last recorded.
    """

    case: Case
    number: int
    head: str
    next_due: dt.datetime | None
    updated_at: dt.datetime
    pins: Pins


@dataclass(frozen=True, slots=True)
class Given:
    """A command that came with an idempotency key; `asked` is the hash of what it asked."""

    scope: str
    key: str
    asked: str


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written: the events of one case, and the case after them.

    `before` is None for a case that was just opened, `number` is then its number. `given` is the
    command that brought it about, if it had a key.
    """

    before: Held | None
    after: Case
    happened: tuple[Event, ...]
    rules: CaseRules
    pins: Pins
    number: int
    given: Given | None = None


def read(row: Row[Any]) -> Held:
    """A row of the cases with its `COLUMNS`. Raises JournalError when it is damaged."""
    try:
        case = case_from_json(json.loads(row.snapshot))
    except UNREADABLE as error:
        raise damaged(
            f"个案“{row.id}”的快照无法读取",
            f"the snapshot of case `{row.id}` cannot be read",
            error,
        ) from error
    return held(row, case)


def held(row: Row[Any], case: Case) -> Held:
    """A row of the cases whose snapshot is known to be this case.

    Raises JournalError when another column is damaged.
    """
    if row.version != case.version or row.id != case.id:
        raise damaged(
            f"个案“{row.id}”记为第 {row.version} 版，其快照却是“{case.id}”的第 {case.version} 版",
            f"case `{row.id}` is stored as version {row.version}, its snapshot as version "
            f"{case.version} of `{case.id}`",
        )
    try:
        return Held(
            case=case,
            number=row.number,
            head=row.head,
            next_due=from_stored(row.next_due),
            updated_at=from_stored(row.updated_at),
            pins=Pins(row.policy, row.calendars),
        )
    except JournalError as error:
        raise damaged(
            f"个案“{row.id}”的 next_due 或 updated_at 已损坏",
            f"`next_due` or `updated_at` of case `{row.id}` is damaged",
            error,
        ) from error


def write(
    connection: Connection, changes: Sequence[Change], recorded_at: dt.datetime
) -> list[Held]:
    """Append the events, renew the cases, and put a message for each case into the outbox.

    All of it in the caller's transaction, which holds the locks of the cases; in a fixed number of
    statements however many cases there are. What is recorded before the last thing that was
    recorded of a case, because a clock jumped back, counts as recorded with it.

    Raises:
        ConflictError: a case is not at the version it was read at.
    """
    added: list[dict[str, Any]] = []
    openings: list[dict[str, Any]] = []
    renewals: list[dict[str, Any]] = []
    messages: list[dict[str, Any]] = []
    keyed: list[dict[str, Any]] = []
    written: list[Held] = []
    for change in changes:
        before, after = change.before, change.after
        moment = recorded_at if before is None else max(recorded_at, before.updated_at)
        version = 0 if before is None else before.case.version
        head = NOTHING_BEFORE if before is None else before.head
        key = None if change.given is None else change.given.key
        added += chained(
            after.id, version, head, change.happened, change.pins, recorded_at=moment, key=key
        )
        if change.happened:
            head = added[-1]["hash"]
            messages.append(_message(after, version, moment))
        columns = _columns(change, head, moment)
        if before is None:
            openings.append({**columns, **_fixed(change)})
        else:
            renewals.append({**columns, "the_id": after.id, "from_version": version})
        if change.given is not None:
            keyed.append(_keyed(change.given, after, moment))
        written.append(
            Held(after, change.number, head, from_stored(columns["next_due"]), moment, change.pins)
        )
    if openings:
        _INSERT_CASE.run(connection, *openings)
    if renewals:
        renewed = _UPDATE_CASE.run(connection, *renewals)
        if renewed.rowcount != len(renewals):
            raise ConflictError(
                "a case was changed by somebody else at the same time: nothing was done",
                zh="个案同时被其他人修改：本次未作任何改动",
            )
    if added:
        _INSERT_EVENT.run(connection, *added)
        _INSERT_MESSAGE.run(connection, *messages)
    if keyed:
        _INSERT_COMMAND.run(connection, *keyed)
    return written


def _columns(change: Change, head: str, moment: dt.datetime) -> dict[str, Any]:
    case, rules = change.after, change.rules
    ends = [
        due_at(ledger, rules)
        for ledger in case.ledgers.values()
        if ledger.running_since is not None and ledger.outcome is None
    ]
    return {
        "state": case.state,
        "level": case.level,
        "owner": case.owner,
        "version": case.version,
        "head": head,
        "snapshot": canonical(case_to_json(case)),
        "next_due": to_stored(next_due(case, rules)),
        "due_at": to_stored(min((end for end in ends if end is not None), default=None)),
        "updated_at": to_stored(moment),
        "ended_at": to_stored(case.ended_at),
        "policy": change.pins.policy,
        "calendars": change.pins.calendars,
    }


def _fixed(change: Change) -> dict[str, Any]:
    case = change.after
    return {
        "id": case.id,
        "number": change.number,
        "process": case.process,
        "customer": case.customer,
        "opened_at": to_stored(case.opened_at),
    }


def _message(case: Case, version: int, moment: dt.datetime) -> dict[str, Any]:
    stored = to_stored(moment)
    return {
        "case_id": case.id,
        "first_version": version + 1,
        "last_version": case.version,
        "created_at": stored,
        "next_try": stored,
    }


def _keyed(given: Given, case: Case, moment: dt.datetime) -> dict[str, Any]:
    return {
        "scope": given.scope,
        "key": given.key,
        "command": given.asked,
        "case_id": case.id,
        "version": case.version,
        "recorded_at": to_stored(moment),
    }
