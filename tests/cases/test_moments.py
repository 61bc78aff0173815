"""When something happened, and when it was recorded."""

import datetime as dt

import pytest

from tests.cases.oracle_policy import PEOPLE
from tests.cases.test_invariants import MONDAY, TIMERS, Life
from workflow_engine.cases.commands import Act, Open
from workflow_engine.cases.events import Escalated, Noted, Overdue
from workflow_engine.cases.refusals import Refusal

OPENING = Open(
    case="C-1", process="recovery.delivery_error", customer="1", name="客户", people=PEOPLE
)


def at(clock, days=0):
    time = dt.time.fromisoformat(clock)
    return dt.datetime.combine(MONDAY.date() + dt.timedelta(days=days), time, MONDAY.tzinfo)


@pytest.fixture
def life():
    return Life(OPENING, at("09:00"))


def acknowledged(life, happened, recorded):
    return life.give(Act("acknowledge", occurred_at=happened), recorded)


@pytest.mark.parametrize("looked", [False, True])
def test_a_step_taken_in_time_and_recorded_late_was_in_time(life, looked):
    if looked:
        life.look(at("11:15"))
    assert not isinstance(acknowledged(life, at("10:30"), at("11:30")), Refusal)
    ledger = life.case.ledgers["acknowledge"]
    assert ledger.outcome == "met"
    assert ledger.consumed == dt.timedelta(hours=1, minutes=30)
    assert ledger.stopped_at == at("10:30")
    # What had come due before it was recorded stays so, whether or not anybody looked.
    assert [e.due_at for e in life.events if isinstance(e, Overdue)] == [at("11:00")]
    assert life.case.level == "supervisor"


def test_a_step_on_the_very_moment_is_in_time(life):
    acknowledged(life, None, at("11:00"))
    assert not [e for e in life.events if isinstance(e, TIMERS) and e.due_at == at("11:00")]
    ledger = life.case.ledgers["acknowledge"]
    assert (ledger.outcome, ledger.consumed) == ("met", dt.timedelta(hours=2))
    assert ledger.was_due == at("11:00")


def test_of_a_command_and_a_timer_of_one_moment_the_first_to_be_recorded_counts(life):
    life.look(at("11:00"))
    acknowledged(life, None, at("11:00"))
    assert [e.late for e in life.events if isinstance(e, Escalated)] == [False]
    assert life.case.ledgers["acknowledge"].outcome == "late"
    assert life.case.ledgers["acknowledge"].was_due == at("11:00")


@pytest.mark.parametrize(("happened", "outcome"), [("11:00", "met"), ("11:01", "late")])
def test_a_step_of_the_very_moment_is_in_time_also_when_recorded_later(life, happened, outcome):
    acknowledged(life, at(happened), at("11:30"))
    assert life.case.ledgers["acknowledge"].outcome == outcome


def test_what_is_due_at_the_moment_of_another_command_comes_after_it(life):
    life.give(Act("note", note="…"), at("11:00"))
    assert [e.due_at for e in life.events if isinstance(e, Overdue)] == [at("11:00")]
    assert [type(e) for e in life.events].index(Overdue) > [type(e) for e in life.events].index(
        Noted
    )


@pytest.mark.parametrize(
    ("happened", "code"),
    [
        (at("11:31"), "in_the_future"),
        (at("08:59"), "before_last_event"),
        (at("11:29", -1), "too_far_back"),
    ],
)
def test_dates_that_cannot_be(life, happened, code):
    answer = acknowledged(life, happened, at("11:30"))
    assert isinstance(answer, Refusal)
    assert answer.code == code
    assert answer.text.zh != answer.text.en


def test_nothing_is_dated_before_what_somebody_did_before(life):
    acknowledged(life, None, at("10:00"))
    answer = life.give(Act("apologize", occurred_at=at("09:50")), at("10:10"))
    assert isinstance(answer, Refusal)
    assert answer.code == "before_last_event"


def test_a_clock_that_jumps_back_cannot_reorder_a_case(life):
    acknowledged(life, None, at("10:00"))
    assert not isinstance(life.give(Act("apologize"), at("09:30")), Refusal)
    assert life.case.ledgers["apologize"].stopped_at == at("10:00")
    moments = [event.at for event in life.events]
    assert moments == sorted(moments)


def test_an_opening_may_be_recorded_later_than_it_happened():
    life = Life(
        Open(**{**{f: getattr(OPENING, f) for f in OPENING.__slots__}, "occurred_at": at("09:00")}),
        at("12:00"),
    )
    life.look(at("12:00"))
    assert [(e.due_at, e.late) for e in life.events if isinstance(e, Escalated)] == [
        (at("11:00"), True)
    ]
