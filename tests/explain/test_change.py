"""The smallest change of one attribute: exact boundaries, said as a person would."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.explain.samples import NEGATIVE, TODAY, UNKNOWN, VALUABLE, money, program_of
from workflow_engine.errors import UsageError
from workflow_engine.explain.change import Change, changes
from workflow_engine.program.types import Value

PROGRAM = program_of()


def best(name: str, customer: dict[str, Value]) -> Change:
    return changes(PROGRAM, customer, name, TODAY)[0]


def said(rule: str, customer: dict[str, Value]) -> list[str]:
    """The Chinese sentences of the changes that flip one condition."""
    program = program_of(f"tags:\n  x: {{when: '{rule}'}}\n")
    return [change.sentence.zh for change in changes(program, customer, "x", TODAY)]


def test_the_sentences_of_a_tag() -> None:
    change = best("big_customer", NEGATIVE)
    assert (change.attribute, change.value, change.before, change.target) == ("tier", 28, 27, True)
    assert change.sentence.zh == "满足条件需要 档位 ≥ 28，现为 27"
    assert change.sentence.en == "would need tier ≥ 28, now 27"


def test_a_tag_that_holds_is_lost_at_the_next_step() -> None:
    assert best("big_customer", VALUABLE).value == 27  # 30 is the maximum: no way out upwards
    assert best("pos_idle", VALUABLE).value == money(0.3)


def test_days_have_their_day() -> None:
    change = best("new_customer", VALUABLE)
    assert change.value == TODAY - dt.timedelta(days=90)
    assert change.sentence.zh == "满足条件需要 入网日期 ≥ 2026-08-23，现为 2020-03-01"


def test_every_level_has_its_own_best_change() -> None:
    found = {change.target: change for change in changes(PROGRAM, VALUABLE, "pyramid", TODAY)}
    assert set(found) == {
        "negative",
        "low",
    }  # no one attribute leads past `most_valuable` to growth
    assert found["negative"].sentence.zh == (
        "成为“负值客户”需要 服务成本 > 50,000 元，现为 9,000.5 元"
    )
    assert found["low"].sentence.zh == "成为“低贡献客户”需要 档位 ≤ 27，现为 29"


def test_a_linear_measure_is_solved_exactly() -> None:
    assert said(
        "contribution - service_cost >= 20000", {**NEGATIVE, "service_cost": money(0.1)}
    ) == ["满足条件需要 贡献 ≥ 20,000.1 元，现为 1,000 元"]
    assert said("2 * contribution / 3 - service_cost > 100", NEGATIVE)[0] == (
        "满足条件需要 贡献 > 13,650.75 元，现为 1,000 元"
    )


def test_strictness_decides_the_sign() -> None:
    low = {**VALUABLE, "pos_usage": money(0.2)}
    assert said("pos_usage > 0.3", low) == ["满足条件需要 云POS使用率 > 0.3，现为 0.2"]
    assert said("pos_usage >= 0.3", low) == ["满足条件需要 云POS使用率 ≥ 0.3，现为 0.2"]
    assert said("pos_usage < 0.1", low) == ["满足条件需要 云POS使用率 < 0.1，现为 0.2"]
    assert said("pos_usage <= 0.1", low) == ["满足条件需要 云POS使用率 ≤ 0.1，现为 0.2"]


def test_both_ends_and_a_single_value() -> None:
    assert said("10 <= tier <= 20", VALUABLE) == ["满足条件需要 10 ≤ 档位 ≤ 20，现为 29"]
    assert said("tier == 20", VALUABLE) == ["满足条件需要 档位 = 20，现为 29"]


def test_what_cannot_be_is_not_suggested() -> None:
    assert said("tier > 30", VALUABLE) == []
    assert said("pos_usage < 0", VALUABLE) == []
    assert said("tier >= 28 and violations >= 1", {**VALUABLE, "tier": 1}) == []


def test_bent_functions_still_give_the_exact_day() -> None:
    assert said("months_since(joined_on) < 3", VALUABLE) == [
        "满足条件需要 入网日期 ≥ 2026-08-22，现为 2020-03-01"
    ]
    assert said("year(joined_on) == 2025", VALUABLE) == [
        "满足条件需要 2025-01-01 ≤ 入网日期 ≤ 2025-12-31，现为 2020-03-01"
    ]


def test_moments_texts_and_lists() -> None:
    seen = {**VALUABLE, "seen": dt.datetime(2026, 11, 1, 9, 30)}
    assert said('date(seen) >= "2026-11-10"', seen)[0].startswith(
        "满足条件需要 上次到访 ≥ 2026-11-10 00:00"
    )
    assert said('area == "城东"', {**VALUABLE, "area": "城西"}) == [
        "满足条件需要 片区 = “城东”，现为 “城西”"
    ]
    assert said(
        "all_below(last(satisfaction, 2), 60)", {**VALUABLE, "satisfaction": (money(50), money(80))}
    ) == ["满足条件需要 满意度最近一个值 < 60，现为 80"]
    assert said('contains(opted_in, "request")', {**VALUABLE, "opted_in": ("care",)}) == [
        "满足条件需要 已选 = “care”、“request”，现为 “care”"
    ]


def test_missing_attributes_are_filled_in() -> None:
    first, second = changes(PROGRAM, UNKNOWN, "pos_idle", TODAY, limit=2)
    assert first.sentence.zh == "如果 云POS使用率 < 0.3，则成立"
    assert second.attribute == "pos_usage"
    assert second.target is False
    assert best(
        "brand", {**UNKNOWN, "violations": 0, "service_cost": 0, "pos_usage": 0}
    ).sentence.zh == ("如果 成长潜力 = 高，则符合条件")
    assert said("growth is not missing", UNKNOWN) == ["如果 成长潜力属于 高、中、低，则成立"]
    assert said("pos_usage is not missing", UNKNOWN) == ["如果 云POS使用率有值，则成立"]


def test_items() -> None:
    assert best("brand", VALUABLE).sentence.zh == "如果 档位 ≤ 27（现为 29），就不再可选"
    assert best("brand", NEGATIVE).sentence.zh == "不再暂停需要 贡献 ≥ 9,000.5 元，现为 1,000 元"
    assert best("comfort", NEGATIVE).sentence.zh.startswith("如果 满意度最近一个值 ≥ 60（现为 59）")


def test_nothing_to_flip() -> None:
    for name in ("net", "minutes", "visit", "stock_count", "categories"):
        assert changes(PROGRAM, VALUABLE, name, TODAY) == []
    with pytest.raises(UsageError):
        changes(PROGRAM, VALUABLE, "nobody", TODAY)


def test_the_limit() -> None:
    assert len(changes(PROGRAM, VALUABLE, "pyramid", TODAY, limit=1)) == 1


def test_a_gap_in_a_list_is_filled() -> None:
    needed = changes(PROGRAM, VALUABLE, "churn_risk", TODAY)[1]
    assert needed.sentence.zh == "满足条件需要 满意度第 3 个值 < 60，现为 缺失"
