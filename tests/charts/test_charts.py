"""Every chart stays readable, whatever the data."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.charts.drawn import CAPTIONS, COUNTS, LABELS, MISSING, WIDTHS
from tests.charts.reading import assert_readable, said, sheet, told
from workflow_engine.charts.bars import Series, bars
from workflow_engine.charts.matrix import Field, Side, matrix
from workflow_engine.charts.migration import migration
from workflow_engine.charts.pareto import Category, pareto
from workflow_engine.charts.quadrant import Corner, Dot, Scale, kano_corners, quadrant
from workflow_engine.charts.sheet import Caption
from workflow_engine.charts.trend import Target, trend

ZH = Caption("图", "zh")
SIZES = st.sampled_from((0, 1, 2, 3, 5, 8, 13, 60))
FEWER = settings(max_examples=40, deadline=None)


def lists(values, count):
    return st.lists(values, min_size=count, max_size=count)


@FEWER
@given(st.data(), SIZES, CAPTIONS, WIDTHS)
def test_a_pareto_chart_is_readable(data, count, caption, width):
    categories = [
        Category(label, value, rest)
        for label, value, rest in zip(
            data.draw(lists(LABELS, count)),
            data.draw(lists(COUNTS, count)),
            data.draw(lists(st.booleans(), count)),
            strict=True,
        )
    ]
    cut = data.draw(
        st.sampled_from((Fraction(4, 5), Fraction(1), Fraction(7, 10), Fraction(1, 100)))
    )
    assert_readable(pareto(categories, caption, cut=cut, width=width))


@FEWER
@given(st.data(), SIZES, st.integers(1, 5), CAPTIONS, WIDTHS)
def test_bars_are_readable(data, count, many, caption, width):
    series = [
        Series(data.draw(LABELS), tuple(data.draw(lists(MISSING, count)))) for _ in range(many)
    ]
    direction = data.draw(st.sampled_from(("auto", "standing", "lying")))
    drawn = bars(data.draw(lists(LABELS, count)), series, caption, direction=direction, width=width)
    assert_readable(drawn)


@FEWER
@given(st.data(), SIZES, st.integers(0, 6), CAPTIONS, WIDTHS, st.booleans())
def test_a_trend_is_readable(data, count, many, caption, width, zero):
    series = [
        Series(data.draw(LABELS), tuple(data.draw(lists(MISSING, count)))) for _ in range(many)
    ]
    target = data.draw(st.none() | st.builds(Target, LABELS, COUNTS))
    moments = data.draw(lists(LABELS, count))
    assert_readable(trend(moments, series, caption, target=target, zero=zero, width=width))


@FEWER
@given(st.data(), st.sampled_from((0, 1, 2, 7, 25, 60)), CAPTIONS, WIDTHS)
def test_a_quadrant_is_readable(data, count, caption, width):
    places = st.sampled_from((0, Fraction(1, 2), 1)) | st.fractions(0, 1, max_denominator=50)
    dots = [Dot(*one) for one in data.draw(lists(st.tuples(LABELS, places, places), count))]
    split = data.draw(st.fractions(Fraction(1, 10), Fraction(9, 10), max_denominator=20))
    corners = data.draw(st.tuples(*[st.builds(Corner, LABELS, LABELS, st.integers(-1, 9))] * 4))
    x, y = Scale(data.draw(LABELS)), Scale(data.draw(LABELS), split=split)
    drawn = quadrant(dots, corners, x, y, caption, width=width)
    assert_readable(drawn)
    written = "".join(said(drawn)) + told(drawn)
    assert all("".join(dot.label.split())[:1] in written for dot in dots if dot.label.isalnum())


@FEWER
@given(st.data(), st.integers(1, 5), st.integers(1, 5), CAPTIONS, WIDTHS)
def test_a_matrix_is_readable(data, columns, rows, caption, width):
    keys = st.tuples(st.integers(0, columns - 1), st.integers(0, rows - 1))
    field = st.builds(
        Field,
        heading=LABELS,
        rank=st.integers(-1, 9),
        entries=st.lists(LABELS, max_size=12).map(tuple),
    )
    fields = data.draw(st.dictionaries(keys, field, max_size=25))
    across = Side(data.draw(LABELS), tuple(data.draw(lists(LABELS, columns))))
    up = Side(data.draw(LABELS), tuple(data.draw(lists(LABELS, rows))))
    assert_readable(matrix(fields, across, up, caption, width=width))


@FEWER
@given(st.data(), st.integers(1, 9), st.integers(1, 9), CAPTIONS, WIDTHS)
def test_a_migration_is_readable(data, rows, columns, caption, width):
    keys = st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 1))
    counts = data.draw(st.dictionaries(keys, st.integers(0, 10**9), max_size=25))
    stayed = data.draw(st.frozensets(keys, max_size=9))
    before, after = (data.draw(lists(LABELS, count)) for count in (rows, columns))
    drawn = migration(before, after, counts, stayed, caption, width=width)
    assert_readable(drawn)
    assert all(f"{count:,}" in told(drawn) for count in counts.values() if count)


def test_who_stayed_is_framed_and_who_moved_is_shaded():
    drawn = migration(["甲", "乙"], ["甲", "乙"], {(0, 0): 9, (0, 1): 1}, frozenset({(0, 0)}), ZH)
    assert drawn.count('stroke-width="1.6"') == 1
    assert {"不变", "10%"} <= set(said(drawn))


def test_sixty_points_in_one_place_have_all_their_names():
    dots = [Dot(f"第{place}项", Fraction(1, 2), Fraction(1, 2)) for place in range(60)]
    drawn = quadrant(dots, kano_corners("zh"), Scale("x"), Scale("y"), ZH)
    assert_readable(drawn)
    written = "".join(said(drawn)).replace(" ", "")
    assert all(f"第{place}项" in written for place in range(60))


def test_points_side_by_side_each_keep_a_name_or_a_number():
    dots = [
        Dot(f"服务项目{place}", Fraction(50 + place % 3, 100), Fraction(50 + place // 3, 200))
        for place in range(45)
    ]
    drawn = quadrant(dots, kano_corners("zh"), Scale("x"), Scale("y"), ZH)
    assert_readable(drawn)
    written = "".join(said(drawn)).replace(" ", "")
    assert all(f"服务项目{place}" in written for place in range(45))


def test_a_label_stands_beside_its_point_as_long_as_there_is_room():
    drawn = quadrant(
        [Dot("孤", Fraction(1, 4), Fraction(1, 4))], kano_corners("en"), Scale("x"), Scale("y"), ZH
    )
    assert "<line" in drawn
    assert drawn.count('stroke-width="0.7"') == 0


def test_bars_that_have_no_room_lie_down():
    few = bars(["甲", "乙"], [Series("", (1, 2))], ZH)
    many = bars([f"第{place}家零售客户" for place in range(60)], [Series("", tuple(range(60)))], ZH)
    assert sheet(few).bottom < 400 < sheet(many).bottom
    assert all(f"第 {place}家零售客户" in said(many) for place in range(60))


def test_a_missing_value_breaks_the_line():
    whole = trend(["1", "2", "3", "4"], [Series("a", (1, 2, 3, 4))], ZH)
    broken = trend(["1", "2", "3", "4", "5"], [Series("a", (1, 2, None, 4, 5))], ZH)
    alone = trend(["1", "2", "3"], [Series("a", (None, 2, None))], ZH)
    assert [one.count("<polyline") for one in (whole, broken, alone)] == [1, 2, 0]
    assert [one.count("<circle") for one in (whole, broken, alone)] == [4, 4, 1]


def test_series_differ_by_shape_and_stroke():
    drawn = trend(["1", "2"], [Series(str(place), (place, place)) for place in range(4)], ZH)
    assert drawn.count("<circle") == 2
    assert drawn.count("<polygon") == 4
    assert len({part.partition('"')[0] for part in drawn.split('stroke-dasharray="')[1:]}) == 3


def test_without_data_it_says_so():
    for drawn in (
        pareto([], ZH),
        bars([], [], ZH),
        trend([], [], ZH),
        trend(["1"], [Series("a", (None,))], ZH),
    ):
        assert "没有数据" in said(drawn)
    assert "No data" in said(bars([], [], Caption("x", "en")))


def test_all_zero_is_not_no_data():
    drawn = pareto([Category("送货", 0), Category("缺货", 0)], ZH)
    assert "合计为 0" in said(drawn)
    assert "<polyline" not in drawn


def test_what_a_screen_reader_says_has_every_figure():
    drawn = pareto([Category("送货", 6), Category("缺货", 2)], Caption("投诉", "zh", unit="次"))
    assert told(drawn) == "次：送货 6，75%；缺货 2，25%"
    assert told(trend(["1月", "2月"], [Series("城网", (1, None))], ZH)) == "城网 1月 1，2月 缺"


def test_markup_in_labels_is_text():
    hostile = '</text><script>alert("x")</script>'
    for drawn in (
        pareto([Category(hostile, 1)], Caption(hostile, "zh", hostile, hostile)),
        bars([hostile], [Series(hostile, (1,)), Series("b", (2,))], ZH),
        trend([hostile], [Series(hostile, (1,))], ZH, target=Target(hostile, 2)),
        matrix(
            {(0, 0): Field(hostile, 0, (hostile,))},
            Side(hostile, (hostile,)),
            Side("y", ("a",)),
            ZH,
        ),
        quadrant([Dot(hostile, 0, 0)], (Corner(hostile),) * 4, Scale(hostile), Scale("y"), ZH),
    ):
        assert "<script" not in drawn
        assert_readable(drawn)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: pareto([Category("a", -1)], ZH),
        lambda: pareto([Category("a", 1)], ZH, cut=Fraction(0)),
        lambda: bars(["a"], [Series("", (1, 2))], ZH),
        lambda: trend(["a"], [Series("", ())], ZH),
        lambda: matrix({}, Side("x", ()), Side("y", ("a",)), ZH),
        lambda: migration([], ["a"], {}, frozenset(), ZH),
        lambda: migration(["a"], ["a"], {(1, 0): 1}, frozenset(), ZH),
        lambda: matrix({(1, 0): Field("", 0)}, Side("x", ("a",)), Side("y", ("a",)), ZH),
        lambda: quadrant([Dot("a", 2, 0)], kano_corners("zh"), Scale("x"), Scale("y"), ZH),
        lambda: quadrant([], kano_corners("zh"), Scale("x", split=1), Scale("y"), ZH),
        lambda: pareto([], ZH, width=100),
    ],
)
def test_what_cannot_be_drawn_is_refused(wrong):
    with pytest.raises(ValueError, match=r"\w"):
        wrong()
