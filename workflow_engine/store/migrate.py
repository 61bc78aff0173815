"""Moving open cases to another version of their policy or calendars: first looked at, then done.

A case follows the policy and the calendars it was opened under until somebody moves it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, or_, select

from workflow_engine.cases.events import Event
from workflow_engine.cases.evolve import evolve_all
from workflow_engine.cases.kernel import fire
from workflow_engine.cases.rules import CaseRules
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.errors import CalendarError, ConflictError, JournalError, PolicyMissingError
from workflow_engine.store.journal import entry
from workflow_engine.store.moves import TELLING, Move, Standing, moved
from workflow_engine.store.pins import Pins
from workflow_engine.store.policies import pins_of
from workflow_engine.store.rows import Change, read, write
from workflow_engine.store.schema import cases, events

if TYPE_CHECKING:
    from workflow_engine.store.store import Store

BATCH = 200


@dataclass(frozen=True, slots=True)
class Applied:
    """The cases that were moved, and those that had changed since they were looked at."""

    moved: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


def preview(
    store: Store, rules: CaseRules, now: dt.datetime, ids: Collection[str] | None = None
) -> tuple[Move, ...]:
    """What moving the open cases to these rules at `now` would do; nothing is written.

    Args:
        store: the database.
        rules: the new policy, with its calendars.
        now: what is due until then counts as worked off.
        ids: the cases to look at; None is all that follow something else and are open, or have a
            clock that runs beyond their end.

    Raises:
        StoreError: the database could not be read; a case that is damaged is an obstacle.
    """
    target = pins_of(rules)
    found: list[Move] = []
    with store.database.reading() as connection:
        for chunk in _chunks(_candidates(connection, target, ids)):
            for standing in _standings(store, connection, chunk, now, lock=False):
                if isinstance(standing, _Damaged):
                    found.append(standing.move(target))
                    continue
                try:
                    found.append(moved(standing, rules, target, now, None)[0])
                except CalendarError as error:
                    found.append(_immovable(standing, target, error))
    return tuple(found)


def apply(
    store: Store,
    rules: CaseRules,
    texts: Mapping[str, str],
    *,
    now: dt.datetime,
    moves: Iterable[Move],
    by: str | None = None,
) -> Applied:
    """Move the cases as previewed; those with an obstacle stay.

    A case is left as it is, and named in `changed`, when anything has happened to it since the
    preview, or it would now get other deadlines: look again. What is due until `now` is worked off
    under the old rules first, what the move makes due under the new ones afterwards.

    Args:
        store: the database.
        rules: the new policy, with its calendars.
        texts: the texts of the new policy by file name, to be kept.
        now: the moment of the move.
        moves: what `preview` gave.
        by: who moves the cases.

    Raises:
        ConflictError: the moves were previewed for other rules.
        StoreError: the database could not do it.
    """
    wanted = {move.case: move for move in moves if move.obstacle is None}
    target = pins_of(rules)
    if any(move.target != target for move in wanted.values()):
        raise ConflictError(
            "the moves were previewed for another policy or calendar: preview again",
            zh="预览时用的是另一版政策或日历：请重新预览",
        )
    if wanted:
        store.keep(rules, texts)
    done: list[str] = []
    for chunk in _chunks(sorted(wanted)):
        with store.database.writing() as connection:
            changes: list[Change] = []
            for standing in _standings(store, connection, chunk, now, lock=True):
                if isinstance(standing, _Damaged):
                    continue
                with suppress(CalendarError):  # as if it had changed: the preview tells why
                    again, happened = moved(standing, rules, target, now, by)
                    if again == wanted[standing.case.id]:
                        changes.append(_change(standing, happened, rules, target, now))
            write(connection, changes, now)
        done += [change.after.id for change in changes]
    return Applied(tuple(done), tuple(sorted(wanted.keys() - set(done))))


@dataclass(frozen=True, slots=True)
class _Damaged:
    """A case that cannot be moved because what is stored of it cannot be read."""

    row: Row[Any]
    error: JournalError

    def move(self, target: Pins) -> Move:
        row = self.row
        return Move(
            case=row.id,
            process=row.process,
            state=row.state,
            version=row.version,
            head=row.head,
            source=Pins(row.policy, row.calendars),
            target=target,
            obstacle=Bilingual(self.error.zh, str(self.error)),
        )


def _immovable(standing: Standing, target: Pins, error: CalendarError) -> Move:
    """The move of a case whose clocks the new calendars cannot count."""
    case, held = standing.case, standing.held
    obstacle = Bilingual(
        f"新的工作日历无法计算它的时限：{error.zh}",
        f"the new calendars cannot count its clocks: {error}",
    )
    return Move(
        case.id,
        case.process,
        case.state,
        held.case.version,
        held.head,
        held.pins,
        target,
        obstacle=obstacle,
    )


def _candidates(connection: Connection, target: Pins, ids: Collection[str] | None) -> Sequence[str]:
    other = or_(cases.c.policy != target.policy, cases.c.calendars != target.calendars)
    alive = or_(cases.c.ended_at.is_(None), cases.c.next_due.is_not(None))
    query = select(cases.c.id).where(other, alive).order_by(cases.c.number)
    found = connection.scalars(query).all()
    return found if ids is None else [id_ for id_ in found if id_ in ids]


def _standings(
    store: Store, connection: Connection, ids: Sequence[str], now: dt.datetime, *, lock: bool
) -> list[Standing | _Damaged]:
    query = select(cases).where(cases.c.id.in_(ids)).order_by(cases.c.number)
    rows = connection.execute(query.with_for_update() if lock else query).all()
    history: dict[str, list[Row[Any]]] = {id_: [] for id_ in ids}
    told = (
        select(events)
        .where(events.c.case_id.in_(ids), events.c.kind.in_(TELLING))
        .order_by(events.c.case_id, events.c.version)
    )
    for row in connection.execute(told):
        history[row.case_id].append(row)
    return [_standing(store, connection, row, history[row.id], now) for row in rows]


def _standing(
    store: Store,
    connection: Connection,
    row: Row[Any],
    journal: Sequence[Row[Any]],
    now: dt.datetime,
) -> Standing | _Damaged:
    try:
        held = read(row)
        history = [entry(one).event for one in journal]
    except JournalError as error:
        return _Damaged(row, error)
    try:
        old = store.shelf.rules(connection, held.pins)
        happened = fire(held.case, old, now)
    except (PolicyMissingError, CalendarError):  # what cannot be followed any more can be left
        return Standing(held, held.case, None, tuple(history), ())
    case = evolve_all(held.case, happened) if happened else held.case
    return Standing(held, case, old, (*history, *happened), happened)


def _change(
    standing: Standing,
    happened: tuple[Event, ...],
    rules: CaseRules,
    target: Pins,
    now: dt.datetime,
) -> Change:
    after = evolve_all(standing.case, happened)
    then = fire(after, rules, now)
    if then:
        after = evolve_all(after, then)
    told = (*standing.happened, *happened, *then)
    return Change(standing.held, after, told, rules, target, standing.held.number)


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
