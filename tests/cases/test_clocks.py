"""Clocks of cases: budgets, pauses, factors, warnings."""

from __future__ import annotations

import datetime as dt

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.cases.programs import Driven, moment, opening, rules
from workflow_engine.cases.events import ClockStarted, Overdue, Reminded, Warned
from workflow_engine.cases.evolve import evolve_all
from workflow_engine.cases.kernel import decide, fire
from workflow_engine.cases.ledgers import remaining
from workflow_engine.cases.timers import next_due
from workflow_engine.language.durations import Duration

STEPS = ("acknowledge", "apologize", "amend", "notify", "thank", "close")


def test_due_moments_count_the_open_hours_of_the_office():
    case = Driven("20 16:50")
    assert case.due("acknowledge") == moment("23 09:50")
    assert case.due("apologize") == moment("23 11:50")
    assert case.due("amend") == moment("23 17:30")
    assert case.due("anticipate") == moment("27 17:30")
    assert case.due("regulator") == moment("2026-12-05 16:50")
    assert next_due(case.case, rules()) == moment("23 09:20")  # a quarter before 09:50


def test_a_pause_stops_all_clocks_but_the_regulators():
    case = Driven("20 16:50")
    case.do("pause", "23 09:00")
    assert case.case.state == "open_waiting"
    assert {c for c in case.case.ledgers if case.clock(c, "23 09:00") == "paused"} == {
        "acknowledge",
        "apologize",
        "amend",
        "anticipate",
    }
    assert case.due("acknowledge") is None
    assert case.due("regulator") == moment("2026-12-05 16:50")
    case.do("resume", "23 15:00")
    assert case.due("acknowledge") == moment("23 15:50")


def test_a_pause_in_closed_time_changes_nothing():
    case = Driven("20 16:50")
    case.do("pause", "20 18:00")
    case.do("resume", "23 08:00")
    assert case.due("acknowledge") == moment("23 09:50")


@settings(max_examples=40, deadline=None)
@given(
    start=st.integers(0, 5000),
    pause=st.integers(1, 3000),
    cut=st.integers(0, 3000),
    end=st.integers(1, 3000),
)
def test_splitting_a_pause_changes_nothing(start, pause, cut, end):
    begin = moment("20 08:00") + dt.timedelta(minutes=start)
    first = begin + dt.timedelta(minutes=pause)
    middle = first + dt.timedelta(minutes=cut)
    last = middle + dt.timedelta(minutes=end)
    whole, parted = Driven(str(begin)[:16]), Driven(str(begin)[:16])
    # What is due at the very moment of the pause comes after it: with the case's next step.
    ahead = evolve_all(whole.case, fire(whole.case, rules(), first - dt.timedelta.resolution))
    assume(next_due(ahead, rules()) != first)
    whole.do("pause", str(first)[:16])
    whole.do("resume", str(last)[:16])
    parted.do("pause", str(first)[:16])
    parted.do("resume", str(middle)[:16])
    parted.do("pause", str(middle)[:16])
    parted.do("resume", str(last)[:16])
    assert whole.case.ledgers == parted.case.ledgers
    assert (whole.case.level, whole.case.owner) == (parted.case.level, parted.case.owner)
    assert next_due(whole.case, rules()) == next_due(parted.case, rules())


@settings(max_examples=40, deadline=None)
@given(
    start=st.integers(0, 10_000),
    ticks=st.lists(st.integers(0, 20_000), max_size=8),
    acts=st.lists(
        st.tuples(
            st.integers(0, 20_000),
            st.sampled_from(
                (
                    "acknowledge",
                    "apologize",
                    "amend",
                    "pause",
                    "resume",
                    "cannot_resolve",
                    "refuse",
                    "notify",
                )
            ),
        ),
        max_size=6,
    ),
)
def test_the_result_does_not_depend_on_how_often_somebody_looks(start, ticks, acts):
    begin = moment("20 08:00") + dt.timedelta(minutes=start)
    seldom, often = Driven(str(begin)[:16]), Driven(str(begin)[:16])
    end = begin + dt.timedelta(minutes=20_001)
    moments = [(minute, 1, name) for minute, name in acts] + [(minute, 0, "") for minute in ticks]
    for minute, is_act, name in sorted(moments):
        at = str(begin + dt.timedelta(minutes=minute))[:16]
        if not is_act:
            often.fire(at)
            continue
        for one in (seldom, often):
            answer = decide(one.case, one.act(name), rules(), moment(at))
            if isinstance(answer, tuple):
                one.take(answer, moment(at))
    for one in (seldom, often):
        one.fire(str(end)[:16])
    a, b = seldom.case, often.case
    assert a.ledgers == b.ledgers
    for name in ("state", "level", "owner", "owner_for", "fired", "run", "told_at", "reminders"):
        assert getattr(a, name) == getattr(b, name), name
    assert [(type(e).__name__, getattr(e, "due_at", None)) for e in seldom.events] == [
        (type(e).__name__, getattr(e, "due_at", None)) for e in often.events
    ]


def test_a_better_customer_and_a_graver_case_have_shorter_clocks():
    half = Driven("23 08:30", holds=("big",))
    assert half.case.ledgers["acknowledge"].duration == Duration(1, "work hour")
    assert half.due("acknowledge") == moment("23 09:30")
    assert half.due("regulator") == moment("2026-12-08 08:30")
    quarter = Driven("23 08:30", holds=("big",), severity="high")
    assert quarter.due("acknowledge") == moment("23 09:00")


def test_another_severity_sets_the_budgets_anew_and_keeps_what_was_used():
    case = Driven("23 08:30")
    case.do("set_severity", "23 08:45", severity="high")
    ledger = case.case.ledgers["acknowledge"]
    assert (ledger.budget, ledger.consumed) == (dt.timedelta(minutes=30), dt.timedelta(minutes=15))
    assert case.due("acknowledge") == moment("23 09:00")
    assert not [e for e in case.of(ClockStarted) if e.clock == "regulator"]
    case.do("set_severity", "23 08:50", severity="low")
    assert case.due("acknowledge") == moment("23 10:30")
    assert case.refused("set_severity", "23 08:50", severity="low").code == "already"
    assert case.refused("set_severity", "23 08:50").code == "argument_missing"
    assert case.refused("set_severity", "23 08:50", severity="grave").code == "unknown_value"


def test_a_graver_case_may_be_overdue_at_once_but_runs_out_once():
    case = Driven("23 08:30")
    case.do("set_severity", "23 10:00", severity="high")
    assert {(e.clock, e.due_at, e.late) for e in case.of(Overdue)} == {
        ("acknowledge", moment("23 10:00"), False),
        ("apologize", moment("23 10:00"), False),
    }
    assert case.case.level == "supervisor"
    case.do("set_severity", "23 10:10", severity="medium")
    assert case.clock("acknowledge", "23 10:10") == "running"
    case.do("set_severity", "23 10:20", severity="low")
    case.fire("23 10:30")
    assert [event.clock for event in case.of(Overdue)] == ["acknowledge"]
    case.do("set_severity", "23 10:40", severity="high")  # still overdue: nothing new
    assert [event.clock for event in case.of(Overdue)] == ["apologize"]


def test_a_budget_set_anew_while_waiting_does_not_run():
    case = Driven("23 08:30")
    case.do("pause", "23 08:45")
    case.do("set_severity", "23 09:00", severity="high")
    assert case.clock("acknowledge", "23 17:00") == "paused"
    case.do("resume", "24 08:30")
    assert case.due("acknowledge") == moment("24 08:45")


def test_warnings_come_in_open_time():
    case = Driven("23 16:50", "recovery.dispute")
    case.fire("26 17:30")
    warned = case.of(Warned)[0]
    assert (warned.clock, warned.ends_at) == ("amend", moment("26 17:30"))
    assert warned.due_at == moment("26 08:30")  # one working day before its end
    one = Driven("21 23:00")  # a Saturday night
    one.fire("2026-12-06 23:00")
    (regulator,) = [event for event in one.of(Warned) if event.clock == "regulator"]
    # a quarter of 15 days before Sunday 23:00 is Thursday 05:00: the closing before
    assert regulator.ends_at == moment("2026-12-06 23:00")
    assert regulator.due_at == moment("2026-12-02 17:30")


def test_a_clock_warns_once():
    case = Driven("20 16:50")
    case.fire("23 09:30")
    assert [event.clock for event in case.of(Warned)] == ["acknowledge"]
    case.do("pause", "23 09:35")
    case.do("resume", "24 09:35")
    case.fire("24 09:45")
    assert not case.of(Warned)


def test_with_another_budget_it_does_not_warn_again():
    case = Driven("23 08:30")
    case.fire("23 10:00")
    assert [event.clock for event in case.of(Warned)] == ["acknowledge"]
    case.do("set_severity", "23 10:05", severity="high")
    case.do("set_severity", "23 10:06", severity="medium")
    case.fire("23 10:25")
    assert not [event for event in case.of(Warned) if event.clock == "acknowledge"]


def test_timers_worked_off_late_say_so_and_keep_their_moments():
    case = Driven("20 16:50")
    case.fire("23 09:51")
    late = {type(e).__name__: (e.late, e.due_at) for e in case.last}
    assert late["Warned"] == (True, moment("23 09:20"))
    assert late["Overdue"] == late["Escalated"] == (True, moment("23 09:50"))
    assert {event.at for event in case.last} == {moment("23 09:51")}
    soon = Driven("20 16:50")
    soon.fire("23 09:20")
    soon.fire("23 09:51")
    assert {(e.late, e.at) for e in soon.last} == {(False, moment("23 09:50"))}
    week = Driven("20 16:50")
    week.fire("30 09:00")
    assert all(e.late for e in week.of(Overdue) if e.due_at < moment("30 08:50"))
    assert [e.due_at for e in week.last if hasattr(e, "due_at")] == sorted(
        e.due_at for e in week.last if hasattr(e, "due_at")
    )


def test_who_does_not_act_is_told_again_so_often():
    case = Driven("23 08:30")
    case.fire("23 10:30")
    assert case.case.told_at == moment("23 10:30")
    case.fire("23 16:30")  # apologize ran out at 14:30
    assert [(e.number, e.due_at, e.owner) for e in case.of(Reminded)] == [
        (1, moment("23 16:30"), "王芳")
    ]
    case.do("note", "23 16:40", note="在看")
    assert case.case.reminders == 1
    case.do("acknowledge", "23 16:50")
    assert (case.case.reminders, case.case.told_at) == (0, None)
    other = Driven("23 08:30")
    other.fire("30 16:00")
    assert [event.number for event in other.of(Reminded)] == [1, 2]


def test_amends_refused_go_on_where_they_stood_and_telling_starts_with_them():
    case = Driven("23 08:30").go("acknowledge", "apologize", "plan_amend", at="23 08:40")
    case.do("amend", "23 09:30")
    assert case.due("notify") == moment("24 17:30")
    case.do("refuse", "23 10:30")
    amend = case.case.ledgers["amend"]
    assert amend.consumed == dt.timedelta(hours=1)
    assert amend.running_since == moment("23 10:30")
    assert not case.case.planned


def test_after_the_end_only_what_outlives_it_runs():
    case = Driven("23 08:30").go(*STEPS, at="23 09:00")
    running = {c for c, ledger in case.case.ledgers.items() if ledger.running_since is not None}
    assert running == {"anticipate", "follow_up"}
    assert remaining(
        case.case.ledgers["amend"], rules(), moment("2026-12-20 09:00")
    ) > dt.timedelta(0)


def test_a_department_has_its_own_time_that_no_pause_stops():
    case = Driven("23 08:30")
    case.do("needs_other_department", "23 09:00")
    assert case.due("support.technical") == moment("23 15:00")
    assert case.case.ledgers["support.technical"].by == "technician"
    case.do("pause", "23 09:30")
    assert case.clock("support.technical", "23 10:00") == "running"
    case.fire("23 15:00")
    assert [event.clock for event in case.of(Overdue)] == ["support.technical"]
    case.do("answer_support", "23 15:10", by="小周")
    assert case.clock("support.technical", "23 15:10") == "late"
    case.do("needs_other_department", "23 16:00", department="technical")
    assert case.clock("support.technical", "23 16:00") == "running"


def test_a_department_is_asked_once_at_a_time_and_must_be_known():
    case = Driven("23 08:30")
    assert case.refused("answer_support", "23 08:40").code == "no_request"
    assert (
        case.refused("needs_other_department", "23 08:40", department="法务").code
        == "unknown_department"
    )
    case.do("needs_other_department", "23 08:40", department="technical")
    assert case.refused("needs_other_department", "23 08:50").code == "already"
    assert (
        case.refused("answer_support", "23 08:50", department="法务").code == "unknown_department"
    )
    other = Driven("23 08:30", "recovery.dispute")
    assert other.refused("needs_other_department", "23 08:40").code == "argument_missing"


class TestMoments:
    def test_what_happened_earlier_counts_from_then(self):
        case = Driven("23 08:30")
        case.do("acknowledge", "23 14:00", occurred_at="23 09:00")
        # The engine could not know: it escalated at 10:30, and keeps that.
        assert case.case.level == "supervisor"
        ledger = case.case.ledgers["acknowledge"]
        assert (ledger.outcome, ledger.consumed) == ("met", dt.timedelta(minutes=30))
        assert ledger.overdue_at is None

    def test_nothing_is_dated_ahead_too_far_back_or_before_the_step_before(self):
        case = Driven("23 08:30")
        assert (
            case.refused("acknowledge", "23 09:00", occurred_at="23 09:01").code == "in_the_future"
        )
        case.do("acknowledge", "23 09:00")
        refusal = case.refused("apologize", "23 10:00", occurred_at="23 08:59")
        assert refusal.code == "before_last_event"
        refusal = case.refused("apologize", "25 10:00", occurred_at="24 09:59")
        assert refusal.code == "too_far_back"
        case.do("apologize", "25 09:00", occurred_at="24 09:00")

    def test_an_opening_may_be_dated_back_and_its_clocks_with_it(self):
        case = Driven("23 11:00", occurred_at=moment("23 08:30"))
        assert case.case.opened_at == moment("23 08:30")
        assert [event.clock for event in case.of(Overdue)] == ["acknowledge"]
        assert case.case.level == "supervisor"
        future = decide(None, opening(occurred_at=moment("23 12:00")), rules(), moment("23 11:00"))
        assert future.code == "in_the_future"
        old = decide(None, opening(occurred_at=moment("21 12:00")), rules(), moment("23 11:00"))
        assert old.code == "too_far_back"

    def test_a_clock_that_jumps_back_cannot_reorder_a_case(self):
        case = Driven("23 09:00")
        case.do("acknowledge", "23 08:00")
        assert case.case.last_at == moment("23 09:00")
        assert case.events[-1].at == moment("23 09:00")
        assert fire(case.case, rules(), moment("22 09:00")) == ()

    def test_moments_of_any_zone_are_the_same_moments(self):
        case = Driven("23 09:00")
        now = moment("23 09:30").astimezone(dt.UTC)
        events = decide(case.case, case.act("acknowledge"), rules(), now)
        after = evolve_all(case.case, events)
        assert after.last_at == now
        assert after.last_at.utcoffset() == dt.timedelta(hours=8)
