from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.batch.programs import program
from tests.columnar.dirty_cells import DATES, MISSING, ODD
from workflow_engine.batch.log import read_log
from workflow_engine.errors import DataFileError
from workflow_engine.runs import logs
from workflow_engine.runs.logs import LOG_SCHEMA, LogFrame, read_log_frame

PROGRAM = program()
ITEMS = ["stock_count", "库存盘点", " Festival care", "visit", "拜访", "VISIT", "节日关坏"]
CELLS = [
    st.sampled_from(["C1", "C2", " C1 ", *MISSING]),
    st.sampled_from([*ITEMS, *MISSING, *ODD]),
    st.sampled_from([*DATES, *MISSING]),
    st.sampled_from(["王芳", "", "x"]),
    st.sampled_from(["form", "否", "无", "NO", "false", "0", "", "NULL", "1.0"]),
]
ROWS = st.lists(st.tuples(*CELLS).map(list) | st.lists(CELLS[0], max_size=6), max_size=12)
HEADERS = st.sampled_from(
    ["customer_id,item,done_on,by,record", "客户,项目,日期", "item,done on,customer_id,记录"]
)


def by_rows(paths):
    read = [read_log(path, PROGRAM) for path in paths]
    entries = [
        (entry.customer, entry.item, entry.done_on, entry.record is not None)
        for log in read
        for entry in log.entries
    ]
    findings = [finding for log in read for finding in log.diagnostics]
    return entries, findings, sum(log.rejected for log in read)


@settings(max_examples=300)
@given(HEADERS, ROWS, ROWS, st.sampled_from(["utf-8", "gb18030"]))
def test_logs_are_read_as_row_by_row(header, first, second, encoding):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(logs, "_ROWS_OF_A_PART", 3)
        paths = [Path(folder, "a.csv"), Path(folder, "b.csv")]
        for path, rows in zip(paths, (first, second), strict=True):
            text = "\n".join([header, *map(",".join, rows)])
            path.write_bytes(text.encode(encoding))
        read = read_log_frame(paths, PROGRAM)
        entries, findings, rejected = by_rows(paths)
        assert read.frame.rows() == entries
        assert dict(read.frame.cast(LOG_SCHEMA).schema) == LOG_SCHEMA
        assert sorted(read.diagnostics, key=repr) == sorted(findings, key=repr)
        assert read.rejected == rejected
        assert [file for file, _ in read.files] == list(map(str, paths))
        assert sum(count for _, count in read.files) == len(entries)


def test_typed_logs_and_json_lines(tmp_path):
    frame = pl.DataFrame(
        {
            "customer_id": [1, 2, None, 4],
            "item": pl.Series(["visit", "库存盘点", "visit", "x"], dtype=pl.Categorical),
            "done_on": [dt.datetime(2026, 3, 1, 22), dt.datetime(2026, 3, 2), None, None],
            "record": [1.5, float("nan"), None, 0.0],
        }
    )
    frame.write_parquet(tmp_path / "a.parquet")
    (tmp_path / "b.jsonl").write_text(
        '{"customer_id": 1, "item": "visit", "done_on": "2026-01-01"}\n[]\n'
        '{"customer_id": 2, "item": "visit"}\n'
    )
    paths = [tmp_path / "a.parquet", tmp_path / "b.jsonl"]
    read = read_log_frame(paths, PROGRAM)
    entries, findings, rejected = by_rows(paths)
    assert read.frame.rows() == entries
    assert list(read.diagnostics) == findings
    assert read.rejected == rejected == 5
    assert [entry[0] for entry in entries] == ["1", "1"]


def test_only_the_first_findings_are_told_and_all_rows_are_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "MOST_FINDINGS", 5)
    (tmp_path / "a.csv").write_text("customer_id,item,done_on\n" + "C1,x,2026\n" * 10)
    (tmp_path / "b.jsonl").write_text('{"customer_id": 1, "item": "x", "done_on": 1}\n' * 10)
    read = read_log_frame([tmp_path / "a.csv", tmp_path / "b.jsonl"], PROGRAM)
    assert (len(read.diagnostics), read.rejected, read.frame.height) == (5, 20, 0)
    assert [finding.place.line for finding in read.diagnostics] == [2, 2, 3, 3, 4]


def test_columns_are_needed(tmp_path):
    (tmp_path / "a.csv").write_text("customer_id,item\n1,visit\n")
    with pytest.raises(DataFileError) as caught:
        read_log_frame([tmp_path / "a.csv"], PROGRAM)
    assert [one.code for one in caught.value.diagnostics] == ["WE601"]


def test_no_file_and_no_rows_are_an_empty_log(tmp_path):
    (tmp_path / "a.csv").write_text("customer_id,item,done_on\n")
    for paths in ([], [tmp_path / "a.csv"]):
        read = read_log_frame(paths, PROGRAM)
        assert dict(read.frame.cast(LOG_SCHEMA).schema) == LOG_SCHEMA
        assert (read.frame.height, read.rejected, read.diagnostics) == (0, 0, ())


def test_a_log_that_was_read_row_by_row_is_the_same_frame(tmp_path):
    (tmp_path / "a.csv").write_text(
        "customer_id,item,done_on,record\n1,visit,2026-01-01,x\n1,visit,2026-01-02,否\n2,y,,\n"
    )
    log = read_log(tmp_path / "a.csv", PROGRAM)
    made, read = LogFrame.of(log), read_log_frame([tmp_path / "a.csv"], PROGRAM)
    assert made.frame.equals(read.frame.cast(LOG_SCHEMA))
    assert made.frame["record"].to_list() == [True, False]
    assert (made.diagnostics, made.rejected, made.files) == (
        read.diagnostics,
        read.rejected,
        read.files,
    )
