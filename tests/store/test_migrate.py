"""Open cases go to a new policy or calendar: first looked at, then done, and nothing in between."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest
from sqlalchemy import update

from tests.store.desks import DEADLINE, FRIDAY, LATER, MONDAY, TEXT, ZONE, policy
from tests.store.test_store import OPENING, RULES, everything
from workflow_engine.cases.commands import Act
from workflow_engine.cases.events import (
    ClockResumed,
    ClockStarted,
    ClockStopped,
    Escalated,
    Migrated,
    Opened,
    Overdue,
)
from workflow_engine.cases.ledgers import due_at, used
from workflow_engine.cases.rules import case_rules
from workflow_engine.desk import open_desk
from workflow_engine.errors import CalendarError, ConflictError, UnknownCaseError
from workflow_engine.language.durations import Duration
from workflow_engine.store import migrate, schema
from workflow_engine.store.audit import audit
from workflow_engine.store.migrate import apply, preview
from workflow_engine.store.moves import _ran
from workflow_engine.store.policies import pins_of
from workflow_engine.store.store import Store
from workflow_engine.store.verify import verify
from workflow_engine.store.worker import tick

HOUR = dt.timedelta(hours=1)
FASTER = TEXT.replace(
    "acknowledge: {within: 2 work hours}", "acknowledge: {within: 30 work minutes}"
)
SLOWER = TEXT.replace("acknowledge: {within: 2 work hours}", "acknowledge: {within: 3 work hours}")
HOLIDAY = TEXT.replace('"14:00..17:30"]}}', '"14:00..17:30"]}, exceptions: {2026-11-23: closed}}')
AT = dt.datetime(2026, 11, 20, 17, 25, tzinfo=ZONE)
"""35 minutes of work after `FRIDAY`."""


@pytest.fixture
def store(database):
    store = Store(database)
    yield store
    store.close()


@pytest.fixture
def pins(store):
    return store.keep(RULES, policy().sources)


@pytest.fixture
def case(store, pins):
    return store.open(OPENING, pins, now=FRIDAY).id


def rules(text):
    return case_rules(policy(text).program)


def look(store, text, now=AT, ids=None):
    before = everything(store)
    moves = preview(store, rules(text), now, ids)
    assert everything(store) == before
    return moves


def do(store, text, moves, now=AT):
    return apply(store, rules(text), policy(text).sources, now=now, moves=moves, by="Wang")


def clock(move, name):
    (found,) = [one for one in move.clocks if one.clock == name]
    return found


def test_a_shorter_time_makes_it_overdue_and_the_rung_fires(store, case):
    (move,) = look(store, FASTER)
    acknowledge = clock(move, "acknowledge")
    assert acknowledge.due_before == DEADLINE
    assert acknowledge.due_after == FRIDAY + HOUR / 2
    assert acknowledge.becomes_overdue
    assert move.becomes_overdue
    assert not clock(move, "amend").becomes_overdue
    assert clock(move, "amend").due_before == clock(move, "amend").due_after
    assert do(store, FASTER, [move]).moved == (case,)
    held = store.held(case)
    assert held.pins == pins_of(rules(FASTER))
    told = [entry.event for entry in store.entries(case)]
    assert [event.by for event in told if isinstance(event, Migrated)] == ["Wang"]
    assert [event.clock for event in told if isinstance(event, Overdue)] == ["acknowledge"]
    assert [event.source for event in told if isinstance(event, Escalated)] == ["clerk"]
    started = [e.clock for e in told if isinstance(e, ClockStarted)]
    assert started.count("acknowledge") == 2
    assert started.count("amend") == 1
    assert verify(store).whole
    assert look(store, FASTER) == ()


def test_a_longer_time_goes_on_from_what_is_used_up(store, case):
    (move,) = look(store, SLOWER)
    assert clock(move, "acknowledge").due_after == DEADLINE + HOUR
    do(store, SLOWER, [move])
    held = store.held(case)
    ledger = held.case.ledgers["acknowledge"]
    assert used(ledger, rules(SLOWER), AT) == dt.timedelta(minutes=35)
    assert due_at(ledger, rules(SLOWER)) == DEADLINE + HOUR
    assert tick(store, DEADLINE).rungs == 0
    assert tick(store, DEADLINE + HOUR).rungs == 1


@pytest.mark.usefixtures("case")
def test_a_new_holiday_moves_the_deadlines(store):
    assert policy(HOLIDAY).program.hash != ""
    (move,) = look(store, HOLIDAY)
    assert clock(move, "acknowledge").due_after == DEADLINE + 24 * HOUR
    do(store, HOLIDAY, [move])
    assert tick(store, DEADLINE + 23 * HOUR).rungs == 0
    assert tick(store, DEADLINE + 24 * HOUR).rungs == 1
    assert verify(store).whole
    assert "wrong_timer" not in {one.code for one in audit(store, DEADLINE + 24 * HOUR)}


def test_the_same_policy_with_another_calendar(store, pins, case):
    closed = rules(HOLIDAY)
    same_policy = type(RULES)(RULES.program, closed.calendars)
    assert pins_of(same_policy).policy == pins.policy
    assert pins_of(same_policy).calendars != pins.calendars
    (move,) = preview(store, same_policy, AT)
    assert clock(move, "acknowledge").due_after == DEADLINE + 24 * HOUR
    apply(store, same_policy, policy().sources, now=AT, moves=[move])
    held = store.held(case)
    assert held.pins == pins_of(same_policy)
    assert due_at(held.case.ledgers["acknowledge"], same_policy) == DEADLINE + 24 * HOUR


@pytest.mark.usefixtures("case")
def test_time_used_on_a_day_that_is_a_holiday_now_was_not_used(store):
    tick(store, DEADLINE - HOUR)
    (move,) = look(store, HOLIDAY, now=DEADLINE - HOUR)
    assert clock(move, "acknowledge").due_after == DEADLINE + 24 * HOUR


def test_pauses_stay_pauses(store, case):
    store.act(case, Act("pause", note="customer away"), now=FRIDAY + HOUR / 3)
    store.act(case, Act("resume"), now=MONDAY)
    now = MONDAY + HOUR / 2
    (move,) = look(store, SLOWER, now=now)
    before = due_at(store.held(case).case.ledgers["acknowledge"], RULES)
    assert clock(move, "acknowledge").due_before == before
    assert clock(move, "acknowledge").due_after == before + HOUR
    do(store, SLOWER, [move], now=now)
    ledger = store.held(case).case.ledgers["acknowledge"]
    assert used(ledger, rules(SLOWER), now) == dt.timedelta(minutes=50)


def test_a_clock_that_stands_still_stays_so(store, case):
    store.act(case, Act("pause", note="customer away"), now=FRIDAY + HOUR / 3)
    (move,) = look(store, SLOWER)
    assert clock(move, "acknowledge").due_after is None
    do(store, SLOWER, [move])
    ledger = store.held(case).case.ledgers["acknowledge"]
    assert ledger.running_since is None
    assert ledger.consumed == dt.timedelta(minutes=20)
    store.act(case, Act("resume"), now=MONDAY)
    due = due_at(store.held(case).case.ledgers["acknowledge"], rules(SLOWER))
    assert due == MONDAY.replace(hour=11, minute=40)
    assert verify(store).whole


def test_it_is_as_if_the_case_had_been_under_the_new_policy_from_the_start(store, case):
    other = store.open(
        replace(OPENING, customer="K9"),
        store.keep(rules(HOLIDAY), policy(HOLIDAY).sources),
        now=FRIDAY,
    ).id
    for one in (case, other):
        store.act(one, Act("pause", note="away"), now=FRIDAY + HOUR / 3)
        store.act(one, Act("resume"), now=MONDAY)
    now = MONDAY + 2 * HOUR
    do(store, HOLIDAY, look(store, HOLIDAY, now=now), now=now)
    moved, always = store.held(case).case, store.held(other).case
    under = rules(HOLIDAY)
    for name in ("acknowledge", "apologize", "amend", "anticipate"):
        assert due_at(moved.ledgers[name], under) == due_at(always.ledgers[name], under), name
        assert used(moved.ledgers[name], under, now) == used(always.ledgers[name], under, now)


def test_moving_there_and_back_changes_no_deadline(store, case):
    for text in (HOLIDAY, FASTER.replace("30 work minutes", "5 work hours"), TEXT):
        do(store, text, look(store, text))
    fresh = store.open(replace(OPENING, customer="K9"), pins_of(RULES), now=FRIDAY)
    back = store.held(case).case
    for name, ledger in fresh.ledgers.items():
        assert due_at(back.ledgers[name], RULES) == due_at(ledger, RULES)
        assert used(back.ledgers[name], RULES, AT) == used(ledger, RULES, AT)


def test_a_factor_that_has_changed(store, pins):
    big = store.open(replace(OPENING, holds=("big",)), pins, now=FRIDAY).id
    text = TEXT.replace("{big: 0.5}", "{big: 0.75}")
    (move,) = look(store, text)
    assert clock(move, "acknowledge").due_after == DEADLINE - HOUR / 2
    do(store, text, [move])
    assert str(store.held(big).case.factor) == "0.75"


def test_a_clock_that_is_gone_is_dropped_and_a_new_one_runs_from_its_start(store, case):
    text = TEXT.replace("      apologize:   {within: 4 work hours}\n", "      apologize: none\n")
    (move,) = look(store, text)
    assert clock(move, "apologize").dropped
    assert clock(move, "apologize").due_after is None
    do(store, text, [move])
    assert store.held(case).case.ledgers["apologize"].outcome == "dropped"
    (back,) = look(store, TEXT, now=MONDAY)
    assert [one.clock for one in back.clocks if one.due_after is not None]
    regulated = TEXT.replace(
        "      faster_for:", "      regulator: {within: 3 calendar days}\n      faster_for:"
    )
    moves = look(store, regulated)
    new = clock(moves[0], "regulator")
    assert new.due_before is None
    assert new.due_after == FRIDAY + 72 * HOUR


def test_a_clock_that_is_new_heeds_the_pauses_that_were(store, pins):
    text = TEXT.replace("      apologize:   {within: 4 work hours}\n", "      apologize: none\n")
    without = store.keep(rules(text), policy(text).sources)
    moved = store.open(OPENING, without, now=FRIDAY).id
    always = store.open(replace(OPENING, customer="K9"), pins, now=FRIDAY).id
    for one in (moved, always):
        store.act(one, Act("pause", note="away"), now=FRIDAY + HOUR / 3)
        store.act(one, Act("resume"), now=MONDAY)
        store.act(one, Act("pause", note="away again"), now=MONDAY + HOUR)
    now = MONDAY + 2 * HOUR
    do(store, TEXT, look(store, TEXT, now=now), now=now)
    for one in (moved, always):
        store.act(one, Act("resume"), now=now + HOUR)
    ledgers = [store.held(one).case.ledgers["apologize"] for one in (moved, always)]
    assert used(ledgers[0], RULES, LATER + 24 * HOUR) == used(ledgers[1], RULES, LATER + 24 * HOUR)
    assert due_at(ledgers[0], RULES) == due_at(ledgers[1], RULES)


def test_a_clock_that_is_started_anew_forgets_what_it_used_before():
    day = dt.timedelta(days=1)
    hours = Duration(Decimal(8), "clock hour")

    def started(at, begun):
        return ClockStarted(at, None, "x", hours, None, 8 * HOUR, started_at=begun)

    def ran(*history):
        standing = SimpleNamespace(history=history, case=SimpleNamespace(pauses=()))
        stretches = _ran(standing, "x", None, FRIDAY + 3 * day)
        return sum((end - start for start, end in stretches), dt.timedelta(0))

    first = (started(FRIDAY, None), ClockStopped(FRIDAY + HOUR, None, "x", HOUR, "met"))
    assert ran(*first) == HOUR
    assert ran(*first, ClockResumed(FRIDAY + day, None, "x")) == HOUR + 2 * day
    assert ran(*first, started(FRIDAY + day, FRIDAY)) == HOUR + 2 * day
    assert ran(*first, started(FRIDAY + day, None)) == 2 * day
    assert ran(started(FRIDAY + day, FRIDAY)) == 3 * day


def test_a_case_in_a_state_that_is_gone_cannot_move(store, case):
    store.act(case, Act("acknowledge"), now=AT)
    store.act(case, Act("apologize"), now=AT)
    text = TEXT.replace("      apologize:   {within: 4 work hours}\n", "      apologize: none\n")
    (move,) = look(store, text)
    assert "apologized" in move.obstacle.zh
    before = everything(store)
    assert do(store, text, [move]).moved == ()
    assert everything(store) == before


@pytest.mark.usefixtures("case")
def test_a_case_whose_failure_is_gone_cannot_move(store):
    text = TEXT.replace("    late:\n", "    early:\n").replace("opens: late", "opens: early")
    (move,) = look(store, text)
    assert "recovery.late" in move.obstacle.en
    assert move.clocks == ()


@pytest.mark.usefixtures("case")
def test_a_role_that_is_gone(store):
    text = (
        TEXT.replace("clerk:   {label: Clerk", "agent:   {label: Agent")
        .replace("role: clerk", "role: agent")
        .replace("by: clerk", "by: agent")
        .replace("owner: clerk", "owner: agent")
        .replace("{from: clerk", "{from: agent")
    )
    (move,) = look(store, text)
    assert "clerk" in move.obstacle.en


def test_what_has_changed_since_the_preview_stays_and_is_named(store, pins, case):
    other = store.open(replace(OPENING, customer="K2"), pins, now=FRIDAY).id
    moves = look(store, SLOWER)
    store.act(case, Act("note", note="called"), now=AT)
    applied = do(store, SLOWER, moves)
    assert (applied.moved, applied.changed) == ((other,), (case,))
    assert store.held(case).pins == pins
    assert do(store, SLOWER, look(store, SLOWER)).moved == (case,)


def test_what_would_be_overdue_by_now_is_looked_at_again(store, case):
    moves = look(store, SLOWER)
    late = DEADLINE + HOUR
    assert do(store, SLOWER, moves, now=late).changed == (case,)
    (again,) = look(store, SLOWER, now=late)
    assert do(store, SLOWER, [again], now=late).moved == (case,)


@pytest.mark.usefixtures("case")
def test_a_preview_for_something_else_is_no_preview(store):
    moves = look(store, SLOWER)
    before = everything(store)
    with pytest.raises(ConflictError):
        do(store, FASTER, moves)
    assert everything(store) == before


def test_only_the_cases_that_were_named(store, pins, case):
    other = store.open(replace(OPENING, customer="K2"), pins, now=FRIDAY).id
    assert [move.case for move in look(store, SLOWER, ids=[other])] == [other]
    assert [move.case for move in look(store, SLOWER)] == [case, other]


def test_what_is_due_under_the_old_policy_happens_first(store, case):
    (move,) = look(store, SLOWER, now=LATER)
    assert not move.becomes_overdue
    do(store, SLOWER, [move], now=LATER)
    kinds = [type(entry.event) for entry in store.entries(case)]
    assert kinds.index(Escalated) < kinds.index(Migrated)
    assert [e.event.source for e in store.entries(case) if isinstance(e.event, Escalated)] == [
        "clerk"
    ]


def test_a_case_whose_policy_is_gone_is_rescued(store, case, database):
    with store.database.writing() as connection:
        connection.execute(update(schema.policies).values(texts='{"x.yaml": "policy: ["}'))
    fresh = Store(database)
    assert tick(fresh, LATER).stalled == (case,)
    (move,) = look(fresh, SLOWER, now=LATER)
    assert move.obstacle is None
    assert clock(move, "acknowledge").due_before is None
    assert clock(move, "acknowledge").due_after == DEADLINE + HOUR
    assert do(fresh, SLOWER, [move], now=LATER).moved == (case,)
    assert tick(fresh, DEADLINE + HOUR).rungs == 1
    fresh.close()


def test_what_has_ended_stays_where_it_is_but_for_clocks_that_outlive_it(store, pins, case):
    ended = store.open(replace(OPENING, customer="K2"), pins, now=FRIDAY).id
    store.act(ended, Act("cancel", other=case), now=AT)
    assert [move.case for move in look(store, SLOWER)] == [case]


def test_many_cases_in_several_batches(store, pins, monkeypatch):
    monkeypatch.setattr(migrate, "BATCH", 3)
    cases = [store.open(replace(OPENING, customer=f"K{n}"), pins, now=FRIDAY).id for n in range(8)]
    moves = look(store, SLOWER)
    assert [move.case for move in moves] == cases
    assert do(store, SLOWER, moves).moved == tuple(cases)
    assert verify(store).whole


HOURS = '"08:30..12:00", "14:00..17:30"'
MORNING = TEXT.replace(HOURS, '"08:30..12:30"').replace(
    "acknowledge: {within: 2 work hours}", "acknowledge: {within: 1 work hour}"
)


def due(desk, case, at):
    return {clock["target"]: clock["due_at"] for clock in desk.view(case, at)["clocks"]}


@pytest.mark.parametrize("text", [MORNING, HOLIDAY])
def test_before_its_move_a_case_followed_what_it_was_opened_under(store, case, text, database):
    with open_desk(database) as desk:
        then = [desk.view(case, at) for at in (FRIDAY, FRIDAY + HOUR / 4)]
        moment = FRIDAY + HOUR / 3
        do(store, text, look(store, text, now=moment), now=moment)
        assert [desk.view(case, at) for at in (FRIDAY, FRIDAY + HOUR / 4)] == then
        assert desk.rules(case, FRIDAY).program == policy().program
        assert desk.rules(case, moment).program == policy(text).program
        assert desk.rules(case).program == policy(text).program
        assert due(desk, case, moment) != due(desk, case, FRIDAY)
        with pytest.raises(UnknownCaseError):
            desk.rules(case, FRIDAY - HOUR)


def test_the_journal_says_what_was_followed_since_when(store, pins, case):
    do(store, SLOWER, look(store, SLOWER))
    told = [(type(one.event), one.pins) for one in store.entries(case) if one.pins is not None]
    assert told == [(Opened, pins), (Migrated, pins_of(rules(SLOWER)))]


def test_a_clock_that_was_met_keeps_its_due_moment(store, case, database):
    with open_desk(database) as desk:
        desk.act(case, "acknowledge", at=FRIDAY + HOUR / 6)
        before = due(desk, case, FRIDAY + HOUR / 4)["acknowledge"]
        do(store, HOLIDAY, look(store, HOLIDAY))
        assert due(desk, case, MONDAY)["acknowledge"] == before == DEADLINE.isoformat()


def test_what_the_move_makes_overdue_is_so_since_its_end(store, case):
    do(store, FASTER, look(store, FASTER))
    (overdue,) = [e.event for e in store.entries(case) if isinstance(e.event, Overdue)]
    assert (overdue.at, overdue.due_at) == (AT, FRIDAY + HOUR / 2)


def test_what_the_new_calendars_cannot_count_is_an_obstacle_to_its_case_only(
    store, pins, case, monkeypatch
):
    other = store.open(replace(OPENING, customer="K2"), pins, now=FRIDAY).id
    moved = migrate.moved

    def fails(standing, *given):
        if standing.case.id == case:
            raise CalendarError("never open", zh="没有工作时间")
        return moved(standing, *given)

    fine = look(store, SLOWER)
    monkeypatch.setattr(migrate, "moved", fails)
    stuck, free = look(store, SLOWER)
    assert "没有工作时间" in stuck.obstacle.zh
    assert free.obstacle is None
    applied = do(store, SLOWER, fine)
    assert (applied.moved, applied.changed) == ((other,), (case,))


def test_what_the_old_calendars_cannot_count_can_be_left(store, case, monkeypatch):
    def fails(*_given):
        monkeypatch.undo()
        raise CalendarError("never open")

    monkeypatch.setattr(migrate, "fire", fails)
    (move,) = look(store, SLOWER)
    assert (move.case, move.obstacle) == (case, None)
    assert clock(move, "acknowledge").due_after == DEADLINE + HOUR
