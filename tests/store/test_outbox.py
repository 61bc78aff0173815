"""Messages go out at least once, each case's in order; what fails comes back or is kept to be seen."""

import datetime as dt
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Lock

import pytest
from sqlalchemy import delete, select, update

from tests.store.desks import FRIDAY, LATER, MONDAY, policy
from tests.store.test_store import OPENING, RULES
from workflow_engine.cases.commands import Act
from workflow_engine.errors import UsageError
from workflow_engine.store import outbox as outbox_module
from workflow_engine.store import schema
from workflow_engine.store.channels import DELIVERED, Gone, NotDelivered
from workflow_engine.store.outbox import (
    ATTEMPTS,
    LEASE,
    Deliveries,
    dead_letters,
    deliver,
    purge,
    requeue,
    wait_after,
)
from workflow_engine.store.store import Store
from workflow_engine.store.worker import tick

SECOND = dt.timedelta(seconds=1)


class Post:
    """A channel that keeps what it was given, and answers as told."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.got = []

    def __call__(self, message, _now):
        self.got.append(message)
        answer = self.answers.pop(0) if self.answers else DELIVERED
        if isinstance(answer, Exception):
            raise answer
        return answer


class Clock:
    """A clock that goes on by `step` whenever somebody looks at it."""

    def __init__(self, now=LATER, step=dt.timedelta(0)):
        self.now = now
        self.step = step

    def __call__(self):
        self.now += self.step
        return self.now


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


def rows(store):
    with store.database.reading() as connection:
        return connection.execute(select(schema.outbox).order_by(schema.outbox.c.id)).all()


def test_every_transaction_is_told_once_in_its_order(store, case):
    store.act(case.id, Act("acknowledge"), now=MONDAY)
    after = store.act(case.id, Act("apologize"), now=MONDAY)
    post = Post()
    assert deliver(store, post, Clock()) == Deliveries(delivered=3)
    assert [message.case for message in post.got] == [case.id] * 3
    assert [message.version for message in post.got] == sorted(m.version for m in post.got)
    assert post.got[-1].version == after.version
    told = [event["kind"] for message in post.got for event in message.data["events"]]
    assert told == [row.kind for row in _events(store)]
    assert post.got[0].topics == ("opened",)
    assert post.got[1].topics[0] == "done"
    assert post.got[1].data["customer"] == "K1"
    assert deliver(store, post, Clock()) == Deliveries()
    assert len(post.got) == 3


def _events(store):
    with store.database.reading() as connection:
        return connection.execute(select(schema.events).order_by(schema.events.c.position)).all()


@pytest.mark.usefixtures("case")
def test_an_escalation_goes_to_whoever_listens(store):
    tick(store, LATER)
    post = Post()
    deliver(store, post, Clock())
    assert set(post.got[-1].topics) >= {"overdue", "escalated"}
    climbed = [e for e in post.got[-1].data["events"] if e["kind"] == "escalated"]
    assert climbed[0]["owner"] == "Zhang"


def test_a_message_about_nothing_worth_telling_is_settled_unsent(store, case):
    store.act(case.id, Act("note", note="to ourselves"), now=MONDAY)
    post = Post()
    assert deliver(store, post, Clock()) == Deliveries(delivered=1)
    assert [row.state for row in rows(store)] == ["delivered", "delivered"]


@pytest.mark.usefixtures("case")
def test_what_fails_is_tried_again_later_and_each_time_later(store):
    post = Post(*[NotDelivered("HTTP 500")] * 3)
    clock = Clock()
    waits = []
    for attempt in (1, 2, 3):
        assert deliver(store, post, clock) == Deliveries(failed=1)
        assert deliver(store, post, clock) == Deliveries()
        assert post.got[-1].attempt == attempt
        wait = wait_after(rows(store)[0].id, attempt)
        clock.now += wait - SECOND / 1000
        assert deliver(store, post, clock) == Deliveries()
        clock.now += SECOND / 1000
        waits.append(wait)
    assert waits == sorted(waits)
    assert deliver(store, post, clock) == Deliveries(delivered=1)
    assert len({message.id for message in post.got}) == 1
    assert rows(store)[0].error is None


def test_the_waits():
    for attempt in range(1, ATTEMPTS + 1):
        whole = min(10 * 2 ** (attempt - 1), 6 * 3600)
        some = {wait_after(message, attempt) for message in range(50)}
        assert len(some) == 50
        assert all(whole / 2 * SECOND <= wait <= whole * SECOND for wait in some)
    assert wait_after(7, 10**9) <= 6 * 3600 * SECOND
    assert wait_after(7, 3) == wait_after(7, 3)


def test_while_a_message_waits_no_later_one_of_its_case_goes_out(store, pins, case):
    store.act(case.id, Act("acknowledge"), now=MONDAY)
    other = store.open(replace(OPENING, customer="K2"), pins, now=MONDAY)
    post = Post(NotDelivered("busy"))
    assert deliver(store, post, Clock()) == Deliveries(delivered=1, failed=1)
    assert [message.case for message in post.got] == [case.id, other.id]
    assert deliver(store, post, Clock(LATER + dt.timedelta(hours=1))) == Deliveries(delivered=2)
    assert [m.version for m in post.got if m.case == case.id] == sorted(
        m.version for m in post.got if m.case == case.id
    )


def test_after_the_last_attempt_it_is_a_dead_letter_and_can_be_sent_again(store, case):
    post = Post(*[NotDelivered("HTTP 503")] * ATTEMPTS)
    clock = Clock()
    for _ in range(ATTEMPTS - 1):
        assert deliver(store, post, clock) == Deliveries(failed=1)
        clock.now += dt.timedelta(hours=6)
    assert dead_letters(store) == ()
    assert deliver(store, post, clock) == Deliveries(dead=1)
    clock.now += dt.timedelta(days=30)
    assert deliver(store, post, clock) == Deliveries()
    (dead,) = dead_letters(store)
    assert (dead.case, dead.attempts, dead.error) == (case.id, ATTEMPTS, "HTTP 503")
    assert dead.first_version == 1
    assert requeue(store, clock.now, [dead.id + 1]) == 0
    assert requeue(store, clock.now, [dead.id]) == 1
    assert dead_letters(store) == ()
    assert deliver(store, post, clock) == Deliveries(delivered=1)
    assert post.got[-1].attempt == 1


@pytest.mark.usefixtures("pins")
def test_who_wants_no_more_of_it_is_not_asked_again(store, case):
    store.act(case.id, Act("acknowledge"), now=MONDAY)
    post = Post(Gone("HTTP 410"))
    assert deliver(store, post, Clock()) == Deliveries(delivered=1, dead=1)
    assert requeue(store, LATER) == 1
    assert deliver(store, post, Clock()) == Deliveries(delivered=1)


@pytest.mark.usefixtures("case")
def test_a_channel_that_raises_is_a_channel_that_failed(store):
    post = Post(RuntimeError("no \0 network"))
    assert deliver(store, post, Clock()) == Deliveries(failed=1)
    assert rows(store)[0].error == "RuntimeError: no  network"


@pytest.mark.usefixtures("case")
def test_who_dies_with_a_claim_loses_it(store):
    def dies(_message, _now):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(store, dies, Clock())
    post = Post()
    assert deliver(store, post, Clock(LATER + LEASE - SECOND)) == Deliveries()
    assert deliver(store, post, Clock(LATER + LEASE)) == Deliveries(delivered=1)
    assert post.got[0].attempt == 2


@pytest.mark.usefixtures("case")
def test_a_claim_by_a_clock_that_was_ahead_holds_nobody_up(store):
    def dies(_message, _now):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(store, dies, Clock(LATER + dt.timedelta(days=400)))
    assert deliver(store, Post(), Clock()) == Deliveries(delivered=1)


@pytest.mark.usefixtures("case")
def test_a_message_that_kills_whoever_delivers_it_ends_as_a_dead_letter(store):
    def dies(_message, _now):
        raise KeyboardInterrupt

    clock = Clock(step=LEASE / 4)
    for _ in range(ATTEMPTS):
        clock.now += LEASE
        with pytest.raises(KeyboardInterrupt):
            deliver(store, dies, clock)
    clock.now += LEASE
    assert deliver(store, dies, clock) == Deliveries(dead=1)


@pytest.mark.usefixtures("case")
def test_an_answer_that_comes_after_the_claim_was_lost_changes_nothing(store):
    clock = Clock()
    answers = [NotDelivered("HTTP 500"), DELIVERED]

    def slow(_message, _now):
        clock.now += LEASE
        assert deliver(store, Post(answers.pop(0)), clock) != Deliveries()
        return Gone("too late")

    for state in ("pending", "delivered"):
        clock.now += LEASE
        assert deliver(store, slow, clock) == Deliveries()
        assert [row.state for row in rows(store)] == [state]


def test_slow_receivers_do_not_outlast_the_claim(store, pins):
    for number in range(3):
        store.open(replace(OPENING, customer=f"K{number}"), pins, now=FRIDAY)
    clock = Clock()
    post = Post()

    def slow(message, _now):
        clock.now += LEASE / 2
        return post(message, _now)

    assert deliver(store, slow, clock, limit=3) == Deliveries(delivered=1)
    clock.now += LEASE
    assert deliver(store, post, clock) == Deliveries(delivered=2)
    assert len({message.case for message in post.got}) == 3


def test_no_more_than_the_limit(store, pins):
    for number in range(25):
        store.open(replace(OPENING, customer=f"K{number}"), pins, now=FRIDAY)
    assert deliver(store, Post(), Clock(), limit=22) == Deliveries(delivered=22)
    assert deliver(store, Post(), Clock(), limit=22) == Deliveries(delivered=3)


def test_several_who_deliver_at_once_share_the_work(store, pins, database):
    cases = [store.open(replace(OPENING, customer=f"K{n}"), pins, now=FRIDAY).id for n in range(12)]
    for case in cases:
        store.act(case, Act("acknowledge"), now=MONDAY)
    got, lock = defaultdict(list), Lock()

    def post(message, _now):
        with lock:
            got[message.case].append(message.version)
        return DELIVERED

    def work(_):
        mine = Store(database)
        try:
            return deliver(mine, post, Clock())
        finally:
            mine.close()

    with ThreadPoolExecutor(4) as pool:
        sent = sum(pool.map(work, range(4)), Deliveries())
    sent += deliver(store, post, Clock())
    assert sent == Deliveries(delivered=24)
    assert set(got) == set(cases)
    assert all(
        versions == sorted(set(versions)) and len(versions) == 2 for versions in got.values()
    )


def test_a_message_whose_events_are_damaged_holds_nobody_up(store, pins, case):
    store.open(OPENING, pins, now=FRIDAY)
    with store.database.writing() as connection:
        connection.execute(
            update(schema.outbox)
            .where(schema.outbox.c.case_id == case.id)
            .values(first_version=900, last_version=901)
        )
    assert deliver(store, Post(), Clock()) == Deliveries(delivered=1, dead=1)
    assert "journal" in dead_letters(store)[0].error


def test_every_topic_is_the_kind_of_an_event():
    from typing import get_args

    from workflow_engine.cases.events import Event

    kinds = {_snake(kind.__name__) for kind in get_args(Event)}
    assert kinds >= outbox_module.TOPICS


def _snake(name):
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


def test_what_was_delivered_may_be_cleared_away_by_the_host(store, case):
    deliver(store, Post(), Clock())
    with store.database.writing() as connection:
        connection.execute(delete(schema.outbox).where(schema.outbox.c.state == "delivered"))
    store.act(case.id, Act("acknowledge"), now=MONDAY)
    assert deliver(store, Post(), Clock()) == Deliveries(delivered=1)


def test_nothing_goes_out_of_a_transaction_that_may_come_to_nothing(database):
    from sqlalchemy import create_engine

    engine = create_engine(database.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        inside = Store(connection)
        inside.open(OPENING, inside.keep(RULES, policy().sources), now=FRIDAY)
        with pytest.raises(UsageError):
            deliver(inside, Post(), Clock())
    engine.dispose()


def test_what_was_delivered_long_ago_is_purged(store, pins, case):
    deliver(store, Post(), Clock(MONDAY))
    store.act(case.id, Act("acknowledge"), now=MONDAY)
    deliver(store, Post(Gone("410")), Clock(LATER))
    store.open(replace(OPENING, customer="K2"), pins, now=LATER)
    assert purge(store, MONDAY) == 0
    assert purge(store, LATER + SECOND) == 1
    assert [row.state for row in rows(store)] == ["dead", "pending"]
    assert store.entries(case.id)


def test_who_is_asked_to_stop_finishes_the_message_in_hand(store, pins):
    for number in range(3):
        store.open(replace(OPENING, customer=f"K{number}"), pins, now=FRIDAY)
    post = Post()
    sent = deliver(store, post, Clock(), stop=lambda: bool(post.got))
    assert sent == Deliveries(delivered=1)
    left = [row for row in rows(store) if row.state == "pending"]
    assert [(row.attempts, row.claimed_until) for row in left] == [(0, None), (0, None)]
    assert deliver(store, post, Clock(), stop=lambda: True) == Deliveries()
    assert deliver(store, post, Clock()) == Deliveries(delivered=2)
