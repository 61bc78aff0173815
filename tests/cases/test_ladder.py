"""Climbing: reasons, skipped roles, deputies, jumps, the top."""

from __future__ import annotations

import pytest

from tests.cases.programs import PEOPLE, Driven, moment, rules
from workflow_engine.cases.events import Escalated, Reassigned, RungSkipped, Stuck

STEPS = ("acknowledge", "apologize", "amend", "notify", "thank", "close")


def climbs(case):
    return [(e.source, e.target) for e in case.events if isinstance(e, Escalated)]


def skipped(case):
    return [(e.role, e.why) for e in case.events if isinstance(e, RungSkipped)]


def test_half_of_the_amends_used_up_without_a_plan_climbs_and_with_one_does_not():
    case = Driven("23 08:30").go("acknowledge", "apologize", at="23 08:40")
    case.fire("24 08:30")
    assert climbs(case) == [("manager", "supervisor")]
    assert case.of(Escalated)[0].due_at == moment("23 17:30")  # 7 of 14 hours
    planned = Driven("23 08:30").go("acknowledge", "apologize", "plan_amend", at="23 08:40")
    planned.fire("24 08:30")
    assert climbs(planned) == []


def test_the_next_rung_is_looked_at_at_once():
    case = Driven("20 16:50")
    case.do("needs_other_department", "20 17:00")
    case.fire("23 09:50")
    assert climbs(case) == [("manager", "supervisor"), ("supervisor", "head")]
    assert {event.due_at for event in case.of(Escalated)} == {moment("23 09:50")}


def test_after_a_week_every_rung_has_fired_once_at_its_own_moment_and_late():
    case = Driven("20 16:50")
    case.fire("30 12:00")
    assert climbs(case) == [("manager", "supervisor"), ("supervisor", "head"), ("head", "general")]
    ups = case.of(Escalated)
    assert [event.due_at for event in ups] == [
        moment("23 09:50"),
        moment("23 17:30"),
        moment("24 17:30"),
    ]
    assert all(event.late and event.at == moment("30 12:00") for event in ups)
    assert ups[0].owner == "王芳"  # who was away a day later was not away then
    case.fire("2026-12-30 12:00")
    assert case.of(Escalated) == []


def test_a_case_handed_down_climbs_again_for_what_runs_out_after_that():
    case = Driven("20 16:50")
    case.fire("23 09:50")
    assert case.case.level == "supervisor"
    case.do("reassign", "23 10:00", person="李明", note="请继续办理")
    assert case.case.level == "manager"
    case.fire("23 10:05")  # the acknowledgement was late before: that does not count again
    assert case.case.level == "manager"
    case.fire("30 12:00")
    assert case.case.level == "general"
    assert [event.level for event in case.of(Reassigned)] == ["supervisor"]
    assert climbs(case) == [("manager", "supervisor"), ("supervisor", "head"), ("head", "general")]


def test_what_held_before_the_case_came_there_fires_when_it_comes():
    case = Driven("20 16:50").go("acknowledge", "apologize", "plan_amend", at="23 08:40")
    case.fire("23 17:30")
    assert climbs(case) == []  # the manager's rung does not look at the amends any more
    case.do("cannot_resolve", "24 09:00")
    assert climbs(case) == [("manager", "supervisor"), ("supervisor", "head")]
    assert {event.due_at for event in case.of(Escalated)} == {moment("24 09:00")}
    assert not any(event.late for event in case.of(Escalated))


def test_a_reported_event_climbs_only_where_a_rung_listens():
    case = Driven("23 08:30")
    assert case.refused("report_event", "23 08:40").code == "argument_missing"
    assert case.refused("report_event", "23 08:40", event="雨").code == "unknown_value"
    case.do("report_event", "23 08:40", event="media")
    assert case.case.level == "manager"
    case.do("reassign", "23 08:50", role="head")
    assert case.case.level == "general"


def test_a_role_without_a_person_is_passed_over():
    case = Driven("23 08:30", people={**PEOPLE, "supervisor": None})
    case.do("cannot_resolve", "23 08:40")
    assert (case.case.level, case.case.owner) == ("head", "陈总")
    assert skipped(case) == [("supervisor", "nobody")]


def test_the_person_complained_about_is_passed_over():
    case = Driven("23 08:30", about="王芳")
    case.do("cannot_resolve", "23 08:40")
    assert case.case.level == "head"
    assert skipped(case) == [("supervisor", "complained_about")]


def test_a_complaint_about_the_owner_opens_with_recusal():
    case = Driven("23 08:30", about="李明")
    assert case.events[0].owner is None
    assert climbs(case) == [("manager", "supervisor")]
    assert case.of(Escalated)[0].trigger.zh == "需回避"
    other = Driven("23 08:30", "recovery.dispute", about="王芳")  # no such rung there
    assert other.events[0].level == other.case.level == "head"
    assert skipped(other) == [("supervisor", "complained_about")]


def test_who_is_away_is_replaced_by_the_deputy():
    case = Driven("24 08:30")
    case.do("cannot_resolve", "24 08:40")
    assert (case.case.owner, case.case.owner_for) == ("孙丽", "王芳")
    about = Driven("24 08:30", about="孙丽")
    about.do("cannot_resolve", "24 08:40")
    assert about.case.level == "head"  # the deputy is complained about
    assert skipped(about) == [("supervisor", "nobody")]
    back = Driven("26 08:30")
    back.do("cannot_resolve", "26 08:40")
    assert (back.case.owner, back.case.owner_for) == ("王芳", None)


def test_with_nobody_above_the_case_stays_and_says_so():
    alone = dict.fromkeys(PEOPLE) | {"manager": "李明"}
    case = Driven("23 08:30", people=alone)
    case.fire("23 10:30")
    (stuck,) = case.of(Stuck)
    assert (stuck.level, case.case.level, case.case.owner) == ("manager", "manager", "李明")
    case.fire("27 10:30")
    assert case.of(Stuck) == []
    nobody = Driven("23 08:30", people={})
    assert (nobody.case.level, nobody.case.owner) == ("manager", None)
    assert nobody.of(Stuck)
    nobody.do("acknowledge", "23 09:00")


def test_cannot_resolve_climbs_whatever_the_rung_says_one_step_for_each():
    case = Driven("23 08:30")
    case.do("cannot_resolve", "23 08:40")
    case.do("cannot_resolve", "23 08:50", by="王芳")
    assert case.case.level == "head"  # the supervisor's rung does not name it
    case.do("cannot_resolve", "23 08:50")
    case.do("cannot_resolve", "23 08:55")
    assert case.case.level == "general"
    assert isinstance(case.events[-1], Stuck)
    assert case.case.handovers == 3


def test_who_got_a_case_handed_down_hands_it_up_again_and_no_rung_fires_twice():
    case = Driven("23 08:30")
    case.do("cannot_resolve", "23 08:40")
    case.do("reassign", "23 08:50", role="manager", person="赵强")
    case.do("cannot_resolve", "23 09:00")
    assert (case.case.level, case.case.owner) == ("supervisor", "王芳")
    assert climbs(case) == [("manager", "supervisor")]
    assert len([e for e in case.last if isinstance(e, Reassigned)]) == 1


@pytest.mark.parametrize(
    ("level", "person", "lands", "passed"),
    [
        ("manager", "赵强", "head", [("supervisor", "double_deviation")]),
        ("supervisor", "孙丽", "general", [("head", "double_deviation")]),
        ("head", "陈总", "general", []),
    ],
)
def test_amends_that_are_refused_jump_over_one_rung(level, person, lands, passed):
    case = Driven("23 08:30").go("acknowledge", "apologize", "plan_amend", at="23 08:40")
    case.do("reassign", "23 08:40", role=level, person=person)
    case.do("amend", "23 08:50")
    case.do("refuse", "23 08:55")
    assert case.case.level == lands
    assert skipped(case) == passed
    assert case.case.refused == 1


def test_a_jump_lands_on_the_last_who_is_there():
    people = {**PEOPLE, "head": None, "general": None}
    case = Driven("23 08:30", people=people).go(
        "acknowledge", "apologize", "plan_amend", at="23 08:40"
    )
    case.do("amend", "23 08:50")
    case.do("refuse", "23 08:55")
    assert (case.case.level, case.case.owner) == ("supervisor", "王芳")


def test_reopening_lets_every_rung_fire_again_from_where_the_case_stands():
    case = Driven("20 16:50")
    case.fire("23 10:00")
    case.go(*STEPS, at="23 10:00")
    assert case.case.fired == ("manager",)
    case.do("reopen", "23 10:10")
    assert (case.case.level, case.case.fired) == ("supervisor", ())


def test_a_repeated_failure_starts_one_rung_higher():
    case = Driven("23 08:30", earlier=1)
    assert (case.case.level, case.case.owner) == ("supervisor", "王芳")
    assert Driven("23 08:30", earlier=0).case.level == "manager"
    passed = Driven("23 08:30", earlier=1, people={**PEOPLE, "supervisor": None})
    assert (passed.case.level, skipped(passed)) == ("head", [("supervisor", "nobody")])
    top = Driven("23 08:30", earlier=1, people=dict.fromkeys(PEOPLE) | {"manager": "李明"})
    assert top.case.level == "manager"


def test_climbing_moves_no_deadline():
    case = Driven("23 08:30")
    before = {clock: case.due(clock) for clock in case.case.ledgers}
    case.do("cannot_resolve", "23 08:40")
    assert {clock: case.due(clock) for clock in case.case.ledgers} == before


class TestReassign:
    def test_to_a_person_a_role_or_both(self):
        case = Driven("23 08:30")
        case.do("reassign", "23 08:40", person="赵强")
        assert (case.case.level, case.case.owner) == ("manager", "赵强")
        case.do("reassign", "23 08:50", role="head")
        assert (case.case.level, case.case.owner) == ("head", "陈总")
        case.do("reassign", "24 08:50", person="王芳")
        assert (case.case.owner, case.case.owner_for) == ("孙丽", "王芳")

    def test_not_to_somebody_who_cannot(self):
        case = Driven("23 08:30", about="赵强", people={**PEOPLE, "head": None})
        assert case.refused("reassign", "23 08:40").code == "argument_missing"
        assert case.refused("reassign", "23 08:40", person="无名氏").code == "unknown_person"
        assert case.refused("reassign", "23 08:40", person="赵强").code == "complained_about"
        assert case.refused("reassign", "23 08:40", role="king").code == "unknown_value"
        assert case.refused("reassign", "23 08:40", role="head").code == "unknown_person"
        assert case.refused("reassign", "23 08:40", person="李明").code == "already"
        assert rules().program.staff["李明"].deputy == "赵强"


def test_a_pause_does_not_count_as_being_overdue_for_longer():
    case = Driven("20 16:50").go("acknowledge", "apologize", "plan_amend", at="23 08:40")
    case.fire("24 10:00")  # the amends ran out on Monday 17:30
    case.do("reassign", "24 10:00", role="head")
    case.do("pause", "24 10:00")
    case.do("resume", "26 08:30")
    case.fire("26 13:59")
    assert case.case.level == "head"
    case.fire("26 14:00")  # 1½ hours on Tuesday and 3½ on Thursday, 2 to go
    case.fire("26 16:00")
    assert case.case.level == "general"
    assert case.of(Escalated)[0].due_at == moment("26 16:00")
