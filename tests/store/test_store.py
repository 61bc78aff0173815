"""One transaction for each command; nothing twice, nothing half, nothing by two at once."""

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from threading import Barrier

import pytest
from sqlalchemy import func, select, update

from tests.store.desks import DEADLINE, FRIDAY, LATER, MONDAY, TEXT, policy
from workflow_engine.cases.commands import Act, Open
from workflow_engine.cases.events import Escalated, Noted, Overdue
from workflow_engine.cases.evolve import evolve_all, replay
from workflow_engine.cases.names import one_form
from workflow_engine.cases.refusals import Refusal
from workflow_engine.cases.rules import CaseRules, case_rules
from workflow_engine.errors import (
    ConflictError,
    DatabaseFullError,
    JournalError,
    KeyReusedError,
    PolicyMissingError,
    UnknownCaseError,
    UsageError,
)
from workflow_engine.store import schema
from workflow_engine.store.policies import pins_of
from workflow_engine.store.rows import Change, write
from workflow_engine.store.search import Search
from workflow_engine.store.store import Store

RULES = case_rules(policy().program)
OPENING = Open(
    case="",
    process="recovery.late",
    customer="K1",
    name="Ada's shop",
    by="Li",
    people={"clerk": "Li", "head": "Zhang", "manager": "Wang"},
    holds=("general",),
)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def store(database):
    store = Store(database)
    yield store
    store.close()


@pytest.fixture
def pins(store):
    return store.keep(RULES, policy().sources)


@pytest.fixture
def case(store, pins):
    return store.open(OPENING, pins, now=FRIDAY)


def count(store, table):
    with store.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def everything(store):
    """All that the database holds."""
    with store.database.reading() as connection:
        return {
            name: sorted(map(repr, connection.execute(select(table))))
            for name, table in schema.metadata.tables.items()
        }


def test_a_case_is_its_journal(store, case):
    assert case.id == "C-000001"
    assert case.version == len(store.entries(case.id))
    case = store.act(case.id, Act("acknowledge", by="Li", note="on it"), now=MONDAY)
    told = store.entries(case.id)
    assert replay([entry.event for entry in told]) == case == store.held(case.id).case
    assert [entry.version for entry in told] == list(range(1, case.version + 1))
    assert case.state == "acknowledged"


def test_what_is_read_by_another_store_is_the_same(store, case, database):
    other = Store(database)
    assert other.held(case.id) == store.held(case.id)
    assert other.entries(case.id) == store.entries(case.id)
    assert other.act(case.id, Act("acknowledge"), now=MONDAY).version > case.version
    assert store.held(case.id) == other.held(case.id)
    other.close()


def test_ids_are_counted_up_and_may_be_the_callers(store, pins):
    ids = [
        store.open(replace(OPENING, case=wanted), pins, now=FRIDAY).id
        for wanted in ("", "订单-7", "")
    ]
    assert ids[1] == "订单-7"
    assert ids[0] < ids[2]
    assert all(len(one) == len("C-000001") for one in (ids[0], ids[2]))
    with pytest.raises(ConflictError, match="订单-7"):
        store.open(replace(OPENING, case="订单-7"), pins, now=FRIDAY)


@pytest.mark.parametrize("wanted", ["C-000123", "C-1", "a\nb", "x" * 201, "a\0", "\ud800"])
def test_ids_that_cannot_be(store, pins, wanted):
    before = everything(store)
    with pytest.raises(UsageError):
        store.open(replace(OPENING, case=wanted), pins, now=FRIDAY)
    assert everything(store) == before


def test_the_same_command_with_the_same_key_is_done_once(store, case):
    command = Act("note", by="Li", note="called")
    first = store.act(case.id, command, now=MONDAY, key="n1")
    store.act(case.id, Act("acknowledge", by="Li"), now=MONDAY + SECOND)
    before = everything(store)
    assert store.act(case.id, command, now=LATER, key="n1") == first
    assert store.act(case.id, command, now=LATER, key="n1", expected_version=1) == first
    assert everything(store) == before


def test_without_a_key_the_same_command_is_done_again(store, case):
    for _ in range(2):
        store.act(case.id, Act("note", by="Li", note="called"), now=MONDAY)
    notes = [entry for entry in store.entries(case.id) if isinstance(entry.event, Noted)]
    assert len(notes) == 2


def test_a_key_stands_for_one_command(store, case):
    store.act(case.id, Act("note", by="Li", note="called"), now=MONDAY, key="k")
    before = everything(store)
    with pytest.raises(KeyReusedError, match="`k`"):
        store.act(case.id, Act("note", by="Li", note="called twice"), now=MONDAY, key="k")
    assert everything(store) == before


def test_a_key_is_of_one_case(store, pins, case):
    other = store.open(OPENING, pins, now=FRIDAY)
    command = Act("note", by="Li", note="called")
    store.act(case.id, command, now=MONDAY, key="k")
    store.act(other.id, command, now=MONDAY, key="k")
    for one in (case.id, other.id):
        assert [entry.key for entry in store.entries(one)][-1] == "k"


@pytest.mark.parametrize("key", ["", "k" * 201, "k\0", "\udfff"])
def test_keys_that_cannot_be(store, case, key):
    with pytest.raises(UsageError):
        store.act(case.id, Act("note", note="x"), now=MONDAY, key=key)


def test_an_opening_with_a_key_opens_one_case(store, pins):
    first = store.open(OPENING, pins, now=FRIDAY, key="order-17")
    known_better = replace(OPENING, name="Ada's new shop", holds=("big",), people={"clerk": "Wu"})
    assert store.open(known_better, pins, now=MONDAY, key="order-17") == first
    assert count(store, schema.cases) == 1
    with pytest.raises(KeyReusedError):
        store.open(replace(OPENING, customer="K2"), pins, now=MONDAY, key="order-17")
    assert count(store, schema.cases) == 1


def test_the_expected_version_must_be_the_one_that_is(store, case):
    now = store.act(case.id, Act("note", note="x"), now=MONDAY, expected_version=case.version)
    before = everything(store)
    with pytest.raises(ConflictError, match=f"version {now.version}, not {case.version}"):
        store.act(case.id, Act("note", note="y"), now=MONDAY, expected_version=case.version)
    assert everything(store) == before


@pytest.mark.parametrize("case", ["C-9", "", "a\0", "\udcff", "' OR 1=1 --"])
def test_an_unknown_case(store, case):
    with pytest.raises(UnknownCaseError):
        store.act(case, Act("note", note="x"), now=MONDAY)
    with pytest.raises(UnknownCaseError):
        store.entries(case)
    with pytest.raises(UnknownCaseError):
        store.held(case)


def test_a_refusal_leaves_nothing(store, case):
    before = everything(store)
    answer = store.act(case.id, Act("close", by="Li"), now=MONDAY, key="k")
    assert isinstance(answer, Refusal)
    assert everything(store) == before


def test_a_refused_key_may_be_given_again(store, case):
    assert isinstance(store.act(case.id, Act("amend"), now=MONDAY, key="k"), Refusal)
    store.act(case.id, Act("acknowledge"), now=MONDAY)
    store.act(case.id, Act("apologize"), now=MONDAY)
    assert store.act(case.id, Act("amend"), now=MONDAY, key="k").state == "amended"


def test_what_was_due_before_a_refused_command_is_kept(store, case):
    assert isinstance(store.act(case.id, Act("close"), now=LATER), Refusal)
    happened = [type(entry.event) for entry in store.entries(case.id)]
    assert Overdue in happened
    assert Escalated in happened
    assert store.held(case.id).case.level == "head"


def test_a_refused_command_of_the_past_does_not_shut_out_the_right_one(store, case):
    earlier = DEADLINE - dt.timedelta(minutes=10)
    wrong = Act("apologize", by="Li", occurred_at=earlier)
    assert isinstance(store.act(case.id, wrong, now=LATER), Refusal)
    right = Act("acknowledge", by="Li", occurred_at=earlier)
    after = store.act(case.id, right, now=LATER)
    assert after.ledgers["acknowledge"].outcome == "met"


def test_a_refused_opening_leaves_nothing(store, pins):
    before = everything(store)
    tomorrow = replace(OPENING, occurred_at=FRIDAY + dt.timedelta(days=1))
    assert isinstance(store.open(tomorrow, pins, now=FRIDAY, key="k"), Refusal)
    assert everything(store) == before


def test_timers_are_worked_off_once(store, case):
    assert store.held(case.id).next_due <= DEADLINE
    happened = store.fire(case.id, LATER)
    assert [one for one in happened if isinstance(one, Escalated)]
    assert store.fire(case.id, LATER) == ()
    assert store.held(case.id).next_due > LATER


def test_the_outbox_gets_one_message_for_each_transaction(store, case):
    store.act(case.id, Act("acknowledge"), now=MONDAY)
    with store.database.reading() as connection:
        messages = connection.execute(select(schema.outbox).order_by(schema.outbox.c.id)).all()
    assert [(one.first_version, one.last_version) for one in messages] == [
        (1, case.version),
        (case.version + 1, store.held(case.id).case.version),
    ]
    assert {one.state for one in messages} == {"pending"}


def test_a_clock_that_jumps_back_counts_as_the_last_moment(store, case):
    store.act(case.id, Act("note", note="first"), now=MONDAY)
    store.act(case.id, Act("note", note="second"), now=MONDAY - dt.timedelta(hours=1))
    told = store.entries(case.id)
    assert [entry.recorded_at for entry in told] == sorted(entry.recorded_at for entry in told)
    assert told[-1].recorded_at == MONDAY
    assert [entry.event.at for entry in told] == sorted(entry.event.at for entry in told)


def test_several_who_act_at_once_follow_each_other(store, case, database):
    everyone = Barrier(4)
    stores = [Store(database) for _ in range(4)]

    def act(number):
        everyone.wait()
        for turn in range(5):
            note = Act("note", by="Li", note=f"{number}.{turn}")
            stores[number].act(case.id, note, now=MONDAY, key=f"{number}.{turn}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(act, range(4)))
    for one in stores:
        one.close()
    told = store.entries(case.id)
    notes = [entry.event.note for entry in told if isinstance(entry.event, Noted)]
    assert sorted(notes) == sorted(f"{number}.{turn}" for number in range(4) for turn in range(5))
    assert [entry.version for entry in told] == list(range(1, len(told) + 1))


def test_of_two_who_saw_the_same_version_one_is_told(case, database):
    everyone = Barrier(2)
    stores = [Store(database) for _ in range(2)]

    def act(number):
        everyone.wait()
        note = Act("note", by="Li", note=str(number))
        try:
            stores[number].act(case.id, note, now=MONDAY, expected_version=case.version)
        except ConflictError:
            return "told"
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(act, range(2))) == ["done", "told"]
    for one in stores:
        one.close()


def test_two_openings_with_one_key_at_once_open_one_case(store, pins, database):
    everyone = Barrier(4)
    stores = [Store(database) for _ in range(4)]

    def open_it(number):
        everyone.wait()
        return stores[number].open(OPENING, pins, now=FRIDAY, key="order-17").id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(open_it, range(4)))) == 1
    for one in stores:
        one.close()
    assert count(store, schema.cases) == 1


NASTY = [
    'O\'Brien "said" -- no; DROP TABLE workflow_events;',
    "<script>alert('x')</script> & <b>bold</b>",
    "😀 🇨🇳 👩‍👩‍👧 𠮷野家 é e\u0301 \u202egnp.exe",
    "line\nline\r\n\ttab \x01\x1f \u2028 \ufeff",
    '{"kind": "opened"} %s %(x)s :x ?',
    "\\u0000 is no NUL",
    "长" * 350_000,
]


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_what_customers_write_is_kept_as_it_is(store, pins, text):
    case = store.open(
        replace(OPENING, name=text[:1000], customer=text[:100], note=text), pins, now=FRIDAY
    )
    case = store.act(case.id, Act("note", by=text[:100], note=text), now=MONDAY)
    told = store.entries(case.id)
    assert told[0].event.name == text[:1000]
    assert told[-1].event.note == text
    assert told[-1].event.by == one_form(text[:100])  # names have one form
    assert store.search(Search(customer=text[:100]))[0].case == case


@pytest.mark.parametrize("text", ["a\0b", "\0", "half \ud83d of it"])
def test_what_no_database_keeps_is_refused_with_a_clear_message(store, pins, case, text):
    before = everything(store)
    for attempt in (
        lambda: store.act(case.id, Act("note", note=text), now=MONDAY),
        lambda: store.act(case.id, Act("note", by=text, note="x"), now=MONDAY),
        lambda: store.open(replace(OPENING, customer=text), pins, now=FRIDAY),
        lambda: store.open(replace(OPENING, name=text), pins, now=FRIDAY),
        lambda: store.open(replace(OPENING, people={"clerk": text}), pins, now=FRIDAY),
    ):
        with pytest.raises(UsageError, match=r"U\+") as refused:
            attempt()
        assert "文本" in refused.value.zh
    assert everything(store) == before


def test_a_moment_without_a_zone_is_refused(store, case):
    with pytest.raises(UsageError):
        store.act(case.id, Act("note", note="x"), now=MONDAY.replace(tzinfo=None))


def test_amounts_are_exact(store, case, database):
    for command in ("acknowledge", "apologize"):
        store.act(case.id, Act(command), now=MONDAY)
    store.act(case.id, Act("amend", amount=Decimal("0.10")), now=MONDAY)
    other = Store(database)
    assert other.held(case.id).case.compensation == Decimal("0.10")
    other.close()


def test_the_policy_of_a_case_is_kept_with_it(case, database):
    other = Store(database)
    rules = other.rules_for(other.held(case.id).pins)
    assert rules is not RULES
    assert rules.program.hash == RULES.program.hash
    assert pins_of(rules) == pins_of(RULES)
    assert isinstance(other.act(case.id, Act("acknowledge"), now=MONDAY).version, int)
    other.close()


def test_another_version_of_the_policy_does_not_touch_open_cases(store, case):
    slower = policy(
        TEXT.replace("acknowledge: {within: 2 work hours}", "acknowledge: {within: 9 work hours}")
    )
    pins = store.keep(case_rules(slower.program), slower.sources)
    assert store.held(case.id).pins != pins
    other = store.open(replace(OPENING, customer="K2"), pins, now=FRIDAY)
    store.fire(case.id, LATER)
    store.fire(other.id, LATER)
    assert store.held(case.id).case.level == "head"
    assert store.held(other.id).case.level == "clerk"


def test_other_calendars_of_the_same_policy_are_kept_beside_them(store, case, database):
    holiday = policy(TEXT.replace('17:30"]}', '17:30"], mon: closed}'))
    closed = CaseRules(RULES.program, case_rules(holiday.program).calendars)
    pins = store.keep(closed, policy().sources)
    assert pins.policy == store.held(case.id).pins.policy
    assert pins.calendars != store.held(case.id).pins.calendars
    late = store.open(replace(OPENING, customer="K2"), pins, now=FRIDAY)
    other = Store(database)
    for one, level in ((case, "head"), (late, "clerk")):
        other.fire(one.id, LATER)
        assert other.held(one.id).case.level == level
    other.close()


def test_what_was_read_before_somebody_else_wrote_is_not_written(store, case):
    before = store.held(case.id)
    happened = store.fire(case.id, LATER)
    after = evolve_all(before.case, happened)
    kept = everything(store)
    change = Change(before, after, happened, RULES, before.pins, before.number)
    with pytest.raises(ConflictError), store.database.writing() as connection:
        write(connection, [change], LATER)
    assert everything(store) == kept


def test_keeping_twice_keeps_once(store):
    assert store.keep(RULES, policy().sources) == store.keep(RULES, policy().sources)
    assert count(store, schema.policies) == count(store, schema.calendars) == 1


def test_a_policy_that_is_lost_stops_only_its_cases(store, case, database):
    with store.database.writing() as connection:
        connection.execute(
            update(schema.policies).values(texts=json.dumps({"a.yaml": "policy: {"}))
        )
    other = Store(database)
    with pytest.raises(PolicyMissingError, match="cannot be read"):
        other.act(case.id, Act("acknowledge"), now=MONDAY)
    assert other.held(case.id).case == case
    assert other.entries(case.id)
    other.close()


def test_a_snapshot_that_is_damaged_is_said(store, case, database):
    with store.database.writing() as connection:
        connection.execute(update(schema.cases).values(snapshot="{"))
    other = Store(database)
    with pytest.raises(JournalError, match="snapshot"):
        other.held(case.id)
    other.close()


def test_earlier_cases_of_the_same_failure_are_counted(store, pins):
    opened = [
        store.open(OPENING, pins, now=FRIDAY - dt.timedelta(days=days)) for days in (100, 90, 1)
    ]
    assert [case.earlier for case in opened] == [0, 1, 1]
    assert store.open(OPENING, pins, now=FRIDAY).earlier == 2
    assert store.open(replace(OPENING, customer="K2"), pins, now=FRIDAY).earlier == 0
    store.act(opened[2].id, Act("cancel", other=opened[1].id, note="twice"), now=FRIDAY)
    assert store.open(OPENING, pins, now=FRIDAY).earlier == 2


def test_cases_are_found_by_what_they_are(store, pins):
    first = store.open(OPENING, pins, now=FRIDAY)
    second = store.open(replace(OPENING, customer="K2", people={"clerk": "Wu"}), pins, now=FRIDAY)
    feedback = store.open(replace(OPENING, process="feedback"), pins, now=FRIDAY)
    store.act(second.id, Act("cancel", other=first.id, note="twice"), now=FRIDAY)

    def ids(**conditions):
        return [one.case.id for one in store.search(Search(**conditions))]

    assert ids() == [first.id, second.id, feedback.id]
    assert ids(owner="Wu") == ids(customer="K2") == ids(state="cancelled") == [second.id]
    assert ids(ended=True) == [second.id]
    assert ids(ended=False, process="recovery.late") == [first.id]
    assert ids(level="clerk", customer="K1") == [first.id, feedback.id]
    assert ids(limit=1) == [first.id]
    assert ids(limit=1, after=store.held(first.id).number) == [second.id]
    assert ids(customer="' OR 1=1 --") == []
    with pytest.raises(UsageError):
        ids(customer="a\0")


def test_overdue_is_computed_when_asked(store, case):
    def overdue(at):
        return [one.case.id for one in store.search(Search(overdue=at))]

    assert overdue(DEADLINE - SECOND) == []
    assert overdue(DEADLINE) == overdue(LATER) == [case.id]
    store.fire(case.id, LATER)
    assert overdue(LATER) == [case.id]
    store.act(case.id, Act("acknowledge"), now=LATER)
    assert overdue(LATER) == []
    assert [one.case.id for one in store.search(Search(due=DEADLINE))] == []


def test_a_full_disk_loses_nothing_and_half_of_nothing(sqlite_database):
    store = Store(sqlite_database)
    case = store.open(OPENING, store.keep(RULES, policy().sources), now=FRIDAY)
    with store.database.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 1}")
    before = everything(store)
    command = Act("note", by="Li", note="x" * 50_000)
    with pytest.raises(DatabaseFullError):
        store.act(case.id, command, now=MONDAY, key="k")
    assert everything(store) == before
    assert store.held(case.id).case == case
    with store.database.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    after = store.act(case.id, command, now=MONDAY, key="k")
    assert after.version == case.version + 1
    assert replay([entry.event for entry in store.entries(case.id)]) == after
    store.close()
