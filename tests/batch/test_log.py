from __future__ import annotations

import datetime as dt

import pytest

from tests.batch.programs import program
from workflow_engine.batch.log import Entry, ServiceLog, log_of, read_log
from workflow_engine.errors import DataFileError


def day(text):
    return dt.date.fromisoformat(text)


def write(tmp_path, text):
    path = tmp_path / "log.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_items_by_id_or_label_and_visits(tmp_path):
    log = read_log(
        write(
            tmp_path,
            "customer_id,item,done_on,by,record\n"
            "1,stock_count,2026-11-02,李明,\n1,库存盘点,2026/10/01,,\n1,visit,2026-11-01,,沟通记录\n"
            "1,拜访,2026-11-09,,否\n2,Festival care,2026-09-25,,\n",
        ),
        program(),
    )
    assert log.diagnostics == []
    assert log.done_dates("1", "stock_count", needs_record=False) == (
        day("2026-10-01"),
        day("2026-11-02"),
    )
    assert log.last_done("1", "visit", needs_record=False) == day("2026-11-09")
    assert log.last_done("1", "visit", needs_record=True) == day("2026-11-01")
    assert log.last_done("1", "visit", needs_record=True, until=day("2026-10-31")) is None
    assert log.last_done("2", "festival_care") == day("2026-09-25")
    assert log.last_done("3", "festival_care") is None
    assert log.entries[0].by == "李明"


def test_entries_after_the_day_are_left_out():
    entries = [Entry("1", "visit", day(f"2026-11-{n:02}")) for n in (30, 1, 15)]
    log = ServiceLog(entries)
    assert log.done_dates("1", "visit", until=day("2026-11-15")) == (
        day("2026-11-01"),
        day("2026-11-15"),
    )
    assert log.last_done("1", "visit", until=day("2026-11-29")) == day("2026-11-15")


def test_bad_rows_are_told_and_left_out(tmp_path):
    log = read_log(
        write(
            tmp_path,
            "客户编号,服务项目,日期\n1,库存盘店,2026-11-02\n1,stock_count,2026-02-30\n"
            ",stock_count,2026-11-02\n1,stock_count\n1,stock_count,2026-11-02\n",
        ),
        program(),
    )
    assert [d.code for d in log.diagnostics] == ["WE535", "WE534", "WE603", "WE520"]
    assert [d.place.line for d in log.diagnostics] == [2, 3, 4, 5]
    assert "库存盘点" in log.diagnostics[0].help.zh
    assert (len(log.entries), log.rejected) == (1, 4)


def test_columns_are_needed(tmp_path):
    with pytest.raises(DataFileError, match="done_on"):
        read_log(write(tmp_path, "customer_id,item\n1,visit\n"), program())


def test_rows_no_plan_uses_are_counted():
    log = log_of(
        [
            {"customer_id": 1, "item": "visit", "done_on": day("2026-11-02")},
            {"customer_id": "9", "item": "visit", "done_on": "2026-11-02"},
            {"customer_id": "1", "item": "visit", "done_on": "2026-12-24"},
        ],
        program(),
    )
    findings = log.check({"1"}, day("2026-11-21"))
    assert [(d.code, d.severity, d.args["count"]) for d in findings] == [
        ("WE602", "warning", "1"),
        ("WE604", "warning", "1"),
    ]
    assert log.check({"1", "9"}, day("2026-12-31")) == []


def test_large_counts_are_easy_to_read():
    entry = {"customer_id": "9", "item": "visit", "done_on": "2026-12-24"}
    found = log_of([entry] * 1_234, program()).check({"1"}, day("2026-11-21"))
    assert [one.args["count"] for one in found] == ["1,234", "1,234"]


def test_mistakes_of_rows_from_python():
    log = log_of([{"customer_id": "1", "item": "nothing"}], program())
    assert [d.code for d in log.diagnostics] == ["WE535", "WE603"]
    assert log.entries == ()
