"""Who is away when, and what a broken promise opens."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.compiler.small_policy import BASE, codes_in, compiled, found_in
from workflow_engine.policy import check_texts

PROMISE = """
recovery: {failures: {late: {owner: clerk}}}
promises:
  soon: {unit: 小时, better: lower, promise: 40, opens: late}
"""


def test_days_of_absence_are_first_and_last_days_in_order():
    staff = compiled(
        """
        staff:
          Li: {role: clerk, deputy: Wu, away: [2026-12-20, 2026-12-01..2026-12-05]}
          Wu: {role: clerk, away: 2026-12-07}
          Xu: {role: clerk}
        """
    ).staff
    assert staff["Li"].away == (
        (dt.date(2026, 12, 1), dt.date(2026, 12, 5)),
        (dt.date(2026, 12, 20), dt.date(2026, 12, 20)),
    )
    assert staff["Wu"].away == ((dt.date(2026, 12, 7), dt.date(2026, 12, 7)),)
    assert staff["Xu"].away == ()


@pytest.mark.parametrize(
    ("away", "code"),
    [
        ("2026-12-05..2026-12-01", "WE234"),
        ("2026-12-05..", "WE211"),
        ("[2026-12-05, soon]", "WE211"),
        ("2026-02-29", "WE211"),
    ],
)
def test_dates_that_are_none_are_found(away, code):
    assert codes_in(f"staff: {{Li: {{role: clerk, away: {away}}}}}") == [code]


def test_a_broken_promise_opens_a_failure_that_is_known():
    assert compiled(PROMISE).promises["soon"].broken_opens == "late"
    (found,) = found_in(PROMISE.replace("opens: late", "opens: latte"))
    assert found.code == "WE351"
    assert found.help is not None
    assert "late" in found.help.en


def test_a_table_without_rows_is_found():
    table = "tables: {t: {gives: {type: integer}, rows: [], otherwise: 3}}"
    assert codes_in(table) == ["WE375"]


@pytest.mark.parametrize(
    "line",
    [
        "support: {it: {role: boss, within: 1 workday, assumed: true}}",
        "processes: {p: {owner: clerk, states: {a: {end: true}}, transitions: [], assumed: true}}",
        "recovery: {assumed: true, failures: {late: {owner: clerk}}}",
        "feedback: {assumed: true, owner: clerk}",
    ],
)
def test_assumed_figures_keep_a_policy_from_going_live(line):
    live = BASE.replace('version: "1"', 'version: "1", stage: live')
    report = check_texts({"base.yaml": live, "more.yaml": line})
    assert [d.code for d in report.diagnostics if d.severity == "error"] == ["WE422"]
