"""Counts, coverage and workload over many plans."""

from __future__ import annotations

import datetime as dt
import json

from tests.planning.policies import (
    AT,
    HERE,
    MONTHLY_VISIT,
    VALUES,
    VISIT,
    decision,
    item,
    program,
    rolling,
)
from workflow_engine.planning.planner import Planner
from workflow_engine.planning.summary import Summary, summarize
from workflow_engine.program.program import CalendarSpec, Recovery

POLICY = program(
    item("stock", VISIT),
    item("review", rolling(1, "month"), by="supervisor", minutes=15),
    item("coaching", rolling(1, "quarter"), "optional", minutes=20),
)


def summary(managers: list[str | None], policy: object = POLICY, **more: object) -> Summary:
    planner = Planner(policy)  # type: ignore[arg-type]
    made = decision(policy, **{"visit": MONTHLY_VISIT, **more})  # type: ignore[arg-type]
    return summarize(
        planner,
        (
            planner.plan(f"C{i}", "店", {**VALUES, "manager_name": name}, made, AT)  # type: ignore[arg-type,dict-item]
            for i, name in enumerate(managers)
        ),
    )


def test_counts() -> None:
    found = summary(["李明", "李明", "赵强"])
    assert (found.customers, found.at) == (3, AT)
    assert found.levels == {"pyramid": {"negative": 0, "low": 3, None: 0}}
    assert (found.tags, found.unknown_tags) == ({"big": 0, "rural": 0}, {"big": 0, "rural": 3})
    assert found.categories == {"big": 0, "rural": 0, "general": 3}
    assert found.states["coaching"] == {"active": 3}
    assert found.tasks >= 9
    data = found.as_dict()
    assert json.loads(json.dumps(data)) == data
    assert data["levels"] == {"pyramid": {"negative": 0, "low": 3, "": 0}}


def test_workload_against_capacity() -> None:
    found = summary(["李明", "李明", "赵强", None])
    loads = {load.person: load for load in found.workload}
    # November 2026 has 21 working days from Monday to Friday.
    assert loads["李明"].capacity == 300 * 21
    assert loads["赵强"].capacity == 360 * 21  # by the role
    assert loads["王芳"].capacity is None
    assert (loads["李明"].customers, loads["李明"].minutes) == (2, 53_333_333)
    assert (loads["王芳"].minutes, loads["孙丽"].minutes) == (30_000_000, 15_000_000)
    assert (loads[None].customers, loads[None].minutes) == (1, 41_666_667)
    assert found.workload[-1].person is None
    assert (loads["李明"].percent, loads["李明"].over) == (0.8, False)
    assert found.unassigned == {"manager": 2, "supervisor": 1}
    assert found.monthly_minutes == 4 * 41_666_667


def test_more_work_than_time() -> None:
    policy = program(item("big", rolling(1, "day"), minutes=400))
    [load] = summary(["李明"], policy, visit=None).workload
    assert load.over
    assert load.percent == 193.1


def test_every_must_do_item_is_planned() -> None:
    coverage = summary(["李明", None]).coverage
    assert (coverage.expected, coverage.planned, coverage.gaps, coverage.percent) == (4, 4, (), 100)


def test_must_do_items_left_out_are_listed() -> None:
    coverage = summary(["李明"], visit=None).coverage
    [gap] = coverage.gaps
    assert (gap.customer_id, gap.item, gap.reason) == ("C0", "stock", "no_visit")
    assert coverage.percent == 50
    closed = CalendarSpec("office", None, ((0, (("09:00", "10:00"),)),), _closed(AT, 40), HERE)
    policy = program(
        item("review", rolling(1, "month")),
        calendars={"office": closed},
        recovery=Recovery("office"),
    )
    [gap] = summary(["李明"], policy).coverage.gaps
    assert gap.reason == "no_workday"


def test_almost_all_is_not_all() -> None:
    from workflow_engine.planning.summary import Coverage, CoverageGap

    gap = CoverageGap("C1", "stock", "no_visit")
    assert Coverage(1_000_000, (gap,)).percent == 99.99
    assert Coverage(0, ()).percent == 100


def _closed(day: dt.date, count: int) -> tuple[tuple[dt.date, tuple[()]], ...]:
    return tuple((day + dt.timedelta(days=i), ()) for i in range(count))
