"""What was promised, what was done, and how often it was kept."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from tests.store.desks import FRIDAY, MONDAY, TEXT, ZONE, policy
from tests.store.test_store import OPENING, RULES
from workflow_engine.errors import ConflictError, KeyReusedError, UsageError
from workflow_engine.store.promises import Rate, attach, is_kept, rates, record
from workflow_engine.store.store import Store

PROGRAM = policy().program
HIGHER = policy(
    TEXT.replace("better: lower", "better: higher").replace("    opens: late\n", "")
).program
YEAR = (dt.datetime(2026, 1, 1, tzinfo=ZONE), dt.datetime(2027, 1, 1, tzinfo=ZONE))


@pytest.fixture
def store(database):
    store = Store(database)
    yield store
    store.close()


def say(store, actual, program=PROGRAM, **more):
    figure = None if actual is None else Decimal(actual)
    given = {"at": FRIDAY, "now": MONDAY, **more}
    return record(store, program, "on_time", given.pop("customer", "K1"), figure, **given)


@pytest.mark.parametrize(
    ("actual", "lower", "higher"),
    [("1.99", True, False), ("2", True, True), ("2.000001", False, True), (None, False, False)],
)
def test_exactly_what_was_promised_keeps_it(actual, lower, higher):
    figure = None if actual is None else Decimal(actual)
    assert is_kept(PROGRAM.promises["on_time"], figure) is lower
    assert is_kept(HIGHER.promises["on_time"], figure) is higher


def test_a_broken_promise_says_what_it_opens(store):
    broken = say(store, "2.5")
    assert (broken.kept, broken.opens, broken.case) == (False, "late", None)
    assert (broken.promised, broken.actual) == (Decimal(2), Decimal("2.5"))
    assert say(store, "2", customer="K2").opens is None
    assert say(store, "1", HIGHER, customer="K3").opens is None
    assert say(store, None, customer="K4").opens == "late"


def test_the_same_key_is_the_same_promise(store):
    first = say(store, "3", key="delivery 7", by="Li", note="雨天 🌧")
    pins = store.keep(RULES, policy().sources)
    case = store.open(OPENING, pins, now=FRIDAY)
    attach(store, first.id, case.id)
    again = say(store, "3", key="delivery 7", by="Li", note="雨天 🌧")
    assert (again.id, again.case) == (first.id, case.id)
    with pytest.raises(KeyReusedError):
        say(store, "1", key="delivery 7", by="Li", note="雨天 🌧")
    assert [one.broken for one in rates(store, *YEAR, ZONE)] == [1]


def test_the_same_key_at_once(store, database):
    def work(_):
        mine = Store(database)
        try:
            return say(mine, "3", key="one").id
        finally:
            mine.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(work, range(4)))) == 1
    assert [one.broken for one in rates(store, *YEAR, ZONE)] == [1]


def test_what_became_of_a_promise_is_recorded_once(store):
    first = say(store, "3.50", by="Li")
    assert say(store, "3.5", by="Wu", note="again", key="later") == first
    ids = {
        first.id,
        say(store, "3.5", customer="K2").id,
        say(store, "3.5", at=FRIDAY + dt.timedelta(days=1)).id,
    }
    assert len(ids) == 3
    for actual in ("1", None):
        with pytest.raises(ConflictError) as refused:
            say(store, actual, key=actual)
        assert "3.5 days" in refused.value.zh
        assert "未兑现" in refused.value.zh
        assert "`3.5 days` (broken) is recorded already" in str(refused.value)
    assert sum(one.broken for one in rates(store, *YEAR, ZONE)) == 3


def test_that_nothing_was_done_is_recorded_once(store):
    assert say(store, None) == say(store, None)
    with pytest.raises(ConflictError, match="nothing done"):
        say(store, "1")


@pytest.mark.usefixtures("store")
def test_the_same_promise_at_once_without_a_key(database):
    def work(_):
        mine = Store(database)
        try:
            return say(mine, "3").id
        finally:
            mine.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(work, range(4)))) == 1


def test_the_rates_by_month_of_the_zone(store):
    last_minute = dt.datetime(2026, 10, 31, 15, 59, tzinfo=dt.UTC)
    for at, actual in (
        (last_minute, "1"),
        (last_minute + dt.timedelta(minutes=1), "9"),
        (FRIDAY, "2"),
        (FRIDAY + dt.timedelta(hours=1), "1"),
        (YEAR[1], "1"),
    ):
        say(store, actual, at=at, now=YEAR[1])
    october, november = rates(store, *YEAR, ZONE)
    assert october == Rate("on_time", "2026-10", kept=1, broken=0)
    assert november == Rate("on_time", "2026-11", kept=2, broken=1)
    assert november.share == Decimal("0.6667")
    assert rates(store, FRIDAY, FRIDAY, ZONE) == ()


@pytest.mark.parametrize("figure", ["NaN", "Infinity", "-0.01", "-Infinity"])
def test_what_is_no_figure(store, figure):
    with pytest.raises(UsageError):
        say(store, figure)


def test_what_is_not_over_yet(store):
    with pytest.raises(UsageError) as refused:
        say(store, "1", at=MONDAY, now=FRIDAY)
    assert "尚未到" in refused.value.zh


def test_a_promise_that_nobody_made(store):
    with pytest.raises(UsageError) as refused:
        record(store, PROGRAM, "for ever", "K1", None, at=FRIDAY, now=MONDAY)
    assert "on_time" in refused.value.zh


def test_a_customer_with_quotes_and_sql(store):
    customer = "K'; DROP TABLE workflow_promises; --"
    assert say(store, "1", customer=customer).customer == customer
