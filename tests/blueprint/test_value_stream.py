"""Minutes, paths and the value-added ratio of a blueprint."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction

from hypothesis import given

from tests.blueprint.enumerated import longest
from tests.blueprint.journeys import blueprint, blueprints, cell, link, words
from workflow_engine.blueprint.value_stream import value_stream


@given(blueprints())
def test_the_longest_path_is_the_one_that_enumeration_finds(drawn):
    stream = value_stream(drawn)
    value = Fraction(0)
    for stage, found in zip(drawn.stages, stream.stages, strict=True):
        path, time, adds = longest(stage, drawn.links)
        assert found.path == path
        assert Fraction(found.lead) == time
        value += adds
    lead = sum(Fraction(stage.lead) for stage in stream.stages)
    assert Fraction(stream.lead) == lead
    assert stream.ratio == (value / lead if lead else None)


@given(blueprints())
def test_what_passes_is_split_without_a_rest(drawn):
    stream = value_stream(drawn)
    kinds = ("adds_value", "necessary", "waste", "unclassified")
    work = sum(Fraction(getattr(stream.work_by_kind, kind)) for kind in kinds)
    walked = sum(Fraction(getattr(stream.path_by_kind, kind)) for kind in kinds)
    assert work == Fraction(stream.work) == sum(Fraction(c.minutes or 0) for c in drawn.cells)
    assert walked + Fraction(stream.path_wait) == Fraction(stream.lead)
    assert (stream.ratio is None) == (stream.lead == 0) == (stream.bottleneck is None)
    if stream.ratio is not None:
        assert 0 <= stream.ratio <= stream.ratio_at_most <= 1


def test_side_by_side_the_longer_way_counts():
    stream = value_stream(
        blueprint(
            cell("a.ask", "customer", 5, kind="adds_value"),
            cell("a.serve", "frontstage", 10, kind="adds_value"),
            cell("a.look", "backstage", 20, 120, kind="necessary"),
            cell("a.copy", "support", 60, kind="waste"),
            cell("b.hand", "frontstage", 5, kind="adds_value"),
            links=[
                link("a.ask", "a.serve"),
                link("a.serve", "a.look"),
                link("a.look", "a.serve", loop=words("一次")),
            ],
        )
    )
    assert stream.stages[0].path == ("a.ask", "a.serve", "a.look")
    assert (stream.lead, stream.work) == (160, 100)
    assert stream.ratio == Fraction(20, 160)
    assert stream.bottleneck == "a.look"
    assert stream.work_by_kind.waste == 60
    assert [one.id for one in stream.cells if not one.on_path] == ["a.copy"]


def test_a_list_of_a_lane_is_in_the_order_of_time():
    stream = value_stream(
        blueprint(
            cell("a.1", "customer", 1), cell("a.2", "customer", 2), cell("a.3", "customer", 4)
        )
    )
    assert stream.lead == 7


def test_what_is_not_classified_leaves_room():
    stream = value_stream(
        blueprint(cell("a.1", minutes=10, kind="adds_value"), cell("a.2", minutes=30))
    )
    assert (stream.ratio, stream.ratio_at_most) == (Fraction(1, 4), 1)
    assert stream.path_by_kind.unclassified == 30


def test_without_figures_the_ratio_is_unknown():
    stream = value_stream(blueprint(cell("a.1", kind="adds_value"), cell("b.1")))
    assert stream.ratio is None
    assert stream.bottleneck is None
    assert (stream.lead, stream.without_figures) == (0, 2)
    assert [stage.path for stage in stream.stages] == [("a.1",), ("b.1",)]


def test_a_circle_is_walked_once():
    stream = value_stream(
        blueprint(
            cell("a.1", "customer", 1),
            cell("a.2", "frontstage", 2),
            links=[link("a.1", "a.2"), link("a.2", "a.1"), link("a.2", "a.2")],
        )
    )
    assert stream.stages[0].path == ("a.1", "a.2")


def test_an_exchange_is_two_sides_at_the_same_time():
    stream = value_stream(
        blueprint(
            cell("a.listen", "customer", 8),
            cell("a.talk", "frontstage", 10, kind="adds_value"),
            links=[link("a.talk", "a.listen", both_ways=True)],
        )
    )
    assert (stream.lead, stream.work) == (10, 18)
    assert stream.stages[0].path == ("a.talk",)
    assert stream.ratio == 1


def test_what_precedes_one_side_of_an_exchange_precedes_the_other():
    stream = value_stream(
        blueprint(
            cell("a.listen", "customer", 30),
            cell("a.talk", "frontstage", 10),
            cell("a.prepare", "backstage", 20),
            cell("a.file", "support", 5),
            links=[
                link("a.prepare", "a.talk"),
                link("a.listen", "a.talk", both_ways=True),
                link("a.talk", "a.file"),
            ],
        )
    )
    assert stream.stages[0].path == ("a.prepare", "a.listen", "a.file")
    assert stream.lead == 55


def test_exchanges_in_a_row_are_one_conversation():
    stream = value_stream(
        blueprint(
            cell("a.ask", "customer", 4),
            cell("a.desk", "frontstage", 6),
            cell("a.expert", "backstage", 7),
            cell("a.find", "support", 2),
            links=[
                link("a.ask", "a.desk", both_ways=True),
                link("a.desk", "a.expert", both_ways=True),
                link("a.find", "a.expert"),
            ],
        )
    )
    assert stream.stages[0].path == ("a.find", "a.expert")
    assert stream.lead == 9


def test_one_side_may_take_several_steps():
    stream = value_stream(
        blueprint(
            cell("a.1", "customer", 4),
            cell("a.2", "customer", 5),
            cell("a.serve", "frontstage", 7),
            cell("a.fetch", "backstage", 3),
            links=[
                link("a.serve", "a.1", both_ways=True),
                link("a.serve", "a.2", both_ways=True),
                link("a.1", "a.fetch"),
                link("a.fetch", "a.2"),
            ],
        )
    )
    assert stream.stages[0].path == ("a.1", "a.fetch", "a.2")
    assert stream.lead == 12


def test_one_role_is_not_both_sides_at_the_same_time():
    sides = [
        cell("a.take", "frontstage", 4, by="clerk"),
        cell("a.file", "backstage", 3, by="clerk"),
    ]
    exchange = [link("a.take", "a.file", both_ways=True)]
    stream = value_stream(blueprint(*sides, links=exchange))
    assert stream.stages[0].path == ("a.take", "a.file")
    assert stream.lead == 7


@given(blueprints())
def test_an_exchange_has_no_direction(drawn):
    by = {one.id: one.by for one in drawn.cells}
    turned = replace(
        drawn,
        links=tuple(
            replace(one, source=one.target, target=one.source)
            if one.both_ways and by.get(one.source) != by.get(one.target)
            else one
            for one in drawn.links
        ),
    )
    assert value_stream(turned) == value_stream(drawn)


def test_of_equal_ways_the_one_that_adds_value_counts():
    stream = value_stream(
        blueprint(
            cell("a.1", "customer", 5, kind="waste"),
            cell("a.2", "frontstage", 5, kind="adds_value"),
        )
    )
    assert stream.stages[0].path == ("a.2",)
    assert stream.ratio == 1


def test_an_equal_way_that_comes_first_on_the_page_counts():
    stream = value_stream(blueprint(cell("a.1", "customer", 5), cell("a.2", "frontstage", 5)))
    assert stream.stages[0].path == ("a.1",)


def test_the_callers_decimal_context_changes_nothing():
    drawn = blueprint(cell("a.1", minutes="123456.789"), cell("a.2", minutes="0.001"))
    with localcontext() as context:
        context.prec = 2
        assert value_stream(drawn).lead == Decimal("123456.790")


def test_a_wide_stage_is_walked_in_time():
    ids = [f"a.{lane}{place}" for lane in "xyz" for place in range(40)]
    lanes = {"x": "customer", "y": "frontstage", "z": "backstage"}
    drawn = blueprint(
        *(cell(id_, lanes[id_[2]], 1) for id_ in ids),
        links=[
            link(f"a.{one}{place}", f"a.{other}{place + 1}")
            for one in "xyz"
            for other in "xyz"
            for place in range(39)
        ],
    )
    assert value_stream(drawn).lead == 40
