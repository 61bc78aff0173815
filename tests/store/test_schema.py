"""The tables come once, all or none, and a newer database is left alone."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import inspect, select, text, update

from workflow_engine.errors import DatabaseTooNewError, StoreError
from workflow_engine.store import schema
from workflow_engine.store.database import Database


@pytest.fixture
def opened(database):
    """The database, closed in the end."""
    opened = Database(database)
    yield opened
    opened.close()


def tables(database):
    with database.reading() as connection:
        return set(inspect(connection).get_table_names())


def ensure(database, steps=schema.STEPS):
    with database.writing() as connection:
        schema.ensure_schema(connection, steps)


def version(database):
    with database.reading() as connection:
        return schema.schema_version(connection)


def test_an_empty_database_gets_every_table_and_its_version(opened):
    assert version(opened) == 0
    ensure(opened)
    assert tables(opened) == set(schema.metadata.tables)
    assert version(opened) == len(schema.STEPS)


def test_all_names_are_ours_for_the_host_may_have_tables_too():
    assert all(name.startswith("workflow_") for name in schema.metadata.tables)
    for table in schema.metadata.tables.values():
        assert all(index.name.startswith("workflow_") for index in table.indexes)


def test_ensuring_again_changes_nothing(opened):
    ensure(opened)
    ensure(opened)
    assert version(opened) == len(schema.STEPS)


def test_several_who_open_it_at_once_agree(database):
    def open_it(_):
        one = Database(database)
        try:
            ensure(one)
            return version(one)
        finally:
            one.close()

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(open_it, range(8))) == {len(schema.STEPS)}


def test_an_older_database_takes_the_steps_it_lacks(opened):
    taken = []

    def step(number):
        def take(connection):
            taken.append(number)
            connection.execute(text(f"CREATE TABLE workflow_step_{number} (id INTEGER)"))

        return take

    ensure(opened)
    ensure(opened, (*schema.STEPS, step(2), step(3)))
    assert taken == [2, 3]
    assert version(opened) == len(schema.STEPS) + 2
    ensure(opened, (*schema.STEPS, step(2), step(3), step(4)))
    assert taken == [2, 3, 4]
    assert {f"workflow_step_{number}" for number in taken} < tables(opened)


def test_steps_are_taken_together_or_not_at_all(opened):
    ensure(opened)
    before = tables(opened)

    def works(connection):
        connection.execute(text("CREATE TABLE workflow_half (id INTEGER)"))

    def fails(connection):
        connection.execute(text("CREATE TABLE workflow_half (id INTEGER)"))

    with pytest.raises(StoreError):
        ensure(opened, (*schema.STEPS, works, fails))
    assert tables(opened) == before
    assert version(opened) == len(schema.STEPS)


def test_a_newer_database_is_refused_and_untouched(opened):
    ensure(opened)
    with opened.writing() as connection:
        connection.execute(update(schema.meta).values(value="7"))
    with pytest.raises(DatabaseTooNewError) as refused:
        ensure(opened)
    assert (refused.value.found, refused.value.known) == (7, len(schema.STEPS))
    for said in (str(refused.value), refused.value.zh):
        assert "7" in said
        assert str(len(schema.STEPS)) in said
    assert version(opened) == 7


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE workflow_events SET data = '{}'",
        "DELETE FROM workflow_events",
    ],
)
def test_the_database_itself_refuses_to_change_the_journal(opened, statement):
    ensure(opened)
    with opened.writing() as connection:
        connection.execute(
            schema.policies.insert(), {"hash": "p", "policy": "", "version": "", "texts": ""}
        )
        connection.execute(schema.calendars.insert(), {"hash": "c", "data": ""})
        case = {"id": "A", "number": 1, "process": "", "customer": "", "state": "", "version": 1}
        case |= {"head": "", "snapshot": "", "opened_at": 0, "updated_at": 0}
        connection.execute(schema.cases.insert(), case | {"policy": "p", "calendars": "c"})
        event = {"case_id": "A", "version": 1, "kind": "", "data": "x", "at": 0, "recorded_at": 0}
        connection.execute(schema.events.insert(), event | {"prev_hash": "", "hash": ""})
    with pytest.raises(StoreError, match="append-only"), opened.writing() as connection:
        connection.execute(text(statement))
    with opened.reading() as connection:
        assert connection.scalars(select(schema.events.c.data)).all() == ["x"]


def test_the_journal_cannot_be_truncated_either(postgresql_database):
    opened = Database(postgresql_database)
    ensure(opened)
    with pytest.raises(StoreError, match="append-only"), opened.writing() as connection:
        connection.execute(text("TRUNCATE workflow_events"))
    opened.close()


def test_moments_beyond_seconds_and_before_1970_are_kept_exactly():
    from datetime import UTC, datetime, timedelta

    from workflow_engine.store.moments import from_stored, to_stored

    for moment in (
        datetime(2026, 11, 20, 16, 50, 0, 123456, UTC),
        datetime(1969, 12, 31, 23, 59, 59, 999999, UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999999, UTC),
        datetime(1, 1, 1, tzinfo=UTC),
    ):
        assert from_stored(to_stored(moment)) == moment
        assert to_stored(moment) + 1 == to_stored(moment) + timedelta(microseconds=1) // timedelta(
            microseconds=1
        )
    assert to_stored(None) is None
    assert from_stored(None) is None
