"""What has become due is worked off once, in order, by whoever comes by; one case blocks no other."""

import datetime as dt
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Thread

import pytest
from sqlalchemy import event, select, update

from tests.store.desks import DEADLINE, FRIDAY, LATER, MONDAY, TEXT, policy
from tests.store.test_outbox import Clock, Post
from tests.store.test_store import OPENING, RULES, everything
from workflow_engine.cases.commands import Act
from workflow_engine.cases.events import Escalated, Overdue, Warned
from workflow_engine.cases.rules import case_rules
from workflow_engine.errors import DatabaseTooNewError, StoreError
from workflow_engine.store import schema, worker
from workflow_engine.store.outbox import Deliveries
from workflow_engine.store.store import Store
from workflow_engine.store.verify import verify
from workflow_engine.store.worker import Stop, Ticked, run_worker, tick

WEEK = dt.timedelta(days=7)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def store(database):
    store = Store(database)
    yield store
    store.close()


@pytest.fixture
def pins(store):
    return store.keep(RULES, policy().sources)


def opened(store, pins, number):
    return [
        store.open(replace(OPENING, customer=f"K{n}"), pins, now=FRIDAY).id for n in range(number)
    ]


def rungs(store, case):
    return [entry.event for entry in store.entries(case) if isinstance(entry.event, Escalated)]


def test_nothing_is_due_before_its_moment(store, pins):
    (case,) = opened(store, pins, 1)
    tick(store, DEADLINE - SECOND)
    before = everything(store)
    assert tick(store, DEADLINE - SECOND) == Ticked()
    assert everything(store) == before
    ticked = tick(store, DEADLINE)
    assert ticked.rungs == 1
    assert [one.case for one in ticked.fired] == [case]
    assert tick(store, DEADLINE) == Ticked()


def test_ticking_often_or_once_gives_the_same_case(store, pins):
    often, once = opened(store, pins, 2)
    for hours in range(24 * 14):
        store.fire(often, FRIDAY + dt.timedelta(hours=hours))
    store.fire(once, FRIDAY + 2 * WEEK)

    def told(case):
        return [
            (type(e.event), getattr(e.event, "due_at", None), getattr(e.event, "owner", None))
            for e in store.entries(case)
        ]

    assert told(often) == told(once)


def test_a_worker_that_was_down_for_a_week_does_everything_in_order_and_says_late(store, pins):
    cases = opened(store, pins, 3)
    ticked = tick(store, FRIDAY + 2 * WEEK)
    assert [one.case for one in ticked.fired] == cases
    for case in cases:
        timed = [
            entry.event
            for entry in store.entries(case)
            if isinstance(entry.event, Warned | Overdue | Escalated)
        ]
        assert [rung.source for rung in rungs(store, case)] == ["clerk", "head"]
        assert all(one.late for one in timed)
        moments = [one.due_at for one in timed]
        assert moments == sorted(moments)
        assert moments[1] == DEADLINE
    assert verify(store).whole


def test_a_clock_that_jumps_back_fires_nothing_again(store, pins):
    (case,) = opened(store, pins, 1)
    tick(store, LATER)
    before = everything(store)
    assert tick(store, FRIDAY - WEEK) == Ticked()
    assert everything(store) == before
    store.act(case, Act("acknowledge"), now=MONDAY)
    recorded = [entry.recorded_at for entry in store.entries(case)]
    assert recorded == sorted(recorded)
    assert verify(store).whole


def test_the_longest_due_come_first_and_no_more_than_the_limit(store, pins, monkeypatch):
    monkeypatch.setattr(worker, "BATCH", 2)
    cases = [
        store.open(OPENING, pins, now=FRIDAY - n * dt.timedelta(minutes=5)).id for n in range(5)
    ]
    ticked = tick(store, DEADLINE + WEEK, limit=3)
    assert [one.case for one in ticked.fired] == cases[:1:-1]
    assert [one.case for one in tick(store, DEADLINE + WEEK).fired] == cases[1::-1]


def test_a_case_whose_policy_is_gone_blocks_nobody_and_is_tried_again(store, pins, database):
    lost = case_rules(policy(TEXT.replace('version: "1"', 'version: "2"')).program)
    other = store.keep(lost, policy(TEXT.replace('version: "1"', 'version: "2"')).sources)
    (gone,) = opened(store, other, 1)
    (fine,) = opened(store, pins, 1)
    with store.database.writing() as connection:
        connection.execute(
            update(schema.policies)
            .where(schema.policies.c.hash == other.policy)
            .values(texts='{"x.yaml": "policy: ["}')
        )
    fresh = Store(database)
    ticked = tick(fresh, LATER)
    assert ([one.case for one in ticked.fired], ticked.stalled) == ([fine], (gone,))
    assert tick(fresh, LATER) == Ticked()
    with fresh.database.reading() as connection:
        (row,) = connection.execute(select(schema.stalled)).all()
    assert row.case_id == gone
    assert row.error.startswith("PolicyMissingError")
    assert tick(fresh, LATER + dt.timedelta(minutes=1)).stalled == (gone,)
    assert tick(fresh, LATER + dt.timedelta(minutes=2)) == Ticked()
    with fresh.database.reading() as connection:
        assert connection.execute(select(schema.stalled.c.attempts)).scalar() == 2
    fresh.shelf._rules[other] = lost
    assert gone in [one.case for one in tick(fresh, LATER + dt.timedelta(hours=1)).fired]
    with fresh.database.reading() as connection:
        assert connection.execute(select(schema.stalled)).all() == []
    fresh.close()


def test_a_case_on_which_the_engine_fails_blocks_nobody(store, pins, monkeypatch):
    first, second, third = opened(store, pins, 3)

    def fails(case, rules, now):
        if case.id == second:
            raise ZeroDivisionError("\0 by zero")
        return worker_work_off(case, rules, now)

    worker_work_off = worker.work_off_until
    monkeypatch.setattr(worker, "work_off_until", fails)
    ticked = tick(store, LATER)
    assert [one.case for one in ticked.fired] == [first, third]
    assert ticked.stalled == (second,)
    monkeypatch.setattr(worker, "work_off_until", worker_work_off)
    assert [one.case for one in tick(store, LATER + WEEK).fired if one.case == second] == [second]


def test_a_timer_of_which_nothing_comes_blocks_nobody(store, pins, monkeypatch):
    (case,) = opened(store, pins, 1)
    monkeypatch.setattr(worker, "work_off_until", lambda case, *_given: ((), case))
    assert tick(store, LATER).stalled == (case,)
    assert tick(store, LATER) == Ticked()


def test_a_case_that_cannot_be_written_blocks_nobody(store, pins, monkeypatch):
    first, second, third = opened(store, pins, 3)
    worker_write = worker.write

    def fails(connection, changes, now):
        if any(change.after.id == second for change in changes):
            raise ValueError("cannot be written")
        return worker_write(connection, changes, now)

    monkeypatch.setattr(worker, "write", fails)
    ticked = tick(store, LATER)
    assert [one.case for one in ticked.fired] == [first, third]
    assert ticked.stalled == (second,)
    assert rungs(store, second) == []


def test_a_damaged_snapshot_blocks_nobody(store, pins, database):
    first, second = opened(store, pins, 2)
    with store.database.writing() as connection:
        connection.execute(
            update(schema.cases).where(schema.cases.c.id == first).values(snapshot="{")
        )
    fresh = Store(database)
    ticked = tick(fresh, LATER)
    assert [one.case for one in ticked.fired] == [second]
    assert ticked.stalled == (first,)
    fresh.close()


def test_several_at_once_share_the_work(store, pins, database, monkeypatch):
    monkeypatch.setattr(worker, "BATCH", 3)
    cases = opened(store, pins, 20)

    def work(_):
        mine = Store(database)
        try:
            return tick(mine, LATER, limit=20)
        finally:
            mine.close()

    with ThreadPoolExecutor(4) as pool:
        total = sum(pool.map(work, range(4)), Ticked())
    total += tick(store, LATER)
    assert sorted(one.case for one in total.fired) == sorted(cases)
    assert total.rungs == 20
    assert all(len(rungs(store, case)) == 1 for case in cases)
    assert verify(store).whole


def test_what_another_worker_holds_is_passed_over(postgresql_database):
    store, other = Store(postgresql_database), Store(postgresql_database)
    pins = store.keep(RULES, policy().sources)
    first, second = opened(store, pins, 2)
    with other.database.writing() as connection:
        other.lock(connection, first)
        assert [one.case for one in tick(store, LATER).fired] == [second]
    assert [one.case for one in tick(store, LATER).fired] == [first]
    store.close()
    other.close()


def test_the_number_of_statements_does_not_grow_with_the_cases(store, pins):
    statements = []
    engine = store.database._engine
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    counts = []
    for number in (3, 30):
        opened(store, pins, number)
        statements.clear()
        assert len(tick(store, LATER).fired) == number
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_the_worker_works_delivers_and_stops(store, pins):
    opened(store, pins, 2)
    stop = Stop()
    post = Post()
    seen = []

    def report(what):
        seen.append(what)
        if isinstance(what, Deliveries):
            stop.ask()

    run_worker(store, Clock(LATER), stop, channel=post, report=report)
    assert [type(one) for one in seen] == [Ticked, Deliveries]
    assert seen[1].delivered == len(post.got) == 4
    stop.close()
    stop.ask()


@pytest.mark.usefixtures("pins")
def test_a_worker_at_rest_stops_at_once(store):
    stop = Stop()
    resting = Thread(target=run_worker, args=(store, Clock(LATER), stop), kwargs={"poll": 3600})
    resting.start()
    stop.ask()
    resting.join(timeout=20)
    assert not resting.is_alive()
    stop.close()


@pytest.mark.usefixtures("pins")
def test_a_signal_stops_the_worker_at_rest(store):
    stop = Stop()
    before = signal.signal(signal.SIGTERM, stop.ask)
    try:
        waits = stop.wait

        def wait(seconds):
            os.kill(os.getpid(), signal.SIGTERM)
            waits(seconds)

        stop.wait = wait
        run_worker(store, Clock(LATER), stop, poll=3600)
    finally:
        signal.signal(signal.SIGTERM, before)
        stop.close()


def test_a_worker_outlives_a_database_that_is_away(store, pins, monkeypatch):
    opened(store, pins, 1)
    stop = Stop()
    seen = []
    answers = [StoreError("gone", zh="没了"), None]

    def ticks(*given, **more):
        failure = answers.pop(0)
        if failure is not None:
            raise failure
        return tick(*given, **more)

    def report(what):
        seen.append(what)
        if isinstance(what, Ticked):
            stop.ask()

    monkeypatch.setattr(worker, "tick", ticks)
    run_worker(store, Clock(LATER), stop, poll=0, report=report)
    assert [type(one) for one in seen] == [StoreError, Ticked]
    stop.close()


def test_a_worker_does_not_go_on_with_a_database_that_is_too_new(store, monkeypatch):
    def newer(*_given, **_more):
        raise DatabaseTooNewError(found=9, known=1)

    monkeypatch.setattr(worker, "tick", newer)
    stop = Stop()
    with pytest.raises(DatabaseTooNewError):
        run_worker(store, Clock(LATER), stop)
    stop.close()
