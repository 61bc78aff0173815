from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.language.written import codes, columns, written
from workflow_engine.language.cells import (
    AnyCell,
    BothCells,
    CellSyntax,
    CompareCell,
    EitherCells,
    HasCell,
    MissingCell,
    NotCell,
    RangeCell,
    parse_cell,
    translate_cell,
)


def shape(cell: CellSyntax) -> str:
    match cell:
        case AnyCell():
            return "any"
        case MissingCell():
            return "missing"
        case CompareCell(op, value):
            return f"{op}{value.written!r}"
        case RangeCell(low, high, with_low, with_high):
            ends = "[" if with_low else "(", "]" if with_high else ")"
            return f"{ends[0]}{low.written},{high.written}{ends[1]}"
        case HasCell(value):
            return f"has {value.written!r}"
        case NotCell(item):
            return f"not({shape(item)})"
        case BothCells(items):
            return f"both({' '.join(map(shape, items))})"
        case EitherCells(items):
            return f"either({' '.join(map(shape, items))})"


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("28", "=='28'"),
        ("-5", "=='-5'"),
        ("高", "=='高'"),
        ("≥ 5", ">='5'"),
        (">=5", ">='5'"),
        ("＞＝ 5", ">='5'"),
        ("< 18", "<'18'"),
        ("≠ 3", "!='3'"),
        ("= 3", "=='3'"),
        ("18..30", "[18,30]"),
        ("18..<30", "[18,30)"),
        ("18<..30", "(18,30]"),
        ("18 <..< 30", "(18,30)"),
        ("2026-01-01..2026-12-31", "[2026-01-01,2026-12-31]"),
        ("高 | 中", "either(=='高' =='中')"),
        ("高｜中", "either(=='高' =='中')"),
        ("not 低", "not(=='低')"),
        ("非 低", "not(=='低')"),
        ("not 高 | 中", "not(either(=='高' =='中'))"),
        ("not ≥ 5", "not(>='5')"),
        ("any", "any"),
        ("任意", "any"),
        ("-", "any"),
        ("", "any"),
        ("missing", "missing"),
        ("缺失", "missing"),
        ("not missing", "not(missing)"),
        ("不缺失", "not(missing)"),
        ("not missing | 5", "either(not(missing) =='5')"),
        ("missing | < 5", "either(missing <'5')"),
        ("≥ 5 < 10", "both(>='5' <'10')"),
        ("≥ 5 and < 10", "both(>='5' <'10')"),
        ("≥5且<10", "both(>='5' <'10')"),
        ("has x", "has 'x'"),
        ("含 云POS", "has '云POS'"),
        ('"any"', "=='any'"),
        ('"a | b" | c', "either(=='a | b' =='c')"),
        ('"1..2"', "=='1..2'"),
        ("has 3 rooms | x", "either(has '3 rooms' =='x')"),
        ("某街道, 3号", "=='某街道, 3号'"),
        ("notable", "=='notable'"),
    ],
)
def test_every_form(text: str, meaning: str) -> None:
    cell, diagnostics = parse_cell(written(text))
    assert diagnostics == []
    assert cell is not None
    assert shape(cell) == meaning


def test_a_list_of_cells_means_any_of_them() -> None:
    cell, _ = parse_cell((written("高"), written("≥ 5 < 10")))
    assert cell is not None
    assert shape(cell) == "either(=='高' both(>='5' <'10'))"


@pytest.mark.parametrize(
    ("text", "code", "marked"),
    [
        ("≥ 5, < 10", "WE341", ","),
        ("≥ 5，< 10", "WE341", "，"),
        ("≥", "WE340", "≥"),
        ("≥ 5 <", "WE340", "<"),
        ("高 |", "WE340", ""),
        ("| 高", "WE340", ""),
        ("not any", "WE340", "not any"),
        ("高 | not 中", "WE340", "not 中"),
        ("any | 5", "WE340", "any | 5"),
        ("18..", "WE342", "18.."),
        ("..18", "WE342", "..18"),
        ("1..2..3", "WE342", "1..2..3"),
        ("x" * 2_001, "WE301", "x" * 2_001),
    ],
)
def test_what_is_no_cell(text: str, code: str, marked: str) -> None:
    cell, diagnostics = parse_cell(written(text))
    assert cell is None
    assert codes(diagnostics) == [code]
    start, end = columns(diagnostics[0])
    assert text[start:end] == marked


def test_a_comma_between_comparisons_offers_both_readings() -> None:
    _, diagnostics = parse_cell(written("≥ 5, < 10"))
    help_ = diagnostics[0].help
    assert help_ is not None
    assert "≥ 5" in help_.en
    assert "|" in help_.en
    assert diagnostics[0].fix is not None
    assert not diagnostics[0].fix.safe


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    cell, diagnostics = parse_cell(written(text))
    assert (cell is None) == bool(diagnostics)


CELLS = st.sampled_from(
    ["any", "missing", "not missing", "has x", "true", "高", "≥ 5", "18..30", '"true"', "-"]
)


@given(text=st.lists(CELLS, min_size=1, max_size=3).map(" | ".join), denied=st.booleans())
def test_translation_keeps_the_meaning(text: str, *, denied: bool) -> None:
    text = f"not {text}" if denied else text
    cell, _ = parse_cell(written(text))
    if cell is None:
        return
    there = translate_cell(text, "zh")
    chinese, _ = parse_cell(written(there))
    english, _ = parse_cell(written(translate_cell(there, "en")))
    assert chinese is not None
    assert english is not None
    assert shape(english) == shape(cell)
    assert shape(chinese).replace("'是'", "'true'") == shape(cell)


def test_translation_changes_words_only() -> None:
    assert translate_cell("not 高 | missing", "zh") == "非 高 | 缺失"
    assert translate_cell("含 高 | 否", "en") == "has 高 | false"
    assert translate_cell('"any"', "zh") == '"any"'
    assert translate_cell("-", "zh") == "-"
