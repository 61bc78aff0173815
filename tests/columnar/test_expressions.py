"""Expressions in columns equal the reference evaluator on every input."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.columnar.frames import attribute_frame, expressions_in, with_definitions, within
from tests.columnar.written_expressions import EXTENDED, KINDS, customers, written
from tests.decide.policies import TODAY, compiled
from workflow_engine.columnar.columns import attribute_column, value_column
from workflow_engine.columnar.expressions import Expressions
from workflow_engine.columnar.magnitudes import Bounds, limits_of
from workflow_engine.decide.reference import Evaluator
from workflow_engine.errors import NotColumnar
from workflow_engine.program.expressions import (
    And,
    Arithmetic,
    AttributeValue,
    Call,
    Choose,
    Compare,
    Constant,
    DefinitionValue,
    Not,
    Or,
    Today,
)
from workflow_engine.program.types import BOOLEAN, DATE, INTEGER, NUMBER, Type, list_of

MANY = settings(max_examples=400, suppress_health_check=list(HealthCheck))


def policy(*measures):
    """A program with these measures, called a0, a1, and so on."""
    lines = [f"  a{place}: '{measure}'" for place, measure in enumerate(measures)]
    program, errors = compiled("\n".join([EXTENDED, "measures:", *lines]))
    assert program is not None, (lines, errors)
    return program


NOTHING = dict.fromkeys(policy("i1").attributes)
"""A customer of whom nothing is known."""


def _lists(below, above):
    """Lists with what is below and above a bound, with and without gaps."""
    parts = [(), (below,), (above,), (None,), (below, None), (None, above), (below, below)]
    return [None, *parts, (below, above, None), (below,) * 5, (below, None, above, below, above)]


ROWS = [
    {**NOTHING, "b2": True, "ln": ln, "li": li, "ld": ld, "n1": n1, "i1": i1, "d1": d1}
    for ln, li, ld in zip(
        _lists(59_999_999, 60_000_001),
        _lists(1, 2),
        _lists(dt.date(2026, 11, 20), TODAY),
        strict=True,
    )
    for n1, i1, d1 in [
        (60_000_000, 2, TODAY),
        (None, None, None),
        (59_999_999, 1, dt.date(1, 1, 1)),
    ]
]
"""Customers with lists at the bounds."""


def assert_equal(program, rows):
    """Every expression of the program has the reference's value, within its bounds."""
    bounds = Bounds(program, limits_of(program))
    rows = [row for row in rows if within(program, row, bounds.limits)]
    made = Expressions(program, TODAY, bounds)
    wanted = list(dict.fromkeys(expressions_in(program)))
    decided = with_definitions(program, rows, bounds).with_columns(
        made.value(expression).alias(str(place)) for place, expression in enumerate(wanted)
    )
    evaluators = [Evaluator(program, row, TODAY) for row in rows]
    for place, expression in enumerate(wanted):
        column = decided[str(place)]
        values = [evaluator.value(expression) for evaluator in evaluators]
        assert column.dtype == bounds.held(expression), expression
        listed = [list(value) if isinstance(value, tuple) else value for value in values]
        assert column.to_list() == listed, expression
        if expression.type.numeric:
            size = bounds.of(expression)
            for value in values:
                assert value is None or abs(value) <= size.largest
                assert not value or value % size.step == 0


def values_of(program, rows, name="a0"):
    """The values of a measure in columns."""
    bounds = Bounds(program, limits_of(program))
    frame = attribute_frame(program, rows)
    made = Expressions(program, TODAY, bounds)
    return frame.with_columns(x=made.value(program.definitions[name].value))["x"].to_list()


def for_columns(program):
    """Whether columns calculate the program at all; else it is planned row by row."""
    try:
        limits_of(program)
    except NotColumnar:
        return False
    return True


@st.composite
def programs(draw):
    """A policy of measures of random kinds."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4))
    made = policy(*(draw(written(kind)) for kind in kinds))
    assume(for_columns(made))
    return made


@MANY
@given(programs(), st.lists(customers(), max_size=6))
def test_every_expression_equals_the_reference(program, rows):
    assert_equal(program, rows)


TESTS = ("all_below", "all_above", "any_below", "any_above", "contains")
WINDOWS = ("{}", "last({}, 1)", "last({}, 3)", "last({}, 5)", "first({}, 2)", "first({}, 5)")


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize(
    ("values", "bounds"), [("ln", ("60", "n1")), ("li", ("2", "i1")), ("ld", ("today", "d1"))]
)
def test_lists_are_tested_with_their_gaps(test, values, bounds):
    windows = [window.format(values) for window in WINDOWS]
    assert_equal(policy(*(f"{test}({w}, {b})" for w in windows for b in bounds)), ROWS)


@pytest.mark.parametrize("function", ["sum", "mean", "min", "max", "count"])
@pytest.mark.parametrize("values", ["ln", "li", "ld"])
def test_lists_are_summed_up_with_their_gaps(function, values):
    if function in ("sum", "mean") and values == "ld":
        values = "coalesce(last(ln, 5), ln)"
    assert_equal(policy(*(f"{function}({w.format(values)})" for w in WINDOWS)), ROWS)


@pytest.mark.parametrize("size", [None, 3, 5])
def test_the_mean_of_whole_numbers_is_a_number(size):
    values = AttributeValue("li", list_of(INTEGER))
    if size is not None:
        values = Call("last", (values, Constant(size, INTEGER)), list_of(INTEGER))
    mean = Call("mean", (values,), NUMBER)
    program = policy("i1")
    bounds = Bounds(program, limits_of(program, [mean]), [mean])
    made = Expressions(program, TODAY, bounds)
    rows = [*ROWS, {**NOTHING, "li": (1, 1, 0)}, {**NOTHING, "li": (10**9, 10**9, 1, 0, 3)}]
    decided = attribute_frame(program, rows).with_columns(x=made.value(mean))
    assert decided["x"].to_list() == [Evaluator(program, r, TODAY).value(mean) for r in rows]


def test_numbers_are_rounded_at_their_boundaries():
    program = policy("floor(n1)", "ceil(n1)", "abs(n1)", *(f"round(n1, {n})" for n in range(7)))
    whole = [n * 500_000 + rest for n in range(-7, 8) for rest in (-1, 0, 1)]
    assert_equal(program, [{**NOTHING, "n1": n, "b2": True} for n in (*whole, 10**18, -(10**18))])


def test_gaps_in_logic_and_choices_between_values():
    program = policy(
        "(b1 and b2 and i1 == 1)",
        "(b1 or b2 or i1 == 1)",
        "(not b1)",
        "(b2 if b1 else i1 == 1)",
        "(b2 if b1 is missing else i1 == 1)",
        "(true if b1 else b2)",
        "(b2 if b1 else false)",
        "(i1 if b1 else i2)",
        "(t1 if b1 else t2)",
        "(c1 if b1 else c2)",
        "min(i1, i2)",
        "max(n1, i2, i1)",
        "min(d1, d2)",
        "coalesce(i1, i2)",
        "coalesce(c1, c2)",
    )
    truth, whole = (True, False, None), (1, 2, None)
    day, option = dict(zip(whole, (TODAY, dt.date.min, None), strict=True)), {1: "low", 2: "high"}
    rows = [
        {**NOTHING, "b1": b1, "b2": b2, "i1": i1, "i2": i2, "n1": 1_500_000}
        | {"d1": day[i1], "d2": day[i2], "c1": option.get(i1), "c2": option.get(i2)}
        | {"t1": option.get(i1), "t2": option.get(i2)}
        for b1 in truth
        for b2 in truth
        for i1 in whole
        for i2 in whole
    ]
    assert_equal(program, rows)


@pytest.mark.parametrize("number", ["2", "2.0", "2.5", "(-2.5)", "0"])
@pytest.mark.parametrize("whole", ["i1", "(i1 + i2)", "months_since(d1)", "days_until(d1)"])
def test_whole_numbers_meet_numbers(whole, number):
    tests = [f"{whole} {op} {number}" for op in ("<", "<=", "==", "!=", ">", ">=")]
    rows = [
        {**NOTHING, "i1": one, "i2": 0, "d1": day, "b2": True}
        for one, day in zip(
            (None, -3, -2, 2, 3),
            (None, *(TODAY + dt.timedelta(days=n) for n in (2, 3, -92, -95))),
            strict=True,
        )
    ]
    assert_equal(policy(*tests), rows)


@pytest.mark.parametrize(
    ("numerator", "denominator"),
    [(5, 10), (15, 10), (-5, 10), (-15, 10), (25, -10), (-25, -10), (1, 3), (-2, 3), (7, 0)],
)
def test_products_and_quotients_round_ties_to_the_even_millionth(numerator, denominator):
    row = {**NOTHING, "n1": numerator, "n2": denominator * 10**6, "b2": True}
    rows = [row, {**row, "n1": None}, {**row, "n2": None}]
    assert_equal(policy("n1 / n2", "n1 / 10", "n1 * 0.1", "n1 / (-0.25)", "n1 * n3"), rows)


@pytest.mark.parametrize("limit", [-3, -2, -1, 0, 1, 2, 3])
def test_a_rounded_fraction_meets_a_limit_as_its_rounded_value_does(limit):
    written_limit = f"({limit / 10**6:.6f})"
    forms = ["n1 * 0.5", "n1 * (-0.5)", "n1 / 2", "n1 / n2", "n1 * n2", "n1 / (-4)"]
    program = policy(*(f"{f} {op} {written_limit}" for f in forms for op in ("<", ">=", "==")))
    rows = [
        {**NOTHING, "n1": one, "n2": two, "b2": True}
        for one in (-7, -5, -3, -1, 0, 1, 3, 5, 7)
        for two in (500_000, -500_000, 2_000_000, 0, None)
    ]
    assert_equal(program, rows)


def test_months_count_from_every_day_of_two_years_to_ends_of_months():
    program = policy("months_since(d1)", *(f"months_since(d1) >= {n}" for n in (0, 1, 6)))
    days = [dt.date(2023, 12, 1) + dt.timedelta(days=n) for n in range(800)]
    rows = [{**NOTHING, "d1": day, "b2": True} for day in days]
    bounds = Bounds(program, limits_of(program))
    frame = attribute_frame(program, rows)
    for at in (
        dt.date(2024, 2, 29),
        dt.date(2025, 2, 28),
        dt.date(2025, 4, 30),
        TODAY,
        dt.date.max,
    ):
        made = Expressions(program, at, bounds)
        for measure in program.definitions.values():
            column = frame.with_columns(x=made.value(measure.value))["x"]
            wanted = [Evaluator(program, row, at).value(measure.value) for row in rows]
            assert column.to_list() == wanted


def test_a_product_of_many_numbers_is_cut_before_it_is_too_large():
    program = policy("n1 * n2 * n1", "n1 * n2 * n1 >= 5", "n1 * n2 * n1 < (-0.000001)")
    bounds = Bounds(program, limits_of(program))
    assert bounds.limits.number >= 10**15
    assert bounds.is_split(program.definitions["a0"].value)
    rows = [
        {**NOTHING, "n1": one, "n2": two, "b2": True}
        for one in (bounds.limits.number, -bounds.limits.number + 1, 1_500_001, None)
        for two in (bounds.limits.number, -123_456_789, 500_000, 0)
    ]
    assert_equal(program, rows)


def test_what_stands_under_a_null_is_not_read():
    lists = pl.Series("a:ln", [[1, 2], [3], [None]], dtype=pl.List(pl.Int64))
    program = policy("sum(ln)", "count(ln)", "min(ln)", "mean(ln)")
    bounds = Bounds(program, limits_of(program))
    made = Expressions(program, TODAY, bounds)
    tests = ["all_below(ln, 60)", "any_above(ln, 0)", "contains(ln, n1)", "sum(last(ln, 2))"]
    more = policy(*tests)
    frame = pl.DataFrame([lists]).with_columns(
        pl.when(pl.Series([False, False, True])).then(pl.col("a:ln")).alias("a:ln"),
        pl.Series("a:n1", [3, 3, 3], dtype=pl.Int64),
    )
    for one, expressions in ((program, made), (more, Expressions(more, TODAY, bounds))):
        for name, measure in one.definitions.items():
            column = frame.with_columns(x=expressions.value(measure.value))["x"]
            assert column.to_list()[:2] == [None, None], name


def test_an_output_of_a_table_without_a_value_is_unknown():
    record = Type("record", fields=(("out", INTEGER), ("more", INTEGER)))
    program, _ = compiled(
        EXTENDED
        + "\ntables:\n  t:\n    gives: {out: {type: integer}, more: {type: integer}}\n"
        + "    rows: [{i1: '≥ 5', then: {out: 1, more: i2}}]\n"
    )
    bounds = Bounds(program, limits_of(program))
    made = Expressions(program, TODAY, bounds)
    held = bounds.held_definition("t")
    known = pl.Series([True, False, True])
    both = pl.Series([{"out": 1, "more": 2}] * 2 + [{"out": 1, "more": None}], dtype=held)
    frame = pl.DataFrame({"both": both}).select(
        pl.when(known).then(pl.col("both")).alias(value_column("t"))
    )
    output = made.value(DefinitionValue("t", INTEGER, "more"))
    assert frame.with_columns(x=output)["x"].to_list() == [2, None, None]
    whole = made.value(DefinitionValue("t", record)).is_null()
    assert frame.with_columns(x=whole)["x"].to_list() == [False, True, False]


@pytest.mark.parametrize("height", [0, 1, 3])
def test_what_reads_no_column_has_the_height_of_the_frame(height):
    program = policy("days_since(today) + 3 * 2", "i1")
    bounds = Bounds(program, limits_of(program))
    made = Expressions(program, TODAY, bounds)
    constant = made.value(program.definitions["a0"].value)
    frame = attribute_frame(program, [{**NOTHING, "b2": True}] * height)
    decided = frame.with_columns(x=constant, day=made.value(Today(DATE)), always=made.holds(None))
    assert decided["x"].to_list() == [6] * height
    assert decided["day"].to_list() == [TODAY] * height
    assert decided["always"].to_list() == [True] * height


@pytest.mark.parametrize("height", [0, 1, 2])
@pytest.mark.parametrize(
    "measure",
    [
        "days_until(today if true else d1) < 999999999",
        "((i1 == 1) if (false and b1) else b1)",
        "(false and b1) or (b2 and true)",
        "(true or b1) and b2",
        "coalesce(1, i1) + i2",
        "coalesce(i1, 2, i2)",
        "((3 if b1 else 3) + i1)",
        "(b1 if true is missing else b2)",
        "n1 / (n1 if false else 2)",
        "(i1 if b1 else 3) > (2 if true else i2)",
        "n1 / (2 - 2.0) is missing",
        "(4 if 2 / (2 - 2.0) > 1 else i1)",
    ],
)
def test_parts_that_are_the_same_for_everybody_are_no_columns(measure, height):
    assert_equal(policy(measure), [{**NOTHING, "b2": True, "i1": 4}, NOTHING][:height])


def test_a_form_that_can_hold_more_takes_a_value():
    program = policy("c1", "n1")
    made = Expressions(program, TODAY, Bounds(program, limits_of(program)))
    more = pl.Enum(["low", "high", "medium", "extra"])
    frame = attribute_frame(program, [{**NOTHING, "c1": "low", "n1": 7, "b2": True}])
    choice, number = (program.definitions[name].value for name in ("a0", "a1"))
    constant = Constant("high", program.attributes["c1"].type)
    decided = frame.with_columns(
        x=made.fitted(choice, more),
        y=made.fitted(number, pl.Int128()),
        z=made.fitted(constant, more),
    )
    assert decided["x"].dtype == decided["z"].dtype == more
    assert decided.select("x", "y", "z").row(0) == ("low", 7, "high")
    assert decided["y"].dtype == pl.Int128


def test_two_hundred_operations_in_and_beside_one_another():
    b1, b2 = AttributeValue("b1", BOOLEAN), AttributeValue("b2", BOOLEAN)
    n1, n2 = AttributeValue("n1", NUMBER), AttributeValue("n2", NUMBER)
    deep = b1
    for place in range(100):
        deep = Not(And((deep, b2))) if place % 2 else Choose(b1, deep, b2, BOOLEAN)
    wide = Or(tuple(Compare("==", n1, Constant(place, NUMBER)) for place in range(200)))
    total = quotient = n1
    for place in range(1, 60):
        total = Arithmetic("+", total, Arithmetic("/", n2, Constant(place, NUMBER), NUMBER), NUMBER)
        quotient = Arithmetic("/", quotient, Constant(999_999 + place, NUMBER), NUMBER)
    program = policy("i1")
    wanted = [deep, wide, total, quotient]
    bounds = Bounds(program, limits_of(program, wanted), wanted)
    made = Expressions(program, TODAY, bounds)
    rows = [
        {**NOTHING, "b1": b, "b2": True, "n1": n, "n2": 7}
        for b in (True, False, None)
        for n in (0, 199, 10**15, None)
    ]
    decided = attribute_frame(program, rows).with_columns(
        made.value(expression).alias(str(place)) for place, expression in enumerate(wanted)
    )
    for place, expression in enumerate(wanted):
        values = [Evaluator(program, row, TODAY).value(expression) for row in rows]
        assert decided[str(place)].to_list() == values


def test_choices_nested_many_times_stay_small():
    choose = AttributeValue("i1", INTEGER)
    for place in range(40):
        choose = Choose(AttributeValue("b1", BOOLEAN), Constant(place, INTEGER), choose, INTEGER)
    program = policy("i1")
    bounds = Bounds(program, limits_of(program, [choose]), [choose])
    made = Expressions(program, TODAY, bounds).value(choose)
    rows = [{**NOTHING, "b1": b, "i1": 5, "b2": True} for b in (True, False, None)]
    assert attribute_frame(program, rows).with_columns(x=made)["x"].to_list() == [39, 5, None]


def test_names_of_authors_stand_in_column_names_only():
    program = policy("i1")
    made = Expressions(program, TODAY, Bounds(program, limits_of(program)))
    column = made.value(program.definitions["a0"].value)
    assert column.meta.root_names() == [attribute_column("i1")]
