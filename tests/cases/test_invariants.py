"""What holds of every case, whatever is done with it: random lives, to the second."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.cases.oracle_policy import PEOPLE, rules
from tests.cases.pairs import EXTRA, NEEDS_NOTE
from workflow_engine.calendars.build import build_calendar
from workflow_engine.cases import codec, kernel
from workflow_engine.cases.commands import Act, Open
from workflow_engine.cases.events import (
    ClockPaused,
    ClockResumed,
    Done,
    Escalated,
    Overdue,
    Reminded,
    Warned,
)
from workflow_engine.cases.evolve import evolve, replay
from workflow_engine.cases.ledgers import clock_state, due_at, remaining, used
from workflow_engine.cases.refusals import Refusal
from workflow_engine.cases.rules import CaseRules
from workflow_engine.cases.timers import next_due

ZONE = dt.timezone(dt.timedelta(hours=8))
MONDAY = dt.datetime(2026, 11, 16, tzinfo=ZONE)
OUTLIVING = {"anticipate", "follow_up"}
TIMERS = (Warned, Overdue, Escalated, Reminded)
RELAXED = settings(max_examples=120, deadline=None, derandomize=True)

STEPS = ("acknowledge", "apologize", "amend", "notify", "thank", "close")
ALSO = (
    "pause",
    "resume",
    "plan_amend",
    "anticipate",
    "follow_up",
    "refuse",
    "reopen",
    "cancel",
    "note",
    "cannot_resolve",
    "needs_other_department",
    "answer_support",
    "report_event",
    "request_approval",
    "approve",
    "reject",
    "set_severity",
    "reassign",
)


@st.composite
def acts(draw):
    """One command that may be refused; `next` stands for the next step of the process."""
    name = draw(st.sampled_from(("next",) * 8 + STEPS + ALSO))
    given_ = dict(EXTRA.get(name, {}))
    if name in NEEDS_NOTE:
        given_["note"] = draw(st.sampled_from(["因为", "𠮷\n<b>'\";--", "x" * 500]))
    if name == "request_approval" or (name == "amend" and draw(st.booleans())):
        given_["amount"] = Decimal(draw(st.sampled_from(["0.01", "500", "500.01", "3000", "1e5"])))
    if name == "set_severity":
        given_["severity"] = draw(st.sampled_from(["high", "medium", "low"]))
    if name == "reassign":
        given_["person"] = draw(st.sampled_from([*PEOPLE.values(), "外人"]))
    by = draw(st.sampled_from([None, None, None, *PEOPLE.values(), "外人"]))
    return Act(command=name, by=by, **given_)


BACK = st.sampled_from([0] * 9 + [60, 3600, 7201, 86_400, 90_000])
"""How long before it is recorded a command happened; more than a day is refused."""
SECONDS = st.one_of(
    st.just(0), st.integers(1, 4 * 3600), st.integers(1, 4 * 86_400), st.just(3600), st.just(86_400)
)
LIVES = st.lists(st.tuples(SECONDS, acts(), BACK), max_size=16)
STARTS = st.integers(0, 14 * 86_400).map(lambda s: MONDAY + dt.timedelta(seconds=s))


@st.composite
def openings(draw):
    people = dict(PEOPLE)
    for role in ("supervisor", "head"):
        if draw(st.integers(0, 4)) == 0:
            people[role] = None
    return Open(
        case="C-1",
        process="recovery.delivery_error",
        customer="1001",
        name="客户",
        by="客户",
        people=people,
        holds=draw(st.sampled_from([(), ("big",)])),
        about=draw(st.sampled_from([None, None, "李明", "王芳"])),
        earlier=draw(st.sampled_from([0, 0, 1])),
    )


class Life:
    """A case with its events, in one set of rules."""

    def __init__(self, opening, at, own=None):
        self.rules = own or rules()
        self.events = []
        self.case = None
        self.give(opening, at)
        assert self.case is not None

    def give(self, command, at, back=0):
        if back:
            command = dataclasses.replace(command, occurred_at=at - dt.timedelta(seconds=back))
        if isinstance(command, Act) and command.command == "next":
            command = dataclasses.replace(command, command=self.next_step())
        answer = kernel.decide(self.case, command, self.rules, at)
        if not isinstance(answer, Refusal):
            self.take(answer)
        return answer

    def look(self, at):
        self.take(kernel.fire(self.case, self.rules, at))

    def take(self, events):
        for event in events:
            self.events.append(event)
            self.case = evolve(self.case, event)

    def next_step(self):
        process = self.rules.process(self.case.process)
        ways = {t.source: t.command for t in process.transitions if t.command in STEPS}
        return ways.get(self.case.state, "note")

    def live(self, life, at, looks=()):
        """Do everything at its moment; look before each command as often as `looks` says."""
        for number, (seconds, act, back) in enumerate(life):
            times = looks[number % len(looks)] if looks else 0
            for look in range(times):
                self.look(at + dt.timedelta(seconds=seconds * look // times))
            at += dt.timedelta(seconds=seconds)
            self.give(act, at, back)
        self.look(at)
        return at

    def timers(self):
        return [
            dataclasses.replace(e, at=e.due_at, late=False)
            for e in self.events
            if isinstance(e, TIMERS)
        ]

    def of_clocks(self):
        """The timers but the reminders: a command, and be it a pause, sets those back."""
        return [event for event in self.timers() if not isinstance(event, Reminded)]

    def picture(self, at):
        """The case as it is, without how late anything was noticed."""
        hidden = {"version", "last_at", "ledgers"}
        fields = {
            name: getattr(self.case, name)
            for name in (f.name for f in dataclasses.fields(self.case))
            if name not in hidden
        }
        clocks = {
            name: (
                clock_state(ledger, self.rules, at),
                remaining(ledger, self.rules, at),
                ledger.warned,
            )
            for name, ledger in self.case.ledgers.items()
        }
        return fields, clocks


@RELAXED
@given(openings(), STARTS, LIVES)
def test_used_and_left_are_the_budget_and_only_what_outlives_runs_after_the_end(opening, at, life):
    one = Life(opening, at)
    for seconds, act, back in life:
        at += dt.timedelta(seconds=seconds)
        one.give(act, at, back)
        for ledger in one.case.ledgers.values():
            assert used(ledger, one.rules, at) + remaining(ledger, one.rules, at) == ledger.budget
            assert ledger.consumed >= dt.timedelta(0)
            if one.case.ended_at is not None and ledger.clock not in OUTLIVING:
                assert ledger.running_since is None
                assert ledger.outcome is not None
        ended = one.case.state in ("closed", "cancelled")
        assert ended == (one.case.ended_at is not None)


@RELAXED
@given(openings(), STARTS, LIVES)
def test_every_rung_fires_at_most_once_in_each_run(opening, at, life):
    one = Life(opening, at)
    one.live(life, at)
    climbed: set[str] = set()
    for event in one.events:
        if isinstance(event, Done) and event.command == "reopen":
            climbed.clear()
        if isinstance(event, Escalated):
            assert event.source not in climbed
            climbed.add(event.source)


@RELAXED
@given(openings(), STARTS, LIVES)
def test_the_case_is_what_its_events_add_up_to_also_through_json(opening, at, life):
    one = Life(opening, at)
    one.live(life, at)
    assert replay(one.events) == one.case
    texts = [json.dumps(codec.event_to_json(event), ensure_ascii=False) for event in one.events]
    assert replay(codec.event_from_json(json.loads(text)) for text in texts) == one.case
    assert [codec.event_from_json(json.loads(text)) for text in texts] == one.events
    case = json.loads(json.dumps(codec.case_to_json(one.case)))
    assert codec.case_from_json(case) == one.case
    for command in (opening, *(act for _, act, _ in life)):
        data = json.loads(json.dumps(codec.command_to_json(command)))
        assert codec.command_from_json(data) == command


@RELAXED
@given(openings(), STARTS, LIVES, st.lists(st.integers(0, 5), min_size=1, max_size=5))
def test_how_often_anybody_looks_changes_nothing(opening, start, life, looks):
    seldom, often = Life(opening, start), Life(opening, start)
    at = seldom.live(life, start)
    assert often.live(life, start, looks) == at
    assert seldom.picture(at) == often.picture(at)
    assert seldom.timers() == often.timers()


@RELAXED
@given(openings(), STARTS, LIVES)
def test_a_worker_that_wakes_at_each_next_due_moment_is_never_late(opening, at, life):
    one = Life(opening, at)

    def wake_until(moment):
        for _ in range(200):
            due = next_due(one.case, one.rules)
            if due is None or due > moment:
                return
            before = len(one.events)
            one.look(due)
            assert len(one.events) > before, "something is said to be due, and nothing happens"
        raise AssertionError("the timers never come to an end")

    for seconds, act, _ in life:
        at += dt.timedelta(seconds=seconds)
        wake_until(at)
        one.give(act, at)
    assert not any(event.late for event in one.events if isinstance(event, TIMERS))


@RELAXED
@given(openings(), STARTS, LIVES)
def test_time_never_runs_backwards_in_the_log(opening, at, life):
    one = Life(opening, at)
    one.live([(seconds, act, 0) for seconds, act, _ in life], at)
    moments = [event.at for event in one.events]
    assert moments == sorted(moments)
    for event in one.events:
        if isinstance(event, TIMERS):
            assert event.late == (event.due_at < event.at)
            assert event.due_at <= event.at


@RELAXED
@given(
    openings(),
    STARTS,
    st.integers(0, 3),
    st.integers(0, 2 * 86_400),
    st.integers(0, 86_400),
    st.integers(0, 86_400),
)
def test_splitting_a_pause_changes_nothing(opening, start, done, before, first, second):
    whole, split = Life(opening, start), Life(opening, start)
    pause, resume = Act("pause", note="等客户"), Act("resume")
    for one in (whole, split):
        for _ in range(done):
            one.give(Act("next"), start)
    a = start + dt.timedelta(seconds=before)
    middle = a + dt.timedelta(seconds=first)
    b = middle + dt.timedelta(seconds=second)
    end = b + dt.timedelta(days=20)
    steps = [(pause, a), (resume, middle), (pause, middle), (resume, b)]
    for one, commands in ((whole, [steps[0], steps[3]]), (split, steps)):
        for command, at in commands:
            assert not isinstance(one.give(command, at), Refusal)
        one.look(end)
    ours, theirs = whole.picture(end), split.picture(end)
    assert ours[1] == theirs[1]
    assert whole.of_clocks() == split.of_clocks()
    paused = [e for e in whole.events if isinstance(e, (ClockPaused, ClockResumed))]
    assert not any(event.clock == "regulator" for event in paused)


@RELAXED
@given(openings(), STARTS, st.integers(0, 6), st.integers(0, 86_399))
def test_a_pause_inside_closed_time_changes_nothing(opening, start, days, seconds):
    plain, paused = Life(opening, start), Life(opening, start)
    a = start + dt.timedelta(days=days, seconds=seconds)
    calendar = rules().calendar("office")
    b = calendar.next_open(a)
    assume(b > a)
    assert not isinstance(paused.give(Act("pause", note="等客户"), a), Refusal)
    assert not isinstance(paused.give(Act("resume"), b), Refusal)
    end = b + dt.timedelta(days=20)
    plain.look(end)
    paused.look(end)
    assert plain.picture(end)[1] == paused.picture(end)[1]
    assert plain.of_clocks() == paused.of_clocks()


def with_exceptions(more):
    program = rules().program
    spec = program.calendars["office"]
    kept = tuple(one for one in spec.exceptions if one[0] not in dict(more))
    changed = dataclasses.replace(spec, exceptions=(*kept, *more))
    calendars = {"office": build_calendar(changed, program.calendars, timezone="Asia/Shanghai")}
    return CaseRules(program, calendars)


HOURS = (("09:00", "12:00"), ("13:00", "17:00"))
DAYS = st.integers(0, 30).map(lambda day: MONDAY.date() + dt.timedelta(days=day))


@RELAXED
@given(openings(), STARTS, DAYS)
def test_a_holiday_never_makes_a_deadline_earlier_and_a_working_day_never_later(opening, at, day):
    plain = Life(opening, at)
    holiday = Life(opening, at, with_exceptions([(day, ())]))
    worked = Life(opening, at, with_exceptions([(day, HOURS)]))
    for name, ledger in plain.case.ledgers.items():
        ends = [due_at(one.case.ledgers[name], one.rules) for one in (worked, plain, holiday)]
        assert None not in ends
        assert ends == sorted(ends)
        if ledger.calendar is None:
            assert ends[0] == ends[2]
