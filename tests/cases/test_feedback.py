"""Feedback: classified by one taxonomy, resolved by nature and urgency, told and thanked for."""

from __future__ import annotations

import datetime as dt

from tests.cases.programs import Driven, moment, rules
from workflow_engine.cases.allowed import allowed
from workflow_engine.cases.events import Overdue, Reassigned
from workflow_engine.cases.feedback import codes

KNOWN = {"code": "产品/性能", "nature": "投诉", "urgency": "high"}


def received(at="23 08:30"):
    return Driven(at, "feedback").go("receive", at=at)


def test_feedback_goes_its_way_and_the_loop_is_closed_at_the_end():
    case = received()
    case.do("classify", "23 09:00", **KNOWN)
    case.do("assign", "23 09:10", person="小周")
    case.go("reply", "resolve", at="23 10:00")
    assert case.refused("close", "23 10:00").code == "not_in_this_state"
    assert case.refused("thank", "23 10:00").code == "not_in_this_state"
    case.go("notify", "thank", "close", at="23 11:00")
    assert case.case.state == "closed"
    assert {ledger.outcome for ledger in case.case.ledgers.values()} == {"met"}
    assert (case.case.code, case.case.nature, case.case.priority) == ("产品/性能", "投诉", "P1")


def test_the_code_is_one_of_the_taxonomy():
    case = received()
    for code in ("产品", "产品/颜色", "性能", "其他/性能"):
        refusal = case.refused("classify", "23 09:00", **{**KNOWN, "code": code})
        assert refusal.code == "unknown_value"
        assert "产品/性能" in refusal.text.zh
    assert (
        case.refused("classify", "23 09:00", nature="投诉", urgency="high").code
        == "argument_missing"
    )
    assert codes(rules().program.feedback) == ("产品/性能", "产品/维护", "其他")
    case.do("classify", "23 09:00", **{**KNOWN, "code": "其他"})


def test_nature_and_urgency_give_the_priority():
    for nature, urgency, priority in (
        ("投诉", "high", "P1"),
        ("投诉", "low", "P3"),
        ("咨询", "medium", "P3"),
        ("建议", "low", "P5"),
    ):
        case = received()
        case.do("classify", "23 09:00", code="产品/性能", nature=nature, urgency=urgency)
        assert case.case.priority == priority
    case = received()
    refusals = [
        case.refused("classify", "23 09:00", **{**KNOWN, "nature": "唠叨"}),
        case.refused("classify", "23 09:00", **{**KNOWN, "urgency": "now"}),
        case.refused("classify", "23 09:00", code="其他", urgency="low"),
        case.refused("classify", "23 09:00", code="其他", nature="咨询"),
    ]
    assert [one.code for one in refusals] == [
        "unknown_value",
        "unknown_value",
        "argument_missing",
        "argument_missing",
    ]


def test_the_time_to_resolve_counts_from_the_opening():
    case = received("23 08:30")
    assert "resolve" not in case.case.ledgers
    case.do("classify", "23 10:30", **KNOWN)
    ledger = case.case.ledgers["resolve"]
    assert (ledger.started_at, ledger.consumed) == (moment("23 08:30"), dt.timedelta(hours=2))
    assert case.due("resolve") == moment("24 17:30")


def test_what_was_waited_before_it_was_classified_does_not_count():
    whole, parted = received("23 08:30"), received("23 08:30")
    whole.do("pause", "23 09:00")
    whole.do("resume", "23 11:00")
    parted.do("pause", "23 09:00")
    parted.do("resume", "23 10:00")
    parted.do("pause", "23 10:00")
    parted.do("resume", "23 11:00")
    for case in (whole, parted):
        case.do("classify", "23 11:30", **KNOWN)
        assert case.case.ledgers["resolve"].consumed == dt.timedelta(hours=1)
        assert case.due("resolve") == moment("25 10:30")
    assert whole.case.ledgers == parted.case.ledgers


def test_classified_too_late_it_is_overdue_at_once():
    case = received("16 08:30")
    case.do("classify", "25 10:30", **KNOWN)
    late = {event.clock: event.due_at for event in case.of(Overdue)}
    assert late["resolve"] == moment("25 10:30")
    assert case.clock("resolve", "25 10:30") == "overdue"


def test_it_is_assigned_to_somebody_or_to_the_deputy():
    case = received()
    case.do("classify", "23 09:00", **KNOWN)
    assert case.refused("assign", "23 09:10").code == "argument_missing"
    assert case.refused("assign", "23 09:10", person="无名氏").code == "unknown_person"
    case.do("assign", "24 09:10", person="小吴")
    (given,) = case.of(Reassigned)
    assert (given.owner, given.owner_for, given.level) == ("小郑", "小吴", case.case.level)
    assert (case.case.owner, case.case.owner_for) == ("小郑", "小吴")


def test_feedback_is_reopened_before_it_was_resolved():
    case = received()
    case.do("classify", "23 09:00", **KNOWN)
    case.do("assign", "23 09:10", person="小周")
    case.go("reply", "resolve", "notify", "thank", "close", at="23 10:00")
    assert "reopen" in allowed(case.case, rules())
    case.do("reopen", "24 08:30")
    assert case.case.state == "replied"
    assert case.case.ledgers["resolve"].running_since == moment("24 08:30")


def test_feedback_climbs_its_own_ladder():
    case = received()
    case.do("cannot_resolve", "23 09:00")
    assert case.case.level == "supervisor"
