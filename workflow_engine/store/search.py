"""Finding cases by what is written in their rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, select

from workflow_engine.errors import JournalError
from workflow_engine.store.journal import canonical
from workflow_engine.store.moments import to_stored
from workflow_engine.store.rows import Held, read
from workflow_engine.store.schema import cases

_T = TypeVar("_T")


class Found(list[_T]):
    """What was found. `unreadable` says of each case that fits, but is damaged, what is wrong."""

    def __init__(self, found: Iterable[_T] = (), unreadable: Iterable[JournalError] = ()) -> None:
        super().__init__(found)
        self.unreadable = tuple(unreadable)


@dataclass(frozen=True, slots=True)
class Search:
    """What cases to list; every condition that is given must hold.

    `overdue` is a moment at which one of the case's running clocks is past its end, `due` one until
    which a timer is to be worked off. `ended` is None for both. The cases after the number
    `after`, at most `limit`.
    """

    state: str | None = None
    owner: str | None = None
    level: str | None = None
    customer: str | None = None
    process: str | None = None
    ended: bool | None = None
    overdue: dt.datetime | None = None
    due: dt.datetime | None = None
    limit: int | None = None
    after: int = 0


def found(connection: Connection, search: Search) -> Found[Held]:
    """The cases that fit, in the order of their numbers; damaged ones stand aside.

    Raises:
        UsageError: a text cannot be in a database.
    """
    query = select(cases).where(cases.c.number > search.after).order_by(cases.c.number)
    for column, wanted in (
        (cases.c.state, search.state),
        (cases.c.owner, search.owner),
        (cases.c.level, search.level),
        (cases.c.customer, search.customer),
        (cases.c.process, search.process),
    ):
        if wanted is not None:
            canonical(wanted)
            query = query.where(column == wanted)
    if search.ended is not None:
        over = cases.c.ended_at.is_not(None)
        query = query.where(over if search.ended else ~over)
    if search.overdue is not None:
        query = query.where(cases.c.due_at <= to_stored(search.overdue))
    if search.due is not None:
        query = query.where(cases.c.next_due <= to_stored(search.due))
    if search.limit is not None:
        query = query.limit(search.limit)
    readable: list[Held] = []
    unreadable: list[JournalError] = []
    for row in connection.execute(query):
        try:
            readable.append(read(row))
        except JournalError as error:
            unreadable.append(error)
    return Found(readable, unreadable)
