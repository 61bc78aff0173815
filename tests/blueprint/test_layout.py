"""Nothing covers anything: boxes, connectors and words of a laid out blueprint."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.blueprint.drawable import drawable, stages
from tests.blueprint.journeys import blueprint, cell, words
from workflow_engine.blueprint import boxes
from workflow_engine.blueprint.drawing import A3, A4
from workflow_engine.blueprint.layout import LABEL, LABEL_LINE, NAME_ROOM
from workflow_engine.blueprint.paging import paged, plan_of, wide
from workflow_engine.blueprint.picture import note_places
from workflow_engine.blueprint.views import seen
from workflow_engine.blueprint.words import Words
from workflow_engine.drawing.measure import text_width
from workflow_engine.policy import load
from workflow_engine.program.blueprints import LANES

PROGRAM = load("rules/tobacco-retail").program
NEAR = 0.01


def pages_of(drawn, page=None, lang="zh", view=None):
    plan = plan_of(drawn, seen(drawn, view), Words(PROGRAM, lang), needs=True)
    return wide(plan) if page is None else paged(plan, page)


def pictures(drawn, page=None, lang="zh", view=None):
    return [one.laid for one in pages_of(drawn, page, lang, view).pages if one.laid is not None]


def rectangle(box):
    return box.left, box.top, box.right, box.bottom


def label_rectangle(label):
    wide_ = max(text_width(line, LABEL) for line in label.lines)
    high = LABEL_LINE * len(label.lines)
    return label.x, label.y - high / 2, label.x + wide_, label.y + high / 2


def overlap(one, other):
    return (
        one[0] < other[2] - NEAR
        and other[0] < one[2] - NEAR
        and one[1] < other[3] - NEAR
        and other[1] < one[3] - NEAR
    )


def stretches(way):
    for (x1, y1), (x2, y2) in itertools.pairwise(way.points):
        yield min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def through(stretch, area):
    """Whether a stretch passes the inside of an area, not only its border."""
    x1, y1, x2, y2 = stretch
    return (
        x1 < area[2] - NEAR and x2 > area[0] + NEAR and y1 < area[3] - NEAR and y2 > area[1] + NEAR
    )


def covered(one, other):
    """How far two stretches run along one another."""
    if one[1] == one[3] and other[1] == other[3] and abs(one[1] - other[1]) < 2:
        return min(one[2], other[2]) - max(one[0], other[0])
    if one[0] == one[2] and other[0] == other[2] and abs(one[0] - other[0]) < 2:
        return min(one[3], other[3]) - max(one[1], other[1])
    return 0


def check(laid):
    for one, other in itertools.combinations(laid.boxes, 2):
        assert not overlap(rectangle(one), rectangle(other))
    for box in laid.boxes:
        assert box.left >= NAME_ROOM
        assert box.right <= laid.width + NEAR
        lane = laid.lanes[box.node.row]
        assert lane.top <= box.top - NEAR
        assert box.bottom <= lane.bottom
        if box.node.content is not None:
            check_text(box.node.content)
    for way in laid.ways:
        for stretch in stretches(way):
            assert stretch[0] >= NAME_ROOM
            assert stretch[2] <= laid.width + NEAR
            for box in laid.boxes:
                assert not through(stretch, rectangle(box))
    labels = [way.label for way in laid.ways if way.label is not None]
    for one, other in itertools.combinations(labels, 2):
        assert not overlap(label_rectangle(one), label_rectangle(other))
    for label in labels:
        assert not any(overlap(label_rectangle(label), rectangle(box)) for box in laid.boxes)
    for one, other in itertools.pairwise(laid.heads):
        assert one.right <= other.left + 4
    for above, below in itertools.pairwise(laid.lanes):
        assert above.bottom <= below.top


def check_text(content):
    if content.cell is None:
        assert max(text_width(line, boxes.SMALL) for line in content.lines) <= content.width
        return
    room = content.width - boxes.LEFT - boxes.RIGHT
    assert all(text_width(line, boxes.BODY) <= room for line in content.lines)
    for row in content.rows:
        for piece in row:
            assert piece.x + piece.width <= content.width - boxes.RIGHT + NEAR
        for one, other in itertools.pairwise(row):
            assert one.x + one.width <= other.x
    high = boxes.LINE * len(content.lines) + boxes.SMALL_LINE * len(content.rows)
    assert content.text_top + high <= content.height


@settings(max_examples=60, deadline=None)
@given(drawable())
def test_nothing_covers_anything_in_one_wide_picture(drawn):
    (laid,) = pictures(drawn)
    check(laid)


@settings(max_examples=25, deadline=None)
@given(drawable(most_stages=9, most_cells=3))
def test_nothing_covers_anything_on_pages(drawn):
    found = pages_of(drawn, A4)
    for page in found.pages:
        if page.laid is not None:
            check(page.laid)
            assert page.laid.width <= found.width + NEAR
            assert page.laid.height <= found.height


@settings(max_examples=60, deadline=None)
@given(drawable())
def test_two_connectors_never_run_along_one_another(drawn):
    (laid,) = pictures(drawn)
    for one, other in itertools.combinations(laid.ways, 2):
        for a in stretches(one):
            assert all(covered(a, b) < 2 for b in stretches(other))


@settings(max_examples=40, deadline=None)
@given(drawable())
def test_a_connector_begins_and_ends_at_its_boxes(drawn):
    (laid,) = pictures(drawn)
    for way in laid.ways:
        joined = way.route.joined
        for node, (x, y) in ((joined.source, way.points[0]), (joined.target, way.points[-1])):
            left, top, right, bottom = rectangle(laid.boxes[node])
            assert left - NEAR <= x <= right + NEAR
            assert top - NEAR <= y <= bottom + NEAR
            assert min(abs(x - left), abs(x - right), abs(y - top), abs(y - bottom)) < NEAR


@pytest.mark.parametrize("size", [A4, A3])
def test_thirty_stages_are_broken_by_stages(size):
    found = pages_of(stages(30), size)
    runs = [page.run for page in found.pages if page.laid is not None]
    assert [column for run in runs for column in run] == list(range(30))
    assert 1 < len(runs) < 11
    for laid in (page.laid for page in found.pages if page.laid is not None):
        check(laid)
        assert len(laid.rules) == 3
        assert [lane.lane for lane in laid.lanes] == [
            "evidence",
            "customer",
            "frontstage",
            "backstage",
            "support",
        ]


@pytest.mark.parametrize(("size", "least"), [(A4, 6.5), (A3, 7.0)])
def test_the_smallest_type_can_be_read(size, least):
    for drawn in (stages(30), stages(4, stacked=12)):
        assert pages_of(drawn, size).scale * boxes.SMALLEST >= least - NEAR


def test_texts_too_long_for_a_page_are_cut_before_the_type_gets_small():
    cells = [
        cell(f"s{n}.{lane}", lane, status=words("长" * 90)) for n in range(4) for lane in LANES
    ]
    drawn = blueprint(*(replace(one, text=words("办" * 900)) for one in cells))
    found = pages_of(drawn, A4)
    assert found.scale * boxes.SMALLEST > 5.9
    for page in found.pages:
        if page.laid is not None:
            check(page.laid)
            for box in page.laid.boxes:
                assert box.node.content.lines[-1].endswith("…")
                assert box.node.content.title == "办" * 900


def test_links_to_another_page_end_in_a_mark_on_both():
    found = pages_of(stages(30), A4)
    first, second = found.pages[0].laid, found.pages[1].laid
    ends = [box.node.exit for box in first.boxes if box.node.exit is not None]
    starts = [box.node.exit for box in second.boxes if box.node.exit is not None]
    assert [(one.mark, one.page) for one in ends] == [("A", 2)]
    assert ("A", 1) in [(one.mark, one.page) for one in starts]


def test_boxes_of_a_drawing_are_equally_wide():
    found = pages_of(stages(30, stacked=3), A4)
    widths = {
        box.node.width
        for page in found.pages
        if page.laid is not None
        for box in page.laid.boxes
        if box.node.exit is None
    }
    assert len(widths) == 1


def test_customer_actions_are_joined_by_level_arrows():
    (laid,) = pictures(stages(4))
    flows = [way for way in laid.ways if way.route.joined.flow]
    assert len(flows) == 3
    assert all(len({y for _, y in way.points}) == 1 for way in flows)


def test_connectors_inside_a_stage_are_upright_where_nothing_is_between():
    (laid,) = pictures(stages(2))
    upright = [way for way in laid.ways if way.route.shape == "straight"]
    assert upright
    assert all(len({x for x, _ in way.points}) == 1 for way in upright)


@settings(max_examples=30, deadline=None)
@given(drawable())
def test_letters_of_remarks_stand_apart(drawn):
    found = pages_of(drawn)
    page = found.pages[0]
    places = note_places(page.laid, page.letters)
    assert set(places) == set(page.letters)
    for number, (x, y) in places.items():
        way = page.laid.ways[number]
        assert any(
            x1 - NEAR <= x <= x2 + NEAR and y1 - NEAR <= y <= y2 + NEAR
            for x1, y1, x2, y2 in stretches(way)
        )
