"""Recovery cases from the opening to the end, and what they refuse."""

from __future__ import annotations

import pytest

import workflow_engine as we
from tests.cases.programs import Driven, moment, opening, rules
from workflow_engine.cases.allowed import allowed
from workflow_engine.cases.commands import Act
from workflow_engine.cases.events import ClockStopped, Done, Emitted, Escalated, Opened, Overdue
from workflow_engine.cases.evolve import evolve_all
from workflow_engine.cases.kernel import decide, fire
from workflow_engine.cases.refusals import Refusal
from workflow_engine.cases.rules import case_rules
from workflow_engine.cases.timers import next_due
from workflow_engine.errors import CalendarError, UsageError

STEPS = ("acknowledge", "apologize", "amend", "notify", "thank", "close")


def test_the_tobacco_policy_escalates_an_unacknowledged_delivery_error_on_monday():
    policy = case_rules(we.load("rules/tobacco-retail").program)
    people = {"account_manager": "李明", "supervisor": "方静宜"}
    events = decide(
        None,
        opening(people=people),
        policy,
        moment("20 16:50"),
    )
    case = evolve_all(None, events)
    acknowledge = case.ledgers["acknowledge"]
    assert acknowledge.calendar == "office"
    fired = fire(case, policy, moment("23 09:50"))
    (ran_out,) = [event for event in fired if isinstance(event, Overdue)]
    (up,) = [event for event in fired if isinstance(event, Escalated)]
    assert ran_out.due_at == up.due_at == up.at == moment("23 09:50")
    assert (up.target, up.owner, up.late) == ("supervisor", "方静宜", False)
    assert not [e for e in fire(case, policy, moment("23 09:49")) if isinstance(e, Overdue)]


def test_a_case_goes_step_by_step_and_the_prevention_outlives_it():
    case = Driven("20 16:50")
    states = []
    for step in STEPS:
        case.do(step, "23 09:00")
        states.append(case.case.state)
    assert states == ["acknowledged", "apologized", "amended", "notified", "thanked", "closed"]
    assert case.case.ended_at == moment("23 09:00")
    assert case.clock("anticipate", "23 09:00") == "running"
    assert case.clock("regulator", "23 09:00") == "met"
    assert case.clock("follow_up", "23 09:00") == "running"
    assert allowed(case.case, rules()) == ("reopen", "anticipate", "follow_up", "note")
    case.do("anticipate", "24 09:00", outcome="back_office")
    case.do("follow_up", "24 09:00", outcome="recovered")
    assert next_due(case.case, rules()) is None
    assert case.case.state == "closed"
    case.do("note", "25 09:00", note="谢谢")


def test_an_outliving_clock_still_runs_out_after_the_end():
    case = Driven("20 16:50").go(*STEPS, at="23 09:00")
    case.do("follow_up", "23 10:00", outcome="lost")
    case.fire("2026-12-10 09:00")
    assert [event.clock for event in case.of(Overdue)] == ["anticipate"]
    case.do("anticipate", "2026-12-10 10:00")
    assert case.clock("anticipate", "2026-12-10 10:00") == "late"


def test_steps_come_in_their_order_and_the_refusal_says_what_comes():
    case = Driven("23 09:00")
    refusal = case.refused("amend", "23 09:10")
    assert refusal.code == "not_in_this_state"
    assert "acknowledge" in refusal.instead
    assert "承认" in refusal.text.zh
    assert case.refused("close", "23 09:10").code == "not_in_this_state"
    assert case.refused("dance", "23 09:10").code == "unknown_command"
    assert case.refused("receive", "23 09:10").code == "unknown_command"
    case.go(*STEPS, at="23 10:00")
    for command in ("acknowledge", "cannot_resolve", "reassign", "pause"):
        assert case.refused(command, "23 10:00", person="赵强").code == "ended"
    assert case.refused("acknowledge", "23 10:00").instead == allowed(case.case, rules())


def test_steps_that_a_failure_does_not_have_are_left_out():
    case = Driven("23 09:00", "recovery.dispute")
    assert set(case.case.ledgers) == {"amend"}
    case.go("amend", "notify", "thank", "close", at="23 10:00")
    assert case.case.state == "closed"


def test_a_duplicate_is_cancelled_and_names_the_other():
    case = Driven("23 09:00")
    assert case.refused("cancel", "23 09:10").code == "argument_missing"
    assert case.refused("cancel", "23 09:10", other="C-1").code == "unknown_value"
    case.do("needs_other_department", "23 09:10")
    case.do("cancel", "23 09:20", other="C-0")
    assert (case.case.state, case.case.duplicate_of) == ("cancelled", "C-0")
    stopped = {event.clock: event.outcome for event in case.of(ClockStopped)}
    assert set(stopped.values()) == {"dropped"}
    assert set(stopped) == set(case.case.ledgers)
    assert next_due(case.case, rules()) is None
    assert allowed(case.case, rules()) == ("note",)


def test_reopening_begins_a_new_run_and_the_amends_go_on_where_they_stood():
    case = Driven("23 08:30").go("acknowledge", "apologize", "plan_amend", at="23 08:40")
    case.go("amend", "notify", "thank", "close", at="23 10:30")
    used = case.case.ledgers["amend"].consumed
    case.do("reopen", "25 08:30")
    assert (case.case.state, case.case.run, case.case.reopened) == ("apologized", 2, 1)
    assert case.case.ended_at is None
    assert not case.case.planned
    amend = case.case.ledgers["amend"]
    assert (amend.consumed, amend.running_since) == (used, moment("25 08:30"))
    assert case.clock("acknowledge", "25 08:30") == "met"
    assert case.due("amend") == moment(
        "26 15:30"
    )  # from Monday 08:30 to Tuesday 17:30 are 14 hours, 2 of them used


def test_two_reopenings_climb_where_the_rung_says_so():
    case = Driven("23 08:30", about="李明").go(*STEPS, at="23 08:40")
    assert case.case.level == "supervisor"
    case.do("reopen", "23 08:50")
    assert case.case.level == "supervisor"
    case.go(*STEPS[2:], at="23 09:00")
    case.do("reopen", "23 09:10")
    assert case.case.level == "head"


def test_what_opens_a_case_is_kept():
    case = Driven("23 09:00", holds=("big",), earlier=0, note="箱子破了", facts={"tier": 30})
    opened = case.events[0]
    assert isinstance(opened, Opened)
    assert (opened.by, opened.note, opened.state) == ("热线", "箱子破了", "open")
    assert (case.case.opened_by, case.case.facts) == ("热线", {"tier": 30})
    assert case.case.version == len(case.events)


def test_a_case_of_a_process_that_is_not_there_is_refused():
    answer = decide(None, opening("recovery.rain"), rules(), moment("23 09:00"))
    assert isinstance(answer, Refusal)
    assert answer.code == "unknown_process"


def test_only_an_opening_needs_no_case():
    case = Driven("23 09:00")
    with pytest.raises(UsageError):
        decide(None, Act("acknowledge"), rules(), moment("23 09:00"))
    with pytest.raises(UsageError):
        decide(case.case, opening(), rules(), moment("23 09:00"))
    with pytest.raises(CalendarError):
        decide(case.case, Act("acknowledge"), rules(), moment("23 09:00").replace(tzinfo=None))


def test_a_command_that_needs_a_reason_asks_for_it():
    case = Driven("23 09:00")
    for command in ("pause", "cannot_resolve", "note", "reassign"):
        assert case.refused(command, "23 09:10", note=" ").code == "argument_missing"


class TestRefund:
    """A process of the author's own."""

    PROCESS = "refund"

    def test_the_first_transition_whose_condition_holds_is_taken(self):
        case = Driven("23 09:00", self.PROCESS, facts={"tier": 25})
        case.do("check", "23 10:00")
        case.do("pay", "23 10:10", by="钱会计")
        assert case.case.state == "paid"
        assert case.of(Emitted)[0].name == "refund_paid"
        other = Driven("23 09:00", self.PROCESS, facts={"tier": 5})
        other.do("check", "23 10:00")
        other.do("pay", "23 10:10", by="钱会计")
        assert other.case.state == "asked"
        other.do("check", "23 10:10")
        other.do("set_severity", "23 10:20", severity="high")
        other.do("pay", "23 10:30", by="董总")  # above finance
        assert other.case.state == "paid"

    def test_a_condition_that_cannot_be_told_refuses_and_says_what_is_missing(self):
        case = Driven("23 09:00", self.PROCESS)
        case.do("check", "23 10:00")
        refusal = case.refused("pay", "23 10:10", by="钱会计")
        assert refusal.code == "guard_unknown"
        assert "pay" not in refusal.instead
        label = rules().program.attributes["tier"].label.zh
        assert label in refusal.text.zh

    def test_a_command_is_for_its_roles_and_those_above(self):
        case = Driven("23 09:00", self.PROCESS, facts={"tier": 25})
        case.do("check", "23 10:00")
        refusal = case.refused("pay", "23 10:10")
        assert refusal.code == "wrong_role"
        assert refusal.who[0] == ("finance", "钱会计")
        assert ("general", "董总") in refusal.who
        assert case.refused("pay", "23 10:10", by="无名氏").code == "wrong_role"

    def test_its_clock_stands_still_in_its_pause_states_and_its_ladder_climbs(self):
        case = Driven("23 08:30", self.PROCESS, facts={})
        case.do("wait_for_receipt", "23 09:30")
        assert case.clock("first_look", "24 09:30") == "paused"
        case.do("receipt_came", "24 09:30")
        assert case.due("first_look") == moment("24 14:30")
        case.fire("24 14:30")
        assert case.case.level == "supervisor"
        assert isinstance(case.events[-1], Escalated)

    def test_a_step_is_recorded_with_the_role_it_was_done_in(self):
        case = Driven("23 09:00", self.PROCESS, facts={"tier": 25})
        case.do("check", "23 10:00")
        case.do("pay", "23 10:10", by="钱会计")
        (done,) = case.of(Done)
        assert (done.role, done.ended) == ("finance", True)
