"""Draws depend on their name alone, and have the shape they should."""

import datetime as dt
import math
from statistics import median, stdev
from zoneinfo import ZoneInfo

import pytest

from tests.simulation.years import CUSTOMERS
from workflow_engine.simulation.arrivals import arrivals
from workflow_engine.simulation.draws import Stream
from workflow_engine.simulation.model import Arrivals, Profile, SimulatedCustomer

ZONE = ZoneInfo("Asia/Shanghai")
START = dt.date(2026, 1, 1)
OFFICE = Profile(weekdays=(2, 1, 1, 1, 1, 0, 0), hours=((540, 720, 3.0), (840, 1020, 1.0)))


def drawn(wanted, days=365, seed=1, customers=CUSTOMERS):
    return arrivals(wanted, customers, seed=seed, start=START, days=days, zone=ZONE)


def test_a_draw_has_the_same_value_every_time_and_another_for_every_name():
    one = Stream(5).of("case", 1)
    values = [one.uniform("a"), one.uniform("b"), one.uniform("a", 1), Stream(6).uniform("a")]
    assert len(set(values)) == 4
    assert one.uniform("a") == Stream(5).of("case", 1).uniform("a")


def test_draws_are_known():
    """A change here changes every report of every seed."""
    assert Stream(0).uniform("x") == pytest.approx(0.9319853414226422, abs=1e-15)


def test_uniform_lognormal_and_poisson():
    streams = [Stream(7).of("n", n) for n in range(4000)]
    uniform = [s.uniform("u") for s in streams]
    assert 0 < min(uniform) < max(uniform) < 1
    assert sum(uniform) / 4000 == pytest.approx(0.5, abs=0.02)
    logs = [math.log(s.lognormal(100, 0.5, "l")) for s in streams]
    assert math.exp(median(logs)) == pytest.approx(100, rel=0.05)
    assert stdev(logs) == pytest.approx(0.5, rel=0.05)
    for mean in (0.3, 5, 700):
        counts = [s.count(mean, "c") for s in streams]
        assert sum(counts) / 4000 == pytest.approx(mean, rel=0.1)
    assert Stream(1).count(0, "c") == 0
    assert Stream(1).lognormal(3, 0, "l") == 3
    assert not any(s.happens(0, "never") for s in streams)


def test_arrivals_follow_rate_and_profile():
    found = drawn([Arrivals("p", 100.0, OFFICE)])
    assert len(found) == pytest.approx(40 * 12, rel=0.12)
    assert found == sorted(found, key=lambda one: one.at)
    local = [one.at.astimezone(ZONE) for one in found]
    assert all(at.weekday() < 5 for at in local)
    assert all(9 <= at.hour < 12 or 14 <= at.hour < 17 for at in local)
    mornings = sum(at.hour < 12 for at in local)
    assert mornings / len(local) == pytest.approx(0.75, abs=0.07)
    mondays = sum(at.weekday() == 0 for at in local)
    assert mondays / len(local) == pytest.approx(2 / 6, abs=0.07)


def test_arrivals_do_not_depend_on_other_processes_or_the_length_of_the_run():
    alone = drawn([Arrivals("p", 50.0)], days=100)
    beside = drawn([Arrivals("q", 90.0), Arrivals("p", 50.0)], days=200)
    same = [(one.at, one.customer.id) for one in beside if one.process == "p"]
    assert [(one.at, one.customer.id) for one in alone] == same[: len(alone)]


def test_another_seed_is_another_year():
    one, other = drawn([Arrivals("p", 50.0)]), drawn([Arrivals("p", 50.0)], seed=2)
    assert [a.at for a in one] != [a.at for a in other]


def test_only_those_concerned_have_cases():
    some = [
        SimulatedCustomer("a", "A", processes=frozenset({"p"})),
        SimulatedCustomer("b", "B", processes=frozenset()),
    ]
    found = drawn([Arrivals("p", 300.0), Arrivals("q", 300.0)], customers=some)
    assert {(one.process, one.customer.id) for one in found} == {("p", "a")}


def test_an_hour_that_does_not_exist_is_passed_over():
    berlin = ZoneInfo("Europe/Berlin")
    night = Profile(hours=((120, 180, 1.0),))
    found = arrivals(
        [Arrivals("p", 100000.0, night)],
        CUSTOMERS[:2],
        seed=1,
        start=dt.date(2026, 3, 29),
        days=1,
        zone=berlin,
    )
    assert found
    assert {one.at.hour for one in found} == {3}
