"""What tests find: every subject agrees when it is right and differs when it is not."""

from __future__ import annotations

import pytest

from tests.trial.shop import differing, results

HEAD = "t:\n  persona: 小店\n  at: 2026-11-23\n"


def with_expectation(expect: str, more: str = "") -> str:
    return f"{HEAD}{more}  expect: {expect}\n"


RIGHT_AND_WRONG = [
    ("", "{tags: {big: %s}}", "false", "true"),
    ("  given: {net: missing}\n", "{tags: {weak: %s}}", "unknown", "false"),
    ("", "{measures: {double: %s}}", "400", "400.5"),
    ("", "{measures: {double: %s}}", "4e2", "unknown"),
    ("", "{levels: {pyramid: %s}}", "其余", "上层"),
    ("  given: {net: missing}\n", "{levels: {pyramid: %s}}", "unknown", "rest"),
    ("", "{tables: {fee: %s}}", "1.5", "2"),
    ("  given: {market: missing}\n", "{tables: {fee: %s}}", "unknown", "none"),
    ("", "{tables: {gap: %s}}", "none", "unknown"),
    ("  given: {tier: 9}\n", "{tables: {gap: %s}}", "small", "none"),
    ("", "{tables: {route: {days: %s}}}", "2", "5"),
    ("  given: {market: rural}\n", "{tables: {route: {by: %s}}}", "boat", "car"),
    (
        "  given: {net: missing, sat: missing}\n",
        "{unknown: [%s]}",
        "pyramid, weak, double, 不满意",
        "pyramid, weak, double",
    ),
    ("  given: {net: missing, sat: missing}\n", "{missing: [%s]}", "满意度, 净贡献", "sat"),
    (
        "",
        "{tables: {ways: [%s]}}",
        "{days: 2, by: car}, {by: train, days: 3}",
        "{days: 3, by: train}, {by: car, days: 2}",
    ),
    ("", "{unknown: [%s]}", "", "weak"),
    ("", "{categories: [%s]}", "general", "big"),
    ("  given: {tier: 30}\n", "{categories: [%s]}", "大客户", "big, general"),
    ("  given: {tier: 30}\n", "{privileges: [%s]}", "优先通道", ""),
    ("", "{privileges: [%s]}", "", "priority_line"),
    ("", "{visit: {times: %s}}", "1", "2"),
    ("", "{visit: {per: %s}}", "月", "week"),
    ("", "{visit: {minutes: %s}}", "20", "40"),
    ("  given: {tier: 30}\n", "{visit: {modes: [%s]}}", "online, field", "field"),
    ("", "{visit: {due: %s}}", "2026-11-30", "2026-11-23"),
    ("", "{visit: {last_done: %s}}", "none", "2026-11-02"),
    ("  log: [{item: visit, on: 2026-11-02}]\n", "{visit: {last_done: %s}}", "2026-11-02", "none"),
    ("  choices: [lesson]\n", "{monthly_minutes: %s}", "55", "25"),
    ("", "{people: {chief: %s}}", "王强", "李明"),
    ("  given: {manager_name: missing}\n", "{people: {manager: %s}}", "李明", "none"),
    ("", "{items: {files: %s}}", "due", "due_unknown"),
    ("  given: {tier: 28}\n", "{items: {call: %s}}", "not_due", "due"),
    ("  choices: [gift]\n", "{items: {gift: %s}}", "已选但不符合条件", "active"),
    ("  given: {tier: 28}\n", "{items: {gift: %s}}", "offered", "active"),
    ("  given: {net: -5}\n  choices: [lesson]\n", "{items: {lesson: %s}}", "suspended", "active"),
    ("  given: {net: missing}\n", "{items: {gift: %s}}", "not_eligible", "unknown"),
    ("  given: {tier: 28, net: 600}\n", "{items: {礼物: {state: %s}}}", "可选", "suspended"),
    ("", "{items: {visit_shop: {urgency: %s}}}", "medium", "high"),
    ("  given: {net: 5}\n", "{items: {visit_shop: {urgency: %s}}}", "高", "medium"),
    ("  given: {net: 5}\n", "{items: {visit_shop: {priority: %s}}}", "P1", "P2"),
    ("", "{items: {files: {minutes: %s}}}", "15", "none"),
    ("", "{items: {visit_shop: {minutes: %s}}}", "none", "20"),
    ("", "{items: {files: {person: %s}}}", "李明", "王强"),
    (
        "  log: [{item: files, on: 2026-07-15}]\n",
        "{items: {files: {last_done: %s}}}",
        "2026-07-15",
        "none",
    ),
    ("  log: [{item: files, on: 2026-07-15}]\n", "{items: {files: {overdue: %s}}}", "是", "否"),
    (
        "  log: [{item: files, on: 2026-07-15}]\n",
        "{items: {files: {due: %s}}}",
        "2026-10-15",
        "2026-10-16",
    ),
    ("  given: {tier: 28}\n", "{items: {call: {due: %s}}}", "none", "2026-11-23"),
]


@pytest.mark.parametrize(("more", "expect", "right", "wrong"), RIGHT_AND_WRONG)
def test_what_is_right_agrees_and_what_is_wrong_differs(
    more: str, expect: str, right: str, wrong: str
) -> None:
    (agreeing,) = results(with_expectation(expect % right, more))
    assert agreeing.agrees
    assert agreeing.agreed == 1
    (result,) = results(with_expectation(expect % wrong, more))
    assert len(result.differences) == 1
    assert result.agreed == 0
    (one,) = result.differences
    assert one.expected != one.actual
    assert one.title.zh
    assert one.title.en


def test_only_what_is_expected_is_compared() -> None:
    (result,) = results(
        with_expectation("{tables: {route: {days: 2}}, items: {files: {minutes: 15}}}")
    )
    assert (result.agrees, result.agreed) == (True, 2)


def test_a_difference_says_why_and_which_rule() -> None:
    (result,) = results(with_expectation("{tags: {big: true}, levels: {pyramid: top}}"))
    tag, level = result.differences
    assert tag.title.en == "the tag “Big”"
    assert (tag.expected.zh, tag.actual.zh) == ("是", "否")
    assert tag.reason is not None
    assert tag.reason.zh == "档位 ≥ 28，现为 12"
    assert tag.rule is not None
    assert tag.rule.line > 1
    assert level.actual.zh == "其余"
    assert level.rule is not None


def test_an_optional_item_points_to_the_strategy_that_suspended_it() -> None:
    more = "  given: {net: -5}\n  choices: [lesson]\n"
    (result,) = results(with_expectation("{items: {lesson: active, files: not_due}}", more))
    lesson, files = result.differences
    assert lesson.rule is not None
    assert files.rule is not None
    assert lesson.rule.line < files.rule.line, "the strategies stand above the items"
    assert lesson.reason is not None
    assert "停" in lesson.reason.zh


def test_visits_point_to_the_rule_that_asks_for_most() -> None:
    more = "  given: {tier: 30}\n"
    expect = "{visit: {times: 1, minutes: 20, modes: [field]}}"
    (result,) = results(with_expectation(expect, more))
    times, minutes, modes = result.differences
    assert times.rule == minutes.rule
    assert times.rule is not None
    assert modes.rule is None
    assert times.reason is not None
    assert times.reason.en == "categories: Big"


def test_the_exercised_customer_is_the_whole_customer() -> None:
    (result,) = results(with_expectation("{unknown: []}"))
    ((values, day),) = result.exercised.customers
    assert values["tier"] == 12
    assert values["opted_in"] is None
    assert day == result.test.at
    assert (result.exercised.transitions, result.exercised.rungs) == (frozenset(), frozenset())
    assert result.exercised.test == "t"


def test_differences_are_told_in_both_languages() -> None:
    found = differing(with_expectation("{items: {gift: active}, visit: {per: week}}"))
    assert found == {
        "items gift state": ("active", "not_eligible"),
        "visit per": ("week", "month"),
    }
