"""The auditor finds whatever should have happened and has not, and changes nothing."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import update

from tests.store.desks import DEADLINE, FRIDAY, LATER, MONDAY, TEXT, policy
from tests.store.test_outbox import Clock, Post
from tests.store.test_store import OPENING, RULES, everything
from workflow_engine.cases.commands import Act
from workflow_engine.cases.rules import case_rules
from workflow_engine.store import schema, worker
from workflow_engine.store.audit import GRACE, PATIENCE, audit
from workflow_engine.store.channels import Gone, NotDelivered
from workflow_engine.store.outbox import LEASE, deliver
from workflow_engine.store.promises import attach, record
from workflow_engine.store.store import Store
from workflow_engine.store.worker import tick

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
    return store.open(OPENING, pins, now=FRIDAY).id


def found(store, now):
    """The findings by code; looking changes nothing, and every text is there in both languages."""
    before = everything(store)
    findings = audit(store, now)
    assert everything(store) == before
    assert all(one.text.zh and one.text.en and one.text.zh != one.text.en for one in findings)
    assert len({one.code for one in findings}) == len(findings)
    return {one.code: one for one in findings}


@pytest.mark.usefixtures("case")
def test_nothing_to_find_where_all_is_done(store):
    tick(store, LATER)
    deliver(store, Post(), Clock(LATER))
    assert found(store, LATER) == {}


def test_timers_that_nobody_worked_off(store, case):
    deliver(store, Post(), Clock(FRIDAY))
    due = store.held(case).next_due
    assert due is not None
    assert due < DEADLINE
    assert found(store, due + GRACE) == {}
    late = found(store, due + GRACE + SECOND)["late_timers"]
    assert (late.cases, late.since) == ((case,), due)
    assert case in late.text.zh


def test_a_timer_that_is_not_stored_as_the_rules_have_it(store, case):
    with store.database.writing() as connection:
        connection.execute(update(schema.cases).values(next_due=None))
    assert found(store, FRIDAY)["wrong_timer"].cases == (case,)


def test_cases_that_were_set_aside(store, case, monkeypatch):
    def fails(*_given):
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(worker, "work_off_until", fails)
    tick(store, LATER)
    findings = found(store, LATER)
    assert "late_timers" not in findings
    assert findings["set_aside"].cases == (case,)
    assert findings["set_aside"].since == LATER
    assert "by zero" in findings["set_aside"].text.en


@pytest.mark.usefixtures("case", "pins")
def test_a_case_whose_policy_is_gone(store, database):
    text = TEXT.replace('version: "1"', 'version: "2"')
    lost = store.keep(case_rules(policy(text).program), policy(text).sources)
    cases = [store.open(OPENING, lost, now=FRIDAY).id for _ in range(7)]
    with store.database.writing() as connection:
        connection.execute(
            update(schema.policies)
            .where(schema.policies.c.hash == lost.policy)
            .values(texts='{"x.yaml": "policy: ["}')
        )
    fresh = Store(database)
    missing = found(fresh, FRIDAY)["policy_missing"]
    assert missing.cases == tuple(cases)
    assert "migrate" in missing.text.zh
    assert "…" in missing.text.en
    fresh.close()


def test_a_case_that_cannot_be_read(store, case, database):
    with store.database.writing() as connection:
        connection.execute(update(schema.cases).values(snapshot="{"))
    fresh = Store(database)
    assert found(fresh, FRIDAY)["unreadable"].cases == (case,)
    fresh.close()


def test_a_case_that_nobody_answers_for(store, pins):
    text = TEXT[: TEXT.index("staff:")] + TEXT[TEXT.index("customer:") :]
    alone = store.keep(case_rules(policy(text).program), policy(text).sources)
    nobody = store.open(replace(OPENING, by=None, people={}), alone, now=FRIDAY).id
    store.open(OPENING, pins, now=FRIDAY)
    assert found(store, FRIDAY)["nobody"].cases == (nobody,)


def test_messages_that_nobody_delivers(store, case):
    assert "undelivered" not in found(store, FRIDAY + GRACE)
    waits = found(store, FRIDAY + GRACE + SECOND)["undelivered"]
    assert (waits.cases, waits.since) == ((case,), FRIDAY)
    deliver(store, Post(NotDelivered("HTTP 500")), Clock(FRIDAY))
    assert found(store, FRIDAY)["undelivered"].cases == (case,)


def test_deliveries_that_were_cut_short(store, case):
    def dies(_message, _now):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(store, dies, Clock(FRIDAY))
    assert "expired_claims" not in found(store, FRIDAY + LEASE - SECOND)
    findings = found(store, FRIDAY + LEASE)
    assert findings["expired_claims"].cases == (case,)
    assert "undelivered" not in findings


def test_dead_letters(store, case):
    deliver(store, Post(Gone("HTTP 410")), Clock(FRIDAY))
    assert found(store, FRIDAY)["dead_letters"].cases == (case,)


def test_a_broken_promise_without_its_case(store, case):
    deliver(store, Post(), Clock(FRIDAY))
    promise = record(store, policy().program, "on_time", "K1", Decimal(3), at=FRIDAY, now=FRIDAY)
    assert "promise_without_case" not in found(store, FRIDAY + GRACE)
    later = FRIDAY + GRACE + SECOND
    assert found(store, later)["promise_without_case"].since == FRIDAY
    attach(store, promise.id, case)
    assert "promise_without_case" not in found(store, later)


def test_many_cases(store, pins, monkeypatch):
    from workflow_engine.store import audit as module

    monkeypatch.setattr(module, "_BATCH", 3)
    cases = [store.open(replace(OPENING, customer=f"K{n}"), pins, now=FRIDAY).id for n in range(8)]
    assert found(store, MONDAY + dt.timedelta(days=30))["late_timers"].cases == tuple(cases)


def test_cases_that_wait_for_ever(store, pins, case):
    store.act(case, Act("pause", by="Li", note="customer away"), now=MONDAY)
    other = store.open(replace(OPENING, customer="K2"), pins, now=FRIDAY).id
    store.act(other, Act("pause", by="Li", note="away"), now=MONDAY)
    store.act(other, Act("resume", by="Li"), now=MONDAY + PATIENCE)
    assert "waiting" not in found(store, MONDAY + PATIENCE)
    waiting = found(store, MONDAY + PATIENCE + SECOND)["waiting"]
    assert (waiting.cases, waiting.since) == ((case,), MONDAY)
    assert "30 天" in waiting.text.zh
    store.act(case, Act("resume", by="Li"), now=MONDAY + PATIENCE + SECOND)
    assert "waiting" not in found(store, MONDAY + PATIENCE + SECOND)
