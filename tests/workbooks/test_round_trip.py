"""Workbooks of tables, levels, items and staff: out, edited, in again."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workbooks.sheet_books import (
    CHINESE,
    SOURCES,
    TABLES,
    brought_back,
    column,
    edited,
    export,
    names,
    put,
    row,
)
from workflow_engine.workbooks.sheets import policy_sheets


def nothing(book):
    assert book.sheetnames


@pytest.fixture
def book(tmp_path):
    return export(SOURCES, tmp_path / "t.xlsx")


def after(book, edit):
    made = brought_back(SOURCES, edited(book, edit))
    assert [(d.code, d.message.zh) for d in made.diagnostics] == []
    return made


def lines_changed(old, new):
    """The lines that only one of the texts has."""
    before, now = old.splitlines(), new.splitlines()
    return [x for x in before if x not in now], [x for x in now if x not in before]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sources", [SOURCES, CHINESE])
def test_a_workbook_nobody_edited_changes_nothing(tmp_path, sources, lang):
    made = brought_back(sources, edited(export(sources, tmp_path / "t.xlsx", lang), nothing))
    assert made.texts == {}
    assert made.changes == []
    assert made.diagnostics == []


def test_the_same_policy_gives_the_same_bytes(tmp_path):
    one, two = export(SOURCES, tmp_path / "a.xlsx"), export(SOURCES, tmp_path / "b.xlsx")
    assert one.read_bytes() == two.read_bytes()


def test_every_cell_is_a_text_that_excel_leaves_alone(book):
    import openpyxl

    sheet = openpyxl.load_workbook(book)["visit_minutes"]
    assert sheet["A2"].number_format == "@"
    assert [cell.value for cell in sheet[1]][:3] == ["#", "tier\n档位", "market\n市场"]
    assert [cell.value for cell in sheet[2]] == ["1", "≥ 28", "rural", "60", "field"]


def test_a_cell_is_changed_where_it_stands(book):
    made = after(book, lambda b: put(b["visit_minutes"], "1", "结果：minutes", 75))
    gone, new = lines_changed(TABLES, made.texts["tables.yaml"])
    assert gone == [
        "      - {tier: ≥ 28, market: rural, then: {minutes: 60, mode: field}}   # 路远"
    ]
    assert new == ["      - {tier: ≥ 28, market: rural, then: {minutes: 75, mode: field}}   # 路远"]
    (change,) = made.changes
    assert change.cell.zh == "“visit_minutes”D2"
    assert (change.before, change.after) == ("60", "75")


def test_cells_come_and_go(book):
    def edit(b):
        sheet = b["visit_minutes"]
        put(sheet, "2", "market", "urban | rural")
        put(sheet, "1", "market", None)
        put(sheet, "3", "tier", "< 5")

    text = after(book, edit).texts["tables.yaml"]
    assert "- {tier: ≥ 28, then: {minutes: 60, mode: field}}   # 路远" in text
    assert "- {tier: 10..<28, then: {minutes: 30, mode: field}, market: urban | rural}" in text
    assert "        then: {minutes: 25, mode: online}\n        tier: < 5\n" in text


def test_what_the_table_gives_otherwise_is_a_line_too(book):
    made = after(book, lambda b: put(b["visit_minutes"], "otherwise", "结果：minutes", "15"))
    assert "otherwise: {minutes: 15, mode: field}   # 兜底" in made.texts["tables.yaml"]


def test_rows_are_added_removed_and_moved_with_their_comments(book):
    def edit(b):
        sheet = b["visit_minutes"]
        rows = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
        new = [None, "1..3", None, "12", "online"]
        for number, values in enumerate([rows[2], rows[0], new, rows[3]], start=2):
            for place, value in enumerate(values, start=1):
                sheet.cell(number, place).value = value

    text = after(book, edit).texts["tables.yaml"]
    urban = text.index("# 其余城镇客户")
    assert urban < text.index("- market: urban") < text.index("# 大户在乡村要多留时间")
    assert "      - {tier: 1..3, then: {minutes: 12, mode: online}}\n" in text
    assert "10..<28" not in text
    assert "# 路远" in text
    assert "# 兜底" in text


def test_a_new_column_of_a_table_is_an_attribute(book):
    def edit(b):
        sheet = b["fee"]
        place = column(sheet, "结果")
        sheet.cell(1, place + 1).value = "market"
        sheet.cell(2, place + 1).value = "not rural"

    text = after(book, edit).texts["tables.yaml"]
    assert '- {tier: "> 20", then: 5, market: not rural}' in text


def test_items_keep_what_no_cell_shows(book):
    def edit(b):
        put(b["必做项"], "stock_count", "频率", "1 month")
        put(b["必做项"], "stock_count", "名称（英文）", "Count the stock")
        put(b["必做项"], "stock_count", "价值", "low")
        put(b["必做项"], "price_tags", "名称（英文）", "Price tags")
        put(b["选做项"], "coaching", "分钟", 25)

    text = after(book, edit).texts["items.yaml"]
    assert "    every: 1 month          # 随拜访\n" in text
    assert "label: {zh: 库存盘点, en: Count the stock}" in text
    assert "    label: {zh: 明码标价, en: Price tags}\n" in text
    assert "steps: [{zh: 清点, en: Count}, {zh: 记录, en: Record}]" in text
    assert "# 每次都要盘" in text
    assert "every: 1 month, minutes: 25, by" in text


def test_a_new_person_and_one_who_left(book):
    def edit(b):
        sheet = b["人员"]
        sheet.append(["赵雨晴", "manager", "王芳", "数字技能、沟通"])
        sheet.delete_rows(row(sheet, "李明"))

    text = after(book, edit).texts["items.yaml"]
    assert text.endswith(
        "  王芳: {role: boss}   # 主管\n"
        "  赵雨晴: {role: manager, reports_to: 王芳, skills: [数字技能, 沟通]}\n"
    )
    assert "李明" not in text


def test_names_with_separators_stay_whole(book):
    made = after(book, lambda b: put(b["人员"], "李明", "上级", None))
    assert '李明: {role: manager, skills: [数字技能, "沟通、协调"]}' in made.texts["items.yaml"]


def test_a_file_with_chinese_keywords_stays_one(tmp_path):
    def edit(b):
        sheet = b["fee"]
        sheet.append([None, "≥ 29", 3])
        sheet.cell(2, 2).value = "21..28"
        b["人员"].append(["李明", "manager", "王芳"])

    path = edited(export(CHINESE, tmp_path / "t.xlsx"), edit)
    made = brought_back(CHINESE, path)
    assert made.diagnostics == []
    text = made.texts["表.yaml"]
    assert "      - {tier: 21..28, 结果: 5}\n" in text or '{tier: "21..28", 结果: 5}' in text
    assert "      - {tier: ≥ 29, 结果: 3}\n" in text
    assert "  李明: {岗位: manager, 上级: 王芳}\n" in text
    assert text.startswith("# 全部中文\n")


def test_windows_lines_stay_windows_lines(tmp_path):
    sources = {**SOURCES, "tables.yaml": TABLES.replace("\n", "\r\n")}

    def edit(b):
        put(b["fee"], "1", "结果", 6)
        b["fee"].append([None, "30", 1])

    made = brought_back(sources, edited(export(sources, tmp_path / "t.xlsx"), edit))
    text = made.texts["tables.yaml"]
    assert made.diagnostics == []
    assert "\n" not in text.replace("\r\n", "")
    assert '- {tier: "> 20", then: 6}\r\n' in text


def test_numbers_dates_and_truth_come_back_as_they_are_written(book):
    import datetime as dt

    def edit(b):
        put(b["fee"], "1", "结果", 7.0)
        b["fee"].cell(1, 4).value = "joined_on"
        b["fee"].cell(2, 4).value = dt.datetime(2026, 1, 5)

    text = after(book, edit).texts["tables.yaml"]
    assert '- {tier: "> 20", then: 7, joined_on: 2026-01-05}' in text


TEXTS = st.one_of(
    st.sampled_from(
        ["≥ 5", "1..9", "a, b", "x: y", "#1", "- z", "'q'", '"', "{a", "[b", "是", "> 3"]
    ),
    st.text("abc：，“”#:{}[]&*!|>'\"%@`-? 档位12\\", max_size=8),
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 2), TEXTS), min_size=1, max_size=4), st.booleans())
def test_what_is_written_is_what_is_read(tmp_path_factory, cells, flow):
    """Whatever text stands in a cell: it is in the policy afterwards, or refused, never another."""
    table = (
        TABLES
        if flow
        else TABLES.replace(
            "- {tier: ≥ 28, market: rural, then: {minutes: 60, mode: field}}   # 路远",
            "- tier: ≥ 28\n        market: rural\n        then: {minutes: 60, mode: field}   # 路远",
        )
    )
    sources = {**SOURCES, "tables.yaml": table}
    path = export(sources, tmp_path_factory.mktemp("book") / "t.xlsx")

    def edit(b):
        for place, text in cells:
            b["visit_minutes"].cell(2, 2 + place).value = text or None
            b["visit_minutes"].cell(2, 2 + place).data_type = "s"

    made = brought_back(sources, edited(path, edit))
    wanted = {place: text.strip() for place, text in cells}
    assert made.texts.keys() <= {"tables.yaml"}
    if made.diagnostics:
        assert {d.code for d in made.diagnostics} <= {"WE642", "WE640"}
        return
    sheets = policy_sheets({**sources, **made.texts}, names(sources))
    (sheet,) = [one for one in sheets if one.id == ("tables", "visit_minutes")]
    assert len(sheet.lines) == 3
    for place, text in wanted.items():
        now = sheet.lines[0].text([("tier",), ("market",), ("then", "minutes")][place])
        assert bare(now) == bare(text)


def bare(text):
    """A text without blanks, and a list of one thing without its brackets."""
    return re.sub(r"[\s\[\]]", "", text)
