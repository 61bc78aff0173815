from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.batch.programs import program
from workflow_engine.batch.customers import Customer, CustomerReader, Rejected
from workflow_engine.errors import CustomerError, DataFileError, MissingExtraError
from workflow_engine.program.types import SCALE

READER = CustomerReader(program())
HEADER = "customer_id,customer_name,tier,market,satisfaction,opted_in\n"


def write(tmp_path, content, name="customers.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path):
    file = READER.read(path)
    rows = list(file)
    good = [row for row in rows if isinstance(row, Customer)]
    bad = [row for row in rows if isinstance(row, Rejected)]
    assert (file.accepted, file.rejected) == (len(good), len(bad))
    return file, good, bad


def refused(path):
    with pytest.raises(DataFileError) as caught:
        list(READER.read(path))
    return [d.code for d in caught.value.diagnostics]


def codes(file):
    return [d.code for d in file.diagnostics if d.code != "WE509"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_the_encodings_excel_writes(tmp_path, encoding):
    text = HEADER + "001,𠮷祥超市,28,城镇,60;;70,节日关怀；brand_cultivation\n"
    file, good, bad = read(write(tmp_path, text.encode(encoding)))
    assert not bad
    assert good[0].id == "001"
    assert good[0].name == "𠮷祥超市"
    assert good[0].row == 2
    assert good[0].values["market"] == "urban"
    assert good[0].values["satisfaction"] == (60 * SCALE, None, 70 * SCALE)
    assert good[0].values["opted_in"] == ("festival_care", "brand_cultivation")
    assert codes(file) == (["WE504"] if encoding == "gb18030" else [])


def test_labels_and_capitals_name_columns_and_tabs_separate(tmp_path):
    path = write(tmp_path, "CUSTOMER_ID\t档位\tmarket\n1\t3\tvillage\n")
    _, good, _ = read(path)
    assert (good[0].values["tier"], good[0].values["market"], good[0].name) == (3, "rural", "1")


def test_bad_rows_never_stop_good_ones(tmp_path):
    path = write(
        tmp_path,
        HEADER
        + "1,甲,31,城镇,,\n2,乙,二十八,,,\n3,丙,28,城里,,\n4,丁,,,,\n,戊,3,,,\n6,己,3,,,\n"
        + "6,庚,3,,,\n7,辛,3\n8,壬,3,,1e400,\n9,癸,3,,,节日关坏\n10,子,3,,,\n",
    )
    _, good, bad = read(path)
    assert [c.id for c in good] == ["6", "10"]
    found = [(row.row, row.diagnostics[0].code) for row in bad]
    assert found == [
        (2, "WE531"),
        (3, "WE530"),
        (4, "WE532"),
        (5, "WE524"),
        (6, "WE522"),
        (8, "WE523"),
        (9, "WE520"),
        (10, "WE530"),
        (11, "WE535"),
    ]
    tier = bad[0].diagnostics[0]
    assert tier.place.file == str(path)
    assert (tier.place.line, tier.place.column) == (2, 3)
    assert (tier.args["row"], tier.args["value"]) == ("2", "31")
    assert tier.message.zh == "第 2 行“档位（tier）”的值“31”超出范围：应在 1 到 30 之间"
    assert tier.message.en == "row 2, `Tier (tier)`: `31` is out of range: it must be from 1 to 30"
    assert "28" in bad[1].diagnostics[0].help.zh
    twice = bad[5].diagnostics[0]
    assert twice.args["first"] == "7"
    assert twice.labels[0].place.line == 7
    assert "节日关怀" in bad[8].diagnostics[0].help.zh


def test_all_bad_cells_of_a_row_are_told(tmp_path):
    _, _, bad = read(write(tmp_path, HEADER + "1,甲,31,城里,abc,\n"))
    assert [d.code for d in bad[0].diagnostics] == ["WE531", "WE532", "WE530"]


def test_columns_that_are_missing_twice_or_unknown(tmp_path):
    assert refused(write(tmp_path, "tier\n3\n"))[0] == "WE506"
    assert "WE510" in refused(write(tmp_path, "customer_id\n3\n"))
    assert refused(write(tmp_path, "customer_id,tier,tier\n1,3,4\n")) == ["WE507"]
    assert "WE507" in refused(write(tmp_path, "customer_id,tier,档位\n1,3,4\n"))
    file = READER.read(write(tmp_path, "customer_id,tier,maket,色\n1,3,城镇,红\n"))
    unknown = [d for d in file.diagnostics if d.code == "WE508"]
    assert [d.args["column"] for d in unknown] == ["maket", "色"]
    assert "market" in unknown[0].help.en
    lacking = [d.args["column"] for d in file.diagnostics if d.code == "WE509"]
    assert "Market (market)" in lacking
    assert len(lacking) == 9


def test_no_rows_is_fine_and_said(tmp_path):
    file, good, bad = read(write(tmp_path, HEADER))
    assert not good
    assert not bad
    assert codes(file) == ["WE512"]


def test_blank_lines_and_cells_over_several_lines_keep_the_row_numbers(tmp_path):
    path = write(tmp_path, HEADER + '\n1,"甲\n店",3,,,\n,,,,,\n2,乙,99,,,\n')
    _, good, bad = read(path)
    assert (good[0].row, good[0].name) == (3, "甲\n店")
    assert bad[0].row == 6


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("c.csv", b"", "WE511"),
        ("c.csv", b"\n\n", "WE511"),
        ("c.csv", b"\xff\xfe\xfd", "WE503"),
        ("c.csv", b"customer_id,tier\n1\x00,3\n", "WE503"),
        ("c.csv", b"customer_id,tier\n\x80\xff,3\n", "WE503"),
        ("c.csv", b"PK\x03\x04abc", "WE501"),
        ("c.csv", b'customer_id,tier\n1,"3\n2,4\n', "WE505"),
        ("c.xlsx", b"not a workbook", "WE501"),
        ("c.xlsx", b"PK\x03\x04 broken", "WE501"),
        ("c.parquet", b"PAR1 broken", "WE501"),
        ("c.jsonl", b"[1,2]\n", "WE501"),
        ("c.txt", b"a", "WE502"),
        ("c", b"a", "WE502"),
    ],
)
def test_files_that_cannot_be_read_at_all(tmp_path, name, content, code):
    assert refused(write(tmp_path, content, name)) == [code]


def test_a_file_that_is_not_there_and_a_folder(tmp_path):
    assert refused(tmp_path / "none.csv") == ["WE501"]
    (tmp_path / "folder.csv").mkdir()
    assert refused(tmp_path / "folder.csv") == ["WE501"]


def test_jsonl_with_broken_lines(tmp_path):
    lines = [
        '{"customer_id": 1, "tier": 28, "satisfaction": [60, null, 70], "smart_pos": true}',
        '{"customer_id": "2", "tier": 3, "market": "rural"',
        "[3]",
        '{"customer_id": 4, "tier": 3, "tier": 4}',
        '{"customer_id": 5, "tier": 1e400}',
        '{"customer_id": 6, "tier": ' + "9" * 10_000 + "}",
        '{"customer_id": 7, "tier": NaN}',
        '{"customer_id": 8, "tier": {"a": 1}}',
        "[" * 100_000,
        "",
        '{"customer_id": 11, "tier": "28", "opted_in": ["节日关怀"]}',
    ]
    _, good, bad = read(write(tmp_path, "\n".join(lines), "c.jsonl"))
    assert [(c.id, c.row) for c in good] == [("1", 1), ("11", 11)]
    assert good[0].values["satisfaction"] == (60 * SCALE, None, 70 * SCALE)
    assert good[1].values["opted_in"] == ("festival_care",)
    assert [row.diagnostics[0].code for row in bad] == ["WE521"] * 3 + ["WE530"] * 4 + ["WE521"]


def workbook(tmp_path, rows, name="c.xlsx", more_sheets=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for title in more_sheets:
        book.create_sheet(title)
    path = tmp_path / name
    book.save(path)
    return path


def test_xlsx_with_typed_cells_and_formulas(tmp_path):
    path = workbook(
        tmp_path,
        [
            ["customer_id", "customer_name", "tier", "joined_on", "contribution", "smart_pos"],
            [1001, "甲", 28, dt.datetime(2026, 11, 21), 24999.1, True],
            [1002, "乙", "=20+8", None, None, None],
            [None, None, None, None, None, None],
            ["0004", "丁", 31, "2026-02-30", "#DIV/0!", "是"],
        ],
        more_sheets=["说明"],
    )
    file, good, bad = read(path)
    assert codes(file) == ["WE513"]
    assert (good[0].id, good[0].row) == ("1001", 2)
    assert good[0].values["joined_on"] == dt.date(2026, 11, 21)
    assert good[0].values["contribution"] == 24_999_100_000
    assert good[0].values["smart_pos"] is True
    assert [d.code for d in bad[0].diagnostics] == ["WE533"]
    assert bad[0].diagnostics[0].args["value"] == "=20+8"
    assert [d.code for d in bad[1].diagnostics] == ["WE531", "WE534", "WE530"]
    assert bad[1].row == 5


def test_xlsx_takes_the_saved_result_of_a_formula(tmp_path):
    import zipfile

    path = workbook(tmp_path, [["customer_id", "tier"], [1, "=20+8"]])
    saved = tmp_path / "saved.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(saved, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            if part.endswith("sheet1.xml"):
                data, found = re.subn(rb"(<f>20\+8</f>)<v( ?/>|></v>)", rb"\1<v>28</v>", data)
                assert found == 1
            new.writestr(part, data)
    _, good, _ = read(saved)
    assert good[0].values["tier"] == 28


def test_parquet(tmp_path):
    path = tmp_path / "c.parquet"
    pl.DataFrame(
        {
            "customer_id": ["1", "2", "2"],
            "tier": [28, 31, 3],
            "joined_on": [dt.date(2026, 11, 21), None, None],
            "satisfaction": [[60.0, None], None, None],
            "pos_usage": [0.3, float("nan"), None],
        }
    ).write_parquet(path)
    _, good, bad = read(path)
    assert good[0].values["satisfaction"] == (60 * SCALE, None)
    assert good[0].values["pos_usage"] == 300_000
    assert [d.code for d in bad[0].diagnostics] == ["WE531", "WE530"]
    assert bad[1].diagnostics[0].code == "WE523"


@pytest.mark.parametrize(("suffix", "package"), [(".xlsx", "openpyxl"), (".parquet", "polars")])
def test_a_missing_package_is_named_with_its_extra(tmp_path, monkeypatch, suffix, package):
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(MissingExtraError, match="pip install"):
        READER.read(write(tmp_path, b"x", f"c{suffix}"))


def test_customers_from_python():
    values, findings = READER.validate(
        {
            "customer_id": 1,
            "档位": 28,
            "market": "城镇",
            "contribution": 24999.1,
            "joined_on": dt.date(2026, 11, 21),
            "opted_in": ["Festival care"],
        }
    )
    assert findings == []
    assert list(values) == list(program().attributes)
    assert values["tier"] == 28
    assert values["opted_in"] == ("festival_care",)
    assert values["note"] is None


def test_mistakes_from_python_are_all_told():
    values, findings = READER.validate({"tier": 31, "maket": "x", "smart_pos": "maybe"})
    assert [(d.code, d.severity) for d in findings] == [
        ("WE540", "warning"),
        ("WE531", "error"),
        ("WE530", "error"),
    ]
    assert findings[1].message.en.startswith("the customer, `Tier (tier)`")
    assert values["tier"] is None
    assert [d.code for d in READER.validate({})[1]] == ["WE524"]


CELLS = st.fixed_dictionaries(
    {
        "tier": st.integers(1, 30),
        "market": st.sampled_from([None, "urban", "rural"]),
        "joined_on": st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)),
        "smart_pos": st.none() | st.booleans(),
        "contribution": st.none() | st.decimals(-(10**9), 10**9, places=6),
        "satisfaction": st.none() | st.lists(st.none() | st.integers(0, 100), min_size=2),
        "note": st.none() | st.text("abc,;\"'好，\n", max_size=8),
        "opted_in": st.none() | st.lists(st.sampled_from(["节日关怀", "brand_cultivation"])),
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(CELLS, max_size=4))
def test_every_format_says_the_same_as_python(tmp_path_factory, customers):
    folder = tmp_path_factory.mktemp("formats")
    expected = []
    for customer in customers:
        values, findings = READER.validate(customer)
        assert not findings
        expected.append(values)
    named = [{"customer_id": str(n), **c} for n, c in enumerate(customers)]
    names = ["customer_id", *program().attributes]

    text = io.StringIO()
    writer = csv.DictWriter(text, names, restval="")
    writer.writeheader()
    for customer in named:
        flat = dict(customer)
        for name in ("satisfaction", "opted_in"):
            if flat[name] is not None:
                flat[name] = ";".join("" if part is None else str(part) for part in flat[name])
        writer.writerow(flat)
    lines = [json.dumps(customer, default=str) for customer in named] or ['{"customer_id": ""}']
    paths = [write(folder, text.getvalue())]
    if named:
        paths.append(write(folder, "\n".join(lines), "c.jsonl"))
    for path in paths:
        _, good, bad = read(path)
        assert not bad
        assert [_chosen(c.values) for c in good] == [_chosen(v) for v in expected]


def _chosen(values):
    """Nothing chosen is an empty cell in CSV."""
    return {**values, "opted_in": values["opted_in"] or None}


def test_a_unit_in_the_title_is_forgiven_when_it_is_the_attributes_own(tmp_path):
    file, good, _ = read(write(tmp_path, "客户编码,tier,毛利贡献（元）\nA,3,120\n"))
    assert good[0].id == "A"
    assert good[0].values["contribution"] == 120 * SCALE
    assert "WE508" not in codes(file)
    file, good, _ = read(write(tmp_path, "客户编号,tier,毛利贡献（万元）\nA,3,120\n"))
    assert good[0].values["contribution"] is None
    (unknown,) = [d for d in file.diagnostics if d.code == "WE508"]
    assert unknown.help.zh == "是不是“毛利贡献”？"


def test_a_customer_from_python_has_an_identity():
    assert READER.identity({"customer_id": 7, "档位": 3}) == ("7", "7")
    with pytest.raises(CustomerError) as caught:
        READER.identity({"档位": 3})
    assert [d.code for d in caught.value.diagnostics] == ["WE541"]
