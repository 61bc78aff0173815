"""What policies mean, case by case, on both backends."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.decide.policies import HEAD, TODAY, compiled
from workflow_engine.decide.decider import decide, missing_attributes
from workflow_engine.decide.decision import Decision
from workflow_engine.decide.row_function import row_function
from workflow_engine.program.program import Program
from workflow_engine.program.types import SCALE

EMPTY = dict.fromkeys(
    ("i1", "i2", "n1", "n2", "b1", "d1", "d2", "t1", "c1", "ln", "li", "opted_in")
) | {"b2": True}


def program(body: str) -> Program:
    made, errors = compiled(HEAD + body)
    assert made is not None, errors
    return made


def decided(made: Program, **values: object) -> Decision:
    """The decision, on which both backends agree."""
    customer = {**EMPTY, **values}
    slow = decide(made, customer, TODAY)
    assert row_function(made)(customer, TODAY) == slow
    return slow


def value(expression: str, **values: object) -> object:
    body = f"measures:\n  m: '{expression}'\n"
    return decided(program(body), **values).values["m"]


def truth(expression: str, **values: object) -> object:
    body = f"tags:\n  g: {{when: '{expression}'}}\n"
    return decided(program(body), **values).values["g"]


T, F, U = True, False, None


@pytest.mark.parametrize(
    ("left", "right", "conjunction", "disjunction"),
    [
        (T, T, T, T),
        (T, F, F, T),
        (T, U, U, T),
        (F, T, F, T),
        (F, F, F, F),
        (F, U, F, U),
        (U, T, U, T),
        (U, F, F, U),
        (U, U, U, U),
    ],
)
def test_kleene(left, right, conjunction, disjunction):
    values = {
        "i1": None if left is None else int(left),
        "i2": None if right is None else int(right),
    }
    assert truth("i1 == 1 and i2 == 1", **values) is conjunction
    assert truth("i1 == 1 or i2 == 1", **values) is disjunction
    assert truth("not i1 == 1", **values) is (None if left is None else not left)


def number(text: str) -> int:
    whole, _, places = text.partition(".")
    sign = -1 if whole.startswith("-") else 1
    return sign * (abs(int(whole)) * SCALE + int(places.ljust(6, "0") or 0))


def test_the_boundary_is_exact():
    values = {"n1": number("24999.10"), "n2": number("4999.10")}
    assert truth("n1 - n2 >= 20000", **values) is True
    assert truth("n1 - n2 > 20000", **values) is False
    assert value("n1 - n2", **values) == number("20000.0")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("n1 / 3", "0.333333"),
        ("2 * n1 / 3", "0.666667"),
        ("n1 / 2000000", "0.0"),
        ("3 * n1 / 2000000", "0.000002"),
        ("round(2.5 * n1)", "2.0"),
        ("round(3.5 * n1)", "4.0"),
        ("round(0.125 * n1, 2)", "0.12"),
        ("0.001 * n1 * 0.0005", "0.0"),
        ("0.001 * n1 * 0.0015", "0.000002"),
    ],
)
def test_half_even(expression, expected):
    assert value(expression, n1=SCALE) == number(expected)


def test_division_by_zero_is_unknown():
    made = program("measures:\n  m: n1 / n2\ntags:\n  g: {when: m > 0}\n")
    decision = decided(made, n1=SCALE, n2=0)
    assert decision.values == {"m": None, "g": None}
    assert decision.unknown == ("m", "g")
    assert missing_attributes(made, {**EMPTY, "n1": SCALE, "n2": 0}, TODAY) == {"m": (), "g": ()}


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        ((50, 50, 50, 50), True),
        ((90, 50, 50, 50, 50), True),
        ((50, 50, 50), None),
        ((50, 60, 50, 50), False),
        ((60,), False),
        ((50, None, 50, 50), None),
        ((50, None, 70, 50), False),
        (None, None),
    ],
)
def test_four_years_below(series, expected):
    scaled = series and tuple(None if n is None else n * SCALE for n in series)
    assert truth("all_below(last(ln, 4), 60)", ln=scaled) is expected


@pytest.mark.parametrize(
    ("start", "months", "years"),
    [
        ("2026-10-21", 1, 0),
        ("2026-10-22", 0, 0),
        ("2025-11-21", 12, 1),
        ("2025-11-22", 11, 0),
        ("2026-12-21", -1, -1),
        ("2026-11-21", 0, 0),
    ],
)
def test_whole_months(start, months, years):
    day = dt.date.fromisoformat(start)
    assert value("months_since(d1)", d1=day) == months
    assert value("years_since(d1)", d1=day) == years


def test_whole_months_clamp_to_the_end_of_the_month():
    made = program("measures:\n  m: months_since(d1)\n")
    customer = {**EMPTY, "d1": dt.date(2026, 1, 31)}
    for day, months in ((27, 0), (28, 1)):
        today = dt.date(2026, 2, day)
        assert decide(made, customer, today).values["m"] == months
        assert row_function(made)(customer, today).values["m"] == months


def test_missing_is_asked_for():
    assert truth("i1 is missing") is True
    assert truth("i1 is not missing", i1=0) is True
    assert value("coalesce(i1, i2, 9)", i2=3) == 3
    assert value("coalesce(i1, i2, 9)") == 9


PYRAMID = """
measures: {net: n1 - n2}
scales:
  pyramid:
    levels:
      negative: {when: net < 0 or i2 >= 2, strategy: stop}
      valuable: {when: i1 >= 28 and net >= 20000, strategy: grow}
      growing:  {when: c1 == "high"}
      rest:     {otherwise: true}
strategies:
  stop: {suspends_optional_except: [special]}
  grow: {grants: [care]}
optional:
  coaching: {every: 1 month, eligible: b1}
  special:  {every: on demand}
  care:     {every: 1 month, eligible: i1 == 30}
must_do:
  check: {every: visit}
"""


@pytest.fixture(scope="module")
def pyramid() -> Program:
    return program(PYRAMID)


def test_first_level_that_holds(pyramid):
    known = {"n1": number("24999.10"), "n2": number("4999.10"), "i2": 0, "i1": 28, "c1": "low"}
    assert decided(pyramid, **known).values["pyramid"] == "valuable"
    assert decided(pyramid, **{**known, "i2": 2}).values["pyramid"] == "negative"
    assert decided(pyramid, **{**known, "i1": 27}).values["pyramid"] == "rest"
    assert decided(pyramid, **{**known, "i1": 27, "c1": "high"}).values["pyramid"] == "growing"


def test_a_level_is_unknown_when_an_earlier_one_is(pyramid):
    decision = decided(pyramid, n1=0, n2=0, i2=None, i1=1, c1="high")
    assert decision.values["pyramid"] is None
    assert "pyramid" in decision.unknown
    customer = {**EMPTY, "n1": 0, "n2": 0, "i1": 1, "c1": "high"}
    assert missing_attributes(pyramid, customer, TODAY)["pyramid"] == ("i2",)


def test_six_states_of_an_optional_item(pyramid):
    safe = {"n1": 0, "n2": 0, "i2": 0, "i1": 1, "c1": "low"}
    cases = [
        ({"b1": True, "opted_in": ("coaching",)}, "active"),
        ({"b1": True}, "offered"),
        ({"b1": True, "opted_in": ("coaching",), "i2": 2}, "suspended"),
        ({"b1": False, "opted_in": ("coaching",)}, "chosen_but_not_eligible"),
        ({"b1": False}, "not_eligible"),
        ({"b1": True, "i2": 2}, "not_eligible"),
        ({"b1": None}, "unknown"),
    ]
    for given, state in cases:
        assert decided(pyramid, **{**safe, **given}).states["coaching"] == state, given


def test_a_strategy_acts_only_if_every_level_that_may_hold_agrees(pyramid):
    chosen = {"b1": True, "opted_in": ("coaching", "special", "care"), "i1": 1}
    undecided = decided(pyramid, n1=0, n2=0, i2=None, c1="low", **chosen)
    assert undecided.states == {
        "check": "due",
        "coaching": "unknown",
        "special": "active",
        "care": "chosen_but_not_eligible",
    }
    harmless = decided(pyramid, n1=0, n2=0, i2=0, c1=None, **chosen)
    assert harmless.values["pyramid"] is None
    assert harmless.states["coaching"] == "active"


def test_a_strategy_grants(pyramid):
    valuable = {"n1": number("30000.0"), "n2": 0, "i2": 0, "i1": 28}
    assert decided(pyramid, **valuable).states["care"] == "offered"
    assert decided(pyramid, **{**valuable, "i1": 27, "c1": "low"}).states["care"] == "not_eligible"


def test_nothing_is_missing_for_an_item_that_is_closed_anyway():
    body = "optional: {coaching: {every: 1 month, eligible: b1, until: n1 >= 0.3}}\n"
    coaching = program(body)
    open_ = {**EMPTY, "b1": True}
    assert missing_attributes(coaching, open_, TODAY) == {"coaching": ("n1",)}
    assert missing_attributes(coaching, {**EMPTY, "b1": False}, TODAY) == {}
    assert missing_attributes(coaching, {**EMPTY, "n1": SCALE}, TODAY) == {}


VISITS = """
tags:
  big: {when: i1 >= 28}
  new: {when: days_since(d1) <= 90}
categories: {of: [new, big], otherwise: general}
visits:
  combine: COMBINE
  general: {times: 1 per month, minutes: 20, modes: [field]}
  new:     {times: 2 per month, minutes: 50, modes: [online]}
  big:     {times: 9 per quarter, minutes: 40, modes: [field, phone]}
"""


def test_the_most_demanding_visit_regime():
    made = program(VISITS.replace("COMBINE", "most_demanding"))
    both = decided(made, i1=28, d1=TODAY)
    assert both.categories == ("new", "big")
    assert (both.visit.times, both.visit.per, both.visit.minutes) == (9, "quarter", 50)
    assert both.visit.modes == ("field", "online", "phone")
    none = decided(made, i1=1, d1=dt.date(2020, 1, 1))
    assert (none.categories, none.visit.minutes) == (("general",), 20)


def test_the_first_visit_regime():
    made = program(VISITS.replace("COMBINE", "first"))
    both = decided(made, i1=28, d1=TODAY)
    assert (both.visit.times, both.visit.per, both.visit.modes) == (2, "month", ("online",))


def test_an_unknown_category_is_named_and_grants_nothing():
    decision = decided(program(VISITS.replace("COMBINE", "most_demanding")), i1=None, d1=TODAY)
    assert decision.categories == ("new",)
    assert decision.unknown_categories == ("big",)
    assert decision.visit.times == 2


def test_a_must_do_item_with_an_unknown_condition_is_due():
    made = program("must_do:\n  check: {every: 1 month, for: b1}\n")
    assert decided(made, b1=None).states["check"] == "due_unknown"
    assert decided(made, b1=False).states["check"] == "not_due"


def test_tags_raise_urgency_and_never_lower_it():
    made = program(
        "tags:\n  g: {when: b1}\n  h: {when: b2}\n"
        "must_do:\n"
        "  up:   {every: visit, value: medium, urgency: low, urgency_when: {g: high, h: medium}}\n"
        "  down: {every: visit, value: high, urgency: high, urgency_when: {g: low}}\n"
    )
    assert decided(made, b1=True).priorities == {"up": "P2", "down": "P1"}
    assert decided(made, b1=False).priorities == {"up": "P3", "down": "P1"}
    assert decided(made, b1=None, b2=False).priorities == {"up": "P4", "down": "P1"}
