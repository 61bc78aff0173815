"""What a workbook says of a plan: words instead of codes, and minutes that can be summed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import workflow_engine as we
from workflow_engine.batch.workbook_rows import rows, sheets
from workflow_engine.diagnostics.bilingual import Language

RULES = Path(__file__).parents[2] / "rules" / "tobacco-retail"
CUSTOMER = {
    "customer_id": "C1",
    "customer_name": "永昌便利店",
    "tier": 29,
    "manager_name": "李明",
    "contribution": "24999.10",
    "service_cost": "4999.10",
    "violations_12m": 0,
}


@pytest.fixture(scope="module")
def policy() -> we.Policy:
    return we.load(RULES)


@pytest.fixture(scope="module")
def plan(policy: we.Policy) -> dict[str, Any]:
    return policy.plan_json(policy.plan(CUSTOMER, at=dt.date(2026, 11, 21)))


def read(
    plan: dict[str, Any], policy: we.Policy, sheet: int, lang: Language = "zh"
) -> Iterator[dict[str, Any]]:
    heads = [head.get(lang) for head in sheets(policy.program)[sheet].columns]
    for place, row in rows(plan, policy.program, lang):
        if place == sheet:
            yield dict(zip(heads, row, strict=True))


def test_a_customer_has_level_strategy_and_account_manager(
    plan: dict[str, Any], policy: we.Policy
) -> None:
    (customer,) = read(plan, policy, 0)
    assert customer["客户金字塔"] == "最有价值客户"
    assert customer["策略"] == "留住"
    assert customer["客户经理"] == "李明"
    open_ = plan | {"scales": {"pyramid": {"level": None, "unknown": True, "strategy": None}}}
    (unknown,) = read(open_, policy, 0)
    assert (unknown["客户金字塔"], unknown["策略"]) == ("待定", None)


def test_ways_and_states_are_words(plan: dict[str, Any], policy: we.Policy) -> None:
    ways = {row["方式"] for sheet in (1, 2) for row in read(plan, policy, sheet)}
    assert "实地" in ways
    assert not ways & {"field", "remote", "online", "phone"}
    english = {row["Mode"] for row in read(plan, policy, 1, "en")}
    assert "on site" in english


def test_role_and_person_are_named_as_such(plan: dict[str, Any], policy: we.Policy) -> None:
    item = next(read(plan, policy, 1))
    assert (item["责任角色"], item["责任人"]) == ("客户经理", "李明")
    task = next(read(plan, policy, 2))
    assert (task["责任角色"], task["责任人"]) == ("客户经理", "李明")


def test_the_minutes_of_a_day_can_be_summed(plan: dict[str, Any], policy: we.Policy) -> None:
    listed = list(read(plan, policy, 2))
    visits = [row for row in listed if row["服务项"] == "拜访"]
    assert visits
    assert {row["分钟"] for row in visits} == {plan["visit"]["minutes"]}
    days = [row["日期"] for row in visits]
    assert len(days) == len(set(days))
    within = [row for row in listed if row["备注"] == "含在拜访中"]
    assert within
    assert {row["分钟"] for row in within} == {None}
    assert {row["日期"] for row in within} == set(days)
    others = [row for row in listed if row not in visits and row not in within]
    given = [task["minutes"] for task in plan["tasks"] if task["minutes"] is not None]
    assert sum(row["分钟"] or 0 for row in others) == sum(given)


def test_what_is_overdue_says_so_once(plan: dict[str, Any], policy: we.Policy) -> None:
    first, *rest = plan["must_do"]
    late = plan | {"must_do": [first | {"overdue": True}, *rest]}
    label = policy.program.items[first["item"]].label.zh
    states = {row["服务项"]: row["状态"] for row in read(late, policy, 1)}
    assert states[label] == "逾期"
    of_item = [row["状态"] for row in read(late, policy, 2) if row["服务项"] == label]
    assert of_item[0] == "逾期"
    assert set(of_item[1:]) <= {None}
