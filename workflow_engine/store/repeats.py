"""How often a customer has met the same failure before."""

from __future__ import annotations

import datetime as dt
from itertools import takewhile

from sqlalchemy import Connection, bindparam, select

from workflow_engine.cases.commands import Open
from workflow_engine.cases.rules import CaseRules
from workflow_engine.store.moments import from_stored, to_stored
from workflow_engine.store.schema import cases

CANCELLED = "cancelled"

_BEFORE = (
    select(cases.c.opened_at)
    .where(
        cases.c.customer == bindparam("customer"),
        cases.c.process == bindparam("process"),
        cases.c.opened_at <= bindparam("moment"),
        cases.c.state != CANCELLED,
    )
    .order_by(cases.c.opened_at.desc())
)


def earlier(connection: Connection, opening: Open, rules: CaseRules, now: dt.datetime) -> int:
    """The cases of the same process and customer before this one; one that was cancelled is none.

    Of a failure those within the policy's window: a case counts while the window, laid from its
    opening, has not ended. Otherwise all.
    """
    if not rules.has(opening.process):
        return 0
    table = rules.table(opening.process)
    repeat = rules.program.recovery.repeat if table.process.kind == "recovery" else None
    moment = opening.occurred_at or now
    wanted = {
        "customer": opening.customer,
        "process": opening.process,
        "moment": to_stored(moment),
    }
    opened = [from_stored(stored) for stored in connection.scalars(_BEFORE, wanted)]
    if repeat is None:
        return len(opened)
    window = repeat.within
    counted = takewhile(lambda one: rules.deadline(table, one, window) >= moment, opened)
    return sum(1 for _ in counted)
