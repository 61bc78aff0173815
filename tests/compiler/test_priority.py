"""The author's priority matrix: cells mean what they mean in tables."""

import pytest

from workflow_engine.policy import check_texts

HEAD = 'policy: {id: p, version: "1"}\ncustomer: {key: k}\n'


def matrix(rows):
    report = check_texts({"p.yaml": f"{HEAD}priority:\n  rows:\n{rows}"})
    assert report.program is not None, report.diagnostics
    return report.program.priorities


def codes(rows):
    return [
        d.code for d in check_texts({"p.yaml": f"{HEAD}priority:\n  rows:\n{rows}"}).diagnostics
    ]


def test_without_a_matrix_priority_is_value_plus_urgency_minus_one():
    program = check_texts({"p.yaml": HEAD}).program
    assert program is not None
    assert program.priorities["high", "high"] == "P1"
    assert program.priorities["medium", "low"] == "P4"
    assert program.priorities["low", "low"] == "P5"


@pytest.mark.parametrize(
    ("cell", "covered"),
    [
        ("high", {"high"}),
        ("high | low", {"high", "low"}),
        ("[high, low]", {"high", "low"}),
        ("not high", {"medium", "low"}),
        ("not high | medium", {"low"}),
        ("≠ low", {"high", "medium"}),
        ("any", {"high", "medium", "low"}),
        ("missing", set()),
        ("not missing", {"high", "medium", "low"}),
    ],
)
def test_cells(cell, covered):
    found = matrix(f"    - {{value: {cell}, then: P1}}\n    - {{then: P9}}\n")
    assert {value for (value, _), priority in found.items() if priority == "P1"} == covered


def test_the_first_row_wins_and_chinese_words_mean_the_same():
    rows = "    - {价值: 非 高 | 中, 结果: P7}\n    - {紧急度: 高, 结果: P1}\n    - {结果: P9}\n"
    head = '政策: {编号: p, 版本: "1"}\n客户: {编号字段: k}\n'
    program = check_texts({"p.yaml": f"{head}优先级:\n  行:\n{rows}"}).program
    assert program is not None
    assert program.priorities["low", "high"] == "P7"
    assert program.priorities["medium", "high"] == "P1"
    assert program.priorities["high", "low"] == "P9"


def test_a_slip_is_an_error_and_no_gap_is_reported_because_of_it():
    assert codes("    - {value: hihg, then: P1}\n") == ["WE332"]
    assert codes("    - {value: ≥ medium, then: P1}\n    - {then: P2}\n") != []
    assert codes("    - {value: high, then: P1}\n") == ["WE430"] * 6
