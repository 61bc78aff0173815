"""Cases of tests: played through the kernel by a worker that is never late."""

from __future__ import annotations

import textwrap

import pytest

from tests.trial.shop import POLICY, differing, program_of, results, text_of
from workflow_engine.trial.reading import read_tests
from workflow_engine.trial.running import run_tests

OPENED = "2026-11-23 09:30"  # a Monday


def case(steps: str = "", expect: str = "", **more: str) -> str:
    """A test of a case; steps are lines of YAML."""
    head = {"failure": "lost", "opened": OPENED, **more}
    given = head.pop("given", "{}")
    lines = [f"    {key}: {value}" for key, value in head.items()]
    if steps:
        lines += ["    steps:", textwrap.indent(textwrap.dedent(steps), "      ").rstrip()]
    text = "\n".join(lines)
    return f"t:\n  persona: 小店\n  given: {given}\n  case:\n{text}\n  expect: {{case: {expect or '{}'}}}\n"


ALL = """\
- {at: 2026-11-23 09:40, do: acknowledge, by: 李明, expect: {state: acknowledged, messages: [done]}}
- {at: 2026-11-23 10:00, do: amend, by: 李明, amount: 80, expect: {compensation: 80, owner: 李明}}
- {at: 2026-11-23 10:30, do: notify, by: 李明}
- {at: 2026-11-23 10:31, do: thank, by: 李明}
- {at: 2026-11-23 10:32, do: close, by: 李明, expect: {ended: 2026-11-23 10:32}}
"""


def test_a_case_that_goes_well() -> None:
    expect = (
        "{state: closed, level: manager, clocks: {acknowledge: met, amend: met}, "
        "deadlines: {acknowledge: 2026-11-23 10:30, amend: 2026-11-24 18:00}, severity: medium, "
        "reminders: 0, approval: none, priority: none, ended: 2026-11-23 10:32, "
        "messages: [opened, done, done, done, done, done], rungs: [], compensation: 80}"
    )
    (result,) = results(case(ALL, expect))
    assert [str(one.title.en) for one in result.differences] == []
    assert result.agreed == 19
    moves = {(state, command) for _, state, command, _ in result.exercised.transitions}
    assert ("open", "acknowledge") in moves
    assert ("thanked", "close") in moves
    assert {process for process, *_ in result.exercised.transitions} == {"recovery.lost"}


def test_what_comes_due_between_steps_happens_at_its_own_moment() -> None:
    steps = """\
    - {at: 2026-11-23 11:00, expect: {level: chief, owner: 王强, messages: [opened, warned, overdue, escalated]}}
    - {at: 2026-11-23 11:30, do: acknowledge, by: 王强, expect: {messages: [done], clocks: {acknowledge: late}}}
    """
    expect = "{rungs: {manager: 2026-11-23 10:30}, deadlines: {acknowledge: 2026-11-23 10:30}}"
    found = differing(case(steps, expect))
    # The opening is told before the first step: what happened since then are the timers alone.
    assert found == {
        "steps 1 messages": (
            "opened, warned, overdue, escalated",
            "warned, overdue, escalated",
        ),
    }


def test_the_rung_is_exercised() -> None:
    (result,) = results(case(until="2026-11-24 18:00", expect="{rungs: [manager]}"))
    assert result.agrees
    assert result.exercised.rungs == {("recovery.lost", "manager")}


def test_what_is_due_at_the_moment_of_a_step_comes_after_it() -> None:
    steps = (
        "- {at: 2026-11-23 10:30, do: acknowledge, by: 李明, expect: {clocks: {acknowledge: met}}}"
    )
    assert differing(case(steps, "{rungs: []}")) == {}


def test_what_is_due_when_time_just_passes_has_happened() -> None:
    assert differing(case("- {at: 2026-11-23 10:30}", "{rungs: [manager], level: chief}")) == {}
    assert differing(case("- {at: 2026-11-23 10:29}", "{rungs: [], level: manager}")) == {}


def test_reminders_are_counted_by_the_punctual_worker() -> None:
    assert differing(case(until="2026-12-10 12:00", expect="{reminders: 2}")) == {}


def test_a_step_that_is_refused_must_be_expected_to_be() -> None:
    steps = "- {at: 2026-11-23 09:40, do: amend, by: 李明, amount: 200}"
    found = differing(case(f"- {{at: 2026-11-23 09:35, do: acknowledge, by: 李明}}\n{steps}"))
    assert found == {"steps 2 refused": ("carried out", "over_limit")}


def test_a_refusal_that_is_expected_must_come() -> None:
    steps = "- {at: 2026-11-23 09:40, do: acknowledge, by: 李明, refused: 岗位无权}"
    assert differing(case(steps)) == {"steps 1 refused": ("wrong_role", "carried out")}


def test_a_refused_step_changes_nothing_and_says_why() -> None:
    steps = "- {at: 2026-11-23 09:40, do: close, by: 李明, expect: {state: closed}}"
    (result,) = results(case(steps))
    refused, state = result.differences
    assert refused.actual.en == "not_in_this_state"
    assert state.actual.en == "open"
    assert refused.reason == state.reason
    assert refused.reason is not None


def test_a_failure_that_is_not_meant_for_the_customer_is_not_opened() -> None:
    found = differing(case("- {at: 2026-11-23 10:00, do: acknowledge}", failure="rude"))
    assert found == {"case refused": ("carried out", "not_for_customer")}
    expected = case("", "{refused: not_for_customer, level: none}", failure="rude")
    assert differing(expected) == {}
    assert differing(case("", "{state: open}", failure="rude", given="{tier: 29}")) == {}


def test_what_happened_earlier_is_decided_by_the_day_on_which_it_happened() -> None:
    steps = "- {at: 2026-11-23 09:40, do: acknowledge, by: 李明}"
    text = case(steps, "{deadlines: {acknowledge: 2026-11-23 09:00}}", occurred="2026-11-22 20:00")
    (result,) = results(text)
    ((_, day),) = [one for one in result.exercised.customers if one[1] != result.test.at]
    assert day.isoformat() == "2026-11-22"
    assert [one.actual.en for one in result.differences] == ["2026-11-23 10:00"]


def test_an_opening_that_the_kernel_refuses_says_why() -> None:
    (result,) = results(case("", "{level: none}", occurred="2026-11-20 09:00"))
    (one,) = result.differences
    assert one.title.en == "the opening of the case"
    assert one.actual.en == "too_far_back"
    assert one.reason is not None


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("state", "closed"),
        ("level", "none"),
        ("owner", "王强"),
        ("severity", "high"),
        ("compensation", "5"),
        ("reminders", "3"),
        ("ended", "2026-11-23 09:30"),
        ("approval", "asked"),
        ("priority", "P1"),
        ("messages", "[]"),
        ("rungs", "[manager]"),
        ("rungs", "{manager: 2026-11-23 10:30}"),
        ("deadlines", "{amend: none}"),
        ("clocks", "{amend: late}"),
        ("clocks", "{approval: running}"),
    ],
)
def test_every_fact_of_a_case_can_differ(field: str, wrong: str) -> None:
    (result,) = results(case("", f"{{{field}: {wrong}}}"))
    assert len(result.differences) == 1
    (one,) = result.differences
    assert one.rule is not None
    assert one.change is None


@pytest.mark.parametrize("step", [False, True])
def test_a_failed_rung_shows_what_was_escalated(step: bool) -> None:
    wanted = "{rungs: {manager: 2026-11-23 11:00}}"
    steps = f"- {{at: 2026-11-23 10:40, expect: {wanted}}}" if step else ""
    (result,) = results(case(steps, "{state: open}" if step else wanted))
    (one,) = result.differences
    assert one.reason is not None
    if step:
        assert one.reason.en == "escalated: 11-23 10:30 Manager → Chief (acknowledge overdue)"
    else:
        assert one.reason.en == "nothing was escalated"


def test_a_role_escalated_to_is_led_to_the_one_it_came_from() -> None:
    policy = POLICY.replace(
        "    - {from: manager, to: chief, any: [acknowledge overdue, cannot resolve]}",
        "    - {from: manager, to: chief, any: [acknowledge overdue]}\n"
        "    - {from: chief, to: head, any: [cannot resolve]}",
    ).replace("  chief: {label:", "  head: {label: {zh: 经理, en: Head}}\n  chief: {label:")
    program = program_of(policy)
    steps = "- {at: 2026-11-23 10:40}"
    text = text_of(case(steps, "{rungs: {chief: 2026-11-23 10:30}}"))
    found = read_tests({"a.test.yaml": text}, program)
    assert found.diagnostics == ()
    (result,) = run_tests(program, found.tests)
    (one,) = result.differences
    assert one.change is not None
    assert one.change.zh.startswith("写“客户经理”")
    assert one.reason is not None
    assert "客户经理 → 主管" in one.reason.zh


def test_hours_may_be_written_with_one_digit() -> None:
    steps = "- {at: 2026-11-23 9:30, do: acknowledge, by: 李明}"
    (result,) = results(case(steps))
    script = result.test.case
    assert script is not None
    assert f"{script.steps[0].at:%H:%M}" == "09:30"
    wanted = "{deadlines: {acknowledge: 2026-11-23 9:30}}"
    assert differing(case("", wanted)) == {
        "case deadlines acknowledge": ("2026-11-23 09:30", "2026-11-23 10:30")
    }


def test_moments_are_compared_by_the_minute() -> None:
    steps = "- {at: 2026-11-23 09:30:25, do: acknowledge, by: 李明}\n- {at: 2026-11-23 09:40:45, do: amend, by: 李明}\n- {at: 2026-11-23 09:41, do: notify, by: 李明}\n- {at: 2026-11-23 09:42, do: thank, by: 李明}\n- {at: 2026-11-23 09:42:30, do: close, by: 李明}"
    assert differing(case(steps, "{ended: 2026-11-23 09:42}")) == {}
    assert differing(case(steps, "{ended: 2026-11-23 09:42:30}")) == {}
    assert list(differing(case(steps, "{ended: 2026-11-23 09:42:31}"))) == ["case ended"]
