"""Of random blueprints: no check ever fails, and what they find agrees with slow definitions."""

import itertools
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.blueprint.enumerated import closure
from tests.checks.drawn import PROGRAM
from workflow_engine.checks.registry import run_blueprint_checks
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes_blueprint_checks import ENTRIES
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.durations import Duration
from workflow_engine.program.blueprints import (
    LANES,
    LINES,
    ZONES,
    Blueprint,
    Cell,
    Ecrs,
    FailPoint,
    Line,
    Link,
    Stage,
    WaitPoint,
)

ROLES = st.sampled_from((None, "account_manager", "supervisor"))
WORDS = st.sampled_from(
    tuple(map(Bilingual.same, ("甲", "可视线", "line of interaction", "{x} %s", "", "𠮷家 🏪")))
)
FIGURES = st.none() | st.sampled_from(tuple(map(Decimal, ("0", "0.5", "30", "527040"))))
PROMISES = st.sampled_from((None, "soon"))
UNITS = ("work minute", "work hour", "workday", "calendar day", "clock hour", "clock minute")
LIMITS = st.none() | st.builds(
    Duration, st.sampled_from((Decimal(1), Decimal("1.5"), Decimal(400))), st.sampled_from(UNITS)
)


def places():
    """Every place is another line, so that findings can be told apart."""
    count = itertools.count(1)
    return lambda: Place("random.yaml", next(count), 1)


@st.composite
def cells(draw, id_, stage, place):
    ecrs = st.builds(
        Ecrs,
        do=st.sampled_from(("eliminate", "combine", "rearrange", "simplify")),
        place=st.just(place()),
        reason=st.none() | WORDS,
    )
    wait_point = st.builds(
        WaitPoint, WORDS, LIMITS, st.sampled_from((None, "waits")), st.just(place())
    )
    fail_point = st.builds(FailPoint, WORDS, st.sampled_from((None, "late")), st.just(place()))
    return draw(
        st.builds(
            Cell,
            id=st.just(id_),
            stage=st.just(stage),
            lane=st.sampled_from(LANES),
            text=WORDS,
            place=st.just(place()),
            by=ROLES,
            item=st.sampled_from((None, "field_visit", "stock_count")),
            promise=PROMISES,
            minutes=FIGURES,
            wait=FIGURES,
            kind=st.sampled_from((None, "adds_value", "necessary", "waste")),
            regulatory=st.booleans(),
            ecrs=st.none() | ecrs,
            fail_point=st.none() | fail_point,
            wait_point=st.none() | wait_point,
            exposed=st.booleans(),
            status=st.none() | WORDS,
            uses=st.lists(WORDS, max_size=2).map(tuple),
            steps=st.lists(WORDS, max_size=2).map(tuple),
        )
    )


@st.composite
def blueprints(draw):
    place = places()
    stages, ids = [], []
    for number in range(draw(st.integers(1, 4))):
        name = f"s{number}"
        mine = [f"{name}.{n}" for n in range(draw(st.integers(0, 5)))]
        drawn = [draw(cells(id_, name, place)) for id_ in mine]
        drawn.sort(key=lambda cell: LANES.index(cell.lane))
        lanes = tuple({cell.lane for cell in drawn})
        needs = draw(st.dictionaries(st.sampled_from(("customer", "account_manager")), WORDS))
        contact = draw(st.none() | WORDS)
        stages.append(
            Stage(name, draw(WORDS), tuple(drawn), needs, draw(st.permutations(lanes)), place(), contact)
        )  # fmt: skip
        ids += mine
    some = st.sampled_from(ids) if ids else st.nothing()
    links = [
        Link(draw(some), draw(some), place(), draw(st.booleans()), draw(st.none() | WORDS))
        for _ in range(draw(st.integers(0, 12)) if ids else 0)
    ]
    lanes = st.sampled_from(LANES)
    return Blueprint(
        id="random",
        title=draw(WORDS),
        stages=tuple(stages),
        links=tuple(links),
        place=place(),
        problem=draw(st.none() | WORDS),
        goal=draw(st.none() | WORDS),
        segment=draw(st.sampled_from((None, "everyone"))),
        owner=draw(ROLES),
        promise=draw(PROMISES),
        time_basis=draw(st.sampled_from(("elapsed", "working"))),
        lines=tuple(
            Line(
                draw(st.sampled_from((*LINES, "mine", "可视线"))),
                draw(st.none() | WORDS),
                (draw(lanes), draw(lanes)),
                place(),
            )
            for _ in range(draw(st.integers(0, 3)))
        ),
        views=draw(
            st.dictionaries(
                st.sampled_from(("account_manager", "supervisor")),
                st.sampled_from((*LINES, "all", "mine")),
            )
        ),
    )


def findings(blueprint):
    return run_blueprint_checks({blueprint.id: blueprint}, PROGRAM)


def told(blueprint, code):
    """Where a code is found, in the order of the file."""
    return sorted(one.place for one in findings(blueprint) if one.code == code)


@given(blueprints())
def test_no_check_ever_fails(blueprint):
    found = findings(blueprint)
    assert found == findings(blueprint)
    assert {one.code for one in found} <= set(ENTRIES)
    assert all(one.severity == ENTRIES[one.code].severity for one in found)
    own = {cell.place.line for cell in blueprint.cells} | {stage.place.line for stage in blueprint.stages}  # fmt: skip
    assert own or blueprint.place.line


def pairs(blueprint):
    one_way = {(link.source, link.target) for link in blueprint.links}
    back = {(link.target, link.source) for link in blueprint.links if link.both_ways}
    return closure(one_way | back)


@given(blueprints())
def test_who_serves_nobody(blueprint):
    zones = {cell.id: ZONES[cell.lane] for cell in blueprint.cells}
    kept = [c for c in blueprint.cells if c.ecrs is None or c.ecrs.do != "eliminate"]
    serves = pairs(blueprint)

    def idle(lane, wanted):
        return sorted(
            cell.place
            for cell in kept
            if cell.lane == lane
            and not any(one == cell.id and zones[other] in wanted for one, other in serves)
        )

    assert told(blueprint, "WE811") == idle("backstage", {1})
    assert told(blueprint, "WE812") == idle("support", {0, 1, 2})


@given(blueprints())
def test_each_stage_without_customers_is_told_once(blueprint):
    found = findings(blueprint)
    for stage in blueprint.stages:
        mine = {stage.place, *(cell.place for cell in stage.cells)}
        codes = [one.code for one in found if one.place in mine and one.code in ("WE804", "WE806")]
        assert len(codes) == (not stage.lane("customer"))


@given(blueprints())
def test_links_over_lines_and_against_time(blueprint):
    cells = {cell.id: cell for cell in blueprint.cells}
    zones = {id_: ZONES[cell.lane] for id_, cell in cells.items()}
    order = list(cells)
    crossing, back = [], []
    for link in blueprint.links:
        source, target = cells[link.source], cells[link.target]
        if abs(zones[source.id] - zones[target.id]) > 1:
            crossing.append(link.place)
        earlier = order.index(target.id) < order.index(source.id)
        if link.loop is not None or not earlier:
            continue
        same_lane = source.lane == target.lane and not link.both_ways
        if source.stage != target.stage or same_lane:
            back.append(link.place)
    assert told(blueprint, "WE808") == crossing
    assert told(blueprint, "WE814") == back


@given(blueprints())
def test_a_circle_is_told_exactly_where_time_has_no_order(blueprint):
    """A stage without a circle is one whose cells can be put one after the other."""
    found = {one.place for one in findings(blueprint) if one.code == "WE815"}
    back = set(told(blueprint, "WE814"))
    unended = {
        link.place
        for link in blueprint.links
        if link.loop is not None and not link.loop.zh and not link.loop.en
    }
    assert unended <= found
    for stage in blueprint.stages:
        ids = {cell.id for cell in stage.cells}
        edges, mine = set(), {cell.place for cell in stage.cells}
        for lane in LANES:
            row = [cell.id for cell in stage.lane(lane)]
            edges |= set(itertools.pairwise(row))
        for link in blueprint.links:
            if not {link.source, link.target} <= ids or link.both_ways or link.place in back:
                continue
            if link.loop is None:
                edges.add((link.source, link.target))
                mine.add(link.place)
        circles = any(one == other for one, other in closure(edges))
        assert circles == bool(mine & (found - unended))


@given(blueprints())
def test_an_end_for_every_arrow_leaves_no_circle(blueprint):
    ends = Bilingual.same("办好为止")
    links = tuple(
        Link(one.source, one.target, one.place, one.both_ways, ends) for one in blueprint.links
    )
    whole = Blueprint(
        blueprint.id, blueprint.title, blueprint.stages, links, blueprint.place
    )  # fmt: skip
    assert not told(whole, "WE814")
    assert not told(whole, "WE815")
