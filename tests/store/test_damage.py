"""What is damaged is told in our words, with what to do, and stops nobody else."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, insert, select, text, update

from tests.store.desks import ADA, BOB, FRIDAY, LATER, MONDAY, TEXT, policy
from tests.store.test_outbox import Clock, Post
from tests.store.test_verify import tamper
from workflow_engine.cases.rules import case_rules
from workflow_engine.desk import open_desk
from workflow_engine.errors import JournalError, PolicyMissingError, StoreError
from workflow_engine.store import schema
from workflow_engine.store.migrate import apply, preview
from workflow_engine.store.outbox import deliver
from workflow_engine.store.store import Store

GOOD, BAD = "C-000001", "C-000002"
SLOWER = TEXT.replace("acknowledge: {within: 2 work hours}", "acknowledge: {within: 3 work hours}")


def filled(database):
    """Two cases on a desk of its own; what is opened afterwards remembers nothing of them."""
    with open_desk(database, policy()) as desk:
        assert desk.open(ADA, "late", at=FRIDAY).id == GOOD
        assert desk.open(BOB, "late", at=FRIDAY).id == BAD
    return open_desk(database, policy())


@pytest.fixture
def desk(database):
    with filled(database) as desk:
        yield desk


@pytest.fixture
def sqlite_desk(sqlite_database):
    """Only SQLite keeps a text where an integer belongs."""
    with filled(sqlite_database) as desk:
        yield desk


def spoil(desk, **columns):
    with desk.store.database.writing() as connection:
        connection.execute(update(schema.cases).where(schema.cases.c.id == BAD).values(columns))


def spoil_integer(desk, table, column):
    with desk.store.database.writing() as connection:
        connection.exec_driver_sql(f"UPDATE workflow_{table} SET {column} = 'garbage'")


def assert_says_what_to_do(error, case=BAD):
    assert case in error.zh
    assert case in str(error)
    assert "verify" in error.zh
    assert "备份" in error.zh
    assert "run `verify`" in str(error)


SPOILED = [{"snapshot": "{"}, {"snapshot": "[]"}, {"snapshot": "{}"}, {"version": 99}]


@pytest.mark.parametrize("columns", SPOILED, ids=str)
def test_a_damaged_case_stops_no_other(desk, columns):
    spoil(desk, **columns)
    for look in (lambda: desk.case(BAD), lambda: desk.act(BAD, "acknowledge", at=MONDAY)):
        with pytest.raises(JournalError) as failed:
            look()
        assert_says_what_to_do(failed.value)
    for found in (desk.cases(), desk.due(LATER), desk.cases(overdue=LATER)):
        assert [case.id for case in found] == [GOOD]
        (error,) = found.unreadable
        assert_says_what_to_do(error)
    ticked = desk.tick(LATER)
    assert [one.case for one in ticked.fired] == [GOOD]
    assert ticked.stalled == (BAD,)
    findings = {one.code: one for one in desk.audit(LATER)}
    assert findings["unreadable"].cases == (BAD,)
    assert findings["set_aside"].cases == (BAD,)
    assert {one.case for one in desk.verify().damages} == {BAD}
    assert desk.act(GOOD, "acknowledge", at=LATER).state == "acknowledged"


def test_a_damaged_case_is_an_obstacle_to_its_move_only(desk):
    spoil(desk, snapshot="{")
    rules = case_rules(policy(SLOWER).program)
    good, bad = preview(desk.store, rules, MONDAY)
    assert (good.case, good.obstacle, bad.case) == (GOOD, None, BAD)
    assert "verify" in bad.obstacle.zh
    done = apply(desk.store, rules, policy(SLOWER).sources, now=MONDAY, moves=[good, bad])
    assert done.moved == (GOOD,)
    bad = replace(bad, obstacle=None)
    done = apply(desk.store, rules, policy(SLOWER).sources, now=MONDAY, moves=[bad])
    assert done.changed == (BAD,)


@pytest.mark.parametrize("data", ["[]", "{", '"x"', "7", '{"kind": "opened"}'])
def test_an_event_that_is_none(desk, data):
    tamper(
        desk.store, update(schema.events).where(schema.events.c.case_id == BAD).values(data=data)
    )
    for look in (desk.view, desk.events, desk.journal, lambda case: desk.case(case, at=MONDAY)):
        with pytest.raises(JournalError) as failed:
            look(BAD)
        assert_says_what_to_do(failed.value)
    assert ("unreadable_event", BAD) in [(one.code, one.case) for one in desk.verify().damages]
    assert desk.view(GOOD)["id"] == GOOD
    sent = deliver(desk.store, Post(), Clock(LATER))
    assert sent.delivered >= 1


def test_events_that_do_not_fit_together(desk):
    first = schema.events.c.version == 1
    mine = schema.events.c.case_id == BAD
    tamper(desk.store, delete(schema.events).where(mine, first))
    for look in (desk.view, lambda case: desk.case(case, at=MONDAY)):
        with pytest.raises(JournalError) as failed:
            look(BAD)
        assert_says_what_to_do(failed.value)


def test_events_that_contradict_the_case_stop_no_other(desk):
    """The case was put back to what it was before its last event: what it would write is there."""
    with desk.store.database.reading() as connection:
        before = connection.execute(select(schema.cases).where(schema.cases.c.id == BAD)).one()
    desk.act(BAD, "note", note="x", at=FRIDAY)
    spoil(desk, **before._asdict())
    with open_desk(desk.store.database._engine.url) as other:
        ticked = other.tick(LATER)
        assert [one.case for one in ticked.fired] == [GOOD]
        assert ticked.stalled == (BAD,)
        with pytest.raises(JournalError) as failed:
            other.act(BAD, "acknowledge", at=LATER)
        assert "verify" in failed.value.zh


@pytest.mark.parametrize("texts", ["{", "[]", "7", '{"x.yaml": 5}', '{"x.yaml": "policy: ["}'])
def test_texts_of_a_policy_that_are_none(desk, texts):
    with desk.store.database.writing() as connection:
        connection.execute(update(schema.policies).values(texts=texts))
    with pytest.raises(PolicyMissingError):
        desk.view(GOOD)
    assert desk.zones() == ()
    findings = {one.code: one for one in desk.audit(LATER)}
    assert findings["policy_missing"].cases == (GOOD, BAD)
    assert sorted(desk.tick(LATER).stalled) == [GOOD, BAD]
    assert [case.id for case in desk.cases()] == [GOOD, BAD]


@pytest.mark.parametrize("data", ["{", "[]", "7", '{"office": 5}', '{"office": {}}'])
def test_calendars_that_are_none(desk, data):
    with desk.store.database.writing() as connection:
        connection.execute(update(schema.calendars).values(data=data))
    with pytest.raises(PolicyMissingError):
        desk.view(GOOD)
    assert sorted(desk.tick(LATER).stalled) == [GOOD, BAD]


@pytest.mark.parametrize("column", ["next_due", "updated_at"])
def test_a_moment_that_is_none(sqlite_desk, column):
    with sqlite_desk.store.database.writing() as connection:
        connection.exec_driver_sql(
            f"UPDATE workflow_cases SET {column} = 'garbage' WHERE id = '{BAD}'"
        )
    with pytest.raises(JournalError) as failed:
        sqlite_desk.case(BAD)
    assert_says_what_to_do(failed.value)
    assert [case.id for case in sqlite_desk.cases()] == [GOOD]
    assert {one.code: one.cases for one in sqlite_desk.audit(MONDAY)}["unreadable"] == (BAD,)
    assert sqlite_desk.view(BAD)["id"] == BAD  # which reads the journal alone


@pytest.mark.parametrize(
    ("table", "column"),
    [("stalled", "since"), ("outbox", "created_at"), ("promises", "recorded_at")],
)
def test_a_moment_that_is_none_hides_no_finding(sqlite_desk, table, column):
    spoil(sqlite_desk, snapshot="{")
    sqlite_desk.tick(LATER)
    sqlite_desk.promise(BOB, "on_time", 5, due=FRIDAY, at=MONDAY)
    before = {one.code for one in sqlite_desk.audit(LATER)}
    spoil_integer(sqlite_desk, table, column)
    assert before >= {one.code for one in sqlite_desk.audit(LATER)} >= {"unreadable", "set_aside"}


@pytest.mark.parametrize("value", ["x", "", "-1", "1.0", None])
def test_a_database_that_does_not_say_its_version(database, value):
    store = Store(database)
    with store.database.writing() as connection:
        connection.execute(delete(schema.meta))
        if value is not None:
            connection.execute(insert(schema.meta), {"name": "schema_version", "value": value})
    store.close()
    with pytest.raises(JournalError) as failed:
        Store(database)
    assert_says_what_to_do(failed.value, "schema_version")


def test_a_journal_is_guarded_in_our_words(desk):
    with pytest.raises(StoreError), desk.store.database.writing() as connection:
        connection.execute(text("DELETE FROM workflow_events"))
