"""Random policies with services of every kind, random logs, and both ways to the tables."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.columnar.frames import attribute_frame, within
from tests.decide.policies import TODAY, policy_texts
from workflow_engine.batch.customers import Customer
from workflow_engine.batch.log import Entry
from workflow_engine.columnar.columns import KEY, NAME, POSITION
from workflow_engine.columnar.magnitudes import limits_of
from workflow_engine.columnar.tables import Chunk, Tables
from workflow_engine.program.program import Program

EVERY = st.sampled_from(
    [
        "visit",
        "1 month",
        "2 weeks",
        "3 days",
        "1 quarter",
        "6 months",
        "1 year",
        "1 per month",
        "4 per month",
        "40 per month",
        "2 per week",
        "1 per day",
        "3 per quarter",
        "2 per half year",
        "5 per year",
        "at 春节, 中秋",
        "at 国庆, 中秋, 元旦",
        "at 冬至, 腊八",
        "at 店庆",
        "on demand",
        "always",
    ]
)
MODES = st.sampled_from(["field", "online", "remote"])
FIRST_ITEMS = ("must", "must_if", "must_group", "o0", "o1", "o2")


@st.composite
def served_policies(draw: st.DrawFn) -> str:
    """A policy text whose items and visits come in every way a policy can say."""
    text = draw(policy_texts())
    text = text.replace("roles: {manager: {label: 经理}}", _ROLES)
    for item in FIRST_ITEMS:
        more = _more(draw)
        text = re.sub(
            rf"(  {item}: {{)every: (?:visit|1 month)", lambda found, m=more: found[1] + m, text
        )
    visits = "\n".join(
        f"  {category}: {{times: {draw(_VISITS)}, minutes: {draw(st.integers(0, 90))}, "
        f"modes: [{', '.join(draw(st.lists(MODES, min_size=1, max_size=3, unique=True)))}]}}"
        for category in draw(st.sampled_from([["general", "g0", "g2"], ["g1"], ["g0", "g1", "g2"]]))
    )
    start, end = text.index("  general: {times"), text.index("must_do:")
    return f"{text[:start]}{visits}\n{text[end:]}"


_ROLES = "records: {form: 服务记录}\nroles: {manager: {label: 经理}, office: {label: 内勤}}"
_VISITS = st.sampled_from(
    ["1 per month", "4 per month", "9 per quarter", "1 per year", "2 per week", "1 per day"]
)


def _more(draw: st.DrawFn) -> str:
    """How often, and what else an item says."""
    parts = [f"every: '{draw(EVERY)}'"]
    if draw(st.booleans()):
        parts.append(f"minutes: {draw(st.integers(0, 45))}")
    if draw(st.booleans()):
        parts.append(f"by: {draw(st.sampled_from(['manager', 'office']))}")
    if draw(st.integers(0, 2)) == 0:
        parts.append("record: form")
    return ", ".join(parts)


def entries(ids: Sequence[str], items: Sequence[str]) -> st.SearchStrategy[list[Entry]]:
    """A service log: of these customers and one more, up to after today, with repetitions."""
    near = st.integers(-5, 70)
    days = st.one_of(near, near, st.integers(0, 500), st.sampled_from([51, 56, 20, 324]))
    return st.lists(
        st.builds(
            Entry,
            customer=st.sampled_from([*ids, "nobody"]),
            item=st.sampled_from([*items, "visit", "visit"]),
            done_on=days.map(lambda ago: TODAY - dt.timedelta(days=ago)),
            record=st.sampled_from([None, "form"]),
        ),
        max_size=40,
    )


def log_frame(log: Sequence[Entry]) -> pl.DataFrame:
    """A log as `History` takes it."""
    return pl.DataFrame(
        [(one.customer, one.item, one.done_on, one.record is not None) for one in log],
        {"customer_id": pl.String, "item": pl.String, "done_on": pl.Date, "record": pl.Boolean},
        orient="row",
    )


def customers_of(rows: Sequence[Mapping[str, Any]]) -> list[Customer]:
    """Customers with these values."""
    return [
        Customer(f"C{place}", f"name {place}", dict(row), place + 2)
        for place, row in enumerate(rows)
    ]


def chunk_of(
    program: Program, customers: Sequence[Customer], large: frozenset[int] = frozenset()
) -> tuple[Chunk, list[tuple[int, Customer]]]:
    """Customers as a chunk, and one by one with their places.

    Those whose place is in `large` are too large for the columns, and those who really are.
    """
    limits = limits_of(program)
    everybody = list(enumerate(customers))
    beyond = {
        place
        for place, one in everybody
        if place in large or not within(program, one.values, limits)
    }
    inside = [(place, one) for place, one in everybody if place not in beyond]
    frame = pl.DataFrame(
        [
            pl.Series(KEY, [one.id for _, one in inside], pl.String),
            pl.Series(NAME, [one.name for _, one in inside], pl.String),
            pl.Series(POSITION, [place for place, _ in inside], pl.UInt64),
            *attribute_frame(program, [one.values for _, one in inside]),
        ]
    )
    return Chunk(frame, tuple(one for one in everybody if one[0] in beyond)), everybody


def assert_same(made: Tables, expected: Tables) -> None:
    """Both ways give the same tables."""
    assert_frame_equal(made.customers, expected.customers)
    assert_frame_equal(made.items, expected.items)
