"""Who goes where on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.render import form_samples as samples
from workflow_engine.render.routes import RouteBook

DAYS = [dt.date(2026, 11, 23) + dt.timedelta(days=n) for n in range(5)]
PEOPLE = ("李明", "赵强", None)
PROGRAM = samples.program()
ITEMS = ("field_visit", "stock_count", "briefing")


def plan(number: int, tasks: Sequence[tuple[str, str, str | None, str]], late: set[str]) -> Any:
    """A plan of a customer with these tasks (item, day, person, priority); some items overdue."""
    return {
        "customer": {"id": f"C{number}", "name": f"店{number}"},
        "visit": {"minutes": 30, "last_done": None},
        "must_do": [
            {"item": item, "state": "due", "due": "2026-11-20", "overdue": item in late}
            for item in ITEMS
        ],
        "optional": [],
        "tasks": sorted(
            (
                {
                    "item": item,
                    "date": day,
                    "by": "account_manager",
                    "person": person,
                    "mode": None,
                    "minutes": 10,
                    "priority": priority,
                }
                for item, day, person, priority in tasks
            ),
            key=lambda task: str(task["date"]),
        ),
    }


task = st.tuples(
    st.sampled_from(ITEMS),
    st.sampled_from([day.isoformat() for day in DAYS]),
    st.sampled_from(PEOPLE),
    st.sampled_from(["P1", "P2", "P10"]),
)
plans = st.lists(
    st.tuples(st.lists(task, max_size=8), st.sets(st.sampled_from(ITEMS))), max_size=6
).map(lambda made: [plan(n, tasks, late) for n, (tasks, late) in enumerate(made)])


@given(plans, st.sampled_from(DAYS))
def test_every_task_of_the_day_is_on_exactly_one_route(made: list[Any], day: dt.date) -> None:
    book = RouteBook(made, PROGRAM, day=day.isoformat())
    planned = sorted(
        (one["customer"]["id"], task["item"], str(task["person"]))
        for one in made
        for task in one["tasks"]
        if task["date"] == day.isoformat()
    )
    found = sorted(
        (stop.plan["customer"]["id"], task.item, str(route.person))
        for route in book.routes()
        for stop in route.stops
        for task in stop.tasks
    )
    assert found == planned


@given(plans, st.sampled_from(DAYS))
def test_the_next_day_is_the_first_later_one_with_a_stop(made: list[Any], day: dt.date) -> None:
    book = RouteBook(made, PROGRAM, day=day.isoformat())
    for person in book.people:
        after = book.next_day(person)
        days = [later.isoformat() for later in DAYS if later > day]
        having = [one for one in days if RouteBook(made, PROGRAM, day=one).route(person).stops]
        assert after == (having[0] if having else None)


@given(plans, st.sampled_from(DAYS))
def test_what_is_overdue_and_planned_later_waits_or_rides_along(
    made: list[Any], day: dt.date
) -> None:
    book = RouteBook(made, PROGRAM, day=day.isoformat())
    for person in book.people:
        route = book.route(person)
        stops = {stop.plan["customer"]["id"] for stop in route.stops}
        waiting = {one.plan["customer"]["id"] for one in route.waiting}
        assert not stops & waiting
        later = [task for one in (*route.stops, *route.waiting) for task in _late(one)]
        assert all(task.overdue and task.planned > day.isoformat() for task in later)


def _late(one: Any) -> Any:
    return one.extra if hasattr(one, "extra") else one.tasks


def test_only_the_first_task_of_an_overdue_item_is_overdue() -> None:
    tasks = [
        ("field_visit", "2026-11-24", "李明", "P1"),
        ("field_visit", "2026-11-26", "李明", "P1"),
    ]
    made = [plan(1, tasks, {"field_visit"})]
    marks = [
        RouteBook(made, PROGRAM, day=day).route("李明").stops[0].tasks[0].overdue
        for day in ("2026-11-24", "2026-11-26")
    ]
    assert marks == [True, False]


def test_the_best_priority_comes_first_and_p10_after_p2() -> None:
    made = [
        plan(1, [("briefing", "2026-11-23", "李明", "P10")], set()),
        plan(2, [("briefing", "2026-11-23", "李明", "P2")], set()),
        plan(3, [("briefing", "2026-11-23", "李明", "P2")], {"briefing"}),
    ]
    stops = RouteBook(made, PROGRAM, day="2026-11-23").route("李明").stops
    assert [stop.plan["customer"]["id"] for stop in stops] == ["C3", "C2", "C1"]


def test_the_length_of_a_visit_counts_once_and_other_services_on_top() -> None:
    tasks = [(item, "2026-11-23", "李明", "P1") for item in ITEMS]
    stop = RouteBook([plan(1, tasks, set())], PROGRAM, day="2026-11-23").route("李明")
    assert stop.minutes == 30 + 10
    alone = [("briefing", "2026-11-23", "李明", "P1")]
    route = RouteBook([plan(1, alone, set())], PROGRAM, day="2026-11-23").route("李明")
    assert route.minutes == 10


def test_the_staff_stand_in_their_order_and_nobody_at_the_end() -> None:
    made = [
        plan(1, [("briefing", "2026-11-23", person, "P1")], set())
        for person in (None, "外人", "赵强", "李明")
    ]
    assert RouteBook(made, PROGRAM, day="2026-11-23").people == (
        "李明",
        "赵强",
        "外人",
        None,
    )
