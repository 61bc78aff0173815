"""How large numbers get: what is calculated in columns stays exact up to the limits."""

from __future__ import annotations

import polars as pl
import pytest

from tests.columnar.test_expressions import NOTHING, assert_equal, policy
from tests.columnar.written_expressions import EXTENDED
from tests.decide.policies import compiled
from workflow_engine.columnar.magnitudes import Bounds, limits_of
from workflow_engine.errors import NotColumnar

UNIT = 10**6


def bounds_of(program):
    return Bounds(program, limits_of(program))


def whole(text):
    program, errors = compiled(EXTENDED + text)
    assert program is not None, errors
    return program


def test_limits_are_generous_where_nothing_is_multiplied():
    limits = limits_of(policy("n1 + n2", "i1", "days_since(d1)", "count(ln)"))
    assert limits.number == 10**12 * UNIT
    assert limits.integer == 10**12
    assert limits.elements == 1_000


def test_long_lists_lower_the_limits_rather_than_widen_the_columns():
    program = policy("sum(ln)", "mean(ln)", "mean(li)")
    bounds = bounds_of(program)
    assert bounds.limits.number == 10**9 * UNIT
    assert bounds.wide_count() == 0
    full = (bounds.limits.number,) * bounds.limits.elements
    whole_numbers = (bounds.limits.integer,) * bounds.limits.elements
    below = tuple(-n for n in full)
    rows = [
        {**NOTHING, "b2": True, "ln": ln, "li": li}
        for ln, li in ((full, whole_numbers), (below, ()), ((), whole_numbers))
    ]
    assert_equal(program, rows)


def test_what_would_leave_64_bits_is_held_in_128():
    sums = " + ".join(["n1"] * 20)
    program = policy(f"({sums}) * n2", "n1 / n2", "i1 * i1", f"-({sums} + n1 * n2)", "abs(a0)")
    bounds = bounds_of(program)
    assert bounds.held_definition("a0") == pl.Int128
    assert bounds.held_definition("a1") == pl.Int128
    assert bounds.held_definition("a3") == pl.Int128
    most, integer = bounds.limits.number, bounds.limits.integer
    rows = [
        {**NOTHING, "b2": True, "n1": n1, "n2": n2, "i1": integer}
        for n1 in (most, -most, most - 1)
        for n2 in (most, -most, 1, -1, 0)
    ]
    assert_equal(program, rows)


def test_whole_numbers_grow_when_they_become_numbers():
    program = policy("(" + " + ".join(["(i1 + 0.5)"] * 12) + ")")
    limit = limits_of(program).integer
    assert limit == 10**11
    assert_equal(program, [{**NOTHING, "b2": True, "i1": n} for n in (limit, -limit)])


def test_wide_and_narrow_numbers_stand_for_each_other():
    program = policy(
        "n1 * n2",
        "coalesce(a0, n1)",
        "min(a0, n1)",
        "(a0 if b1 else n1)",
        "a0 >= n1",
        "a0 in [0, 1.5, 2]",
        "a0 in [0, 1.5, 2, 3, 4, 5]",
        "floor(a0)",
        "ceil(a0)",
        "round(a0, 2)",
        "all_below(ln, a0)",
        "contains(ln, a0)",
        "n1 in [999999999999999, 2]",
        "all_below(ln, 999999999999999)",
        "contains(last(ln, 5), 999999999999999)",
        "n1 < 999999999999999",
        "n1 / 3 >= 999999999999999",
        "n1 * n2 >= 999999999999999",
    )
    most = limits_of(program).number
    rows = [
        {**NOTHING, "b2": True, "b1": b1, "n1": n1, "n2": n2, "ln": (n1, None, 1_500_000)}
        for b1 in (True, None)
        for n1 in (most, -most, 1_500_000, None)
        for n2 in (most, UNIT, None)
    ]
    assert_equal(program, rows)


def test_products_of_many_numbers_have_tighter_limits():
    limits = limits_of(policy("n1 * n1 * n1 * n1 * n1", "i1 * i1 * i1 * i1"))
    assert 10**4 * UNIT <= limits.number < 10**9 * UNIT


def test_numbers_that_fit_no_column_are_named():
    program = policy("n1 * n1 * n1 * n1", "a0 * a0 * a0 * a0")
    with pytest.raises(NotColumnar) as caught:
        limits_of(program)
    assert "`a1`" in str(caught.value)
    assert "“a1”" in caught.value.zh


def test_an_expression_besides_the_policy_counts_too():
    program = policy("n1", "n1 * n1 * n1 * n1")
    cube = program.definitions["a1"].value
    simple = policy("n1")
    assert limits_of(simple, [cube]).number < limits_of(simple).number


def test_written_bounds_of_attributes_keep_columns_narrow():
    program = policy("n3 * n1", "n1 * n2")
    bounds = bounds_of(program)
    assert bounds.held_definition("a0") == pl.Int64
    assert bounds.held_definition("a1") == pl.Int128


def test_tables_add_up_what_their_rows_give():
    program = whole(
        "\ntables:\n"
        "  total:\n    hit: collect sum\n    gives: {type: number}\n"
        "    rows: [{then: 'n1 * n2'}, {i1: '≥ 5', then: '7'}]\n"
        "  many:\n    hit: collect count\n    gives: {type: number}\n"
        "    rows: [{then: '1'}, {i1: '≥ 5', then: '7'}]\n    otherwise: '9'\n"
        "  listed:\n    hit: rule_order\n    gives: {type: integer}\n"
        "    rows: [{then: '1'}, {i1: '≥ 5', then: 'i1'}]\n"
        "  both:\n    gives: {out: {type: number}, more: {type: integer}}\n"
        "    rows: [{i1: '≥ 5', then: {out: 'n1 * n2', more: i2}}]\n"
    )
    bounds = bounds_of(program)
    product = program.definitions["total"].rows[0].then[0]
    assert bounds.of_definition("total").largest == 2 * bounds.of(product).largest
    assert bounds.held_definition("total") == pl.Int128
    assert bounds.of_definition("many").largest == 9
    assert bounds.of_definition("listed").elements == 2
    assert bounds.held_definition("listed") == pl.List(pl.Int64)
    assert bounds.held_definition("both") == pl.Struct({"out": pl.Int128, "more": pl.Int64})


def test_a_list_of_wide_numbers_has_no_column():
    program = whole(
        "\ntables:\n  listed:\n    hit: rule_order\n    gives: {type: number}\n"
        "    rows: [{then: 'n1 / n2'}]\n"
    )
    assert limits_of(program).number < 10**9 * UNIT


def test_lists_of_two_choices_have_no_common_column():
    text = EXTENDED + "      lo: {type: list of choice, of: {medium: 中, new: 新}}\n"
    program, errors = compiled(text + "\nmeasures:\n  a0: 'count(coalesce(lc, lo))'\n")
    assert program is not None, errors
    with pytest.raises(NotColumnar, match="different kinds"):
        limits_of(program)
