"""Who may grant what: limits, approvals, four eyes, delegation, the exception, recusal."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.cases.programs import PEOPLE, Driven, moment, rules
from workflow_engine.cases.events import ApprovalChanged, ClockStopped, Overdue
from workflow_engine.cases.timers import next_due


def ready(process="recovery.delivery_error", **more):
    case = Driven("23 08:30", process, **more)
    steps = ("acknowledge", "apologize") if process.endswith("delivery_error") else ("acknowledge",)
    return case.go(*steps, "plan_amend", at="23 08:40")


def test_amends_within_the_limit_need_nobody():
    case = ready()
    case.do("amend", "23 09:00", amount=500)
    assert case.case.compensation == Decimal(500)


@pytest.mark.parametrize(
    ("amount", "who"),
    [
        (501, ("supervisor", "王芳")),
        (2000, ("supervisor", "王芳")),
        (2001, ("head", "陈总")),
        (10001, ("general", "董总")),
        (10**9, ("general", "董总")),
    ],
)
def test_more_is_refused_and_the_refusal_names_the_lowest_who_may(amount, who):
    refusal = ready().refused("amend", "23 09:00", amount=amount)
    assert (refusal.code, refusal.who, refusal.instead) == (
        "over_limit",
        (who,),
        ("request_approval",),
    )
    assert who[1] in refusal.text.zh


def test_the_limit_counts_over_the_whole_case():
    case = ready()
    case.do("amend", "23 09:00", amount=400)
    case.do("refuse", "23 09:10")
    assert case.refused("amend", "23 09:20", by="李明", amount=200).code == "over_limit"
    case.do("amend", "23 09:20", by="王芳", amount=200)
    assert case.case.compensation == Decimal(600)


def test_a_stranger_may_record_but_grants_nothing():
    case = Driven("23 08:30").go("acknowledge", at="23 08:40")
    case.do("apologize", "23 08:45", by="司机老张")
    refusal = case.refused("amend", "23 08:50", by="司机老张", amount=1)
    assert (refusal.code, refusal.who) == ("unknown_person", (("manager", "李明"),))
    asked = case.refused("request_approval", "23 08:50", by="司机老张", amount=1)
    assert asked.code == case.refused("pause", "23 08:50", by="司机老张").code == "unknown_person"
    ended = case.refused("cancel", "23 08:50", by="司机老张", other="C-2")
    assert ended.code == "unknown_person"
    case.do("amend", "23 08:50", by="司机老张", goods="补货一箱")
    assert case.case.compensation == 0


@pytest.mark.parametrize("amount", ["-1", "NaN", "Infinity", "1e12"])
def test_an_amount_is_an_amount(amount):
    assert ready().refused("amend", "23 09:00", amount=amount).code == "unknown_value"
    assert ready().refused("request_approval", "23 09:00", amount=amount).code == "unknown_value"


def test_asking_over_the_limit_climbs_and_the_answer_lets_the_asker_go_on():
    case = ready()
    case.do("request_approval", "23 09:00", amount=3000)
    assert (case.case.approval.role, case.case.approval.person) == ("head", "陈总")
    assert case.case.level == "head"  # past the supervisor, whose limit is below it too
    case.do("approve", "23 09:30", by="陈总")
    assert case.clock("approval", "23 09:30") == "met"
    assert case.case.approval.expires_at == moment("24 17:30")
    case.do("amend", "23 10:00", by="李明", amount=3000)
    assert case.case.approval.state == "used"
    assert case.case.compensation == Decimal(3000)


def test_an_approval_is_for_so_much_and_for_one_time():
    case = ready()
    case.do("request_approval", "23 09:00", by="李明", amount=1000)
    case.do("approve", "23 09:10", by="王芳")
    assert case.refused("amend", "23 09:20", by="李明", amount=1001).code == "over_limit"
    case.do("amend", "23 09:20", by="李明", amount=900)
    case.do("refuse", "23 09:30")
    assert case.refused("amend", "23 09:40", by="李明", amount=100).code == "over_limit"


def test_nobody_approves_what_they_asked_for():
    case = ready()
    case.do("request_approval", "23 09:00", by="王芳", amount=1000)
    assert case.case.approval.person == "陈总"  # the lowest who may and is somebody else
    refusal = case.refused("approve", "23 09:10", by="王芳")
    assert (refusal.code, refusal.who) == ("four_eyes", (("head", "陈总"),))
    assert case.refused("reject", "23 09:10", by="王芳").code == "four_eyes"
    case.do("approve", "23 09:20", by="董总")


def test_only_who_may_grant_it_answers():
    case = ready()
    case.do("request_approval", "23 09:00", by="李明", amount=3000)
    for name in ("王芳", "小周", "无名氏"):
        refusal = case.refused("approve", "23 09:10", by=name)
        assert (refusal.code, refusal.who) == ("wrong_role", (("head", "陈总"),))
    assert case.refused("reject", "23 09:10", by="陈总", note="").code == "argument_missing"
    case.do("reject", "23 09:10", by="陈总")
    assert case.case.approval.state == "rejected"
    assert case.refused("approve", "23 09:20", by="陈总").code == "no_request"
    assert case.refused("amend", "23 09:20", by="李明", amount=3000).code == "over_limit"


def test_who_is_complained_about_neither_handles_nor_approves():
    case = ready(about="王芳")
    refusal = case.refused("plan_amend", "23 09:00", by="王芳")
    assert (refusal.code, refusal.who, refusal.instead) == (
        "complained_about",
        (("manager", "李明"),),
        ("note",),
    )
    case.do("request_approval", "23 09:00", amount=1000)
    assert case.case.approval.person == "陈总"
    assert case.refused("approve", "23 09:10", by="王芳").code == "complained_about"
    case.do("note", "23 09:10", by="王芳", note="当时的情况是…")


def test_a_request_lapses_when_nobody_answers():
    case = ready()
    case.do("request_approval", "23 09:00", by="李明", amount=1000)
    assert case.refused("request_approval", "23 09:00", amount=1).code == "already"
    case.fire("23 15:00")
    (changed,) = case.of(ApprovalChanged)
    assert changed.approval.state == "lapsed"
    assert [e.clock for e in case.of(Overdue)] == ["approval"]
    assert [(e.clock, e.outcome) for e in case.of(ClockStopped)] == [("approval", "late")]
    assert case.refused("approve", "23 15:10", by="王芳").code == "lapsed"
    assert case.refused("amend", "23 15:10", by="李明", amount=1000).code == "lapsed"
    case.do("request_approval", "23 15:10", by="李明", amount=1000)


def test_waiting_for_the_customer_gives_the_approver_more_time():
    case = ready()
    case.do("request_approval", "23 09:00", by="李明", amount=1000)
    case.do("pause", "23 10:00")
    case.fire("24 10:00")
    assert case.case.approval.state == "asked"
    case.do("resume", "24 10:00")
    case.fire("24 17:00")
    assert case.case.approval.state == "lapsed"


def test_a_grant_lapses_when_it_is_not_used():
    case = ready()
    case.do("request_approval", "23 09:00", by="李明", amount=1000)
    case.do("approve", "23 09:10", by="王芳")
    case.fire("24 17:30")
    assert case.case.approval.state == "lapsed"
    assert case.refused("amend", "25 08:40", by="李明", amount=1000).code == "lapsed"


def test_a_request_ends_with_the_case():
    case = ready()
    case.do("request_approval", "23 09:00", by="李明", amount=1000)
    case.do("cancel", "23 09:10", other="C-0")
    assert case.case.approval.state == "lapsed"
    assert next_due(case.case, rules()) is None


def test_a_failure_that_names_an_approver_needs_it_for_all_amends():
    case = ready("recovery.payment_error")
    refusal = case.refused("amend", "23 09:00", goods="道歉信")
    assert (refusal.code, refusal.who) == ("needs_approval", (("finance", "钱会计"),))
    case.do("request_approval", "23 09:00", amount=100)
    assert case.case.approval.person == "钱会计"
    assert case.case.level == "manager"  # within the manager's own limit
    case.do("approve", "23 09:10", by="钱会计")
    refusal = case.refused("amend", "23 09:20", amount=200)
    assert refusal.code == "needs_approval"
    case.do("amend", "23 09:20", amount=100)
    assert case.case.approval.state == "used"


def test_an_approval_that_is_always_needed_lapses_too():
    case = ready("recovery.payment_error")
    case.do("request_approval", "23 09:00", amount=100)
    case.do("approve", "23 09:10", by="钱会计")
    case.fire("25 09:00")
    assert case.refused("amend", "25 09:10", by="李明", amount=100).code == "lapsed"


def test_power_to_approve_can_be_given_away_for_a_while():
    case = ready()
    case.do("request_approval", "23 09:00", by="李明", amount=1000)
    assert case.refused("delegate", "23 09:00", by="小周", person="孙丽").code == "wrong_role"
    assert case.refused("delegate", "23 09:00", by="王芳").code == "argument_missing"
    assert case.refused("delegate", "23 09:00", by="王芳", person="无名氏").code == "unknown_person"
    assert case.refused("delegate", "23 09:00", by="王芳", person="王芳").code == "unknown_value"
    past = moment("23 08:00")
    assert (
        case.refused("delegate", "23 09:00", by="王芳", person="小周", until=past).code
        == "unknown_value"
    )
    case.do("delegate", "23 09:00", by="王芳", person="小周", until=moment("23 10:00"))
    assert case.refused("approve", "23 10:00", by="小周").code == "wrong_role"
    case.do("approve", "23 09:59", by="小周")
    assert case.case.approval.answered_by == "小周"


def test_a_delegate_has_no_more_than_was_given_and_four_eyes_stay():
    case = ready()
    case.do("request_approval", "23 09:00", by="李明", amount=3000)
    case.do("delegate", "23 09:00", by="王芳", person="小周")
    assert case.refused("approve", "23 09:10", by="小周").code == "wrong_role"
    case.do("delegate", "23 09:00", by="陈总", person="李明")
    assert case.refused("approve", "23 09:10", by="李明").code == "four_eyes"


def test_the_limits_are_set_aside_once_by_who_may():
    case = ready()
    assert case.refused("grant_exception", "23 09:00").code == "wrong_role"
    refusal = case.refused("grant_exception", "23 09:00", by="王芳")
    assert refusal.who == (("head", "陈总"),)
    case.do("grant_exception", "23 09:00", by="陈总")
    assert case.case.exception_by == "陈总"
    assert case.refused("grant_exception", "23 09:10", by="陈总").code == "already"
    case.do("amend", "23 09:10", by="李明", amount=9000)
    other = ready("recovery.payment_error")
    assert other.refused("grant_exception", "23 09:00", by="董总").code == "wrong_role"


def test_a_deputy_has_the_power_of_the_role():
    case = ready(people={**PEOPLE, "manager": "李明"})
    case.do("cannot_resolve", "24 08:40")
    assert case.case.owner == "孙丽"
    case.do("amend", "24 09:00", amount=2000)
    assert case.case.compensation == Decimal(2000)


def test_where_nobody_above_may_grant_it_the_refusal_says_so():
    case = Driven("23 08:30", "refund", facts={})
    refusal = case.refused("request_approval", "23 08:40", by="李明", amount=10**6)
    assert refusal.code == "nobody_above"
