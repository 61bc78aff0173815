from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compiler.scopes import GROWTH, SCOPE, shown
from tests.language.written import codes, written
from workflow_engine.compiler.cell_typing import literal, type_cell, type_output
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.language.cells import parse_cell
from workflow_engine.program.expressions import Expression
from workflow_engine.program.types import (
    BOOLEAN,
    DATE,
    DATETIME,
    INTEGER,
    NUMBER,
    SCALE,
    TEXT,
    Type,
    list_of,
)


def cell(text: str, column: str) -> tuple[Expression | None, list[Diagnostic]]:
    syntax, diagnostics = parse_cell(written(text))
    assert diagnostics == []
    assert syntax is not None
    subject = SCOPE.lookup(column)
    assert subject is not None
    return type_cell(syntax, subject, SCOPE)


@pytest.mark.parametrize(
    ("text", "column", "meaning"),
    [
        ("28", "tier", "(tier == 28)"),
        ("高", "growth", "(growth == high)"),
        ("high", "growth", "(growth == high)"),
        ("≥ 5", "tier", "(tier >= 5)"),
        ("≥ 2.5", "tier", "(N(tier) >= #2500000)"),
        ("< 18", "net", "(net < #18000000)"),
        ("≠ 3", "tier", "(tier != 3)"),
        ("18..30", "tier", "and((tier >= 18), (tier <= 30))"),
        ("１８..３０", "tier", "and((tier >= 18), (tier <= 30))"),
        ("18..<30.5", "tier", "and((N(tier) >= #18000000), (N(tier) < #30500000))"),
        ("0.1<..0.3", "share", "and((share > #100000), (share <= #300000))"),
        (
            "2026-01-01..2026-12-31",
            "joined_on",
            "and((joined_on >= 2026-01-01), (joined_on <= 2026-12-31))",
        ),
        ("高 | 中", "growth", "(growth in ['high', 'medium'])"),
        ("1 | 2", "net", "(net in [1000000, 2000000])"),
        ("≥ 5 | < 2", "tier", "or((tier >= 5), (tier < 2))"),
        ("not 低", "growth", "(growth != low)"),
        ("not 高 | 中", "growth", "not((growth in ['high', 'medium']))"),
        ("not 3..5", "tier", "not(and((tier >= 3), (tier <= 5)))"),
        ("any", "tier", "any"),
        ("-", "growth", "any"),
        ("missing", "tier", "missing(tier)"),
        ("not missing", "tier", "not(missing(tier))"),
        ("missing | < 5", "tier", "or(missing(tier), (tier < 5))"),
        ("true", "smart", "smart"),
        ("是", "big", "big"),
        ("否", "big", "not(big)"),
        ("≠ 否", "big", "big"),
        ("是", "answer", "(answer == 是)"),
        ("true", "answer", "(answer == 是)"),
        ("≥ 5 < 10", "tier", "and((tier >= 5), (tier < 10))"),
        ("has 高", "opted", "contains(opted, high)"),
        ("含 5", "scores", "contains(scores, #5000000)"),
        ("has 高 | has 低", "opted", "or(contains(opted, high), contains(opted, low))"),
        ("某街道, 3号", "name", "(name == 某街道, 3号)"),
        ('"true"', "name", "(name == true)"),
        ("010", "name", "(name == 010)"),
        ("010", "tier", "(tier == 10)"),
        ("missing", "opted", "missing(opted)"),
    ],
)
def test_cells(text: str, column: str, meaning: str) -> None:
    condition, diagnostics = cell(text, column)
    assert diagnostics == []
    assert shown(condition) == meaning


@pytest.mark.parametrize(
    ("text", "column", "code", "fix"),
    [
        ("hihg", "growth", "WE332", None),
        ("高, 中", "growth", "WE341", "高 | 中"),
        ("高、中", "growth", "WE341", "高 | 中"),
        ("高 或 中", "growth", "WE341", "高 | 中"),
        ("20,000", "net", "WE344", "20000"),
        ("30%", "share", "WE344", "0.3"),
        ("18-30", "tier", "WE342", "18..30"),
        ("18~30", "tier", "WE342", "18..30"),
        ("2026-01-01至2026-02-01", "joined_on", "WE342", "2026-01-01..2026-02-01"),
        ("30..18", "tier", "WE342", "18"),
        ("18..<18", "tier", "WE342", None),
        ("abc", "tier", "WE344", None),
        ("二十八", "tier", "WE344", None),
        ("2.5", "tier", "WE344", None),
        ("1e400", "net", "WE344", None),
        ("9" * 1_900, "tier", "WE303", None),
        ("net", "tier", "WE344", None),
        ("2026-02-30", "joined_on", "WE333", None),
        ("maybe", "smart", "WE344", None),
        ("true", "name", "WE344", None),
        ("> 高", "growth", "WE343", None),
        ("a..b", "name", "WE343", None),
        ("高", "opted", "WE343", None),
        ("≥ 3", "scores", "WE343", None),
        ("has 高", "growth", "WE343", None),
        ("has 大", "opted", "WE332", None),
        ("3", "visit", "WE343", None),
    ],
)
def test_cells_that_do_not_fit(text: str, column: str, code: str, fix: str | None) -> None:
    condition, diagnostics = cell(text, column)
    assert condition is None
    assert codes(diagnostics) == [code]
    found = diagnostics[0].fix
    assert (found.edits[0].text if found is not None else None) == fix


@pytest.mark.parametrize(
    ("text", "type_", "meaning"),
    [
        ("60", INTEGER, "60"),
        ("60", NUMBER, "#60000000"),
        ("tier * 2", INTEGER, "(tier * 2)"),
        ("tier", NUMBER, "N(tier)"),
        ("高", GROWTH, "high"),
        ("tier", TEXT, "tier"),
        ("2026-01-01", DATE, "2026-01-01"),
        ("joined_on", DATE, "joined_on"),
        ("是", BOOLEAN, "True"),
        ("smart and big", BOOLEAN, "and(smart, big)"),
        ("high; 中", list_of(GROWTH), "('high', 'medium')"),
    ],
)
def test_outputs(text: str, type_: Type, meaning: str) -> None:
    expression, diagnostics = type_output(written(text), type_, SCOPE)
    assert diagnostics == []
    assert shown(expression) == meaning


@pytest.mark.parametrize(
    ("text", "type_", "code"),
    [
        ("1.5", INTEGER, "WE344"),
        ("share", INTEGER, "WE335"),
        ("teir * 2", INTEGER, "WE325"),
        ("growth", GROWTH, "WE332"),
        ("2026-02-30", DATE, "WE333"),
        ("tier", BOOLEAN, "WE334"),
        ("high; 大", list_of(GROWTH), "WE332"),
    ],
)
def test_outputs_that_do_not_fit(text: str, type_: Type, code: str) -> None:
    expression, diagnostics = type_output(written(text), type_, SCOPE)
    assert expression is None
    assert codes(diagnostics) == [code]


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_whole_numbers_are_exact(value: int) -> None:
    assert literal(written(str(value)), INTEGER) == (value, [])


@given(st.decimals(min_value=-(10**15) + 1, max_value=10**15 - 1, places=6))
def test_numbers_are_exact(value: object) -> None:
    assert literal(written(f"{value:f}"), NUMBER) == (int(value * SCALE), [])  # type: ignore[operator]


@given(st.dates())
def test_dates(value: dt.date) -> None:
    assert literal(written(value.isoformat()), DATE) == (value, [])


@given(st.datetimes().map(lambda value: value.replace(microsecond=0)))
def test_moments(value: dt.datetime) -> None:
    assert literal(written(value.isoformat(" ")), DATETIME) == (value, [])
    assert literal(written(value.isoformat()), DATETIME) == (value, [])


@given(
    st.text(max_size=30),
    st.sampled_from(["tier", "net", "joined_on", "smart", "growth", "name", "opted", "visit"]),
)
def test_any_cell_is_typed_or_explained(text: str, column: str) -> None:
    syntax, diagnostics = parse_cell(written(text))
    if syntax is None:
        assert diagnostics != []
        return
    subject = SCOPE.lookup(column)
    assert subject is not None
    condition, diagnostics = type_cell(syntax, subject, SCOPE)
    assert condition is None or diagnostics == []
