"""What an edited workbook may not do: each is refused with the address of its cell."""

from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from tests.workbooks.sheet_books import SOURCES, TABLES, brought_back, column, edited, export, put
from workflow_engine.errors import DataFileError
from workflow_engine.workbooks.reading import read_workbook


def refused(tmp_path, edit, sources=SOURCES, now=None):
    path = edited(export(sources, tmp_path / "t.xlsx"), edit)
    made = brought_back(sources if now is None else now, path)
    assert made.texts == {}
    return [(one.code, one.args.get("cell", "")) for one in made.diagnostics]


def test_an_unknown_column(tmp_path):
    def edit(b):
        sheet = b["必做项"]
        sheet.cell(1, column(sheet, "频率")).value = "频度"

    assert refused(tmp_path, edit) == [("WE634", "必做项!D1")]


def test_a_column_with_a_slip_is_recognised(tmp_path):
    def edit(b):
        sheet = b["必做项"]
        sheet.cell(1, column(sheet, "分钟")).value = "分种"

    path = edited(export(SOURCES, tmp_path / "t.xlsx"), edit)
    (found,) = brought_back(SOURCES, path).diagnostics
    assert found.help is not None
    assert found.help.zh == "是不是“分钟”？"


def test_a_column_twice(tmp_path):
    def edit(b):
        b["fee"].cell(1, 4).value = "tier"

    assert refused(tmp_path, edit) == [("WE635", "fee!D1")]


def test_a_cell_under_no_heading(tmp_path):
    def edit(b):
        b["fee"].cell(3, 5).value = "备注"

    assert refused(tmp_path, edit) == [("WE636", "fee!E3")]


@pytest.mark.parametrize(
    ("name", "code"), [(None, "WE637"), ("9x", "WE637"), ("stock_count", "WE639")]
)
def test_a_line_needs_an_id_of_its_own(tmp_path, name, code):
    def edit(b):
        b["必做项"].append([name, "新项"])

    assert refused(tmp_path, edit) == [(code, "必做项!A4")]


def test_a_row_is_numbered_or_new(tmp_path):
    def edit(b):
        b["fee"].append(["新", "5", "1"])

    assert refused(tmp_path, edit) == [("WE638", "fee!A4")]


def test_otherwise_is_not_lost_by_the_way(tmp_path):
    assert refused(tmp_path, lambda b: b["visit_minutes"].delete_rows(5)) == [
        ("WE641", "visit_minutes!A1")
    ]


def test_a_formula_without_a_result(tmp_path):
    def edit(b):
        b["fee"].cell(2, 3).value = "=1+1"
        b["fee"].cell(3, 3).value = "#REF!"

    assert refused(tmp_path, edit) == [("WE631", "fee!C2"), ("WE631", "fee!C3")]


def outdated(tmp_path, edit, sources, now):
    """What the one finding about a sheet says of its cells."""
    made = brought_back(now, edited(export(sources, tmp_path / "t.xlsx"), edit))
    assert made.texts == {}
    assert [one.code for one in made.diagnostics] == ["WE644"]
    return made.diagnostics[0].args["cells"]


def test_merged_cells_would_lose_conditions(tmp_path):
    assert refused(tmp_path, lambda b: b["fee"].merge_cells("B2:B3")) == [("WE645", "fee!B2")]


def test_what_yaml_would_read_otherwise(tmp_path):
    def edit(b):
        put(b["必做项"], "price_tags", "名称（中文）", "\u200b明码标价")

    assert refused(tmp_path, edit) == [("WE642", "必做项!B3")]


def test_a_sheet_without_end(tmp_path):
    def edit(b):
        b["fee"].cell(10_002, 2).value = "5"

    assert refused(tmp_path, edit) == [("WE647", "")]


def test_a_file_that_nobody_could_read_afterwards(tmp_path):
    def edit(b):
        for number in range(2_000):
            b["fee"].cell(4 + number, 2).value = " ".join(["≥ 1"] * 700)

    assert refused(tmp_path, edit) == [("WE648", "")]


def test_a_workbook_that_unpacks_without_end(tmp_path):
    with ZipFile(tmp_path / "x.xlsx", "w", ZIP_DEFLATED) as parts:
        parts.writestr("xl/sharedStrings.xml", b"0" * (64 * 2**20 + 1))
    with pytest.raises(DataFileError):
        read_workbook(tmp_path / "x.xlsx")


def test_the_policy_changed_meanwhile(tmp_path):
    now = {**SOURCES, "tables.yaml": TABLES.replace("minutes: 30", "minutes: 35")}
    told = outdated(tmp_path, lambda b: put(b["visit_minutes"], "1", "tier", "≥ 27"), SOURCES, now)
    assert told == "D3 was `30` and is `35`"


def test_a_line_that_is_new_or_gone_meanwhile(tmp_path):
    now = {
        **SOURCES,
        "items.yaml": SOURCES["items.yaml"].replace("  李明:", "  新人: {role: manager}\n  李芳:"),
    }
    told = outdated(tmp_path, lambda b: put(b["fee"], "1", "结果", 6), SOURCES, now)
    assert told == (
        "`李明` is no longer in the policy; `新人` is new in the policy; `李芳` is new in the policy"
    )


def test_many_stale_cells_are_counted(tmp_path):
    rows = "".join(f"      - {{tier: {n}, then: {n}}}\n" for n in range(1, 21))
    head = "tables:\n  t:\n    gives: {type: integer}\n    rows:\n"
    sources = {"head.yaml": SOURCES["head.yaml"], "t.yaml": head + rows, "big.yaml": BIG}
    now = {**sources, "t.yaml": head + rows.replace("then: 1", "then: 2")}
    told = outdated(tmp_path, lambda _: None, sources, now)
    assert told.startswith("C2 was `1` and is `2`; C11 was `10` and is `20`")
    assert told.endswith("; and 6 more")
    one_less = {**sources, "t.yaml": head + rows.replace("      - {tier: 7, then: 7}\n", "")}
    assert outdated(tmp_path, lambda _: None, sources, one_less) == "it had 20 rows and now has 19"


def test_what_was_imported_before_is_passed_over(tmp_path):
    def edit(b):
        put(b["fee"], "1", "结果", 6)
        b["fee"].append([None, "30", 1])
        b["人员"].delete_rows(2)

    path = edited(export(SOURCES, tmp_path / "t.xlsx"), edit)
    first = brought_back(SOURCES, path)
    assert set(first.texts) == {"tables.yaml", "items.yaml"}
    again = brought_back({**SOURCES, **first.texts}, path)
    assert (again.texts, again.changes, again.diagnostics) == ({}, [], [])


BIG = "tags: {big: {when: tier >= 28}}\n"


def test_a_part_of_the_policy_that_is_gone(tmp_path):
    now = {**SOURCES, "tables.yaml": TABLES[: TABLES.index("  fee:")]}
    assert refused(tmp_path, lambda _: None, now=now) == [("WE643", "")]


def test_a_list_in_one_line_is_not_rearranged(tmp_path):
    flow = (
        "tables: {fee: {gives: {type: integer}, rows: [{tier: 1, then: 2}, {tier: 2, then: 3}]}}\n"
    )
    sources = {"head.yaml": SOURCES["head.yaml"], "t.yaml": flow, "big.yaml": BIG}
    assert refused(tmp_path, lambda b: b["fee"].append([None, "3", "4"]), sources) == [
        ("WE640", "fee!A4")
    ]


def test_one_text_that_stands_for_two(tmp_path):
    text = TABLES.replace("then: 5}", "then: &x 5}").replace("then: 8}", "then: *x}")
    sources = {**SOURCES, "tables.yaml": text}
    found = refused(tmp_path, lambda b: put(b["fee"], "2", "结果", 9), sources)
    assert found == [("WE640", "fee!C3")]


def test_another_workbook(tmp_path):
    book = openpyxl.Workbook()
    book.save(tmp_path / "x.xlsx")
    assert [one.code for one in brought_back(SOURCES, tmp_path / "x.xlsx").diagnostics] == ["WE630"]


def test_another_policy(tmp_path):
    now = {**SOURCES, "head.yaml": SOURCES["head.yaml"].replace("id: shop", "id: bank")}
    path = export(now, tmp_path / "t.xlsx")

    def rename(b):
        b["workflow-engine"]["C1"] = "bank"

    (found,) = brought_back(SOURCES, edited(path, rename)).diagnostics
    assert (found.code, found.args) == ("WE632", {"theirs": "bank", "ours": "shop"})


def test_no_workbook_at_all(tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"PK no")
    with pytest.raises(DataFileError):
        read_workbook(tmp_path / "x.xlsx")


def test_a_sheet_that_was_deleted_is_left_alone(tmp_path):
    def edit(b):
        del b["fee"]
        put(b["必做项"], "price_tags", "分钟", 12)

    path = edited(export(SOURCES, tmp_path / "t.xlsx"), edit)
    assert read_workbook(path).removed == ["fee"]
    assert list(brought_back(SOURCES, path).texts) == ["items.yaml"]
