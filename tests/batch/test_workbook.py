"""The workbook as somebody opens, filters and prints it."""

from __future__ import annotations

import datetime as dt
import sys

import openpyxl
import pytest

from tests.batch.programs import program
from workflow_engine.batch import same_bytes, workbook
from workflow_engine.batch.workbook import write_workbook
from workflow_engine.diagnostics.width import display_width
from workflow_engine.errors import MissingExtraError

PROGRAM = program()


def plan(id_="C1", name="好邻居便利店", items=("tasting",), date="2026-11-24"):
    must = [
        {
            "item": item,
            "state": "due",
            "priority": "P2",
            "every": "1 month",
            "by": "manager",
            "person": "李明",
            "last_done": None,
            "due": date,
        }
        for item in items
    ]
    return {
        "customer": {"id": id_, "name": name},
        "tags": [],
        "unknown_tags": [],
        "categories": [],
        "monthly_minutes": 42.5,
        "missing": [],
        "must_do": must,
        "optional": [],
        "tasks": [
            {
                "item": item,
                "date": date,
                "by": "manager",
                "person": "李明",
                "mode": None,
                "minutes": 15,
                "priority": "P2",
            }
            for item in items
        ],
    }


def written(tmp_path, plans, lang="zh", name="plans.xlsx"):
    path = tmp_path / name
    write_workbook(path, plans, PROGRAM, lang=lang)
    return path


def test_the_same_plans_give_the_same_bytes(tmp_path, monkeypatch):
    first = written(tmp_path, [plan()], name="a.xlsx").read_bytes()

    class Later(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2031, 5, 6, 7, 8, 9, tzinfo=tz)

    monkeypatch.setattr("openpyxl.writer.excel.datetime.datetime", Later)
    monkeypatch.setattr("time.time", lambda: 1_900_000_000.0)
    monkeypatch.setattr("zipfile.time.time", lambda: 1_900_000_000.0)
    assert written(tmp_path, [plan()], name="b.xlsx").read_bytes() == first
    assert b"2031" not in first


def test_dates_are_dates_and_minutes_are_numbers(tmp_path):
    book = openpyxl.load_workbook(written(tmp_path, [plan()]))
    task = book["任务"][2]
    assert task[0].value == dt.datetime(2026, 11, 24)
    assert task[0].number_format == "yyyy-mm-dd"
    assert task[7].value == 15
    assert book["客户"]["I2"].value == 42.5
    assert book["服务项"]["K2"].value is None


def test_it_prints_across_one_page_wide_with_its_heads(tmp_path):
    book = openpyxl.load_workbook(written(tmp_path, [plan()]))
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert str(sheet.page_setup.paperSize) == "9"
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.oddFooter.right.text == "第 &P 页，共 &N 页"
        assert f"版本 {PROGRAM.head.version}" in sheet.oddFooter.left.text
        assert sheet.freeze_panes.endswith("2")
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.auto_filter.ref.endswith(str(sheet.max_row))
        assert sheet["A1"].font.bold
    english = openpyxl.load_workbook(written(tmp_path, [plan()], "en"))
    assert english["Tasks"].oddFooter.right.text == "Page &P of &N"


def test_columns_are_as_wide_as_what_they_show(tmp_path):
    short, long = plan(name="好店"), plan("C2", "特别长的店名" * 20)
    book = openpyxl.load_workbook(written(tmp_path, [plan(name="城东幸福里便民生活超市"), short]))
    width = book["客户"].column_dimensions["B"].width
    assert display_width("城东幸福里便民生活超市") < width < 40
    book = openpyxl.load_workbook(written(tmp_path, [short, long]))
    assert book["客户"].column_dimensions["B"].width <= 45
    assert book["客户"]["B3"].alignment.wrap_text
    assert not book["客户"]["B2"].alignment.wrap_text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1"])
def test_a_text_that_begins_like_a_formula_stays_a_text(tmp_path, text):
    book = openpyxl.load_workbook(written(tmp_path, [plan(name=text)]))
    cell = book["客户"]["B2"]
    assert cell.value == text
    assert cell.data_type != "f"
    assert cell.quotePrefix
    assert not book["客户"]["A2"].quotePrefix


def test_what_a_cell_cannot_hold_is_left_out(tmp_path):
    book = openpyxl.load_workbook(
        written(tmp_path, [plan(name="a\x00\x0b\ufffe\ud800好\n店" + "长" * 40_000)])
    )
    value = book["客户"]["B2"].value
    assert value.startswith("a好\n店长")
    assert len(value) == 32767


def test_an_ampersand_in_a_title_is_printed():
    assert workbook._printed("A&B &P") == "A&&B &&P"
    assert len(workbook._printed("&" * 999)) <= 255


def test_more_plans_than_are_measured_are_all_written(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "_MEASURED", 3)
    book = openpyxl.load_workbook(written(tmp_path, (plan(f"C{place}") for place in range(10))))
    assert [row[0].value for row in book["客户"].iter_rows(min_row=2)] == [
        f"C{place}" for place in range(10)
    ]


def test_no_plans_at_all_are_heads_alone(tmp_path):
    book = openpyxl.load_workbook(written(tmp_path, []))
    assert [sheet.max_row for sheet in book] == [1, 1, 1]


def test_a_plan_that_fails_leaves_the_old_file(tmp_path):
    path = written(tmp_path, [plan()])
    before = path.read_bytes()
    with pytest.raises(KeyError):
        write_workbook(path, [plan(), {"customer": {"id": "x", "name": "y"}}], PROGRAM, lang="zh")
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["plans.xlsx"]


def test_without_the_library_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtraError, match=r"workflow-engine\[xlsx\]"):
        written(tmp_path, [plan()])


def test_repacking_keeps_everything_but_the_moments(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "好"
    path = tmp_path / "x.xlsx"
    book.save(path)
    same_bytes.repacked(path)
    again = openpyxl.load_workbook(path)
    assert again.active["A1"].value == "好"
    assert again.properties.modified == dt.datetime(1980, 1, 1)
