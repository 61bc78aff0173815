"""The machines of `transitions` and the tables of the kernel go the same ways."""

import datetime as dt
import itertools
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workflow_engine
from tests.cases import processes as made
from tests.planning.policies import program
from workflow_engine.cases.commands import Act, Open
from workflow_engine.cases.evolve import replay
from workflow_engine.cases.kernel import decide
from workflow_engine.cases.machine import (
    CaseMachine,
    GuardUnknownError,
    Place,
    command_name,
    machine_of,
    state_name,
    take,
)
from workflow_engine.cases.refusals import Refusal
from workflow_engine.cases.rules import case_rules
from workflow_engine.errors import UsageError
from workflow_engine.program.expressions import AttributeValue, Compare, Constant
from workflow_engine.program.processes import State, Transition
from workflow_engine.program.program import Attribute
from workflow_engine.program.types import INTEGER

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
POLICIES = ("rules/tobacco-retail", "rules/vip")
UNKNOWN, REFUSED = "unknown", "refused"


def shipped():
    for folder in POLICIES:
        policy = workflow_engine.load(folder).program
        for process in policy.processes.values():
            yield pytest.param(policy, process, id=f"{folder}:{process.id}")


SHIPPED = list(shipped())


def by_table(moves, holds, state, command):
    """Where the table of the kernel leads: the target, or why not."""
    for move in moves.get((state, command), ()):
        answer = True if move.guard is None else holds(move.guard)
        if answer is None:
            return UNKNOWN
        if answer:
            return move.target
    return REFUSED


def by_machine(machine, state, command):
    """Where the machine leads."""
    place = Place(state)
    try:
        moved = take(machine, place, command)
    except GuardUnknownError:
        assert place.id == state
        return UNKNOWN
    if not moved:
        assert place.id == state
        return REFUSED
    return place.id


def agree_everywhere(process):
    """Every command in every state, under every answer to the guards that matter there."""
    commands = {move.command for move in process.transitions} | {"no such command"}
    moves = (
        case_rules(program(processes={process.id: replace(process, calendar=None)}))
        .table(process.id)
        .moves
    )
    tried = 0
    for state, command in itertools.product(process.states, sorted(commands)):
        guards = [
            move.guard
            for move in process.transitions
            if (move.source, move.command) == (state.id, command) and move.guard is not None
        ]
        for answers in itertools.product((True, False, None), repeat=len(guards)):
            known = {id(guard): answer for guard, answer in zip(guards, answers, strict=True)}

            def holds(guard, known=known):
                return known[id(guard)]

            machine = machine_of(process, holds)
            expected = by_table(moves, holds, state.id, command)
            assert by_machine(machine, state.id, command) == expected
            tried += 1
    return tried


@pytest.mark.parametrize(("_policy", "process"), SHIPPED)
def test_every_way_of_the_shipped_processes(_policy, process):
    assert agree_everywhere(process) >= len(process.transitions)


@pytest.mark.parametrize("process", [made.recovery(), made.branching(), made.nasty()])
def test_every_way_of_processes_with_guards_and_hostile_names(process):
    assert agree_everywhere(process) >= len(process.transitions)


NAMES = st.sampled_from(
    ["go", "*", "=", "state", "to_end", "is_go", "os.system", "__class__", "trigger", "升级", ""]
)


@st.composite
def random_processes(draw):
    states = draw(st.lists(NAMES, min_size=1, max_size=6, unique=True))
    ends = draw(st.sets(st.sampled_from(states), max_size=2))
    guards = st.one_of(
        st.none(),
        st.integers(0, 2).map(
            lambda n: Compare("==", AttributeValue("tier", INTEGER), Constant(n, INTEGER))
        ),
    )
    moves = draw(
        st.lists(
            st.builds(
                Transition, NAMES, st.sampled_from(states), st.sampled_from(states), guard=guards
            ),
            max_size=10,
        )
    )
    return made.process([State(s, made.both(s), end=s in ends) for s in states], moves)


@given(random_processes(), st.sampled_from([None, 0, 1, 2, 7]))
@settings(max_examples=80, deadline=None)
def test_random_processes_walk_alike_in_kernel_table_and_machine(process, tier):
    """All paths of a few steps, by the kernel itself."""
    policy = program(
        processes={process.id: process},
        attributes={"tier": Attribute("tier", made.both("tier"), INTEGER, "basic", made.HERE)},
    )
    rules = case_rules(policy)

    def holds(guard):
        return None if tier is None else tier == guard.right.value

    machine = machine_of(process, holds)
    moves = rules.table(process.id).moves
    opened = decide(None, Open("1", process.id, "c", "n", facts={"tier": tier}), rules, NOW)
    frontier, seen = [replay(opened)], set()
    commands = sorted({move.command for move in process.transitions})
    while frontier:
        case = frontier.pop()
        if case.state in seen:
            continue
        seen.add(case.state)
        for command in commands:
            expected = by_machine(machine, case.state, command)
            assert by_table(moves, holds, case.state, command) == expected
            answer = decide(case, Act(command), rules, NOW)
            if isinstance(answer, Refusal):
                assert expected in (UNKNOWN, REFUSED)
                assert (answer.code == "guard_unknown") == (expected == UNKNOWN)
                continue
            follower = CaseMachine(case, rules)
            assert follower.do(command, now=NOW) == answer
            assert follower.state == follower.case.state == expected
            frontier.append(follower.case)


ARGUMENTS = {
    "classify": {"code": "产品/性能", "urgency": "high"},
    "assign": {"person": "贺敏"},
    "follow_up": {"outcome": "recovered"},
    "cancel": {"other": "2"},
}


@pytest.mark.parametrize(("policy", "process"), SHIPPED)
def test_the_kernel_and_the_machine_reach_the_same_states(policy, process):
    """From the opening through every state by real commands, each tried in each."""
    rules = case_rules(policy)
    machine = machine_of(process, lambda _: True)
    people = {role: f"某人{n}" for n, role in enumerate(policy.roles)}
    command = Open("1", process.id, "c", "n", people=people)
    frontier, reached = [replay(decide(None, command, rules, NOW))], set()
    while frontier:
        case = frontier.pop()
        if case.state in reached:
            continue
        reached.add(case.state)
        for name in sorted({move.command for move in process.transitions}):
            expected = by_machine(machine, case.state, name)
            arguments = dict(ARGUMENTS.get(name, {}))
            if name == "classify" and policy.feedback is not None:
                arguments |= classification(policy.feedback)
            if name == "assign":
                arguments["person"] = people[process.owner]
            answer = decide(case, Act(name, note="why", **arguments), rules, NOW)
            if isinstance(answer, Refusal) and answer.code == "wrong_role":
                arguments["by"] = next(person for _, person in answer.who if person)
                answer = decide(case, Act(name, note="why", **arguments), rules, NOW)
            if isinstance(answer, Refusal):
                if answer.code in ("needs_approval", "over_limit"):
                    continue
                assert answer.code in ("not_in_this_state", "ended"), (name, answer)
                assert expected == REFUSED
                continue
            follower = CaseMachine(case, rules)
            assert not isinstance(follower.do(name, now=NOW, note="why", **arguments), Refusal)
            assert follower.state == expected
            frontier.append(follower.case)
    needs_approval = {
        failure.id for failure in policy.recovery.failures if failure.approve is not None
    }
    if process.failure not in needs_approval:
        assert reached == {state.id for state in process.states}


def classification(feedback):
    found = {}
    if feedback.taxonomy:
        name, _, parts = feedback.taxonomy[0]
        found["code"] = f"{name}/{parts[0].zh}" if parts else name
    if feedback.natures:
        found["nature"] = feedback.natures[0][0]
    return found


def delivery_case():
    policy = workflow_engine.load("rules/tobacco-retail").program
    rules = case_rules(policy)
    people = {"account_manager": "李明", "supervisor": "方静宜"}
    opened = decide(
        None, Open("1", "recovery.delivery_error", "c", "店", people=people), rules, NOW
    )
    return CaseMachine(replay(opened), rules)


def test_a_case_to_talk_to():
    case = delivery_case()
    assert case.state == "open"
    assert "acknowledge" in case.available()
    refusal = case.may("close", now=NOW)
    assert refusal is not None
    assert refusal.code == "not_in_this_state"
    assert case.may("acknowledge", now=NOW, by="李明") is None
    assert case.state == "open"
    events = case.do("acknowledge", now=NOW, by="李明")
    assert not isinstance(events, Refusal)
    assert case.state == case.case.state == "acknowledged"
    case.do("apologize", now=NOW)
    refused = case.do("amend", now=NOW, amount=Decimal(10**6))
    assert isinstance(refused, Refusal)
    assert refused.code == "over_limit"
    assert case.state == case.case.state == "apologized"


def test_a_case_to_talk_to_keeps_time():
    case = delivery_case()
    fired = case.tick(NOW + dt.timedelta(days=2))
    assert fired
    assert case.case.level == "supervisor"
    assert case.state == "open"
    assert case.tick(NOW + dt.timedelta(days=2)) == ()


def test_a_machine_that_stands_elsewhere_than_the_case_is_noticed(monkeypatch):
    case = delivery_case()
    monkeypatch.setattr("workflow_engine.cases.machine.take", lambda *_: False)
    with pytest.raises(UsageError, match="the machine stands at `open`"):
        case.do("acknowledge", now=NOW)


def test_no_text_of_the_author_becomes_an_attribute_or_a_callback():
    machine = machine_of(made.nasty(), lambda _: True)
    assert machine.models == []
    names = [*machine.states, *machine.events]
    assert all(re.fullmatch(r"(state|command):.*", name, re.DOTALL) for name in names)
    assert not any(name.isidentifier() for name in names)
    place = Place("s0")
    assert take(machine, place, made.NASTY[0])
    assert set(dir(place)) - set(dir(object())) <= {"state", "id", "__slots__", "__module__"}
    for event in machine.events.values():
        for move in itertools.chain(*event.transitions.values()):
            assert all(callable(condition.func) for condition in move.conditions)
            assert [*move.before, *move.after, *move.prepare] == []


def test_end_states_are_final():
    machine = machine_of(made.recovery(), lambda _: True)
    assert machine.states[state_name("closed")].final
    assert not machine.states[state_name("open")].final
    assert machine.initial == state_name("open")
    assert command_name("acknowledge") in machine.events
