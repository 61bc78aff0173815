"""What was done to the journal behind its back is found."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, func, select, update

from tests.store.desks import FRIDAY, MONDAY, TEXT, policy
from tests.store.test_store import OPENING, RULES
from workflow_engine.cases.commands import Act
from workflow_engine.cases.rules import case_rules
from workflow_engine.errors import UnknownCaseError, UsageError
from workflow_engine.store import schema
from workflow_engine.store.journal import link
from workflow_engine.store.store import Store
from workflow_engine.store.verify import verify

events, cases = schema.events, schema.cases


@pytest.fixture
def store(database):
    """Three cases, the second of which has been acted on."""
    store = Store(database)
    pins = store.keep(RULES, policy().sources)
    ids = [store.open(replace(OPENING, customer=name), pins, now=FRIDAY).id for name in "abc"]
    store.act(ids[1], Act("acknowledge", note="on it"), now=MONDAY)
    store.act(ids[1], Act("note", note="the driver was ill"), now=MONDAY)
    yield store
    store.close()


SECOND = "C-000002"
MILDER = TEXT.replace("compensation_up_to: 500", "compensation_up_to: 900")


def tamper(store, *statements):
    """Change what the database guards, as somebody with all rights may."""
    with store.database.writing() as connection:
        if store.database.dialect == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            for name in ("update", "delete"):
                connection.exec_driver_sql(f"DROP TRIGGER workflow_events_no_{name}")
        else:
            connection.exec_driver_sql("ALTER TABLE workflow_events DISABLE TRIGGER USER")
        for statement in statements:
            connection.execute(statement)


def without_constraints(store):
    """Let rows go that others refer to."""
    with store.database.writing() as connection:
        if store.database.dialect == "postgresql":
            for table in ("events", "outbox", "commands"):
                connection.exec_driver_sql(
                    f"ALTER TABLE workflow_{table} DROP CONSTRAINT workflow_{table}_case_id_fkey"
                )


def found(store, case=None, **arguments):
    return [(one.code, one.case, one.version) for one in verify(store, case, **arguments).damages]


def last_version(store):
    return store.held(SECOND).case.version


def test_a_journal_as_it_was_written_is_whole(store):
    result = verify(store)
    assert result.whole
    assert result.damages == ()
    assert result.cases == 3
    assert result.events == sum(store.held(f"C-00000{n}").case.version for n in (1, 2, 3))
    one = verify(store, SECOND)
    assert (one.whole, one.cases, one.events) == (True, 1, last_version(store))
    assert one.digest is None


def test_an_empty_journal_is_whole(database):
    store = Store(database)
    result = verify(store)
    assert (result.whole, result.cases, result.events) == (True, 0, 0)
    assert verify(store, digest=result.digest).whole
    store.close()


def test_an_unknown_case(store):
    with pytest.raises(UnknownCaseError):
        verify(store, "C-9")


@pytest.mark.parametrize(
    "change",
    [
        {"data": '{"kind": "noted", "note": "nothing"}'},
        {"by": "Wu"},
        {"at": 0},
        {"recorded_at": 0},
        {"kind": "done"},
        {"key": "k"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_event_that_was_changed(store, change):
    version = last_version(store)
    where = (events.c.case_id == SECOND) & (events.c.version == version)
    tamper(store, update(events).where(where).values(change))
    assert ("changed_event", SECOND, version) in found(store)
    assert ("changed_event", SECOND, version) in found(store, SECOND)
    assert found(store, "C-000001") == []


def test_an_event_that_was_changed_with_its_hash(store):
    version = last_version(store) - 1
    where = (events.c.case_id == SECOND) & (events.c.version == version)
    with store.database.reading() as connection:
        row = connection.execute(select(events).where(where)).one()._asdict()
    row["by"] = "Wu"
    tamper(store, update(events).where(where).values(by="Wu", hash=link(row)))
    assert ("broken_link", SECOND, version + 1) in found(store)


def test_an_event_that_was_removed(store):
    where = (events.c.case_id == SECOND) & (events.c.version == 2)
    tamper(store, delete(events).where(where))
    assert found(store) == [("missing_version", SECOND, 2)]


def test_the_last_event_that_was_removed(store):
    version = last_version(store)
    where = (events.c.case_id == SECOND) & (events.c.version == version)
    tamper(store, delete(events).where(where))
    assert found(store) == [("missing_version", SECOND, version)]


def test_an_event_that_cannot_be_read(store):
    where = (events.c.case_id == SECOND) & (events.c.version == 2)
    tamper(store, update(events).where(where).values(data="{"))
    assert ("unreadable_event", SECOND, 2) in found(store)


@pytest.mark.parametrize(
    "change",
    [
        {"snapshot": "{}"},
        {"state": "closed"},
        {"version": 1},
        {"owner": "Wu"},
        {"customer": "z"},
        {"ended_at": 1},
        {"head": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_case_that_is_not_what_its_events_say(store, change):
    with store.database.writing() as connection:
        connection.execute(update(cases).where(cases.c.id == SECOND).values(change))
    assert found(store) == [("wrong_snapshot", SECOND, last_version_of_events(store))]


def last_version_of_events(store):
    return len(store.entries(SECOND))


def test_a_case_whose_events_are_gone(store):
    tamper(store, delete(events).where(events.c.case_id == SECOND))
    assert found(store) == [("missing_events", SECOND, None)]


def test_a_case_that_is_gone(store):
    without_constraints(store)
    if store.database.dialect == "sqlite":
        with store.database._engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    with store.database.writing() as connection:
        connection.execute(delete(cases).where(cases.c.id == SECOND))
    assert found(store) == [("missing_case", SECOND, None)]


def test_a_digest_holds_while_the_journal_grows(store):
    kept = verify(store).digest
    assert verify(store, digest=kept).whole
    store.act(SECOND, Act("note", note="more"), now=MONDAY)
    pins = store.held(SECOND).pins
    store.open(replace(OPENING, case="a case before the others"), pins, now=FRIDAY)
    assert verify(store, digest=kept).whole
    assert verify(store).digest != kept


def test_only_a_digest_shows_that_a_whole_case_was_removed(store):
    kept = verify(store).digest
    tamper(
        store,
        delete(schema.outbox).where(schema.outbox.c.case_id == SECOND),
        delete(events).where(events.c.case_id == SECOND),
        delete(cases).where(cases.c.id == SECOND),
    )
    assert found(store) == []
    assert found(store, digest=kept) == [("wrong_digest", None, None)]


def test_a_journal_that_was_cut_back_and_written_on_does_not_fit_its_digest(store):
    kept = verify(store).digest
    version = last_version(store)
    store.act(SECOND, Act("note", note="more"), now=MONDAY)
    with store.database.reading() as connection:
        row = connection.execute(
            select(events).where(events.c.case_id == SECOND, events.c.version == version)
        ).one()
    tamper(store, update(events).where(events.c.position == row.position).values(position=10_000))
    assert found(store, digest=kept) == [("wrong_digest", None, None)]


@pytest.mark.parametrize("digest", ["", "x", "1-abc", f"-{'0' * 64}", f"1-{'G' * 64}"])
def test_what_is_no_digest(store, digest):
    with pytest.raises(UsageError, match="digest"):
        verify(store, digest=digest)


def test_a_digest_is_of_all_cases(store):
    with pytest.raises(UsageError):
        verify(store, SECOND, digest=verify(store).digest)


def test_every_damage_says_what_it_is_in_both_languages(store):
    tamper(store, update(events).where(events.c.version == 2).values(by="Wu"))
    for damage in verify(store).damages:
        assert damage.case in damage.text.zh
        assert damage.case in damage.text.en
        assert "{" not in damage.text.zh + damage.text.en


def test_a_case_that_was_put_under_another_policy(store):
    other = store.keep(case_rules(policy(MILDER).program), policy(MILDER).sources)
    with store.database.writing() as connection:
        connection.execute(update(cases).where(cases.c.id == SECOND).values(policy=other.policy))
    assert found(store) == [("wrong_snapshot", SECOND, last_version_of_events(store))]


def test_the_policy_an_event_names_is_part_of_the_chain(store):
    other = store.keep(case_rules(policy(MILDER).program), policy(MILDER).sources)
    first = (events.c.case_id == SECOND) & (events.c.version == 1)
    tamper(
        store,
        update(events).where(first).values(policy=other.policy),
        update(cases).where(cases.c.id == SECOND).values(policy=other.policy),
    )
    assert found(store) == [("changed_event", SECOND, 1)]


def test_a_policy_whose_texts_were_changed(store):
    with store.database.writing() as connection:
        changed = func.replace(schema.policies.c.texts, "2 work hours", "9 work hours")
        connection.execute(update(schema.policies).values(texts=changed))
    assert found(store) == [("changed_policy", None, None)]
    assert found(store, SECOND) == [("changed_policy", None, None)]
    (damage,) = verify(store).damages
    assert store.held(SECOND).pins.policy[:12] in damage.text.zh


def test_a_policy_that_nobody_follows_is_none_of_a_case(store):
    pins = store.keep(case_rules(policy(MILDER).program), policy(MILDER).sources)
    with store.database.writing() as connection:
        milder = schema.policies.c.hash == pins.policy
        connection.execute(update(schema.policies).where(milder).values(texts="{}"))
    assert found(store) == []


def test_calendars_that_were_changed(store):
    with store.database.writing() as connection:
        changed = func.replace(schema.calendars.c.data, "17:30", "18:30")
        connection.execute(update(schema.calendars).values(data=changed))
    assert found(store) == [("changed_calendars", None, None)]
