"""Numbers, ticks and the vital few, exactly."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.charts.drawn import COUNTS, VALUES
from workflow_engine.charts.axes import axis
from workflow_engine.charts.numbers import figure, percentage, tick_figures
from workflow_engine.charts.pareto import vital_few


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (0, "0", "0"),
        (1234, "1,234", "1,234"),
        (Decimal("0.50"), "0.5", "0.5"),
        (Decimal("12.345"), "12.34", "12.34"),
        (Decimal("642.5"), "642.5", "642.5"),
        (-7, "−7", "−7"),
        (1_500_000, "150万", "1.5M"),
        (123_456_789, "1.23亿", "123.5M"),
        (10**12, "1万亿", "1T"),
        (Decimal("0.00001234"), "1.23E-5", "1.23E-5"),
        (10**20, "1E20", "1E20"),
        (Fraction(99999, 10**8), "1E-3", "1E-3"),
        (Fraction(2, 3), "0.667", "0.667"),
    ],
)
def test_figures(value, zh, en):
    assert (figure(value, "zh"), figure(value, "en")) == (zh, en)


@given(VALUES)
def test_a_figure_is_short_and_keeps_the_sign(value):
    for lang in ("zh", "en"):
        shown = figure(value, lang)
        assert len(shown) <= 12
        assert shown.startswith("−") == (value < 0)
        assert (shown == "0") == (value == 0)


@given(st.lists(VALUES, max_size=8), st.booleans())
def test_an_axis_holds_every_value_between_round_ticks(values, zero):
    found = axis(values, zero=zero)
    assert all(found.low <= value <= found.high for value in values)
    assert 2 <= len(found.ticks) <= 8
    steps = {after - before for before, after in zip(found.ticks, found.ticks[1:], strict=False)}
    (step,) = steps
    digits = str(step.numerator * 10**420 // step.denominator).strip("0")
    assert digits in {"1", "2", "5"}
    if zero:
        assert found.low <= 0 <= found.high
    assert all(0 <= found.place(value) <= 1 for value in values)
    for lang in ("zh", "en"):
        assert len(set(tick_figures(found.ticks, lang))) == len(found.ticks)


def test_whole_numbers_get_whole_ticks():
    assert [int(tick) for tick in axis([1, 2]).ticks] == [0, 1, 2]
    assert axis([0, 0]).ticks == (0, 1)
    assert axis([]).ticks == (0, 1)
    assert len(axis([Decimal("0.3")]).ticks) > 2


def test_a_share_never_looks_like_nothing_or_all():
    assert percentage(Fraction(0)) == "0%"
    assert percentage(Fraction(1)) == "100%"
    assert percentage(Fraction(1, 10**6)) == "<0.1%"
    assert percentage(1 - Fraction(1, 10**6)) == ">99.9%"


@given(st.lists(COUNTS, max_size=12), st.fractions(Fraction(1, 100), 1, max_denominator=100))
def test_the_vital_few_reach_the_cut_and_no_fewer_would(values, cut):
    few = vital_few(values, cut)
    ordered = sorted((Fraction(value) for value in values), reverse=True)
    whole = sum(ordered)
    if not whole:
        assert few == 0
        return
    assert sum(ordered[:few]) >= cut * whole
    assert sum(ordered[: few - 1]) < cut * whole


def test_the_cut_is_met_to_the_dot():
    tenths = [Decimal("0.1")] * 10
    assert vital_few(tenths) == 8
    assert vital_few([8, 1, 1]) == 1
    assert vital_few([Decimal("7.9999999999999999"), Decimal("2.0000000000000001")]) == 2
