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
          Wu: {role: clerk, deputy: Xu, away: 2026-12-07}
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
    ("staff", "gap"),
    [
        ("Li: {role: clerk, away: 2026-12-05}", ["Li: on 2026-12-05: no deputy is named"]),
        (
            "Li: {role: clerk, deputy: Li}",
            ["Li: on days of absence: the deputy is the same person"],
        ),
        ("Li: {role: clerk, deputy: Wu}, Wu: {role: clerk, deputy: Li, away: 2026-12-05}", []),
        (
            (
                "Li: {role: clerk, deputy: Wu, away: 2026-12-01..2026-12-05}, "
                "Wu: {role: clerk, deputy: Li, away: 2026-12-04..2026-12-09}"
            ),
            [
                "Li: on 2026-12-04..2026-12-05: `Wu` is away then too",
                "Wu: on 2026-12-04..2026-12-05: `Li` is away then too",
            ],
        ),
        (
            (
                "Li: {role: clerk, deputy: Wu, away: 2026-12-01..2026-12-05}, "
                "Wu: {role: clerk, deputy: Xu, away: 2026-12-04}, Xu: {role: clerk}"
            ),
            [],
        ),
        (
            (
                "Li: {role: clerk, deputy: Wu, away: [2026-12-01, 2026-12-04]}, "
                "Wu: {role: clerk, away: 2026-12-04}"
            ),
            ["Li: on 2026-12-04: `Wu` is away then too", "Wu: on 2026-12-04: no deputy is named"],
        ),
    ],
)
def test_days_on_which_nobody_stands_in_are_found(staff, gap):
    found = found_in(f"staff: {{{staff}}}")
    assert {d.code for d in found} <= {"WE446"}
    assert [f"{d.args['name']}: {d.args['days']}: {d.args['why']}" for d in found] == gap


def test_a_deputy_who_is_not_on_the_staff_is_found_once():
    assert codes_in("staff: {Li: {role: clerk, deputy: Xu, away: 2026-12-05}}") == ["WE351"]


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


@pytest.mark.parametrize(
    ("calendar", "open_until"),
    [
        ("{base: CN, hours: {mon-fri: closed}}", "never open"),
        ("{base: CN}", "never open"),
        ("{base: shut}", "never open"),
        ("{exceptions: {2026-12-01: ['08:00..09:00']}}", "not open after 2026-12-01"),
    ],
)
def test_a_calendar_on_which_time_stands_still_is_found(calendar, open_until):
    shut = "shut: {hours: {mon-sun: closed}}"
    found = found_in(f"calendars: {{hall: {calendar}, {shut}}}")
    assert {d.code for d in found} == {"WE376"}
    assert found[0].args == {"name": "hall", "open": open_until}
    assert found[0].place.column == 13
    assert found[0].severity == "error"


def test_a_calendar_may_take_all_its_hours_from_its_base():
    assert codes_in("calendars: {hall: {base: office, exceptions: {2026-12-01: closed}}}") == []


def test_figures_are_called_by_the_keyword_of_their_file():
    trial = BASE.replace('version: "1"', 'version: "1", stage: trial')
    files = {
        "base.yaml": trial,
        "zh.yaml": "补救: {待确认: 是}\n",
        "en.yaml": "feedback: {owner: clerk, assumed: true}\n",
    }
    found = [d for d in check_texts(files).diagnostics if d.code == "WE420"]
    assert {d.place.file: d.args["name"] for d in found} == {
        "zh.yaml": "补救",
        "en.yaml": "feedback",
    }
    assert all(f"`{d.args['name']}`" in d.message.zh for d in found)


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
