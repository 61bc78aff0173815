"""Blueprints to be drawn: with every sign, with texts of all kinds, and at random."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from tests.blueprint.journeys import HERE, blueprint, link, words
from workflow_engine.language.durations import Duration
from workflow_engine.program.blueprints import (
    LANES,
    Blueprint,
    Cell,
    Ecrs,
    FailPoint,
    Line,
    Link,
    Stage,
    WaitPoint,
)

HOSTILE = '</text><script>alert("x")</script>&amp; {{ 7*7 }} ]]> \u202e\x07 --> "#quot;'
TEXTS = st.sampled_from(
    (
        "登记",
        "客户经理电话预约（说明要准备什么），并约定上门时间",
        "Supercalifragilisticexpialidocious-Antidisestablishmentarianism",
        "Counts the stock and gives one piece of advice from the figures",
        "云POS🙂𠮷野家👨‍👩‍👧‍👦结算",
        "，。；：）》《（「",
        "办" * 300,
        "W" * 80,
        HOSTILE,
        "",
    )
)


def stages(count, *, stacked=1):
    """A journey of `count` stages with a cell in every lane, `stacked` of them backstage."""
    found = []
    links = []
    for number in range(count):
        name = f"s{number}"
        cells = [_cell(f"{name}.{lane}", lane, f"第{number + 1}步的事情") for lane in LANES]
        cells += [_cell(f"{name}.more{n}", "backstage", f"后台第{n}件") for n in range(1, stacked)]
        found += cells
        links += [link(f"{name}.frontstage", f"{name}.customer", both_ways=True)]
        links += [link(f"{name}.backstage", f"{name}.frontstage")]
        links += [link(f"{name}.support", f"{name}.backstage")]
        if number:
            links.append(link(f"s{number - 1}.customer", f"{name}.customer"))
    return blueprint(*found, links=links)


def _cell(id_, lane, text):
    stage = id_.partition(".")[0]
    return Cell(id=id_, stage=stage, lane=lane, text=words(text), place=HERE, by="account_manager")


@st.composite
def drawable(draw, *, most_stages=6, most_cells=6):
    """Stages, stacks, links and loops of all kinds."""
    count = draw(st.integers(1, most_stages))
    found = []
    for number in range(count):
        name = f"s{number}"
        size = draw(st.integers(0, most_cells))
        cells = [draw(_cells(f"{name}.c{place}", name)) for place in range(size)]
        cells.sort(key=lambda one: LANES.index(one.lane))
        needs = {"customer": words(draw(TEXTS)), "account_manager": words("路线顺")}
        found.append(
            Stage(
                id=name,
                label=words(draw(TEXTS)),
                cells=tuple(cells),
                needs=needs if draw(st.booleans()) else {},
                lanes=tuple(lane for lane in LANES if any(one.lane == lane for one in cells)),
                place=HERE,
                no_contact=words("客户自己做") if draw(st.booleans()) else None,
            )
        )
    ids = [cell.id for stage in found for cell in stage.cells]
    links = draw(st.lists(_links(st.sampled_from(ids)), max_size=14)) if ids else []
    lines = [
        Line("implementation", words("实施线"), ("evidence", "customer"), HERE),
        Line("own", words(draw(TEXTS)), ("frontstage", "technology"), HERE),
    ]
    return Blueprint(
        id="drawn",
        title=words(draw(TEXTS) or "旅程"),
        stages=tuple(found),
        links=tuple(links),
        place=HERE,
        problem=words(draw(TEXTS)) if draw(st.booleans()) else None,
        lines=tuple(lines[: draw(st.integers(0, 2))]),
    )


@st.composite
def _cells(draw, id_, stage):
    optional = st.none() | st.just(True)
    return Cell(
        id=id_,
        stage=stage,
        lane=draw(st.sampled_from(LANES)),
        text=words(draw(TEXTS)),
        place=HERE,
        by=draw(st.sampled_from((None, "account_manager", "nobody_of_this_name"))),
        item=draw(st.sampled_from((None, "field_visit", "unknown_item"))),
        promise=draw(st.sampled_from((None, "reply_1wd"))),
        minutes=draw(st.sampled_from((None, Decimal(5), Decimal(1440), Decimal("0.25")))),
        wait=draw(st.sampled_from((None, Decimal(30), Decimal(2880)))),
        kind=draw(st.sampled_from((None, "adds_value", "necessary", "waste"))),
        regulatory=draw(st.booleans()),
        ecrs=Ecrs(do="simplify", place=HERE, note=words("电子签收"), minutes=Decimal(1))
        if draw(optional)
        else None,
        fail_point=FailPoint(words(draw(TEXTS)), draw(st.sampled_from((None, "attitude"))), HERE)
        if draw(optional)
        else None,
        wait_point=WaitPoint(words("等待开户"), Duration(Decimal(2), "work hour"), None, HERE)
        if draw(optional)
        else None,
        exposed=draw(st.booleans()),
        status=words("办理中") if draw(optional) else None,
    )


@st.composite
def _links(draw, ids):
    return Link(
        draw(ids),
        draw(ids),
        HERE,
        both_ways=draw(st.booleans()),
        loop=words(draw(TEXTS)) if draw(st.integers(0, 3)) == 0 else None,
        text=words("报价单") if draw(st.integers(0, 4)) == 0 else None,
    )
