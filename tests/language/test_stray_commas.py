"""Commas and the like between conditions: one message, which shows what to write."""

from __future__ import annotations

import pytest

from tests.language.written import columns, written
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.language.expressions import parse_expression
from workflow_engine.language.fixing import apply_fixes


def told(text: str, lang: Language | None = None) -> Diagnostic:
    """The one finding in a condition that cannot be read."""
    syntax, diagnostics = parse_expression(written(text), lang)
    assert syntax is None
    (found,) = diagnostics
    return found


def mended(text: str, found: Diagnostic) -> str:
    """The condition with the fix carried out."""
    assert found.fix is not None
    assert not found.fix.safe, "only the author knows whether *or* was meant"
    for edit in reversed(found.fix.edits):
        start, end = edit.place.column - 10, edit.place.end_column - 10
        text = text[:start] + edit.text + text[end:]
    return text


@pytest.mark.parametrize(
    ("text", "sign", "better"),
    [
        ("档位 >= 28, 净贡献 >= 20000", ",", "档位 >= 28 且 净贡献 >= 20000"),
        ("档位 >= 28，净贡献 >= 20000", "，", "档位 >= 28 且 净贡献 >= 20000"),
        ("档位 >= 28 、净贡献 缺失", "、", "档位 >= 28 且 净贡献 缺失"),
        ("档位 >= 28；大客户", "；", "档位 >= 28 且 大客户"),
        ("档位 >= 28 和 净贡献 > 0", "和", "档位 >= 28 且 净贡献 > 0"),
        ("大客户与新客户", None, None),
        ("大客户 与 新客户", "与", "大客户 且 新客户"),
        ("a > 1，b > 2，c > 3", "，", "a > 1 and b > 2 and c > 3"),
        ("tier >= 28, net > 0", ",", "tier >= 28 and net > 0"),
        ("contains(a, b), c > 1", ",", "contains(a, b) and c > 1"),
        ("a > 1, b in [1, 2]", ",", "a > 1 and b in [1, 2]"),
    ],
)
def test_conditions_are_joined_by_a_word(text: str, sign: str | None, better: str | None) -> None:
    if sign is None:
        assert parse_expression(written(text))[1] == [], "one name, however odd"
        return
    found = told(text)
    assert found.code == "WE387"
    start, end = columns(found)
    assert text[start:end] == found.args["sign"] == sign
    assert found.args["both"] == better
    assert found.help is not None
    assert f"`{better}`" in found.help.zh
    assert f"`{better}`" in found.help.en
    assert mended(text, found) == better
    assert parse_expression(written(mended(text, found)))[1] == []


def test_the_word_is_that_of_the_file() -> None:
    assert told("tier >= 28, net > 0", "zh").args["both"] == "tier >= 28 且 net > 0"
    assert told("档位 >= 28, 净贡献 > 0", "en").args["both"] == "档位 >= 28 and 净贡献 > 0"


def test_what_binds_less_tightly_is_put_in_brackets_and_left_to_the_author() -> None:
    found = told("a > 1 or b > 2, c > 3")
    assert found.args["both"] == "(a > 1 or b > 2) and c > 3"
    assert found.args["either"] == "a > 1 or b > 2 or c > 3"
    assert found.fix is None


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("net >= 20,000", "net >= 20000"),
        ("net >= 1,200,000 and tier > 3", "net >= 1200000 and tier > 3"),
        ("1,000.5 < net", "1000.5 < net"),
    ],
)
def test_a_number_has_no_thousands_separators(text: str, better: str) -> None:
    found = told(text)
    assert found.code == "WE320"
    assert mended(text, found) == better


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("市场 == 乡村，城镇", "市场 属于 [乡村, 城镇]"),
        ("市场 != 乡村、城镇", "市场 不属于 [乡村, 城镇]"),
        ("market in a, b", "market in [a, b]"),
    ],
)
def test_several_values_are_a_group(text: str, better: str) -> None:
    found = told(text)
    assert found.code == "WE320"
    assert found.help is not None
    assert f"`{better}`" in found.help.zh
    assert found.fix is None


@pytest.mark.parametrize("text", ["a, ", ", a", "a > 1,, b > 2", "t[a, b] > 1", "a > 1 ，"])
def test_any_other_comma_is_found_too(text: str) -> None:
    syntax, diagnostics = parse_expression(written(text))
    assert syntax is None
    assert [one.severity for one in diagnostics] == ["error"]


@pytest.mark.parametrize("text", ["a > = 3", "a < = 3", "a = = 3"])
def test_a_sign_in_two_pieces_is_named_whole(text: str) -> None:
    found = told(text)
    assert found.code == "WE317"
    sign = text[2] + "="
    assert found.help is not None
    assert f"`{sign}`" in found.help.zh


def test_between_is_written_as_two_comparisons() -> None:
    help_ = told("档位 在 18 到 30 之间").help
    assert help_ is not None
    assert "`18 <= 档位 <= 30`" in help_.zh


@pytest.mark.parametrize("text", ["市场 == “乡村", "市场 == 乡村”", '市场 == "乡村'])
def test_half_a_pair_of_quotes_is_one_finding(text: str) -> None:
    assert told(text).code == "WE321"


def test_fixes_of_the_reader_stay_apart() -> None:
    text = "w: 档位 >= 28, 净贡献 > 0\n"
    assert apply_fixes(text, [told("档位 >= 28, 净贡献 > 0")]) == (text, 0), "it is not safe"
