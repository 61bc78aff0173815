"""What the shipped policies decide about the sample customers that stand on a boundary."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from workflow_engine.batch.customers import Customer
from workflow_engine.decide.decider import decide
from workflow_engine.decide.decision import Decision
from workflow_engine.policy import check, load

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 11, 21)


@cache
def decisions(policy: str) -> dict[str, Decision]:
    folder = ROOT / "rules" / policy
    loaded = load(folder)
    found = {}
    for customer in loaded.customers.read(folder / "customers.csv"):
        assert isinstance(customer, Customer), customer
        found[customer.id] = decide(loaded.program, customer.values, TODAY)
    return found


@pytest.mark.parametrize("policy", ["tobacco-retail", "vip"])
def test_policy_checks_clean_and_lists_its_assumed_figures(policy: str) -> None:
    report = check(ROOT / "rules" / policy)
    assert [d.message.zh for d in report.diagnostics if d.severity != "info"] == []
    assert sum(d.code == "WE420" for d in report.diagnostics) > 5


@pytest.mark.parametrize(
    ("customer", "level"),
    [
        ("LS0001", "most_valuable"),  # tier 28, 24999.10 − 4999.10 is exactly 20000
        ("LS0002", "low_contribution"),  # one fen less
        ("LS0003", "low_contribution"),  # tier 27, however much it earns
        ("LS0004", "most_valuable"),
        ("LS0005", "negative"),  # two violations
        ("LS0009", "most_growable"),  # growth of exactly one tenth
        ("LS0010", "low_contribution"),
        ("LS0011", "low_contribution"),  # earns exactly what it costs
        ("LS0012", "negative"),
        ("LS0025", "negative"),
    ],
)
def test_pyramid_on_the_boundary(customer: str, level: str) -> None:
    assert decisions("tobacco-retail")[customer].values["pyramid"] == level


@pytest.mark.parametrize(
    ("customer", "tag", "value"),
    [
        ("LS0001", "big_customer", True),
        ("LS0003", "big_customer", False),
        ("LS0006", "new_customer", True),  # joined 90 days ago
        ("LS0007", "new_customer", False),  # 91 days ago
        ("LS0008", "new_customer", True),  # today
        ("LS0013", "overstock", False),  # 30 days of stock
        ("LS0014", "overstock", True),
        ("LS0015", "stockout_risk", True),  # exactly 5 %
        ("LS0016", "stockout_risk", False),
        ("LS0018", "display_weak", True),
        ("LS0019", "pos_idle", False),  # usage of exactly 0.3
        ("LS0020", "pos_idle", True),
        ("LS0021", "churn_risk_4y", True),
        ("LS0022", "churn_risk_4y", False),  # 60 in one of four years
        ("LS0023", "churn_risk_4y", None),  # only three years are known
        ("LS0024", "churn_risk_4y", None),  # one year was not surveyed
        ("LS0024", "process_dissatisfied_2y", True),
    ],
)
def test_tobacco_tags_on_the_boundary(customer: str, tag: str, value: object) -> None:
    assert decisions("tobacco-retail")[customer].values[tag] is value


@pytest.mark.parametrize(
    ("customer", "tag", "value"),
    [
        ("VK0001", "VIP客户", True),
        ("VK0002", "VIP客户", False),
        ("VK0003", "战略VIP", True),
        ("VK0004", "战略VIP", False),
        ("VK0005", "VIP客户", True),
        ("VK0006", "VIP客户", False),
        ("VK0007", "战略VIP", True),
        ("VK0008", "小额客户", True),
        ("VK0009", "小额客户", False),
        ("VK0010", "忠诚客户", True),
        ("VK0011", "忠诚客户", False),
        ("VK0012", "份额偏低", False),
        ("VK0013", "份额偏低", True),
        ("VK0014", "订单下滑", False),  # exactly half
        ("VK0015", "订单下滑", True),
        ("VK0016", "订单下滑", None),  # nothing to compare with
        ("VK0018", "近期质量问题", True),
        ("VK0019", "员工离职带走风险", True),
        ("VK0020", "VIP客户", None),  # the trade is not known
    ],
)
def test_vip_tags_on_the_boundary(customer: str, tag: str, value: object) -> None:
    assert decisions("vip")[customer].values[tag] is value


def test_no_strategy_takes_a_must_do_item_from_anybody() -> None:
    found = decisions("tobacco-retail").values()
    assert len(found) == 300
    items = load(ROOT / "rules" / "tobacco-retail").program.items.values()
    must_do = [item.id for item in items if item.kind == "must_do"]
    assert len(must_do) == 7
    assert {decision.states[item] for decision in found for item in must_do} == {"due"}


def test_phase_out_suspends_every_chosen_item_but_the_special_request() -> None:
    states = decisions("tobacco-retail")["LS0025"].states
    assert states["special_request"] == "active"
    assert {states["festival_care"], states["brand_cultivation"]} <= {
        "suspended",
        "chosen_but_not_eligible",
    }


def test_who_is_perhaps_a_vip_is_served_like_one() -> None:
    states = decisions("vip")["VK0020"].states
    assert states["客户经理每月登门拜访"] == "due_unknown"
    assert states["抽样访谈"] == "due_unknown"


def test_the_samples_show_every_state_of_an_optional_item_and_every_level() -> None:
    found = decisions("tobacco-retail").values()
    optional = ("brand_cultivation", "structure_analysis", "festival_care")
    assert {d.states[item] for d in found for item in optional} == {
        "active",
        "offered",
        "suspended",
        "chosen_but_not_eligible",
        "not_eligible",
        "unknown",
    }
    levels = [d.values["pyramid"] for d in found]
    assert levels.count("most_valuable") < levels.count("most_growable")
    assert levels.count("most_growable") < levels.count("low_contribution")
    assert {"negative", None} < set(levels)
