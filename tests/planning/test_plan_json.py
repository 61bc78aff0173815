"""The plan as JSON: the contract with the page and other systems."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from decimal import Decimal

from tests.planning.policies import (
    MONTHLY_VISIT,
    VALUES,
    VISIT,
    Log,
    both,
    item,
    per,
    planned,
    program,
    rolling,
)
from workflow_engine.language.durations import Duration
from workflow_engine.program.processes import Limit

D = dt.date
POLICY = program(
    item("stock", VISIT, minutes=10, mode="field"),
    item("briefing", rolling(1, "quarter")),
    item("coaching", per(2, "month"), "optional", minutes=30),
    item("other", rolling(1, "month"), "optional"),
)
LOG = Log(done={("C1", "stock"): [D(2026, 11, 3)], ("C1", "briefing"): [D(2026, 8, 3)]})


def test_the_whole_contract() -> None:
    plan = planned(POLICY, LOG, visit=MONTHLY_VISIT, states={"other": "offered"})
    data = plan.as_dict("zh", reasons={"big": "档位 8"}, missing=["smart_pos"])
    assert json.loads(json.dumps(data, ensure_ascii=False)) == data
    assert data["customer"] == {"id": "C1", "name": "小店"}
    assert data["policy"] == {
        "id": "demo",
        "version": "1",
        "hash": "abc",
        "title": {"zh": "演示", "en": "Demo"},
    }
    assert data["at"] == "2026-11-21"
    assert data["period"] == {"from": "2026-11-21", "to": "2026-12-20"}
    assert (data["tags"], data["unknown_tags"]) == ([], ["rural"])
    assert data["scales"] == {"pyramid": {"level": "low", "unknown": False, "strategy": "improve"}}
    assert (data["categories"], data["unknown_categories"]) == (["general"], ["rural"])
    assert data["measures"] == {"net": 1.5}
    assert data["visit"] == {
        "times": 1,
        "per": "month",
        "minutes": 20,
        "modes": ["field"],
        "by": "manager",
        "person": "李明",
        "last_done": "2026-11-03",
        "due": "2026-12-31",
    }
    assert data["must_do"][1] == {
        "item": "briefing",
        "state": "due",
        "priority": "P3",
        "urgency": "medium",
        "every": "1 quarter",
        "minutes": None,
        "mode": None,
        "by": "manager",
        "person": "李明",
        "last_done": "2026-08-03",
        "due": "2026-11-03",
        "overdue": True,
    }
    coaching, other = data["optional"]
    assert (coaching["state"], coaching["strategy"]) == ("active", "improve")
    assert (other["state"], other["strategy"], other["due"]) == ("offered", None, None)
    assert data["monthly_minutes"] == 80
    assert set(data["tasks"][0]) == {
        "item",
        "date",
        "by",
        "person",
        "mode",
        "minutes",
        "priority",
    }
    assert data["missing"] == ["smart_pos"]
    assert data["reasons"] == {"big": "档位 8"}


def test_the_escalation_path_of_each_failure() -> None:
    data = planned(POLICY).as_dict("zh")
    assert data["escalation"] == {
        "delivery_error": [
            {"role": "manager", "person": "李明", "when": "受理时"},
            {"role": "supervisor", "person": "王芳", "when": "逾期或无法解决"},
            {"role": "head", "person": "陈总", "when": "补救逾期"},
        ]
    }


def test_failures_and_promises_that_do_not_apply_are_left_out_but_unknown_ones_stay() -> None:
    small = planned(POLICY).as_dict("zh")
    assert list(small["recovery"]) == ["delivery_error"]
    assert [p["promise"] for p in small["promises"]] == ["delivery"]
    for tier in (10, None):
        data = planned(POLICY, values={**VALUES, "tier": tier}).as_dict("en")
        assert list(data["recovery"]) == ["delivery_error", "attitude"]
        # The amendment of the ladder's second rung is no step of this failure.
        assert [entry["role"] for entry in data["escalation"]["attitude"]] == ["supervisor"]
        assert data["promises"][1] == {
            "promise": "reply",
            "slogan": "reply",
            "unit": "天",
            "figure": 0.8,
            "claim": None,
        }


def test_the_recovery_card_is_faster_for_those_it_should_be() -> None:
    values = {"net": None, "big": True, "rural": True, "pyramid": None}
    data = planned(POLICY, values=None).as_dict("en")["recovery"]["delivery_error"]
    assert data["acknowledge"] == {
        "within": "2 work hours",
        "by": "manager",
        "person": "李明",
        "offer": [],
        "text": None,
    }
    assert data["apologize"] is None
    assert data["amend"]["offer"] == ["resend"]
    plan = planned(POLICY, values=None)
    plan.decision.values.update(values)
    fast = plan.as_dict("en")["recovery"]["delivery_error"]
    assert fast["acknowledge"]["within"] == "1 work hour"
    assert plan.cards[0].factor == plan.program.recovery.failures[0].faster_for[0][1]


def test_the_card_is_faster_for_a_severity_and_names_the_limit_of_the_regulator() -> None:
    recovery = POLICY.recovery
    limit = Limit(Duration(Decimal(15), "calendar day"), None, both("authority"))
    failure = dataclasses.replace(
        recovery.failures[0],
        severity="high",
        faster_for=(("high", Decimal("0.25")), ("low", Decimal("0.1"))),
        regulator=limit,
    )
    policy = dataclasses.replace(
        POLICY, recovery=dataclasses.replace(recovery, failures=(failure,))
    )
    data = planned(policy).as_dict("en")["recovery"]["delivery_error"]
    assert data["acknowledge"]["within"] == "30 work minutes"
    assert data["regulator"] == {"within": "15 calendar days", "label": "authority"}
    plain = planned(POLICY).as_dict("en")["recovery"]["delivery_error"]
    assert plain["regulator"] is None


def test_feedback_goes_through_the_first_category_that_has_channels() -> None:
    data = planned(POLICY, categories=("rural", "big")).as_dict("en")["feedback"]
    assert data["category"] == "big"
    assert data["channels"] == ["in person"]
    assert data["owner"] == {"role": "desk", "person": "小周"}
    assert data["steps"][0] == {
        "step": "receive",
        "within": "2 work hours",
        "by_priority": {},
        "by": None,
        "text": None,
    }
    assert data["steps"][1]["by_priority"] == {"P1": "1 workday"}
    general = planned(POLICY, categories=("rural",)).as_dict("zh")["feedback"]
    assert (general["category"], general["channels"]) == ("general", ["热线"])
    assert planned(program(feedback=None)).as_dict("zh")["feedback"] is None


def test_the_portrait_names_what_is_missing_and_what_is_stale() -> None:
    portrait = planned(POLICY).as_dict("zh")["portrait"]
    assert portrait.pop("values")["contribution"] == 1.5
    assert portrait == {
        "complete": True,
        "missing": {"basic": [], "operating": [], "service_value": []},
        "stale": [],
    }
    values = {"data_date": D(2026, 9, 20), "contribution": 1, "manager_name": "李明"}
    portrait = planned(POLICY, values=values).as_dict("zh")["portrait"]
    assert portrait.pop("values")["tier"] is None
    assert portrait == {
        "complete": False,
        "missing": {"basic": ["tier"], "operating": [], "service_value": ["growth"]},
        "stale": ["contribution"],
    }
    values["data_date"] = D(2026, 9, 21)  # exactly two months old: still fresh
    assert planned(POLICY, values=values).portrait.stale == ()


def test_a_strategy_that_suspends_is_named() -> None:
    plan = planned(POLICY, states={"coaching": "suspended"})
    plan.decision.values["pyramid"] = "negative"
    data = plan.as_dict("zh")
    assert data["optional"][0]["strategy"] == "phase_out"
    assert data["scales"]["pyramid"]["strategy"] == "phase_out"
