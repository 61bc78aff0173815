"""Decisions applied: what stays, what is joined, what is saved."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from tests.blueprint.journeys import blueprint, blueprints, cell, decide, fails, link, words
from workflow_engine.blueprint.ecrs import NOT_APPLIED, after
from workflow_engine.blueprint.value_stream import value_stream
from workflow_engine.program.blueprints import ZONES


def ends(drawn):
    return [(one.source, one.target) for one in drawn.links]


def ids(drawn):
    return [one.id for one in drawn.cells]


def change(result, id_):
    return next(one for one in result.changes if one.cell == id_)


@given(blueprints(decisions=True))
def test_applied_twice_is_applied_once(drawn):
    once = after(drawn)
    assert not any(one.ecrs for one in once.blueprint.cells)
    again = after(once.blueprint)
    assert again.blueprint == once.blueprint
    assert again.changes == ()
    assert (again.saved_minutes, again.saved_work, again.unjoined) == (0, 0, ())


@given(blueprints(decisions=True))
def test_a_regulatory_step_is_never_lost(drawn):
    result = after(drawn)
    left = set(ids(result.blueprint))
    for one in drawn.cells:
        if one.regulatory and one.id not in left:
            moved = change(result, one.id)
            assert moved.do == "combine"
            target = result.blueprint.cell(moved.target)
            assert target.regulatory
            assert one.text.zh in target.text.zh


@given(blueprints(decisions=True))
def test_what_is_saved_adds_up(drawn):
    result = after(drawn)
    assert result.before == value_stream(drawn)
    assert result.after == value_stream(result.blueprint)
    lead = sum(Fraction(one.saved_lead) for one in result.changes)
    work = sum(Fraction(one.saved_work) for one in result.changes)
    assert (
        lead
        == Fraction(result.saved_minutes)
        == Fraction(result.before.lead) - Fraction(result.after.lead)
    )
    assert (
        work
        == Fraction(result.saved_work)
        == Fraction(result.before.work) - Fraction(result.after.work)
    )


@given(blueprints(decisions=True))
def test_minutes_afterwards_are_those_that_were_stated(drawn):
    result = after(drawn)
    expected = {one.id: Fraction(one.minutes or 0) for one in drawn.cells}
    for one in drawn.cells:
        made = next((found for found in result.changes if found.cell == one.id), None)
        if made is None or made.obstacle in NOT_APPLIED:
            continue
        if made.do == "eliminate":
            del expected[one.id]
        elif made.do == "combine":
            del expected[one.id]
            expected[made.target] += Fraction(one.ecrs.minutes or 0)
        elif made.do == "simplify" and one.ecrs.minutes is not None:
            expected[one.id] += Fraction(one.ecrs.minutes) - Fraction(one.minutes or 0)
    assert {one.id: Fraction(one.minutes or 0) for one in result.blueprint.cells} == expected


@given(blueprints(decisions=True))
def test_links_stay_and_new_ones_are_sound(drawn):
    result = after(drawn)
    left = {one.id: one for one in result.blueprint.cells}
    lost = {one.id for one in drawn.cells} - set(left)
    own = [one for one in drawn.links if not {one.source, one.target} & lost]
    kept = {id(one) for one in own}
    assert [one for one in result.blueprint.links if id(one) in kept] == own
    stages = [stage.id for stage in drawn.stages]
    new = [one for one in result.blueprint.links if id(one) not in kept]
    seen = {(one.source, one.target) for one in own}
    for one in new:
        source, target = left[one.source], left[one.target]
        assert one.source != one.target
        assert (one.source, one.target) not in seen
        seen.add((one.source, one.target))
        assert abs(ZONES[source.lane] - ZONES[target.lane]) <= 1
        forward = stages.index(source.stage) <= stages.index(target.stage)
        back = stages.index(source.stage) >= stages.index(target.stage)
        assert back if one.loop else forward


@given(blueprints(decisions=True))
def test_what_an_eliminated_step_joined_stays_joined_or_is_told(drawn):
    result = after(drawn)
    eliminated = {one.cell for one in result.changes if one.do == "eliminate" and one.applied}
    moved = {one.cell: one.target for one in result.changes if one.do == "combine" and one.applied}
    steps = set()
    for one in drawn.links:
        source, target = moved.get(one.source, one.source), moved.get(one.target, one.target)
        steps.add((source, target))
        if one.both_ways:
            steps.add((target, source))
    reached = set(steps)
    for gone_one in eliminated:
        reached |= {(a, d) for a, b in reached for c, d in reached if b == c == gone_one}
    left = set(ids(result.blueprint))
    linked = set(ends(result.blueprint)) | {
        (b.target, b.source) for b in result.blueprint.links if b.both_ways
    }
    told = set(result.unjoined) | {(b, a) for a, b in result.unjoined}
    for source, target in reached:
        if source != target and {source, target} <= left:
            assert (source, target) in linked | told


def test_links_lead_around_an_eliminated_step():
    result = after(
        blueprint(
            cell("a.order", "customer", 2),
            cell("a.take", "frontstage", 3),
            cell(
                "b.copy",
                "frontstage",
                10,
                30,
                kind="waste",
                ecrs=decide("eliminate"),
                fail_point=fails("抄错"),
            ),
            cell("c.pick", "backstage", 5),
            cell("c.tell", "frontstage", 1),
            links=[
                link("a.order", "a.take"),
                link("a.take", "b.copy"),
                link("b.copy", "c.pick", text=words("单据")),
                link("b.copy", "c.tell"),
                link("a.take", "c.tell"),
            ],
        )
    )
    assert ends(result.blueprint) == [
        ("a.order", "a.take"),
        ("a.take", "c.tell"),
        ("a.take", "c.pick"),
    ]
    assert result.blueprint.links[2].text == words("单据")
    assert [stage.id for stage in result.blueprint.stages] == ["a", "c"]
    assert (result.saved_minutes, result.saved_work) == (40, 10)
    assert not any(one.fail_point for one in result.blueprint.cells)


def test_no_link_is_made_over_two_lines():
    result = after(
        blueprint(
            cell("a.order", "customer"),
            cell("a.take", "frontstage", 3, ecrs=decide("eliminate")),
            cell("a.pick", "backstage"),
            links=[link("a.order", "a.take"), link("a.take", "a.pick")],
        )
    )
    assert ends(result.blueprint) == []
    assert result.unjoined == (("a.order", "a.pick"),)


def test_a_chain_of_eliminated_steps_may_go_down_and_up_again():
    result = after(
        blueprint(
            cell("a.order", "customer"),
            cell("a.take", "frontstage", 3, ecrs=decide("eliminate")),
            cell("a.note", "backstage", 3, ecrs=decide("eliminate")),
            cell("b.tell", "frontstage"),
            links=[link("a.order", "a.take"), link("a.take", "a.note"), link("a.note", "b.tell")],
        )
    )
    assert ends(result.blueprint) == [("a.order", "b.tell")]
    assert result.unjoined == ()


def test_exchanges_and_loops_keep_what_they_are():
    result = after(
        blueprint(
            cell("a.ask", "customer"),
            cell("a.desk", "frontstage", 1, ecrs=decide("eliminate")),
            cell("a.answer", "technology"),
            cell("b.check", "frontstage"),
            links=[
                link("a.ask", "a.desk", both_ways=True),
                link("a.desk", "a.answer", both_ways=True),
                link("b.check", "a.desk", loop=words("直到相符")),
            ],
        )
    )
    made = {(one.source, one.target): one for one in result.blueprint.links}
    assert made["a.ask", "a.answer"].both_ways
    assert made["b.check", "a.answer"].loop == words("直到相符")
    assert ("a.answer", "a.ask") not in made


def test_combined_steps_move_through_a_chain():
    result = after(
        blueprint(
            cell(
                "a.one",
                "frontstage",
                4,
                ecrs=decide("combine", "a.two", minutes=1),
                item="visit",
                uses=(words("表"),),
            ),
            cell(
                "a.two",
                "frontstage",
                6,
                60,
                ecrs=decide("combine", "b.three"),
                regulatory=True,
                fail_point=fails("漏"),
            ),
            cell("b.three", "frontstage", 10, uses=(words("表"),)),
        )
    )
    (left,) = result.blueprint.cells
    assert (left.id, left.minutes, left.item, left.regulatory) == ("b.three", 11, "visit", True)
    assert left.text.zh == "b.three；a.one；a.two"
    assert left.uses == (words("表"),)
    assert left.fail_point == fails("漏")
    assert [(one.target, one.saved_work, one.saved_lead) for one in result.changes] == [
        ("b.three", 3, 3),
        ("b.three", 6, 66),
    ]


def test_waste_that_is_done_elsewhere_is_still_waste():
    result = after(
        blueprint(
            cell(
                "a.drive", "frontstage", 9, kind="waste", ecrs=decide("combine", "a.set", minutes=5)
            ),
            cell("a.write", "frontstage", 4, ecrs=decide("combine", "a.drive", minutes=1)),
            cell("a.set", "frontstage", 30, 14, kind="adds_value"),
        )
    )
    (left,) = result.blueprint.cells
    assert (left.minutes, left.kind) == (36, "adds_value")
    stream = result.after
    assert (stream.ratio, stream.ratio_at_most) == (Fraction(30, 50), Fraction(31, 50))
    for by_kind in (stream.work_by_kind, stream.path_by_kind):
        assert (by_kind.adds_value, by_kind.waste, by_kind.unclassified) == (30, 5, 1)


@given(blueprints(decisions=True))
def test_no_minute_changes_its_kind(drawn):
    """Every kind holds what its own cells are stated to take afterwards, wherever they are done."""
    result = after(drawn)
    made = {one.cell: one for one in result.changes if one.applied}
    expected = dict.fromkeys(("adds_value", "necessary", "waste", None), Fraction(0))
    for one in drawn.cells:
        minutes = one.minutes
        do = made[one.id].do if one.id in made else None
        if do == "eliminate":
            continue
        if do == "combine" or (do == "simplify" and one.ecrs.minutes is not None):
            minutes = one.ecrs.minutes
        expected[one.kind] += Fraction(minutes or 0)
    by_kind = result.after.work_by_kind
    assert Fraction(by_kind.adds_value) == expected["adds_value"]
    assert Fraction(by_kind.necessary) == expected["necessary"]
    assert Fraction(by_kind.waste) == expected["waste"]
    assert Fraction(by_kind.unclassified) == expected[None]


def test_links_of_a_combined_step_go_to_the_other():
    result = after(
        blueprint(
            cell("a.ask", "customer"),
            cell("a.note", "frontstage", 2, ecrs=decide("combine", "a.take")),
            cell("a.take", "frontstage", 3),
            cell("b.pick", "backstage"),
            links=[
                link("a.ask", "a.note"),
                link("a.note", "a.take"),
                link("a.note", "b.pick"),
                link("a.take", "b.pick"),
            ],
        )
    )
    assert ends(result.blueprint) == [("a.ask", "a.take"), ("a.take", "b.pick")]


def test_what_the_other_has_of_its_own_is_told_as_lost():
    result = after(
        blueprint(
            cell(
                "a.one",
                minutes=1,
                item="x",
                promise="p",
                fail_point=fails("甲"),
                ecrs=decide("combine", "a.two"),
            ),
            cell("a.two", minutes=1, item="y", promise="p", fail_point=fails("乙")),
        )
    )
    assert change(result, "a.one").lost == ("fail_point", "item")


@pytest.mark.parametrize(
    ("cells", "obstacle"),
    [
        ([cell("a.1", minutes=1, regulatory=True, ecrs=decide("eliminate"))], "regulatory"),
        ([cell("a.1", minutes=1, ecrs=decide("combine", "a.9"))], "no_target"),
        ([cell("a.1", minutes=1, ecrs=decide("combine"))], "no_target"),
        ([cell("a.1", minutes=1, ecrs=decide("combine", "a.1"))], "circle"),
        (
            [
                cell("a.1", minutes=1, ecrs=decide("combine", "a.2")),
                cell("a.2", minutes=1, ecrs=decide("combine", "a.1")),
            ],
            "circle",
        ),
        (
            [
                cell("a.1", minutes=1, ecrs=decide("combine", "a.2")),
                cell("a.2", minutes=1, ecrs=decide("eliminate")),
            ],
            "target_eliminated",
        ),
    ],
)
def test_what_cannot_be_is_left_as_it_was(cells, obstacle):
    result = after(blueprint(*cells))
    made = change(result, "a.1")
    assert (made.obstacle, made.applied, made.counted) == (obstacle, False, False)
    assert result.blueprint.cell("a.1").minutes == 1


@pytest.mark.parametrize(
    ("one", "obstacle"),
    [
        (cell("a.1", ecrs=decide("eliminate")), "no_figures"),
        (cell("a.1", minutes=3, ecrs=decide("simplify")), "nothing_stated"),
        (cell("a.1", wait=3, ecrs=decide("simplify", minutes=2)), "no_figures"),
        (cell("a.1", minutes=3, ecrs=decide("rearrange")), "no_wait"),
        (cell("a.1", minutes=3, ecrs=decide("simplify", minutes=2)), None),
        (cell("a.1", minutes=3, wait=5, ecrs=decide("rearrange")), None),
    ],
)
def test_what_cannot_be_counted_says_why(one, obstacle):
    result = after(blueprint(one, cell("a.2", minutes=1)))
    assert change(result, "a.1").obstacle == obstacle
    assert change(result, "a.1").applied


def test_a_rearranged_step_keeps_its_minutes_and_loses_its_wait():
    result = after(blueprint(cell("a.1", minutes=3, wait=50, ecrs=decide("rearrange", minutes=1))))
    assert (result.blueprint.cell("a.1").minutes, result.blueprint.cell("a.1").wait) == (3, 0)
    assert change(result, "a.1").lost == ("minutes",)
    assert (result.saved_minutes, result.saved_work) == (50, 0)


def test_a_step_that_gets_longer_saves_less_than_nothing():
    result = after(blueprint(cell("a.1", minutes=3, ecrs=decide("simplify", minutes=8))))
    assert result.saved_minutes == -5


def test_a_blueprint_may_be_eliminated_wholly():
    result = after(blueprint(cell("a.1", minutes=3, ecrs=decide("eliminate"))))
    assert result.blueprint.stages == ()
    assert (result.after.lead, result.after.ratio) == (0, None)
