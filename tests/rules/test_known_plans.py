"""The tobacco policy once more, in plain Python, against what the product plans.

Nothing here reads the policy's files: every threshold, figure and order below was taken from the
company's own content. `None` is unknown; `every` and `some` are the logic of three values.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest

from workflow_engine.policy import Policy, load

Customer = dict[str, Any]
T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 11, 21)
CUSTOMERS = 400


def every(answers: Iterable[bool | None]) -> bool | None:
    known = list(answers)
    return False if False in known else None if None in known else True


def some(answers: Iterable[bool | None]) -> bool | None:
    known = list(answers)
    return True if True in known else None if None in known else False


def on(value: T | None, test: Callable[[T], bool]) -> bool | None:
    return None if value is None else test(value)


# What the policy says ---------------------------------------------------------------------------


def net_of(customer: Customer) -> Decimal | None:
    contribution, cost = customer.get("contribution"), customer.get("service_cost")
    return None if contribution is None or cost is None else contribution - cost


def dissatisfied(customer: Customer, years: int) -> bool | None:
    series = customer.get("sat")
    if series is None:
        return None
    last = series[-years:]
    last = [None] * (years - len(last)) + last
    return every(on(score, lambda s: s < 60) for score in last)


def tags_of(customer: Customer) -> dict[str, bool | None]:
    get = customer.get
    return {
        "new_customer": on(get("joined_on"), lambda day: (TODAY - day).days <= 90),
        "smart_pos_user": get("smart_pos"),
        "rural_demo": on(get("terminal_type"), lambda kind: kind == "rural_demo"),
        "big_customer": on(get("tier"), lambda tier: 28 <= tier <= 30),
        "cash_tight": on(get("cash"), lambda cash: cash == "tight"),
        "overstock": on(get("stock_days"), lambda days: days > 30),
        "stockout_risk": on(get("stockout_rate"), lambda rate: rate >= Decimal("0.05")),
        "price_tag_gap": on(get("price_tag_ok"), lambda fine: not fine),
        "display_weak": on(get("display"), lambda score: score < 60),
        "low_cooperation": on(get("cooperation"), lambda degree: degree == "low"),
        "pos_idle": every([get("smart_pos"), on(get("pos_usage"), lambda u: u < Decimal("0.3"))]),
        "compliance_watch": on(get("violations_12m"), lambda count: count >= 1),
        "dissatisfied": dissatisfied(customer, 1),
        "process_dissatisfied_2y": dissatisfied(customer, 2),
        "churn_risk_4y": dissatisfied(customer, 4),
        "feedback_open": on(get("open_feedback"), lambda count: count > 0),
    }


def possible_levels(customer: Customer) -> list[str]:
    """The levels of the pyramid that may be the first that holds."""
    get, net = customer.get, net_of(customer)
    levels = {
        "negative": some(
            [on(net, lambda n: n < 0), on(get("violations_12m"), lambda count: count >= 2)]
        ),
        "most_valuable": every(
            [on(get("tier"), lambda tier: tier >= 28), on(net, lambda n: n >= 20000)]
        ),
        "most_growable": every(
            [
                on(get("growth"), lambda degree: degree == "high"),
                on(get("yoy"), lambda share: share >= Decimal("0.10")),
            ]
        ),
        "low_contribution": True,
    }
    possible = []
    for level, answer in levels.items():
        if answer is not False:
            possible.append(level)
        if answer is True:
            break
    return possible


STRATEGIES = {
    "negative": "phase_out_guarded",
    "most_valuable": "retain",
    "most_growable": "cultivate",
    "low_contribution": "improve",
}
CATEGORIES = ("new_customer", "smart_pos_user", "rural_demo", "big_customer")
VISITS = {  # times a month, minutes, modes
    "general": (1, 20, {"field"}),
    "smart_pos_user": (1, 20, {"field", "online"}),
    "new_customer": (2, 30, {"field"}),
    "rural_demo": (2, 40, {"field"}),
    "big_customer": (4, 40, {"field"}),
}
HIGH, MEDIUM, LOW = 1, 2, 3
MUST_DO = {  # value, urgency, the tag that makes it urgent
    "field_visit": (HIGH, MEDIUM, "churn_risk_4y"),
    "stock_count": (MEDIUM, MEDIUM, "overstock"),
    "business_guidance": (HIGH, MEDIUM, "stockout_risk"),
    "display_upkeep": (MEDIUM, MEDIUM, "display_weak"),
    "price_tag_check": (MEDIUM, MEDIUM, "price_tag_gap"),
    "policy_briefing": (MEDIUM, LOW, "compliance_watch"),
    "file_upkeep": (LOW, LOW, None),
}
ALL = "everybody"
OPTIONAL = {  # value, urgency, urgent tag, minutes, times a month, whom it is for
    "brand_cultivation": (
        HIGH,
        LOW,
        None,
        20,
        Fraction(1),
        "big_customer rural_demo most_growable",
    ),
    "structure_analysis": (MEDIUM, LOW, None, 20, Fraction(1), "big_customer smart_pos_user"),
    "format_coaching": (
        MEDIUM,
        MEDIUM,
        None,
        45,
        Fraction(1, 3),
        "big_customer new_customer most_growable",
    ),
    "store_image": (MEDIUM, LOW, None, 120, Fraction(1, 6), "rural_demo big_customer display_weak"),
    "value_added": (MEDIUM, LOW, None, 30, Fraction(1, 3), "rural_demo big_customer"),
    "pos_coaching": (HIGH, MEDIUM, "pos_idle", 30, Fraction(2), "pos_idle"),
    "finance_advice": (MEDIUM, MEDIUM, None, 15, Fraction(1), "cash_tight"),
    "self_help_group": (MEDIUM, LOW, None, 60, Fraction(1, 3), ALL),
    "special_request": (HIGH, HIGH, None, 0, Fraction(0), ALL),
    "festival_care": (LOW, LOW, None, 20, Fraction(2, 12), "big_customer most_valuable"),
}
NEVER_SUSPENDED = "special_request"


def priority(value: int, urgency: int, urgent_tag: str | None, tags: dict[str, bool | None]) -> str:
    if urgent_tag is not None and tags[urgent_tag]:
        urgency = HIGH
    return f"P{value + urgency - 1}"


def state_of(item: str, audience: str, customer: Customer) -> str:
    levels = possible_levels(customer)
    facts = {**tags_of(customer), ALL: True}
    for level in STRATEGIES:
        facts[level] = level == levels[0] if len(levels) == 1 else None
    eligible = some(facts[name] for name in audience.split())
    suspended = False if item == NEVER_SUSPENDED else facts["negative"]
    if "negative" not in levels:
        suspended = False
    chosen = item in customer.get("opted_in", ())
    if eligible is None or (eligible and suspended is None):
        return "unknown"
    if not eligible:
        return "chosen_but_not_eligible" if chosen else "not_eligible"
    if suspended:
        return "suspended" if chosen else "not_eligible"
    return "active" if chosen else "offered"


def expected(customer: Customer) -> dict[str, Any]:
    tags = tags_of(customer)
    levels = possible_levels(customer)
    level = levels[0] if len(levels) == 1 else None
    categories = [tag for tag in CATEGORIES if tags[tag]]
    rules = [VISITS[name] for name in ("general", *categories)]
    times, minutes = max(rule[0] for rule in rules), max(rule[1] for rule in rules)
    states = {item: state_of(item, row[-1], customer) for item, row in OPTIONAL.items()}
    asked = times * minutes + sum(
        (row[3] * row[4] for item, row in OPTIONAL.items() if states[item] == "active"),
        start=Fraction(0),
    )
    exact = Decimal(asked.numerator) / Decimal(asked.denominator)
    return {
        "tags": {tag for tag, answer in tags.items() if answer},
        "unknown_tags": {tag for tag, answer in tags.items() if answer is None},
        "level": level,
        "strategy": STRATEGIES.get(level or ""),
        "net": net_of(customer),
        "categories": categories or ["general"],
        "visit": (times, "month", minutes, set[str]().union(*(rule[2] for rule in rules))),
        "must_do": {item: priority(*row, tags) for item, row in MUST_DO.items()},
        "optional": {i: (states[i], priority(*row[:3], tags)) for i, row in OPTIONAL.items()},
        "monthly_minutes": exact.quantize(Decimal("0.000001"), ROUND_HALF_EVEN),
    }


def planned(policy: Policy, customer: Customer) -> dict[str, Any]:
    plan = policy.plan_json(policy.plan(customer, at=TODAY), reasons=False)
    visit, pyramid = plan["visit"], plan["scales"]["pyramid"]
    assert pyramid["unknown"] == (pyramid["level"] is None)
    assert {item["state"] for item in plan["must_do"]} == {"due"}
    net = plan["measures"]["net"]
    return {
        "tags": set(plan["tags"]),
        "unknown_tags": set(plan["unknown_tags"]),
        "level": pyramid["level"],
        "strategy": pyramid["strategy"],
        "net": None if net is None else Decimal(str(net)),
        "categories": plan["categories"],
        "visit": (visit["times"], visit["per"], visit["minutes"], set(visit["modes"])),
        "must_do": {item["item"]: item["priority"] for item in plan["must_do"]},
        "optional": {i["item"]: (i["state"], i["priority"]) for i in plan["optional"]},
        "monthly_minutes": Decimal(str(plan["monthly_minutes"])),
    }


# Customers on and beside every boundary -----------------------------------------------------------


def drawn(seed: int) -> Customer:
    """A customer with gaps; about every second one has all its data."""
    draw = random.Random(seed)
    gap = draw.choice([0, 0, 0.05, 0.15, 0.4])
    cost = Decimal(draw.randint(0, 9_999_999)) / 100
    choices: dict[str, list[Any]] = {
        "tier": [1, 27, 28, 29, 30],
        "terminal_type": ["ordinary", "modern", "rural_demo"],
        "joined_on": [TODAY - dt.timedelta(days=n) for n in (-1, 0, 89, 90, 91, 365)],
        "smart_pos": [True, False],
        "yoy": [Decimal(n) for n in ("0.1", "0.099999", "-0.2", "0.35")],
        "stock_days": [Decimal(n) for n in ("30", "30.01", "12")],
        "stockout_rate": [Decimal(n) for n in ("0.05", "0.049999", "0")],
        "cash": ["smooth", "tight"],
        "price_tag_ok": [True, False],
        "display": [Decimal(n) for n in ("60", "59.99", "85")],
        "contribution": [cost + Decimal(n) for n in ("0", "-0.01", "19999.99", "20000", "90000")],
        "service_cost": [cost],
        "violations_12m": [0, 0, 0, 1, 2, 3],
        "cooperation": ["high", "medium", "low"],
        "growth": ["high", "medium", "low"],
        "pos_usage": [Decimal(n) for n in ("0.3", "0.299999", "0.8", "0")],
        "open_feedback": [0, 1, 4],
    }
    customer = {name: draw.choice(of) for name, of in choices.items() if draw.random() >= gap}
    if draw.random() >= gap:
        scores = [Decimal(n) for n in ("55", "59.99", "59", "60", "30", "40")]
        customer["sat"] = [
            None if draw.random() < gap / 4 else draw.choice(scores)
            for _ in range(draw.randint(2, 6))
        ]
    if draw.random() < 0.8:
        customer["opted_in"] = draw.sample(list(OPTIONAL), draw.randint(1, 6))
    return customer


@cache
def tobacco() -> Policy:
    return load(ROOT / "rules" / "tobacco-retail")


@pytest.mark.parametrize("first", range(0, CUSTOMERS, 50))
def test_plans_equal_the_plain_restatement(first: int) -> None:
    for seed in range(first, first + 50):
        customer = drawn(seed)
        found = planned(tobacco(), {"customer_id": f"C{seed}", **customer})
        assert found == expected(customer), (seed, customer)


def test_the_drawn_customers_reach_every_level_and_state() -> None:
    plans = [expected(drawn(seed)) for seed in range(CUSTOMERS)]
    assert {plan["level"] for plan in plans} == {None, *STRATEGIES}
    states = {state for plan in plans for state, _ in plan["optional"].values()}
    assert len(states) == 6
    unseen = set(tags_of({})) - {tag for plan in plans for tag in plan["tags"]}
    assert not unseen


ESCALATION = ["account_manager", "supervisor", "department_manager", "general_manager"]
FOUR_A = ("acknowledge", "apologize", "amend", "anticipate")
CARDS = {  # owner; acknowledge, apologize, amend, anticipate
    "delivery_error": (0, "2 work hours", "4 work hours", "1 workday", "5 workdays"),
    "order_outage": (0, "30 work minutes", "2 work hours", "4 work hours", "3 workdays"),
    "payment_error": (0, "30 work minutes", "2 work hours", "1 workday", "5 workdays"),
    "attitude": (1, "1 work hour", "1 workday", "2 workdays", "5 workdays"),
    "tier_dispute": (0, "4 work hours", None, "3 workdays", "10 workdays"),
    "promise_broken": (1, "1 work hour", "4 work hours", "1 workday", "5 workdays"),
}


def test_cards_and_escalation_are_those_of_the_company() -> None:
    policy = tobacco()
    plan = policy.plan_json(policy.plan({"customer_id": "C"}, at=TODAY), reasons=False)
    found = {
        failure: (
            ESCALATION.index(plan["escalation"][failure][0]["role"]),
            *((card[step] or {}).get("within") for step in FOUR_A),
        )
        for failure, card in plan["recovery"].items()
    }
    assert found == CARDS
    for failure, (owner, *_) in CARDS.items():
        assert [rung["role"] for rung in plan["escalation"][failure]] == ESCALATION[owner:]


def test_a_moment_counts_as_its_day() -> None:
    policy = load(ROOT / "rules" / "tobacco-retail")
    customer = {"customer_id": "C1", "tier": 29, "joined_on": "2026-11-01"}
    moment = dt.datetime(TODAY.year, TODAY.month, TODAY.day, 8, 30)
    plans = [policy.plan_json(policy.plan(customer, at=at)) for at in (TODAY, moment)]
    assert plans[0] == plans[1]
    assert policy.decide(customer, at=moment).values == policy.decide(customer, at=TODAY).values
