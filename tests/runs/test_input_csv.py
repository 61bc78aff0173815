from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.runs.input_rows import CHECKER, PROGRAM, by_columns, by_rows
from workflow_engine.runs import csv_text
from workflow_engine.runs.csv_blocks import PiecePart, RecordsPart
from workflow_engine.runs.sources import blocks

COLUMNS = ["customer_id", "tier", "档位", "satisfaction", "note", "", "spare"]
PIECES = st.sampled_from(
    [
        *("C1", "C2", "C3", "C10", "1", "7", "28", "x", "王", "𠮷", " ", "", "", '"', '""', '"a"'),
        *(",", ",", ",", "\t", ";", "，", "；", "\n", "\n", "\n", "\r\n", "\r", "\\", "#", "\x01"),
        *('"1,5"', '"\n"', '"a""b"', '"x" ', 'y"', ",,,,", "\n\n", "　", "\ufeff", "é", "'"),
    ]
)
HEADERS = st.sampled_from(
    [
        "customer_id,tier,note\n",
        "customer_id,tier,note,,\n",
        '\n"customer_id",tier,,"no\nte"\r\n',
        "tier\tcustomer_id\r\n",
        "customer_id;tier;satisfaction\r",
        "customer_id，tier，note\n",
        "tier\n",
        "customer_id,customer_id\n",
        "customer_id,客户编号,tier\n",
        " , \n",
    ]
)
CELL = st.sampled_from(
    ["", "", "7", "28", " 30", "王芳", "a b", '"q, r"', '"say ""hi"""', '""', "60;;70", "31"]
)
RECORD = st.tuples(st.integers(0, 12).map(lambda n: f"C{n}"), CELL, CELL).map(list)
TIDY = st.tuples(
    st.lists(RECORD | st.lists(CELL, max_size=5), max_size=12),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\n", "\n\n", ",,\n"]),
).map(lambda parts: parts[1].join(map(",".join, parts[0])) + parts[2])
WILD = st.lists(PIECES, max_size=60).map("".join)
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16"]


def agree(content, size, name="customers.csv"):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        assert by_columns([path], size) == by_rows([path])


@settings(max_examples=400)
@given(HEADERS, TIDY | WILD, st.sampled_from(ENCODINGS), st.integers(1, 6), st.booleans())
def test_files_are_read_as_row_by_row(header, rows, encoding, size, sparse):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_text, "_SPARSE", 0 if sparse else 400)
        agree((header + rows).encode(encoding), size)


@settings(max_examples=300)
@given(HEADERS.map(str.encode), st.binary(max_size=40), TIDY.map(str.encode), st.integers(1, 6))
def test_bytes_of_any_kind_are_read_or_refused_as_row_by_row(header, odd, rows, size):
    agree(header + rows + odd, size)


@pytest.mark.parametrize("sparse", [0, 400])
@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ("C1,3,x,\x01\nC2,4,y\n", ["WE520"]),
        ("C1,3,x,more\nC2,99,y\nC3,3,z,and,more\nC4,3,", ["WE520", "WE531", "WE520"]),
        (f"C1,3,{'x' * 15}\n\ufeffC2,99,y\nC3,3,\n", ["WE531"]),
        (f'C1,3,x\nC2,"9\n9",{"y" * 30}\n', ["WE530"]),
        ("C1,3,x\rC2,99,y\nC3,3,z\n", ["WE531"]),
        ("C1,3,x\r\r\nC2,99,y\r\n", ["WE531"]),
        ('C1,3,"two\nlines"\nC2,99,"two\nli""nes"', ["WE531"]),
        ('C1,3,"one\n"\nC2,99,"a""b\n,c"\n"C3",3,"z\n"\n', ["WE531"]),
        ('C1,3,"a\r\nb"\r\nC2,99,y\r\n', ["WE531"]),
        ('C1,3,5" wide\nC2,99,""\n', ["WE531"]),
    ],
)
def test_records_that_polars_would_read_otherwise(tmp_path, monkeypatch, rows, codes, sparse):
    monkeypatch.setattr(csv_text, "_SPARSE", sparse)
    path = tmp_path / "c.csv"
    path.write_text("customer_id,tier,note\n" + rows, newline="")
    for size in range(1, 6):
        read = by_columns([path], size)
        assert read == by_rows([path])
        assert [one.code for row in read.rejected for one in row.diagnostics] == codes


def parts(path, size):
    return [block.part for block in blocks([path], PROGRAM, size=size)]


def test_most_records_are_parsed_by_polars_and_odd_ones_by_csv(tmp_path):
    path = tmp_path / "c.csv"
    lines = [f'C{n:04},{n % 30 + 1},"note, {n}"\n' for n in range(200)]
    path.write_text("customer_id,tier,note\n" + "".join(lines))
    kinds = [type(part) for part in parts(path, 20)]
    assert set(kinds) == {PiecePart}
    assert len(kinds) > 5
    lines[90] = 'C0090,3,5" wide\n'
    path.write_text("customer_id,tier,note\n" + "".join(lines))
    kinds = [type(part) for part in parts(path, 20)]
    assert kinds.count(RecordsPart) == 1
    read = by_columns([path], 20)
    assert read == by_rows([path])
    assert len(read.good) == 200


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('C1,3,"never closed\nC2,4,x\n', "WE505"),
        ('C1,3,"closed" early\nC2,4,x\n', "WE505"),
        (f"C1,3,{'x' * 140_000}\n", "WE505"),
        (f'C1,3,"{"x" * 140_000}"\n', "WE505"),
    ],
)
def test_a_file_whose_rows_cannot_be_told_apart_is_refused_where_it_breaks(tmp_path, rows, code):
    path = tmp_path / "c.csv"
    good = "".join(f"G{n},3,fine\n" for n in range(50))
    path.write_text("customer_id,tier,note\n" + good + rows)
    found = by_columns([path], 10)
    assert [one.code for one in found] == [code]
    assert found == by_rows([path])


def test_a_last_line_that_breaks_off_is_a_rejected_row(tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("customer_id,tier,note\nC1,3,x\nC2,4")
    read = by_columns([path], 10)
    assert [row[0] for row in read.good] == ["C1"]
    assert [one.code for row in read.rejected for one in row.diagnostics] == ["WE520"]
    assert read == by_rows([path])


def test_a_long_line_of_many_short_cells_is_read(tmp_path):
    path = tmp_path / "c.csv"
    extra = ",".join(f"{n:0>100}" for n in range(1_500))
    path.write_text(f"customer_id,tier,{extra}\nC1,3,{extra}\nC2,4,{extra}\n")
    read = by_columns([path], 1)
    assert [row[0] for row in read.good] == ["C1", "C2"]


def test_rows_are_numbered_by_their_lines(tmp_path):
    path = tmp_path / "c.csv"
    path.write_text('customer_id,tier,note\nC1,99,x\n\n\nC2,3,"two\nlines"\nC3,98,x\n')
    for size in (1, 2, 10):
        read = by_columns([path], size)
        assert [row.row for row in read.rejected] == [2, 7]


def test_a_header_alone_has_no_rows(tmp_path):
    for name, content in (("a.csv", "customer_id,tier\n"), ("b.csv", "customer_id,tier\n\n,\n")):
        (tmp_path / name).write_text(content)
        read = by_columns([tmp_path / name], 10)
        assert "WE512" in [one.code for one in read.findings]
        assert read == by_rows([tmp_path / name])


def test_the_first_findings_are_told_and_all_are_counted(tmp_path):
    path = tmp_path / "c.csv"
    rows = "".join(f"C{n},99,{n}\nC{n},3\n" for n in range(40))
    path.write_text("customer_id,tier,note\n" + rows)
    for details in (0, 1, 7):
        told = counted = 0
        for block in blocks([path], PROGRAM, size=20):
            checked = CHECKER.check(block, details=details)
            told += len(checked.rejected)
            counted += checked.rejected_count
            assert checked.codes.total() == checked.rejected_count
            assert [row.row for row in checked.rejected] == sorted(checked.refused)[:details]
        assert counted == 80
        assert told <= details * 8


@pytest.mark.parametrize("row", [",,7,\n", ",,7", ',,"7",\n', ",, ,\n", ",,7,,8\n"])
def test_a_row_with_cells_only_under_no_name_is_one(row):
    agree(b"customer_id,tier,,note\n" + row.encode(), 1)
