"""Everything is due on Monday morning: 5,000 rungs at once.

100,000 take `python -m benchmarks.cases_store --monday`.
"""

import datetime as dt
from itertools import count

from sqlalchemy import func, select

from tests.store.desks import DEADLINE, FRIDAY, policy
from tests.store.test_store import RULES
from workflow_engine.cases.commands import Open
from workflow_engine.cases.evolve import replay
from workflow_engine.cases.kernel import decide
from workflow_engine.store import schema
from workflow_engine.store.rows import Change, write
from workflow_engine.store.store import Store
from workflow_engine.store.worker import BATCH, tick

MANY = 5_000
CHUNK = 1_000


def seeded(store, number):
    """So many cases opened at one moment, written as quickly as the database can."""
    pins = store.keep(RULES, policy().sources)
    people = {"clerk": "Li", "head": "Zhang", "manager": "Wang"}
    numbers = count(1)
    happened = decide(
        None, Open("", "recovery.late", "", "Ada's shop", people=people), RULES, FRIDAY
    )
    opened, *clocks = happened
    for _ in range(number // CHUNK):
        changes = []
        for one in (next(numbers) for _ in range(CHUNK)):
            events = (
                type(opened)(**_fields(opened) | {"case": f"{one}", "customer": f"K{one}"}),
                *clocks,
            )
            changes.append(Change(None, replay(events), events, RULES, pins, one))
        with store.database.writing() as connection:
            write(connection, changes, FRIDAY)


def _fields(event):
    return {name: getattr(event, name) for name in event.__slots__}


def test_five_thousand_rungs_on_monday_morning(postgresql_database):
    store = Store(postgresql_database)
    seeded(store, MANY)
    climbed = 0
    while (ticked := tick(store, DEADLINE, limit=10 * BATCH)).fired:
        climbed += ticked.rungs
    assert climbed == MANY
    with store.database.reading() as connection:
        escalations = select(func.count(), func.count(schema.events.c.case_id.distinct())).where(
            schema.events.c.kind == "escalated"
        )
        assert tuple(connection.execute(escalations).one()) == (MANY, MANY)
        levels = connection.execute(select(schema.cases.c.level).distinct()).scalars().all()
        assert levels == ["head"]
        messages = select(func.count()).select_from(schema.outbox)
        assert connection.scalar(messages) == 2 * MANY
    assert tick(store, DEADLINE + dt.timedelta(minutes=1)).fired == ()
    store.close()
