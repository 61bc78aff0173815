"""`plan --format ics`: calendar files in a folder, run after run."""

from __future__ import annotations

import pytest

from tests.cli.running import HEADER, POLICY, ROW, Shell


@pytest.fixture
def desk(shell: Shell) -> Shell:
    rows = HEADER + ROW + "C2,幸福里便民超市,3,urban,2026-01-01,1,1\n"
    shell.write({"p/a.yaml": POLICY, "c.csv": rows})
    return shell


def plan(desk, *more, at="2026-11-21"):
    return desk("plan", "p", "c.csv", "--at", at, "--format", "ics", *more)


def files(desk, folder="cal"):
    return {path.name: path.read_bytes() for path in sorted((desk.folder / folder).iterdir())}


def test_a_folder_is_filled_and_kept_up_to_date(desk):
    ran = plan(desk, "--out", "cal")
    assert ran.code == 0
    assert "cal：1 人的日历；日程新增 2、改动 0、取消 0、未动 0" in ran.err
    first = files(desk)
    assert list(first) == ["客户经理.ics"]
    again = plan(desk, "--out", "cal")
    assert "未动 2" in again.err
    assert files(desk) == first
    english = plan(desk, "--out", "cal", "--lang", "en")
    assert "2 changed" in english.err


def test_customers_who_are_not_asked_for_are_not_cancelled(desk):
    plan(desk, "--out", "cal")
    assert "取消 0、未动 2" in plan(desk, "--out", "cal", "--only", "C1").err
    desk.write({"c.csv": HEADER + ROW})
    assert "取消 1、未动 1" in plan(desk, "--out", "cal").err


def test_a_rejected_row_cancels_nothing(desk):
    plan(desk, "--out", "cal")
    desk.write({"c.csv": HEADER + ROW + "C2,幸福里便民超市,many,urban,2026-01-01,1,1\n"})
    ran = plan(desk, "--out", "cal")
    assert ran.code == 1
    assert "取消 0、未动 2" in ran.err


def test_a_damaged_file_is_told_and_nothing_is_written(desk):
    plan(desk, "--out", "cal")
    path = desk.folder / "cal" / "客户经理.ics"
    path.write_bytes(path.read_bytes()[:-40])
    before = files(desk)
    ran = plan(desk, "--out", "cal", at="2026-11-25")
    assert ran.code == 2
    assert "cal/客户经理.ics" in ran.err
    assert "已损坏" in ran.err
    assert files(desk) == before


def test_a_calendar_that_was_renamed_is_kept_where_it_is(desk):
    plan(desk, "--out", "cal")
    (desk.folder / "cal" / "客户经理.ics").rename(desk.folder / "cal" / "mine.ics")
    desk.write({"cal/holidays.ics": b"BEGIN:VCALENDAR\r\nPRODID:x\r\nEND:VCALENDAR\r\n"})
    assert "未动 2" in plan(desk, "--out", "cal").err
    assert list(files(desk)) == ["holidays.ics", "mine.ics"]


def test_without_out_it_has_a_folder_and_a_file_is_refused(desk):
    assert plan(desk).code == 0
    assert list(files(desk, "out/calendars")) == ["客户经理.ics"]
    refused = plan(desk, "--out", "all.ics")
    assert refused.code == 2
    assert "all.ics" in refused.err
