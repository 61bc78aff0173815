"""A condition asked of a compiled policy: the policy's own language, its findings, its advice."""

from __future__ import annotations

import pytest

from workflow_engine.compiler.condition import FILE, compile_condition
from workflow_engine.policy import check_texts
from workflow_engine.program.expressions import (
    AttributeValue,
    Compare,
    Constant,
    DefinitionValue,
    Not,
    Or,
)
from workflow_engine.program.program import Program

POLICY = """\
policy: {id: p, version: "1"}
customer:
  key: customer_id
  attributes:
    basic:
      tier: {type: integer, label: 档位}
      market: {type: choice, of: {urban: 城镇, rural: 乡村}}
  measures: {double: tier + tier}
tags:
  big: {label: 大客户, when: tier >= 28}
  rural: {label: 乡村客户, when: market == rural}
  both: {label: 乡村客户, when: big and rural}
categories: {of: [big, rural], otherwise: general}
scales:
  size: {levels: {large: {label: 大, when: big}, small: {label: 小, otherwise: true}}}
"""


@pytest.fixture(scope="module")
def program() -> Program:
    report = check_texts({"p.yaml": POLICY})
    assert report.program is not None, report.diagnostics
    return report.program


def test_it_is_typed_against_the_program(program: Program) -> None:
    condition, found = compile_condition("tier > 3", program)
    assert not found
    match condition:
        case Compare(">", AttributeValue("tier"), Constant(3)):
            pass
        case other:
            pytest.fail(f"{other}")


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("big 且 非 rural", "big and not rural"),
        (
            "market 属于 [城镇, rural] 或 double 缺失",
            "market in [urban, rural] or double is missing",
        ),
        ("size 等于 大", 'size == "large"'),
    ],
)
def test_the_words_of_both_languages(program: Program, chinese: str, english: str) -> None:
    first, found = compile_condition(chinese, program)
    assert first is not None, found
    assert first == compile_condition(english, program)[0]


def test_the_category_of_customers_without_one(program: Program) -> None:
    condition, _ = compile_condition(" general ", program)
    match condition:
        case Not(Or((DefinitionValue("big"), DefinitionValue("rural")))):
            pass
        case other:
            pytest.fail(f"{other}")


@pytest.mark.parametrize(
    ("text", "code", "advice"),
    [
        ("bgi", "WE325", "`big`"),
        ("大客户", "WE325", "`big`"),
        ("乡村客户", "WE325", None),  # printed for two tags
        ("market == rurall", "WE332", "`rural`"),
        ("tier", "WE334", None),
        ("tier >=", "WE317", None),
        ("", "WE300", None),
        ("__import__('os').system('true')", "WE315", None),
        ("tier > 3 and", "WE317", None),
    ],
)
def test_mistakes_are_findings(program: Program, text: str, code: str, advice: str | None) -> None:
    condition, found = compile_condition(text, program)
    assert condition is None
    assert found[0].code == code
    assert found[0].place.file == FILE
    if advice is not None:
        assert found[0].help is not None
        assert advice in found[0].help.zh


def test_a_finding_points_into_the_text(program: Program) -> None:
    _, found = compile_condition("tier > 3 and bgi", program)
    assert [(one.place.column, one.place.end_column) for one in found] == [(14, 17)]
