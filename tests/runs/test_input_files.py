from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from tests.runs.input_rows import PROGRAM, by_columns, by_rows
from workflow_engine.errors import DataFileError
from workflow_engine.runs import parquet_blocks
from workflow_engine.runs.parquet_blocks import BatchPart, ParquetPart
from workflow_engine.runs.sources import blocks, customer_files, size_of

TYPED = pl.DataFrame(
    {
        "customer_id": ["b", "a", None, "d", "e"],
        "tier": pl.Series([1, 30, 4, 31, None], dtype=pl.Int16),
        "contribution": [0.1, 2.5000005, None, 1.5, 1e13],
        "joined_on": [dt.date(2020, 1, 1), None, None, dt.date(1980, 1, 1), dt.date(2021, 1, 1)],
        "satisfaction": [[60.0, None], [], None, [1.0], [2.0]],
        "spare": [1, 2, 3, 4, 5],
    }
)


def refused(paths):
    with pytest.raises(DataFileError) as caught:
        customer_files(paths)
    return caught.value.diagnostics[0]


def test_a_folder_stands_for_its_data_files_in_order(tmp_path):
    names = ["b.csv", "a/z.parquet", "a/b/c.jsonl", "_SUCCESS", ".x.csv.crc", "_tmp/a.csv"]
    for name in [*names, "notes.txt", ".hidden/a.csv", "a/UPPER.CSV", "a/_part.csv"]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    found = customer_files([tmp_path])
    shown = [path.relative_to(tmp_path).as_posix() for path in found]
    assert shown == ["a/UPPER.CSV", "a/b/c.jsonl", "a/z.parquet", "b.csv"]
    assert customer_files([tmp_path / "b.csv", str(tmp_path)])[0] == tmp_path / "b.csv"
    assert len(customer_files([tmp_path / "b.csv", tmp_path])) == 4
    assert customer_files([tmp_path / "notes.txt"]) == (tmp_path / "notes.txt",)
    assert size_of(found) == 4


def test_nothing_there_is_told(tmp_path):
    assert "no such file" in refused([tmp_path / "none.csv"]).message.en
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "no data file (.csv, .xlsx, .parquet, .jsonl)" in refused([empty]).message.en
    assert refused([empty]).code == "WE501"
    (empty / "_SUCCESS").write_text("")
    assert "没有数据文件" in refused([empty]).message.zh
    with pytest.raises(DataFileError, match="no such file"):
        size_of([tmp_path / "none.csv"])


def test_a_pipe_is_refused(tmp_path):
    os.mkfifo(tmp_path / "c.csv")
    for path in (tmp_path / "c.csv", tmp_path):
        finding = refused([path])
        assert finding.code == "WE501"
        assert "no regular file" in finding.message.en
        assert "不是普通文件" in finding.message.zh


def test_files_of_other_kinds_are_refused_when_they_are_read(tmp_path):
    path = tmp_path / "c.txt"
    path.write_text("customer_id,tier\n1,2\n")
    assert [one.code for one in by_columns([path], 5)] == ["WE502"]
    assert by_columns([path], 5) == by_rows([path])


@pytest.mark.parametrize("rows_of_a_group", [1, 2, 100])
def test_parquet_is_read_as_row_by_row(tmp_path, rows_of_a_group):
    path = tmp_path / "c.parquet"
    TYPED.write_parquet(path, row_group_size=rows_of_a_group)
    expected = by_rows([path])
    assert [row.row for row in expected.rejected] == [3, 4, 5]
    for size in (1, 2, 3, 100):
        assert by_columns([path], size) == expected


@pytest.mark.parametrize("size", [1, 2, 100])
def test_giant_row_groups_are_read_in_one_pass(tmp_path, monkeypatch, size):
    monkeypatch.setattr(parquet_blocks, "LARGE_GROUP", 2)
    path = tmp_path / "c.parquet"
    TYPED.write_parquet(path, row_group_size=100)
    found = [block.part for block in blocks([path], PROGRAM, size=size)]
    assert {type(part) for part in found} == {BatchPart}
    assert by_columns([path], size) == by_rows([path])
    for part in found:
        assert part.again().load(0).frame.equals(part.load(0).frame)
    TYPED.write_parquet(path, row_group_size=1)
    assert [type(block.part) for block in blocks([path], PROGRAM, size=100)] == [ParquetPart]


def test_parquet_columns_without_a_name_are_left_out(tmp_path):
    path = tmp_path / "c.parquet"
    frame = TYPED.rename({"spare": " ", "tier": " tier "})
    frame.write_parquet(path)
    assert by_columns([path], 2) == by_rows([path])
    assert [row[0] for row in by_columns([path], 2).good] == ["b", "a"]


def test_days_beyond_the_calendar_are_bad_cells(tmp_path):
    path = tmp_path / "c.parquet"
    days = pl.Series([20_000, 3_000_000, -800_000, None], dtype=pl.Int32).cast(pl.Date)
    moments = pl.Series([10**15, 3 * 10**17, 10**15, None]).cast(pl.Datetime("us", "Asia/Shanghai"))
    frame = pl.DataFrame({"customer_id": ["1", "2", "3", "4"], "tier": [1, 1, 1, 1]})
    frame.with_columns(joined_on=days, last_call=moments).write_parquet(path)
    read = by_columns([path], 10)
    assert read == by_rows([path])
    assert [row[0] for row in read.good] == ["1", "4"]
    assert read.good[0][2]["last_call"] == dt.datetime(2001, 9, 9, 9, 46, 40)
    assert [row.diagnostics[0].args["value"] for row in read.rejected] == [
        "+10183-09-21",
        "-0221-09-04",
    ]


LAST = 2**63 - 1
BEYOND = {
    "days": pl.Series([2**31 - 1, -(2**31), 20_000], dtype=pl.Int32).cast(pl.Date),
    "years": pl.Series([3_000_000, -800_000, 20_000], dtype=pl.Int32).cast(pl.Date),
    "micros": pl.Series([LAST, -LAST, 10**15 + 5]).cast(pl.Datetime("us")),
    "millis": pl.Series([LAST, -LAST, 10**12]).cast(pl.Datetime("ms", "Asia/Shanghai")),
    "nanos": pl.Series([LAST, -LAST, 10**18]).cast(pl.Datetime("ns", "UTC")),
    "longest": pl.Series([LAST, -LAST, 5]).cast(pl.Duration("ms")),
    "sentinels": pl.Series([dt.datetime(9999, 12, 31, 23), dt.datetime(1, 1, 1), None]),
}


@pytest.mark.parametrize("name", BEYOND)
@pytest.mark.parametrize("column", ["joined_on", "last_call", "satisfaction", "note", "opted_in"])
def test_no_day_is_too_far_to_be_told(tmp_path, name, column):
    path = tmp_path / "c.parquet"
    cells = BEYOND[name]
    lists = cells.reshape((3, 1)).arr.to_list()
    records = pl.DataFrame({"a": cells, "b": [1, 2, 3]}).to_struct()
    frame = pl.DataFrame({"customer_id": ["1", "2", "3", "4"], "tier": [1, 1, 1, 1]})
    for held in (cells, lists, cells.reshape((3, 1)), lists.reshape((3, 1)), records):
        stored = pl.concat([held, held.clear(1)]).alias(column)
        frame.with_columns(stored).write_parquet(path)
        read = by_columns([path], 2 if held is cells else 10)
        assert read == by_rows([path])
        assert read.good[-1][0] == "4"


def test_texts_of_moments_do_not_hang_on_their_neighbours(tmp_path):
    path = tmp_path / "c.parquet"
    texts = []
    for last in (dt.datetime(2020, 1, 1), dt.datetime(9999, 12, 31)):
        moments = pl.Series([dt.datetime(1900, 1, 1), dt.datetime(2020, 1, 1, 8, 30), last])
        frame = pl.DataFrame({"customer_id": ["1", "2", "3"], "tier": [1, 1, 1]})
        frame.with_columns(note=moments.dt.replace_time_zone("Asia/Shanghai")).write_parquet(path)
        texts.append([row[2]["note"] for row in by_rows([path]).good][:2])
    assert texts[0] == texts[1] == ["1900-01-01T00:00:00+08:05:43", "2020-01-01T08:30:00+08:00"]


def test_moments_that_are_beyond_the_calendar_only_here_are_bad_cells(tmp_path):
    last = dt.datetime(9999, 12, 31, 23, tzinfo=dt.UTC)
    moments = pl.Series([dt.datetime(2020, 1, 1, tzinfo=dt.UTC), last])
    frame = pl.DataFrame({"customer_id": ["1", "2"], "tier": [1, 1]})
    stored, written = tmp_path / "c.parquet", tmp_path / "c.csv"
    frame.with_columns(last_call=moments, joined_on=moments).write_parquet(stored)
    texts = moments.dt.to_string("iso:strict")
    frame.with_columns(last_call=texts, joined_on=texts).write_csv(written)
    for path in (stored, written):
        read = by_columns([path], 10)
        assert read == by_rows([path])
        assert [row[0] for row in read.good] == ["1"]
        assert [one.code for row in read.rejected for one in row.diagnostics] == ["WE534"] * 2


def test_damaged_parquet_is_refused(tmp_path):
    path = tmp_path / "c.parquet"
    TYPED.write_parquet(path)
    content = path.read_bytes()
    path.write_bytes(content[:-20])
    assert [one.code for one in by_columns([path], 2)] == ["WE501"]
    path.write_bytes(content[:40] + b"\xff" * 60 + content[100:])
    assert [one.code for one in by_columns([path], 2)] == ["WE501"]
    path.write_bytes(b"")
    assert [one.code for one in by_columns([path], 2)] == ["WE511"]


def test_empty_parquet_has_no_rows(tmp_path):
    path = tmp_path / "c.parquet"
    TYPED.clear().write_parquet(path)
    assert by_columns([path], 2) == by_rows([path])
    assert "WE512" in [one.code for one in by_columns([path], 2).findings]


def test_json_lines_and_workbooks_go_through_their_readers(tmp_path):
    rows = [
        {"customer_id": "1", "tier": 3, "satisfaction": [60, None]},
        {"customer_id": 2, "tier": "vier"},
        {"customer_id": "1", "tier": 4},
        {"tier": 5},
        {"customer_id": "5", "tier": 6, "contribution": 99999999999999.5},
    ]
    lines = tmp_path / "c.jsonl"
    lines.write_text("\n".join(map(json.dumps, rows)) + "\n[1]\n")
    book = tmp_path / "c.xlsx"
    workbook = openpyxl.Workbook()
    workbook.active.append(["customer_id", "tier", "contribution"])
    for row in rows:
        workbook.active.append([row.get("customer_id"), row["tier"], row.get("contribution")])
    workbook.save(book)
    for path in (lines, book):
        expected = by_rows([path])
        assert [row[0] for row in expected.good] == ["1", "5"]
        for size in (1, 2, 100):
            assert by_columns([path], size) == expected


def test_files_of_all_kinds_follow_one_another(tmp_path):
    (tmp_path / "a.csv").write_text("customer_id,tier\nx,3\ny,99\na,4\n")
    TYPED.write_parquet(tmp_path / "b.parquet")
    (tmp_path / "c.jsonl").write_text('{"customer_id": "b", "tier": 3}\n')
    (tmp_path / "d.csv").write_text("客户编号,档位,未知\ny,3,1\nz,3,1\n")
    for size in (1, 2, 100):
        read = by_columns([tmp_path], size)
        assert read == by_rows([tmp_path])
        told = [row.diagnostics[0] for row in read.rejected if row.diagnostics[0].code == "WE523"]
        assert [one.args["id"] for one in told] == ["a", "b", "y"]
        assert f"({tmp_path / 'a.csv'})" in told[0].message.en
    codes = [(one.code, Path(one.place.file).name) for one in read.findings]
    assert ("WE508", "d.csv") in codes
    assert ("WE508", "a.csv") not in codes


def test_a_file_with_other_columns_is_refused_by_itself(tmp_path):
    (tmp_path / "a.csv").write_text("customer_id,tier\nx,3\n")
    (tmp_path / "b.csv").write_text("customer_id,note\ny,3\n")
    iterator = blocks(customer_files([tmp_path]), PROGRAM, size=10)
    assert Path(next(iterator).file).name == "a.csv"
    with pytest.raises(DataFileError) as caught:
        next(iterator)
    errors = [one for one in caught.value.diagnostics if one.severity == "error"]
    assert [(one.code, Path(one.place.file).name) for one in errors] == [("WE510", "b.csv")]


def test_blocks_tell_how_much_was_read(tmp_path):
    rows = "".join(f"C{n:05},3\n" for n in range(3000))
    (tmp_path / "a.csv").write_text("customer_id,tier\n" + rows)
    pl.DataFrame({"customer_id": ["x", "y"], "tier": [1, 2]}).write_parquet(tmp_path / "b.parquet")
    files = customer_files([tmp_path])
    found = list(blocks(files, PROGRAM, size=500))
    assert [block.read for block in found] == sorted(block.read for block in found)
    assert found[-1].read == size_of(files)
    assert isinstance(found[-1].part, ParquetPart)
    assert [block.position for block in found][:2] == [0, found[0].part.span]


def test_a_part_of_a_file_that_changed_meanwhile_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("customer_id,tier\n" + "".join(f"C{n},3\n" for n in range(100)))
    now = list(blocks([path], PROGRAM, size=10))
    later = [block.again() for block in now]
    assert later[3].load().frame.equals(now[3].load().frame)
    path.write_text("customer_id,tier\nC1,3\n")
    with pytest.raises(DataFileError, match="changed while"):
        later[3].load()
    path.unlink()
    with pytest.raises(DataFileError, match="no such file"):
        later[3].load()
