from __future__ import annotations

import ast
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.language.written import codes, columns, written
from workflow_engine.language import expressions
from workflow_engine.language.expressions import parse_expression, translate_expression
from workflow_engine.language.syntax import (
    ArithmeticSyntax,
    CallSyntax,
    ChooseSyntax,
    ComparisonSyntax,
    ListSyntax,
    LogicSyntax,
    MissingSyntax,
    NameSyntax,
    NegativeSyntax,
    NotSyntax,
    NumberSyntax,
    OutputSyntax,
    Syntax,
    TextSyntax,
    TruthSyntax,
)


def shape(node: Syntax) -> str:
    """The tree in prefix notation."""
    match node:
        case NameSyntax(name):
            return name
        case NumberSyntax(value):
            return str(value)
        case TextSyntax(text):
            return repr(text)
        case TruthSyntax(value):
            return str(value).lower()
        case ListSyntax(items):
            return f"[{' '.join(map(shape, items))}]"
        case ArithmeticSyntax(sign, left, right):
            return f"({sign} {shape(left)} {shape(right)})"
        case NegativeSyntax(item):
            return f"(- {shape(item)})"
        case ComparisonSyntax(first, links):
            return f"({shape(first)} {' '.join(f'{op} {shape(item)}' for op, item in links)})"
        case LogicSyntax(word, items):
            return f"({word} {' '.join(map(shape, items))})"
        case NotSyntax(item):
            return f"(not {shape(item)})"
        case MissingSyntax(item, negated):
            return f"({'present' if negated else 'missing'} {shape(item)})"
        case ChooseSyntax(condition, then, otherwise):
            return f"(if {shape(condition)} {shape(then)} {shape(otherwise)})"
        case CallSyntax(function, arguments):
            return f"{function.name}({' '.join(map(shape, arguments))})"
        case OutputSyntax(table, output):
            return f"{table.name}.{output.text}"


def parsed(text: str) -> str:
    syntax, diagnostics = parse_expression(written(text))
    assert diagnostics == []
    assert syntax is not None
    return shape(syntax)


@pytest.mark.parametrize(
    ("english", "chinese", "tree"),
    [
        ("a + b * 2 - c / 4", "a + b × 2 - c ÷ 4", "(- (+ a (* b 2)) (/ c 4))"),
        ("(a + b) * -2", "(a + b) × -2", "(* (+ a b) (- 2))"),
        ("28 <= tier <= 30", "28 ≤ tier ≤ 30", "(28 <= tier <= 30)"),
        ("a == 1 and b != 2", "a = 1 且 b ≠ 2", "(and (a == 1) (b != 2))"),
        ("a == 1 and b != 2", "a 等于 1 且 b 不等于 2", "(and (a == 1) (b != 2))"),
        ("a >= 1 or b and not c", "a ≥ 1 或 b 且 非 c", "(or (a >= 1) (and b (not c)))"),
        ("a in [x, 'y']", "a 属于 [x, 'y']", "(a in [x 'y'])"),
        ("a not in [1, 2]", "a 不属于 [1, 2]", "(a not in [1 2])"),
        ("a is missing", "a 缺失", "(missing a)"),
        ("a is not missing or b", "a 不缺失 或 b", "(or (present a) b)"),
        ("not a is missing", "非 a 缺失", "(not (missing a))"),
        ("1.5 if a else 2", "1.5 如果 a 否则 2", "(if a 1.5 2)"),
        ("a == true", "a == 是", "(a == true)"),
        ("days_since(x) > 3", "距今天数(x) > 3", None),
        ('t["minutes"] > 3', 't["minutes"] > 3', "(t.minutes > 3)"),
        ("max()", "max()", "max()"),
    ],
)
def test_both_languages_give_the_same_tree(english: str, chinese: str, tree: str | None) -> None:
    if tree is None:
        assert parsed(english).replace("days_since", "距今天数") == parsed(chinese)
        return
    assert parsed(english) == parsed(chinese) == tree


def test_chinese_words_need_no_spaces_after_a_value() -> None:
    assert parsed("档位≥28且净贡献 < 0或(x)缺失") == (
        "(or (and (档位 >= 28) (净贡献 < 0)) (missing x))"
    )


def test_a_name_may_contain_an_operator_word() -> None:
    assert parsed("并且条件 且 或许") == "(and 并且条件 或许)"


@pytest.mark.parametrize(
    ("text", "code", "marked"),
    [
        ("__import__('os').system('x')", "WE315", "__import__"),
        ("tier.__class__", "WE306", "."),
        ("a.b", "WE306", "."),
        ("lambda x: x", "WE307", "lambda"),
        ("[x for x in y]", "WE308", "for"),
        ("count(x for x in y)", "WE308", "for"),
        ("(x := 3)", "WE309", ":="),
        ("f'{x}'", "WE310", "f"),
        ("f(*x)", "WE311", "*"),
        ("x ** 2", "WE311", "**"),
        ("x // 2", "WE311", "//"),
        ("round(x, places=2)", "WE312", "places"),
        ("x[1:2]", "WE313", ":"),
        ("{x}", "WE314", "{"),
        ("_x > 1", "WE315", "_x"),
        ("a__b > 1", "WE315", "a__b"),
        ("import os", "WE316", "import"),
        ("await x", "WE316", "await"),
        ("x == None", "WE316", "None"),
        ("if x then y", "WE316", "if"),
        ("a and", "WE317", "and"),
        ("and a", "WE317", "and"),
        ("a == == b", "WE317", "=="),
        ("a b", "WE318", "b"),
        ("(a", "WE319", "("),
        ("all_below(last(satisfaction", "WE319", "("),
        ("a)", "WE319", ")"),
        ("[a)", "WE319", ")"),
        ("net >= 20,000", "WE320", ","),
        ("'abc", "WE321", "'"),
        ("share < 20%", "WE322", "20%"),
        ("x > 1e400", "WE322", "1e400"),
        ("28天 > x", "WE322", "28天"),
        ("18..30", "WE322", "18.."),
        ("a..b", "WE316", ".."),
        ("a is 5", "WE323", "is"),
        ("a if b", "WE324", "a"),
        ("a < b is missing", "WE324", "a < b is missing"),
        ("x[y]", "WE324", "x[y]"),
        ("a ; b", "WE387", ";"),
        ("a ~ b", "WE305", "~"),
        ("a \u200b b", "WE305", "\u200b"),
        ("", "WE300", ""),
        ("9" * 16, "WE303", "9" * 16),
        ("1.1234567", "WE303", "1.1234567"),
    ],
)
def test_what_is_no_expression_says_why_and_where(text: str, code: str, marked: str) -> None:
    syntax, diagnostics = parse_expression(written(text))
    assert syntax is None
    assert code in codes(diagnostics)
    found = next(d for d in diagnostics if d.code == code)
    start, end = columns(found)
    assert text[start:end] == marked
    assert found.message.zh != found.message.en
    assert found.help is not None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9" * 10_000, "WE301"),
        ("x" * 2_001, "WE301"),
        ("9" * 1_900, "WE303"),
        ("(" * 33 + "1" + ")" * 33, "WE302"),
        ("[" * 1_000, "WE302"),
        ("not " * 400 + "x", "WE302"),
        ("-" * 1_500 + "1", "WE302"),
        ("+".join("a" * 900), "WE302"),
        ("1 if a else " * 150 + "1", "WE302"),
        ("f(" * 40 + "1" + ")" * 40, "WE302"),
    ],
)
def test_limits_hold_before_anything_is_parsed(text: str, code: str) -> None:
    syntax, diagnostics = parse_expression(written(text))
    assert syntax is None
    assert codes(diagnostics)[-1] == code


def test_what_is_inside_the_limits_is_read() -> None:
    assert parsed("(" * 32 + "1" + ")" * 32) == "1"
    assert parsed(" or ".join(["a"] * 300)).count("a") == 300
    assert parsed("+".join("a" * 60)).count("+") == 59
    assert parsed("123456789012345.123456") == "123456789012345.123456"


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("a => 3", "a >= 3"),
        ("a ＞＝ 3", "a >= 3"),
        ("a ≧ 3", "a >= 3"),
        ("a <> 3", "a != 3"),
        ("a && b", "a and b"),
        ("a || b", "a or b"),
        ("a AND NOT b", "a and not b"),
        ("a 大于等于 3", "a >= 3"),
        ("a 并且 b", "a 且 b"),
        ("a 或者 b", "a 或 b"),
        ("a 以及 b", "a 且 b"),
        ("a 同时 b", "a 且 b"),
        ("大 && 小", "大 且 小"),
        ("市场 是 乡村", "市场 == 乡村"),
        ("市场 不是 乡村", "市场 != 乡村"),
        ("不 大", "非 大"),
        ("a 》 3", "a > 3"),
        ("a 《= 3", "a <= 3"),
        ("a > ２８", "a > 28"),
        ("a == “高”", 'a == "高"'),
        ("(a or b） and c", "(a or b) and c"),
    ],
)
def test_usual_slips_are_read_with_a_warning_and_a_fix(text: str, repaired: str) -> None:
    syntax, diagnostics = parse_expression(written(text))
    assert syntax is not None
    assert set(codes(diagnostics)) == {"WE304"}
    fixed = text
    for diagnostic in reversed(diagnostics):
        assert diagnostic.severity == "warning"
        assert diagnostic.fix is not None
        (edit,) = diagnostic.fix.edits
        start, end = edit.place.column - 10, edit.place.end_column - 10
        fixed = fixed[:start] + edit.text + fixed[end:]
    assert " ".join(fixed.split()) == repaired
    again, _ = parse_expression(written(fixed))
    assert again is not None
    assert shape(again) == shape(syntax)


def test_a_fix_never_breaks_the_quotes_or_commas_around_it() -> None:
    _, diagnostics = parse_expression(written("a == “高”", quoted=True))
    assert diagnostics[0].fix is None
    _, diagnostics = parse_expression(written("a in 【b，c】"))
    assert [d.fix for d in diagnostics] == [None, None, None]


def test_python_never_sees_author_text(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    class Spy:
        def __getattr__(self, name: str) -> object:
            return getattr(ast, name)

        def parse(self, source: str, mode: str) -> ast.AST:
            seen.append(source)
            return ast.parse(source, mode=mode)

    monkeypatch.setattr(expressions, "ast", Spy())
    syntax, _ = parse_expression(written('secret("text", 123456) and 名称'))
    assert syntax is not None
    assert seen == ["t0 ( t2 , t4 ) and t7"]


@given(st.integers(0, 10**15 - 1), st.integers(0, 6), st.data())
def test_number_literals_are_exact(whole: int, places: int, data: st.DataObject) -> None:
    fraction = data.draw(st.text("0123456789", min_size=places, max_size=places))
    text = f"{whole}.{fraction}" if fraction else str(whole)
    syntax, _ = parse_expression(written(text))
    assert isinstance(syntax, NumberSyntax)
    assert syntax.value == Decimal(text)
    assert syntax.whole is (not fraction)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_places_inside_it(text: str) -> None:
    syntax, diagnostics = parse_expression(written(text))
    assert (syntax is None) == any(d.severity == "error" for d in diagnostics)
    for diagnostic in diagnostics:
        if "\n" in text:
            continue
        start, end = columns(diagnostic)
        assert 0 <= start <= end <= len(text)


PIECES = st.sampled_from(
    [
        "a",
        "档位",
        "28",
        "1.5",
        '"高"',
        "true",
        "today",
        "(",
        ")",
        "[",
        "]",
        ",",
        " and ",
        " or ",
        "not ",
        " in ",
        " not in ",
        " is missing",
        " is not missing",
        "==",
        "!=",
        "<=",
        "+",
        "-",
        "*",
        "/",
        " if ",
        " else ",
        "days_since",
        "max",
        "且",
        "缺失",
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_translation_keeps_the_meaning(text: str) -> None:
    syntax, _ = parse_expression(written(text))
    there = translate_expression(text, "zh")
    back = translate_expression(there, "en")
    if syntax is None:
        return
    chinese, _ = parse_expression(written(there))
    english, _ = parse_expression(written(back))
    assert chinese is not None
    assert english is not None
    names = {"今天": "today", "距今天数": "days_since", "最大": "max"}
    in_chinese = shape(chinese)
    for word, name in names.items():
        in_chinese = in_chinese.replace(word, name)
    assert in_chinese == shape(english) == shape(syntax)


def test_translation_changes_words_and_functions_only() -> None:
    text = 'days_since(joined_on) <= 90 and not (x in ["and", true]) or net is missing'
    there = '距今天数(joined_on) <= 90 且 非 (x 属于 ["and", 是]) 或 net 缺失'
    assert translate_expression(text, "zh") == there
    assert translate_expression(there, "en") == text
    assert translate_expression("no 'expression", "zh") == "no 'expression"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a >= 2026.11.2", '日期写作 `"2026-11-02"`，带引号'),
        ("a >= 5万", "写出全部数位：`50000`"),
        ("a >= 1.5亿元", "写出全部数位：`150000000`"),
        ("a > 3天", "数字不带单位；单位写在属性的 `单位`（`unit`）里"),
        ("a > 1.2.3", "写作 `1.2`"),
    ],
)
def test_numbers_as_people_write_them_get_the_right_advice(text: str, hint: str) -> None:
    _, diagnostics = parse_expression(written(text))
    assert codes(diagnostics) == ["WE322"]
    assert diagnostics[0].help is not None
    assert diagnostics[0].help.zh == hint
