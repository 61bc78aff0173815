"""Blueprints for tests: built by hand in a few words, and drawn at random."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.program.blueprints import LANES, Blueprint, Cell, Ecrs, FailPoint, Link, Stage

HERE = Place("blueprints/test.yaml", 1, 1)


def words(text):
    return Bilingual(text, text)


def cell(id_, lane="customer", minutes=None, wait=None, **more):
    """A cell; `id_` is `stage.name`, minutes and waits are numbers."""
    decision = more.pop("ecrs", None)
    return Cell(
        id=id_,
        stage=id_.partition(".")[0],
        lane=lane,
        text=words(id_),
        place=HERE,
        minutes=None if minutes is None else Decimal(str(minutes)),
        wait=None if wait is None else Decimal(str(wait)),
        ecrs=decision,
        **more,
    )


def decide(do, with_=None, minutes=None, wait=None):
    return Ecrs(
        do=do,
        place=HERE,
        with_=with_,
        minutes=None if minutes is None else Decimal(str(minutes)),
        wait=None if wait is None else Decimal(str(wait)),
    )


def fails(text):
    return FailPoint(words(text), None, HERE)


def link(source, target, **more):
    return Link(source, target, HERE, **more)


def blueprint(*cells, links=(), **more):
    """The stages come in the order in which the cells name them."""
    stages = {}
    for one in cells:
        stages.setdefault(one.stage, []).append(one)
    return Blueprint(
        id="test",
        title=words("测试"),
        stages=tuple(
            Stage(
                id=id_,
                label=words(id_),
                cells=tuple(sorted(found, key=lambda one: LANES.index(one.lane))),
                needs={},
                lanes=tuple(lane for lane in LANES if any(one.lane == lane for one in found)),
                place=HERE,
            )
            for id_, found in stages.items()
        ),
        links=tuple(links),
        place=HERE,
        **more,
    )


FIGURES = (
    st.none()
    | st.integers(0, 6).map(Decimal)
    | st.sampled_from((Decimal("0.5"), Decimal("1e-9"), Decimal(10) ** 15))
)
KINDS = st.sampled_from((None, "adds_value", "necessary", "waste"))


@st.composite
def blueprints(draw, *, decisions=False):
    """A few stages with a few cells; links anywhere, also to cells that do not exist."""
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=4))
    ids = [f"s{stage}.c{place}" for stage, size in enumerate(sizes) for place in range(size)]
    some = st.sampled_from(ids)
    cells = [
        Cell(
            id=id_,
            stage=id_.partition(".")[0],
            lane=draw(st.sampled_from(LANES)),
            text=words(id_),
            place=HERE,
            minutes=draw(FIGURES),
            wait=draw(FIGURES),
            kind=draw(KINDS),
            by=draw(st.sampled_from((None, None, "clerk", "boss"))),
            regulatory=decisions and draw(st.integers(0, 5)) == 0,
            fail_point=fails(id_) if draw(st.integers(0, 4)) == 0 else None,
            ecrs=draw(st.none() | _decisions(some)) if decisions else None,
        )
        for id_ in ids
    ]
    ends = st.tuples(some, some) | st.tuples(some, st.just("nowhere.c1"))
    links = [
        link(
            *draw(ends),
            both_ways=draw(st.booleans()),
            loop=words("办好为止") if draw(st.integers(0, 4)) == 0 else None,
        )
        for _ in range(draw(st.integers(0, 10)))
    ]
    return blueprint(*cells, links=links)


def _decisions(cells):
    return st.builds(
        Ecrs,
        do=st.sampled_from(("eliminate", "combine", "rearrange", "simplify")),
        place=st.just(HERE),
        with_=st.none() | cells,
        minutes=FIGURES,
        wait=FIGURES,
    )
