"""Customers with given answers: what is found holds, what is impossible is never met."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.decide.policies import HEAD, TODAY, compiled, customers, expressions
from workflow_engine.boxes.budget import Budget
from workflow_engine.boxes.finding import find_customer
from workflow_engine.decide.reference import Evaluator

STEPS = 20_000


def program_of(**tags):
    lines = "\n".join(f"  {name}: {{when: '{text}'}}" for name, text in tags.items())
    program, errors = compiled(f"{HEAD}\ntags:\n{lines}\n")
    assert program is not None, errors
    return program


def found_for(text, answer=True):
    program = program_of(g=text)
    condition = program.definitions["g"].when
    found = find_customer(program, [(condition, answer)], Budget(STEPS))
    if found.witness is not None:
        evaluator = Evaluator(program, found.witness.values, found.witness.day)
        assert evaluator.holds(condition) is answer
    return found


@settings(max_examples=250)
@given(
    expressions("boolean", {}, 3),
    expressions("boolean", {}, 2),
    st.tuples(st.sampled_from([True, False, None]), st.sampled_from([True, False, None])),
    st.lists(customers(), min_size=4, max_size=8),
)
def test_found_customers_and_impossible_answers(first, second, answers, rows):
    program = program_of(one=first, two=second)
    conditions = [program.definitions[name].when for name in ("one", "two")]
    wanted = list(zip(conditions, answers, strict=True))
    found = find_customer(program, wanted, Budget(STEPS))
    evaluators = [Evaluator(program, row, TODAY) for row in rows]
    if found.witness is not None:
        evaluators = [Evaluator(program, found.witness.values, found.witness.day)]
    met = [
        all(one.holds(condition) is answer for condition, answer in wanted) for one in evaluators
    ]
    if found.verdict == "found":
        assert met == [True]
    elif found.verdict == "impossible":
        assert not any(met)
    assert (found.witness is not None) is (found.verdict == "found")


@pytest.mark.parametrize(
    ("text", "answer", "verdict"),
    [
        ("i1 >= 5 and i1 < 5", True, "impossible"),
        ("i1 > 5 and i1 < 6", True, "impossible"),
        ("i1 <= 2.5 and i1 > 2", True, "impossible"),
        ("i1 >= 2.5 and i1 < 3", True, "impossible"),
        ("n1 > 5 and n1 < 6", True, "found"),
        ("n1 * 0.5 == 0.000002 and n1 < 0.000004", True, "found"),
        ("i1 + i2 > 10 and i1 < 3 and i2 < 3", True, "impossible"),
        ("i1 - i2 >= 1 and i2 - i1 >= 0", True, "impossible"),
        ("i1 - i1 == 0", False, "impossible"),
        ("i1 - i1 == 0", None, "found"),
        ("2 * i1 == 7", True, "impossible"),
        ('days_since(d1) <= 30 and d1 < date("2020-01-01") and today > date("2026-01-01")', True, "impossible"),
        ('days_since(d1) <= 30 and d1 >= date("2026-01-01")', True, "found"),
        ("months_since(d1) >= 12 and months_since(d1) < 13", True, "found"),
        ("years_since(d1) == 2", True, "found"),
        ("n1 / n2 >= 0.5 and n1 / n2 < 0.6 and n2 > 100", True, "found"),
        ("n1 * n2 == 36 and n1 > 1 and n2 > n1", True, "found"),
        ('c1 == "high" and c1 != "high"', True, "impossible"),
        ('c1 in ["high", "low"] and c1 not in ["high"]', True, "found"),
        ('c1 is missing and c1 == "high"', True, "impossible"),
        ("c1 is missing or c1 is not missing", False, "impossible"),
        ("all_below(last(ln, 4), 60) and any_above(last(ln, 2), 70)", True, "impossible"),
        ("all_below(last(ln, 4), 60) and not all_below(last(ln, 2), 60)", True, "impossible"),
        ("all_below(last(ln, 2), 60) and not all_below(last(ln, 4), 60)", True, "found"),
        ("contains(li, 3) and all_above(li, 3)", True, "impossible"),
        ('starts_with(t1, "城") and t1 != "城东店"', True, "found"),
        ("coalesce(i1, 5) > 7 and i1 is missing", True, "impossible"),
        ("(i1 if b1 else i2) == 9 and i1 == 3 and i2 == 3", True, "impossible"),
        ("(i1 if b1 else i2) == 3 and b1 is missing", True, "found"),
        ("month(d1) == 12 and day(d1) == 24", True, "found"),
        ("round(n1) == 3 and n1 < 2.6", True, "found"),
        ("mean(ln) >= 80", True, "found"),
        ("count(li) >= 3", True, "found"),
        ("length(t1) > 8", True, "unsure"),
    ],
)  # fmt: skip
def test_verdicts(text, answer, verdict):
    assert found_for(text, answer).verdict == verdict


def test_what_a_list_begins_with():
    program = program_of(two="any_below(first(ln, 2), 60)", one="any_below(first(ln, 1), 60)")
    two, one = (program.definitions[name].when for name in ("two", "one"))
    found = find_customer(program, [(two, True), (one, None)], Budget(STEPS))
    assert found.witness.values["ln"] == (None, 59_000_000)
    assert (
        find_customer(program, [(two, False), (one, True)], Budget(STEPS)).verdict == "impossible"
    )


def test_a_witness_names_only_what_matters():
    witness = found_for('i1 >= 3 and c1 == "high" and b2').witness
    assert (witness.text.zh, witness.text.en) == ("i1=3、b2=是、c1=高", "i1 = 3, b2 = yes, c1 = 高")
    assert witness.values == {"i1": 3, "b2": True, "c1": "high"}
    assert witness.day == dt.date(2026, 3, 2)


def test_a_witness_names_the_day_where_it_matters():
    witness = found_for("days_since(d1) == 40").witness
    assert witness.text.zh == "d1=2026-01-21、当天=2026-03-02"


def test_numbers_are_as_round_as_they_can_be():
    assert found_for("n1 > 20000 and n1 < 20001").witness.text.en == "n1 = 20,000.1"
    assert found_for("n1 > 20000").witness.text.en == "n1 = 20,001"


def test_a_spent_budget_is_unsure():
    program = program_of(g="i1 > 3 or i2 > 3 and n1 > 2")
    condition = program.definitions["g"].when
    assert find_customer(program, [(condition, True)], Budget(1)).verdict == "unsure"
