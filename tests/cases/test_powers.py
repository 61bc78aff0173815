"""What somebody may grant is theirs: never through having the case, never a second time."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.cases.programs import PEOPLE, Driven, moment, rules
from tests.cases.test_authority import ready
from workflow_engine.cases.events import ApprovalChanged, ClockStopped, Reminded, Warned
from workflow_engine.cases.ledgers import due_at
from workflow_engine.cases.rules import CaseRules


def technician_for_the_supervisor():
    """The policy with 小周, who may grant nothing, as the deputy of 王芳, away on 24 and 25."""
    program = rules().program
    staff = {**program.staff, "王芳": replace(program.staff["王芳"], deputy="小周")}
    return CaseRules(replace(program, staff=staff), rules().calendars)


class TestHandingOver:
    def test_to_take_a_case_gives_no_limit(self):
        case = ready()
        refusal = case.refused("reassign", "23 09:00", person="李明", role="general")
        assert (refusal.code, refusal.who) == ("wrong_role", (("general", "董总"),))
        case.do("reassign", "23 09:00", role="general")
        assert case.case.level == "general"
        for name in ("李明", "无名氏"):
            refusal = case.refused("reassign", "23 09:10", by=name, person="李明")
            assert (refusal.code, refusal.who) == ("wrong_role", (("general", "董总"),))
        case.do("reassign", "23 09:10", by="董总", person="李明")
        assert (case.case.level, case.case.owner) == ("manager", "李明")
        assert case.refused("amend", "23 09:20", amount=501).code == "over_limit"

    def test_who_is_above_may_take_it_and_has_it_at_their_own_level(self):
        case = ready()
        case.do("reassign", "23 09:00", by="陈总", person="陈总")
        assert (case.case.level, case.case.owner) == ("head", "陈总")
        case.do("amend", "23 09:10", amount=10000)

    def test_a_colleague_of_the_role_may_take_it_others_may_not(self):
        case = ready()
        assert case.refused("reassign", "23 09:00", by="小周", person="小周").code == "wrong_role"
        case.do("reassign", "23 09:00", by="赵强", person="赵强")
        assert (case.case.level, case.case.owner) == ("manager", "赵强")

    def test_a_role_beside_the_ladder_leaves_the_case_on_it(self):
        case = ready()
        case.do("reassign", "23 09:00", role="finance")
        assert (case.case.level, case.case.owner) == ("manager", "钱会计")
        assert case.refused("amend", "23 09:10", amount=1).code == "over_limit"
        case.do("cannot_resolve", "23 09:20")
        assert case.case.level == "supervisor"

    def test_a_deputy_may_take_the_role_while_its_person_is_away(self):
        case = ready()
        case.do("reassign", "24 09:00", person="王芳", role="supervisor")
        assert (case.case.owner, case.case.owner_for) == ("孙丽", "王芳")


class TestDeputies:
    def test_a_deputy_has_the_role_on_the_days_and_only_then(self):
        case = Driven("23 08:30").go("acknowledge", "apologize", "plan_amend", at="23 08:40")
        case.do("reassign", "23 08:40", person="小周")
        away = Driven("24 08:30", "feedback")
        assert (away.case.owner, away.case.owner_for) == ("小郑", "小吴")

    def test_who_is_asked_can_answer(self):
        case = ready()
        case.do("request_approval", "24 09:00", by="李明", amount=1000)
        assert case.case.approval.person == "孙丽"
        case.do("approve", "24 09:10", by="孙丽")

    def test_a_deputy_of_another_role_has_the_power_on_those_days_and_only_then(self):
        case = ready(rules=technician_for_the_supervisor())
        case.do("request_approval", "23 17:00", by="李明", amount=1000)
        assert case.refused("approve", "23 17:10", by="小周").code == "wrong_role"
        assert case.refused("reassign", "23 17:10", by="小周", person="小周").code == "wrong_role"
        case.do("reject", "24 09:00", by="小周")
        case.do("request_approval", "25 17:00", by="李明", amount=1000)
        assert case.case.approval.person == "小周"
        late = {"by": "小周", "occurred_at": "25 17:10"}
        assert case.refused("approve", "26 08:40", **late).code == "wrong_role"
        case.do("approve", "25 17:20", **late)

    def test_a_deputy_by_the_table_alone_has_the_role_too(self):
        people = {**PEOPLE, "supervisor": "王芳", "desk": None}
        case = ready(people=people)
        case.do("pause", "24 09:00", by="小郑")  # known, and no more
        assert case.refused("approve", "24 09:00", by="小郑").code == "no_request"

    def test_reminders_and_warnings_go_to_the_deputy_of_the_day(self):
        case = Driven("23 16:00")
        case.do("reassign", "23 16:10", role="supervisor")
        assert case.case.owner == "王芳"
        case.fire("24 15:00")  # 王芳 is away
        told = {(type(e), e.owner) for e in case.last if isinstance(e, (Warned, Reminded))}
        assert told == {(Warned, "孙丽"), (Reminded, "孙丽")}
        assert case.case.owner == "王芳"  # the case stays hers


class TestApprovals:
    def test_an_approval_covers_what_the_whole_case_costs(self):
        case = ready()
        case.do("request_approval", "23 09:00", by="李明", amount=2000)
        case.do("approve", "23 09:10", by="王芳")
        assert case.case.approval.total == Decimal(2000)
        case.do("amend", "23 09:20", by="李明", amount=500)  # within his own limit
        case.do("refuse", "23 09:30")
        refusal = case.refused("amend", "23 09:40", by="李明", amount=2000)
        assert (refusal.code, refusal.who) == ("over_limit", (("head", "陈总"),))
        case.do("amend", "23 09:40", by="李明", amount=1500)
        assert case.case.approval.state == "used"
        assert case.case.compensation == Decimal(2000)

    @pytest.mark.parametrize("name", ["王芳", "赵强", "陈总", "小周"])
    def test_where_the_failure_names_who_approves_a_limit_is_not_enough(self, name):
        case = ready("recovery.payment_error")
        case.do("request_approval", "23 09:00", by="李明", amount=100)
        refusal = case.refused("approve", "23 09:10", by=name)
        assert (refusal.code, refusal.who) == ("wrong_role", (("finance", "钱会计"),))

    def test_those_above_in_the_reporting_line_and_delegates_may_answer(self):
        case = ready("recovery.payment_error")
        case.do("request_approval", "23 09:00", by="李明", amount=100)
        case.do("reject", "23 09:10", by="董总")
        case.do("request_approval", "23 09:20", by="李明", amount=100)
        case.do("delegate", "23 09:30", by="钱会计", person="小周")
        case.do("approve", "23 09:40", by="小周")

    def test_who_approves_asks_the_next_above_for_themselves(self):
        case = ready("recovery.payment_error")
        case.do("request_approval", "23 09:00", by="钱会计", amount=100)
        assert (case.case.approval.role, case.case.approval.person) == ("general", "董总")
        refusal = case.refused("approve", "23 09:10", by="钱会计")
        assert (refusal.code, refusal.who) == ("four_eyes", (("general", "董总"),))

    def test_a_power_that_is_over_does_not_come_back_by_back_dating(self):
        case = ready()
        case.do("request_approval", "23 09:00", by="李明", amount=1000)
        case.do("delegate", "23 09:00", by="王芳", person="小周", until=moment("23 10:00"))
        late = {"by": "小周", "occurred_at": "23 09:30"}
        assert case.refused("approve", "23 11:00", **late).code == "wrong_role"
        case.do("approve", "23 09:40", **late)

    def test_a_request_that_lapsed_late_is_recorded_in_order(self):
        case = ready()
        case.do("request_approval", "23 09:00", by="李明", amount=1000)
        case.fire("25 15:00")
        stopped = next(e for e in case.of(ClockStopped) if e.clock == "approval")
        assert (stopped.at, stopped.due_at) == (moment("25 15:00"), moment("23 15:00"))
        assert case.of(ApprovalChanged)[0].at == moment("25 15:00")


class TestException:
    def test_it_is_used_up_by_the_amends_that_needed_it(self):
        case = ready()
        case.do("grant_exception", "23 09:00", by="陈总")
        case.do("amend", "23 09:10", by="李明", amount=500)  # which did not
        case.do("refuse", "23 09:20")
        assert not case.case.exception_used
        case.do("amend", "23 09:30", by="李明", amount=9000)
        assert case.case.exception_used
        assert case.last[0].by_exception
        case.do("refuse", "23 09:40")
        assert case.refused("amend", "23 09:50", by="李明", amount=9000).code == "over_limit"
        assert case.refused("grant_exception", "23 09:50", by="陈总").code == "already"

    def test_it_helps_nobody_who_is_not_known(self):
        case = ready()
        case.do("grant_exception", "23 09:00", by="陈总")
        assert case.refused("amend", "23 09:10", by="陌生人", amount=1).code == "unknown_person"

    def test_nor_does_an_approval(self):
        case = ready()
        case.do("request_approval", "23 09:00", by="李明", amount=1000)
        case.do("approve", "23 09:10", by="王芳")
        assert case.refused("amend", "23 09:20", by="路人乙", amount=1).code == "unknown_person"


def test_without_anybody_nobody_pays():
    case = Driven("23 08:30", people={})
    assert case.case.owner is None
    case.go("acknowledge", "apologize", at="23 08:40")
    assert case.refused("amend", "23 09:00", amount=400).code == "argument_missing"
    assert case.refused("request_approval", "23 09:00", amount=400).code == "argument_missing"
    assert case.refused("approve", "23 09:00").code == "no_request"
    case.do("amend", "23 09:00", goods="补货一箱")


class TestArguments:
    @pytest.mark.parametrize("amount", ["0.005", "-0", "1E-30", "1e12", "500.001"])
    def test_an_amount_is_in_cents_and_the_bound_is_named(self, amount):
        refusal = ready().refused("amend", "23 09:00", amount=amount)
        assert refusal.code == "unknown_value"
        assert "1,000,000,000,000" in refusal.text.zh
        assert "1,000,000,000,000" in refusal.text.en

    def test_trailing_noughts_are_no_places(self):
        case = ready()
        case.do("amend", "23 09:00", amount="500.000")
        assert case.case.compensation == 500

    @pytest.mark.parametrize(
        ("command", "more"),
        [
            ("acknowledge", {"amount": 9999}),
            ("acknowledge", {"goods": "车"}),
            ("acknowledge", {"person": "李明"}),
            ("pause", {"role": "head"}),
            ("note", {"amount": 1}),
            ("set_severity", {"severity": "high", "outcome": "lost"}),
        ],
    )
    def test_what_a_command_has_no_use_for_is_refused(self, command, more):
        refusal = Driven("23 08:30").refused(command, "23 08:40", **more)
        assert (refusal.code, refusal.instead) == ("unknown_value", (command,))

    def test_the_amount_of_a_plan_is_not_paid_and_a_plan_says_something(self):
        case = Driven("23 08:30").go("acknowledge", at="23 08:40")
        assert case.refused("plan_amend", "23 08:40", note=" ").code == "argument_missing"
        case.do("plan_amend", "23 08:40", amount=88_888, note=None)
        assert case.case.compensation == 0

    def test_in_a_process_of_the_author_every_amount_counts_and_has_its_limit(self):
        case = Driven("23 08:30", "refund", facts={"tier": 25}).go("check", at="23 08:40")
        assert case.refused("pay", "23 09:00", by="董总", amount=-1).code == "unknown_value"
        assert case.refused("pay", "23 09:00", by="钱会计", amount=100).code == "over_limit"
        case.do("request_approval", "23 09:00", by="钱会计", amount=100)
        case.do("approve", "23 09:10", by="李明")
        case.do("pay", "23 09:20", by="钱会计", amount=100)
        assert (case.case.compensation, case.case.approval.state) == (100, "used")


class TestTheWay:
    def test_a_refusal_names_the_way(self):
        case = ready()
        case.do("amend", "23 09:00")
        refusal = case.refused("close", "23 09:10")
        assert "须先：告知结果 → 致谢，才能结案" in refusal.text.zh
        assert "告知客户结果并致谢之前，个案不能结案" in refusal.text.zh
        assert "first: notify → thank" in refusal.text.en
        assert "No case closes before the customer was told" in refusal.text.en

    def test_through_a_pause_and_through_a_refusal(self):
        case = ready()
        case.do("pause", "23 08:50")
        assert "须先：继续，才能弥补" in case.refused("amend", "23 09:00").text.zh
        case.go("resume", "amend", at="23 09:00")
        assert "须先：客户不接受，才能弥补" in case.refused("amend", "23 09:00").text.zh

    def test_where_there_is_no_way_it_says_what_is_possible(self):
        case = ready("recovery.payment_error")
        case.go("pause", at="23 09:00")
        text = case.refused("acknowledge", "23 09:00").text
        assert "现在可以" in text.zh
        assert "Possible now" in text.en


class TestAnew:
    def amended(self):
        case = ready()
        case.do("amend", "23 09:00")
        return case

    def test_the_time_for_telling_the_result_starts_with_each_amends(self):
        case = self.amended()
        assert case.due("notify") == moment("24 17:30")
        case.do("refuse", "24 17:00")
        assert case.clock("notify", "24 17:00") == "dropped"
        case.do("amend", "25 09:00")
        assert case.due("notify") == moment("26 17:30")
        assert case.clock("amend", "25 09:00") in ("met", "late")

    def test_also_after_reopening_and_so_does_the_follow_up(self):
        case = self.amended().go("notify", "thank", "close", at="24 17:20")
        assert case.clock("notify", "24 17:20") == "met"
        case.do("reopen", "25 09:00")
        assert case.clock("follow_up", "25 09:00") == "dropped"
        case.go("amend", "notify", at="26 09:00")
        assert case.case.ledgers["notify"].started_at == moment("26 09:00")
        case.go("thank", "close", at="26 09:10")
        assert case.due("follow_up") == moment("2026-12-03 17:30")

    def test_the_regulators_time_is_given_once(self):
        case = self.amended().go("notify", "thank", "close", at="23 10:00")
        case.do("reopen", "25 09:00")
        assert case.clock("regulator", "25 09:00") == "met"


def test_a_clock_that_has_stopped_keeps_the_moment_it_was_due():
    case = Driven("23 08:30")
    due = case.due("acknowledge")
    case.do("acknowledge", "23 08:40")
    ledger = case.case.ledgers["acknowledge"]
    assert ledger.was_due == due == due_at(ledger, case.rules)
