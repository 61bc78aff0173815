from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compiler.scopes import GROWTH, SCOPE, shown
from tests.language.written import codes, columns, written
from workflow_engine.compiler.typing import type_condition, type_expression
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.language.conditions import AllOf, AnyOf, NotOf
from workflow_engine.language.expressions import parse_expression
from workflow_engine.program.expressions import Compare, Constant, Expression
from workflow_engine.program.types import (
    BOOLEAN,
    DATE,
    INTEGER,
    NUMBER,
    SCALE,
    TEXT,
    Type,
    list_of,
)


def typed(text: str, expected: Type | None = None) -> tuple[Expression | None, list[Diagnostic]]:
    syntax, diagnostics = parse_expression(written(text))
    assert diagnostics == []
    assert syntax is not None
    return type_expression(syntax, SCOPE, expected)


def well(text: str, expected: Type | None = None) -> Expression:
    expression, diagnostics = typed(text, expected)
    assert diagnostics == []
    assert expression is not None
    return expression


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("28 <= tier <= 30", "and((tier >= 28), (tier <= 30))"),
        ("tier >= 28.5", "(N(tier) >= #28500000)"),
        ("net < 0 or tier = 2", "or((net < #0), (tier == 2))"),
        ("share == tier", "(share == N(tier))"),
        ('growth == "high"', "(growth == high)"),
        ('"高" == growth', "(growth == high)"),
        ("growth != 高", "(growth != high)"),
        ("growth == high", "(growth == high)"),
        ("growth == high or high", "or((growth == high), high)"),
        ("growth in [高, 'low']", "(growth in ['high', 'low'])"),
        ("growth not in [高]", "not((growth in ['high']))"),
        ("answer == 是", "(answer == 是)"),
        ("answer == true", "(answer == 是)"),
        ("answer == today", "(answer == today)"),
        ("smart == 是", "(smart == True)"),
        ("smart and not big", "and(smart, not(big))"),
        ("smart and (big and high)", "and(smart, big, high)"),
        ("tier in [1, 2, 1]", "(tier in [1, 2])"),
        ("tier in [1, 2.5]", "(N(tier) in [1000000, 2500000])"),
        ("net in [1, -2]", "(net in [1000000, -2000000])"),
        ("tier in [stay, 3]", "or((tier == stay), (tier == 3))"),
        ("high in opted", "contains(opted, high)"),
        ('"x" not in name', "not(contains(name, x))"),
        ('joined_on >= "2026-01-01"', "(joined_on >= 2026-01-01)"),
        ('"2026-01-01" < joined_on', "(joined_on > 2026-01-01)"),
        ('joined_on in ["2026-01-01", "2026-02-01"]', None),
        ('seen >= "2026-01-01 14:30"', "(seen >= 2026-01-01 14:30:00)"),
        ('seen >= "2026-01-01"', "(seen >= 2026-01-01 00:00:00)"),
        ("joined_on < today", "(joined_on < today)"),
        ("joined_on < 今天", "(joined_on < today)"),
        ("tier is missing", "missing(tier)"),
        ("档位 不缺失", "not(missing(档位))"),
        ("visit is missing", "missing(visit)"),
        ('visit["minutes"] > 30', "(visit.minutes > 30)"),
        ('visit["mode"] == 高', "(visit.mode == high)"),
        ("ｔｉｅｒ > 3", "(tier > 3)"),
        ("(net if smart else 3) > 2", "((net if smart else #3000000) > #2000000)"),
        ("(growth if smart else 低) == 低", "((growth if smart else low) == low)"),
        ("smart if big else high", "(smart if big else high)"),
    ],
)
def test_conditions(text: str, meaning: str | None) -> None:
    expression = well(text, BOOLEAN)
    assert expression.type == BOOLEAN
    if meaning is not None:
        assert shown(expression) == meaning


@pytest.mark.parametrize(
    ("text", "kind", "unit", "meaning"),
    [
        ("tier + 1", "integer", None, "(tier + 1)"),
        ("tier * tier - 1", "integer", None, "((tier * tier) - 1)"),
        ("tier / 2", "number", None, "(N(tier) / #2000000)"),
        ("tier + 0.5", "number", None, "(N(tier) + #500000)"),
        ("net - cost", "number", "元", "(net - cost)"),
        ("net - 5", "number", "元", "(net - #5000000)"),
        ("stay + 1", "integer", "天", "(stay + 1)"),
        ("net * 2", "number", None, "(net * #2000000)"),
        ("net / cost", "number", None, "(net / cost)"),
        ("-net", "number", "元", "-net"),
        ("-5", "integer", None, "-5"),
        ("- -5", "integer", None, "5"),
        ("+tier", "integer", None, "tier"),
        ("tier if smart else share", "number", None, "(N(tier) if smart else share)"),
        ("3 if smart else stay", "integer", "天", "(3 if smart else stay)"),
    ],
)
def test_arithmetic(text: str, kind: str, unit: str | None, meaning: str) -> None:
    expression = well(text)
    assert shown(expression) == meaning
    assert (expression.type.kind, expression.type.unit) == (kind, unit)


@pytest.mark.parametrize(
    ("text", "expected", "meaning"),
    [
        ("tier", NUMBER, "N(tier)"),
        ("5", NUMBER, "#5000000"),
        ('"2026-01-01"', DATE, "2026-01-01"),
        ("高", GROWTH, "high"),
        ("name", TEXT, "name"),
        ("scores", list_of(NUMBER), "scores"),
    ],
)
def test_what_is_expected(text: str, expected: Type, meaning: str) -> None:
    assert shown(well(text, expected)) == meaning


@pytest.mark.parametrize(
    ("text", "code", "marked", "advice"),
    [
        ("teir > 3", "WE325", "teir", "tier"),
        ("net缺失", "WE325", "net缺失", "net 缺失"),
        ("非smart", "WE325", "非smart", "非 smart"),
        ("days_since > 3", "WE325", "days_since", "days_since(joined_on)"),
        ("tier == missing", "WE325", "missing", "is missing"),
        ("growth == missing", "WE332", "missing", "is missing"),
        ("growth == hihg", "WE332", "hihg", "high"),
        ('growth == "hgih"', "WE332", '"hgih"', "high"),
        ("growth in [高, 大]", "WE332", "大", None),
        ('joined_on > "2026-02-30"', "WE333", '"2026-02-30"', None),
        ('joined_on > "2026/2/3"', "WE333", '"2026/2/3"', None),
        ("tier", "WE334", "tier", "tier >= 1"),
        ("growth", "WE334", "growth", 'growth == "high"'),
        ("joined_on", "WE334", "joined_on", 'joined_on >= "2026-01-01"'),
        ("scores", "WE334", "scores", "count(scores) > 0"),
        ("smart and tier", "WE334", "tier", "tier >= 1"),
        ("not tier", "WE334", "tier", "tier >= 1"),
        ("tier + 1", "WE334", "tier + 1", None),
        ("net > stay", "WE331", "net > stay", None),
        ("net + stay > 1", "WE331", "net + stay", None),
        ("tier == '28'", "WE330", "tier == '28'", "without quotes"),
        ("name == 5", "WE330", "name == 5", "without quotes"),
        ("joined_on == seen", "WE330", "joined_on == seen", "date("),
        ("scores > 3", "WE330", "scores > 3", "all_below"),
        ("smart == tier", "WE330", "smart == tier", None),
        ("growth == answer", "WE330", "growth == answer", None),
        ("scores == scores", "WE330", "scores == scores", None),
        ("name > 'a'", "WE336", "name > 'a'", None),
        ("growth > low", "WE336", "growth > low", None),
        ("smart > true", "WE336", "smart > true", None),
        ("visit > 3", "WE337", "visit", 'visit["minutes"]'),
        ('visit["mintues"] > 3', "WE338", '"mintues"', "minutes"),
        ('tier["x"] > 3', "WE338", 'tier["x"]', "tier"),
        ("net / 0 > 1", "WE339", "net / 0", None),
        ("net / 0.0 > 1", "WE339", "net / 0.0", None),
        ("joined_on + 3 > today", "WE329", "joined_on", "days_between"),
        ("scores + 3 > 1", "WE329", "scores", "mean"),
        ("name + 'x' == 'y'", "WE329", "name", None),
        ("-name == 3", "WE329", "name", None),
        ("tier in 3", "WE348", "3", None),
        ("tier in []", "WE348", "[]", None),
        ("tier in ['x']", "WE330", "'x'", None),
        ("[1, 2]", "WE324", "[1, 2]", None),
        ("growth in [1]", "WE330", "1", None),
        ("3 in opted", "WE330", "3", None),
    ],
)
def test_mistakes(text: str, code: str, marked: str, advice: str | None) -> None:
    expression, diagnostics = typed(text, BOOLEAN)
    assert expression is None
    assert code in codes(diagnostics)
    found = next(d for d in diagnostics if d.code == code)
    start, end = columns(found)
    assert text[start:end] == marked
    if advice is not None:
        assert found.help is not None
        assert advice in found.help.en


@pytest.mark.parametrize(
    ("text", "expected"),
    [("share", INTEGER), ("name", NUMBER), ("growth", TEXT), ("answer", GROWTH), ("ranks", TEXT)],
)
def test_what_does_not_fit_its_place(text: str, expected: Type) -> None:
    expression, diagnostics = typed(text, expected)
    assert expression is None
    assert codes(diagnostics) == ["WE335"]


def test_every_mistake_is_reported_at_once() -> None:
    _, diagnostics = typed("teir > 3 and growth == hihg or net > stay and tier", BOOLEAN)
    assert codes(diagnostics) == ["WE325", "WE332", "WE331", "WE334"]


def test_a_name_with_mistakes_of_its_own_is_not_reported_again() -> None:
    expression, diagnostics = typed("broken > 3 and teir > 3", BOOLEAN)
    assert expression is None
    assert codes(diagnostics) == ["WE325"]
    assert typed('broken == "x" or broken is missing', BOOLEAN) == (None, [])


def test_nested_conditions() -> None:
    place = written("").place
    condition = AllOf(
        (
            written("tier > 3"),
            AnyOf((written("smart"), NotOf(written("big"), place)), place),
            written("net > 0 and high"),
        ),
        place,
    )
    expression, diagnostics = type_condition(condition, SCOPE)
    assert diagnostics == []
    assert shown(expression) == "and((tier > 3), or(smart, not(big)), (net > #0), high)"


def test_nested_conditions_report_every_mistake() -> None:
    place = written("").place
    condition = AllOf(
        (written("teir > 3"), NotOf(AnyOf((written("x +"), written("tier")), place), place)), place
    )
    expression, diagnostics = type_condition(condition, SCOPE)
    assert expression is None
    assert codes(diagnostics) == ["WE325", "WE317", "WE334"]
    assert codes(type_condition(AnyOf((), place), SCOPE)[1]) == ["WE300"]


@given(st.decimals(min_value=0, max_value=10**15 - 1, places=6))
def test_number_constants_are_exact(value: object) -> None:
    expression = well(f"net >= {value:f}")
    assert isinstance(expression, Compare)
    assert isinstance(expression.right, Constant)
    assert expression.right.value == int(value * SCALE)  # type: ignore[operator]


ATOMS = st.sampled_from(
    [
        "tier",
        "net",
        "stay",
        "share",
        "joined_on",
        "seen",
        "smart",
        "growth",
        "answer",
        "name",
        "scores",
        "ranks",
        "opted",
        "big",
        "visit",
        "today",
        "1",
        "2.5",
        '"high"',
        '"2026-01-01"',
        "true",
        "高",
        "broken",
        "nothing",
    ]
)
TREES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(
            inner,
            st.sampled_from(["+", "-", "*", "/", "==", "!=", "<", ">=", "and", "or", "in"]),
            inner,
        ).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda t: f"(not {t})"),
        inner.map(lambda t: f"({t} is missing)"),
        inner.map(lambda t: f"max({t}, 1)"),
        inner.map(lambda t: f"count({t})"),
        st.tuples(inner, inner).map(lambda t: f"all_below({t[0]}, {t[1]})"),
        st.tuples(inner, inner).map(lambda t: f"coalesce({t[0]}, {t[1]})"),
        st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})"),
        st.tuples(inner, inner).map(lambda t: f"({t[0]} in [{t[1]}])"),
    ),
    max_leaves=8,
)


@given(TREES, st.sampled_from([None, BOOLEAN, NUMBER]))
def test_any_tree_is_typed_or_explained(text: str, expected: Type | None) -> None:
    expression, diagnostics = typed(text, expected)
    if expression is not None:
        assert diagnostics == []
        if expected is not None:
            assert expression.type.kind == expected.kind
    elif "broken" not in text:
        assert diagnostics != []
