from __future__ import annotations

import pytest

from tests.compiler.scopes import SCOPE, shown
from tests.language.written import codes, columns, written
from workflow_engine.compiler.typing import type_expression
from workflow_engine.decide.functions import DATED
from workflow_engine.decide.functions import FUNCTIONS as MEANINGS
from workflow_engine.language.expressions import parse_expression
from workflow_engine.language.functions import FUNCTIONS, function_named
from workflow_engine.language.keywords import FUNCTION_NAMES


def test_every_function_has_both_names_and_a_meaning() -> None:
    assert set(FUNCTIONS) == set(FUNCTION_NAMES) == {*MEANINGS, *DATED}
    for name, function in FUNCTIONS.items():
        assert function_named(name) is function
        assert function_named(FUNCTION_NAMES[name]) is function


@pytest.mark.parametrize(
    ("text", "kind", "meaning"),
    [
        ("days_since(joined_on)", "integer", "days_since(joined_on)"),
        ("距今天数(joined_on)", "integer", "days_since(joined_on)"),
        ("days_until(seen)", "integer", "days_until(seen)"),
        ('days_since("2026-01-01")', "integer", "days_since(2026-01-01)"),
        ("months_since(joined_on)", "integer", "months_since(joined_on)"),
        ("years_since(joined_on)", "integer", "years_since(joined_on)"),
        ("days_between(joined_on, today)", "integer", "days_between(joined_on, today)"),
        ("year(seen) + month(seen) + day(seen)", "integer", None),
        ("last(scores, 4)", "list", "last(scores, 4)"),
        ("最早(opted, 2)", "list", "first(opted, 2)"),
        ("all_below(last(scores, 4), 60)", "boolean", "all_below(last(scores, 4), #60000000)"),
        ("any_above(scores, tier)", "boolean", "any_above(scores, N(tier))"),
        ("all_below(ranks, 60.5)", "boolean", "all_below(ranks, ceil(#60500000))"),
        ("any_above(ranks, share)", "boolean", "any_above(ranks, floor(share))"),
        ("any_below(ranks, 3)", "boolean", "any_below(ranks, 3)"),
        ('all_above(dates, "2026-01-01")', "boolean", "all_above(dates, 2026-01-01)"),
        ("count(opted)", "integer", "count(opted)"),
        ("count(all_visits)", "integer", "count(all_visits)"),
        ("sum(ranks)", "integer", "sum(ranks)"),
        ("sum(scores)", "number", "sum(scores)"),
        ("mean(scores)", "number", "mean(scores)"),
        ("mean(ranks)", "number", "(N(sum(ranks)) / N(count(ranks)))"),
        ("max(scores)", "number", "max(scores)"),
        ("min(dates)", "date", "min(dates)"),
        ("min(tier, 3)", "integer", "min(tier, 3)"),
        ("max(tier, share, 3)", "number", "max(N(tier), share, #3000000)"),
        ('最大(joined_on, "2026-01-01")', "date", "max(joined_on, 2026-01-01)"),
        ("abs(net)", "number", "abs(net)"),
        ("round(share)", "number", "round(share, 0)"),
        ("round(tier, 2)", "number", "round(N(tier), 2)"),
        ("floor(share)", "integer", "floor(share)"),
        ("ceil(tier)", "integer", "tier"),
        ("coalesce(tier, share, 0)", "number", "coalesce(N(tier), share, #0)"),
        ("coalesce(growth, 高)", "choice", "coalesce(growth, high)"),
        ('coalesce("low", growth)', "choice", "coalesce(low, growth)"),
        ("coalesce(smart, big, false)", "boolean", "coalesce(smart, big, False)"),
        ("coalesce(scores, scores)", "list", "coalesce(scores, scores)"),
        ("contains(opted, 高)", "boolean", "contains(opted, high)"),
        ("contains(scores, 5)", "boolean", "contains(scores, #5000000)"),
        ('contains(name, "x")', "boolean", "contains(name, x)"),
        ('starts_with(name, "x")', "boolean", "starts_with(name, x)"),
        ('结尾是(name, "x")', "boolean", "ends_with(name, x)"),
        ("length(name)", "integer", "length(name)"),
        ('date("2026-01-01")', "date", "2026-01-01"),
        ("date(seen)", "date", "date(seen)"),
        ("date(joined_on)", "date", "joined_on"),
    ],
)
def test_calls(text: str, kind: str, meaning: str | None) -> None:
    syntax, _ = parse_expression(written(text))
    assert syntax is not None
    expression, diagnostics = type_expression(syntax, SCOPE)
    assert diagnostics == []
    assert expression is not None
    assert expression.type.kind == kind
    if meaning is not None:
        assert shown(expression) == meaning


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("abs(net)", "元"),
        ("round(net, 2)", "元"),
        ("floor(net)", "元"),
        ("max(net, cost)", "元"),
        ("max(1, net)", "元"),
        ("coalesce(0, net)", "元"),
        ("days_since(joined_on)", None),
    ],
)
def test_what_keeps_a_unit(text: str, unit: str | None) -> None:
    syntax, _ = parse_expression(written(text))
    assert syntax is not None
    expression, _ = type_expression(syntax, SCOPE)
    assert expression is not None
    assert expression.type.unit == unit


@pytest.mark.parametrize(
    ("text", "code", "marked"),
    [
        ("nothing(3)", "WE326", "nothing"),
        ("days_sinc(joined_on)", "WE326", "days_sinc"),
        ("tier(3)", "WE326", "tier"),
        ("days_since()", "WE327", "days_since()"),
        ("days_since(joined_on, 3)", "WE327", "days_since(joined_on, 3)"),
        ("min()", "WE327", "min()"),
        ("coalesce(tier)", "WE327", "coalesce(tier)"),
        ("days_since(tier)", "WE328", "tier"),
        ("sum(opted)", "WE328", "opted"),
        ("all_below(opted, 3)", "WE328", "opted"),
        ("all_below(ranks, joined_on)", "WE328", "joined_on"),
        ("all_below(scores, name)", "WE330", "name"),
        ("max(tier)", "WE328", "tier"),
        ("max(opted)", "WE328", "opted"),
        ("max(name, name)", "WE328", "name"),
        ("max(tier, joined_on)", "WE330", "joined_on"),
        ("max(net, stay)", "WE331", "stay"),
        ("abs(name)", "WE328", "name"),
        ("coalesce(tier, name)", "WE330", "name"),
        ("contains(tier, 3)", "WE328", "tier"),
        ("contains(opted, 大)", "WE332", "大"),
        ("contains(name, 3)", "WE328", "3"),
        ("date(name)", "WE328", "name"),
        ('date("2026-13-01")', "WE333", '"2026-13-01"'),
        ("last(scores, 0)", "WE349", "0"),
        ("last(scores, tier)", "WE349", "tier"),
        ("last(scores, 1.0)", "WE349", "1.0"),
        ("round(net, 7)", "WE349", "7"),
        ("round(net, -1)", "WE349", "-1"),
    ],
)
def test_wrong_calls(text: str, code: str, marked: str) -> None:
    syntax, _ = parse_expression(written(text))
    assert syntax is not None
    expression, diagnostics = type_expression(syntax, SCOPE)
    assert expression is None
    assert code in codes(diagnostics)
    start, end = columns(next(d for d in diagnostics if d.code == code))
    assert text[start:end] == marked
