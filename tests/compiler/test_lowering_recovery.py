"""Failures of service as state machines: `docs/cases.md`, section Processes and Clocks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.compiler.small_policy import codes_in, compiled, found_in, process_of
from workflow_engine.language.durations import Duration

FULL = """
recovery:
  calendar: office
  failures:
    late:
      owner: clerk
      acknowledge: {within: 2 work hours}
      apologize: {within: 4 work hours, by: boss, warn: 1 work hour}
      amend: {within: 1 workday}
      anticipate: {within: 5 workdays, warn: none}
      regulator: {within: 15 calendar days, label: 监管}
  notify: 1 workday
  follow_up: {within: 5 workdays, text: 再问一次}
  remind: {every: 1 workday, times: 3}
  escalation:
    - {from: clerk, any: [apologize overdue, {step: amend, elapsed: 50%, unless: planned}]}
    - {from: boss, any: [regulator overdue, follow_up overdue by 1 workday, cannot resolve]}
"""
BARE = """
recovery:
  calendar: office
  failures:
    late: {owner: clerk, apologize: none, amend: {within: 1 workday}}
  escalation:
    - {from: clerk, any: [acknowledge overdue]}
    - {from: boss, any: [amend overdue, acknowledge overdue]}
"""
NO_STEPS = """
recovery: {calendar: office, failures: {late: {owner: clerk}}}
"""
WAY = ("open", "acknowledged", "apologized", "amended", "notified", "thanked")


def moves(process):
    """Where each command leads from each state."""
    found = {(move.source, move.command): move.target for move in process.transitions}
    assert len(found) == len(process.transitions)
    return found


def test_the_states_are_the_way_its_ends_and_a_twin_of_each():
    process = process_of(FULL, "recovery.late")
    states = {state.id: state for state in process.states}
    assert tuple(states) == (*WAY, "closed", "cancelled", *(f"{state}_waiting" for state in WAY))
    assert process.start == "open"
    assert {s.id for s in process.states if s.end} == {"closed", "cancelled"}
    assert {s.id for s in process.states if s.pause} == {f"{state}_waiting" for state in WAY}
    assert all(s.label.zh and s.label.en and s.label.zh != s.label.en for s in process.states)
    assert (process.kind, process.failure, process.owner) == ("recovery", "late", "clerk")


def test_each_command_leads_one_state_on_and_to_the_twins():
    found = moves(process_of(FULL, "recovery.late"))
    commands = ("acknowledge", "apologize", "amend", "notify", "thank", "close")
    for command, source, target in zip(commands, WAY, (*WAY[1:], "closed"), strict=True):
        assert found.pop((source, command)) == target
        assert found.pop((source, "pause")) == f"{source}_waiting"
        assert found.pop((f"{source}_waiting", "resume")) == source
        assert found.pop((source, "cancel")) == "cancelled"
        assert found.pop((f"{source}_waiting", "cancel")) == "cancelled"
    for source in ("amended", "notified", "thanked"):
        assert found.pop((source, "refuse")) == "apologized"
    assert found.pop(("closed", "reopen")) == "apologized"
    assert found.pop(("closed", "follow_up")) == "closed"
    for source in ("acknowledged", "apologized"):
        assert found.pop((source, "plan_amend")) == source
        assert found.pop((f"{source}_waiting", "plan_amend")) == f"{source}_waiting"
    for source in WAY[1:]:
        assert found.pop((source, "anticipate")) == source
        assert found.pop((f"{source}_waiting", "anticipate")) == f"{source}_waiting"
    assert found.pop(("closed", "anticipate")) == "closed"
    assert found == {}


def test_a_step_that_is_none_or_not_written_is_left_out_with_its_state():
    process = process_of(BARE, "recovery.late")
    assert [s.id for s in process.states if not s.end and not s.pause] == [
        "open",
        "amended",
        "notified",
        "thanked",
    ]
    found = moves(process)
    assert found["open", "amend"] == "amended"
    assert found["closed", "reopen"] == found["amended", "refuse"] == "open"
    assert found["open", "plan_amend"] == "open"
    assert not any(command == "anticipate" for _, command in found)


def test_without_any_step_the_customer_is_still_told_and_thanked():
    found = moves(process_of(NO_STEPS, "recovery.late"))
    assert found["open", "notify"] == "notified"
    assert found["closed", "reopen"] == "open"
    assert not any(command in ("refuse", "plan_amend") for _, command in found)


def test_the_clocks():
    clocks = {clock.id: clock for clock in process_of(FULL, "recovery.late").clocks}
    assert {name: (c.starts_on, c.stops_on) for name, c in clocks.items()} == {
        "acknowledge": (("open",), ("acknowledge",)),
        "apologize": (("open",), ("apologize",)),
        "amend": (("open", "refuse", "reopen"), ("amend",)),
        "anticipate": (("open",), ("anticipate",)),
        "regulator": (("open",), ("notify",)),
        "notify": (("amend",), ("notify",)),
        "follow_up": (("close",), ("follow_up",)),
    }
    assert {name for name, clock in clocks.items() if clock.outlives} == {"anticipate", "follow_up"}
    assert {name for name, clock in clocks.items() if clock.regulatory} == {"regulator"}
    assert clocks["regulator"].label.zh == "监管"
    assert clocks["apologize"].by == "boss"
    assert {clock.by for name, clock in clocks.items() if name != "apologize"} == {"clerk"}


def test_warnings_are_a_quarter_unless_the_author_says_otherwise():
    clocks = {clock.id: clock.warn for clock in process_of(FULL, "recovery.late").clocks}
    assert clocks["acknowledge"] == clocks["regulator"] == clocks["notify"] == Decimal("0.25")
    assert clocks["apologize"] == Duration(Decimal(1), "work hour")
    assert clocks["anticipate"] is None
    half = FULL.replace("  notify: 1 workday", "  notify: 1 workday\n  warn: 50%")
    clocks = {clock.id: clock.warn for clock in process_of(half, "recovery.late").clocks}
    assert clocks["acknowledge"] == clocks["follow_up"] == Decimal("0.5")
    assert clocks["anticipate"] is None


def test_a_command_reserved_for_a_role_is_for_that_role():
    process = process_of(FULL, "recovery.late")
    by = {move.command: move.by for move in process.transitions}
    assert by["apologize"] == ("boss",)
    assert by["acknowledge"] == by["notify"] == ()


def test_the_notify_clock_starts_with_the_command_before():
    text = NO_STEPS.replace("failures", "notify: 1 workday, failures")
    (clock,) = process_of(text, "recovery.late").clocks
    assert clock.starts_on == ("open", "reopen")  # where it is reopened to
    clocks = {clock.id: clock for clock in process_of(FULL, "recovery.late").clocks}
    assert clocks["notify"].starts_on == ("amend",)
    assert clocks["notify"].dropped_by == ("refuse", "reopen")
    assert clocks["follow_up"].dropped_by == ("reopen",)
    assert clocks["amend"].dropped_by == ()


def test_rungs_keep_the_triggers_whose_clocks_exist():
    ladder = process_of(BARE, "recovery.late").ladder
    assert [(rung.role, rung.to, [t.text.en for t in rung.any]) for rung in ladder] == [
        ("clerk", "boss", []),
        ("boss", "chief", ["amend overdue"]),
    ]
    ladder = process_of(FULL, "recovery.late").ladder
    assert [[t.text.zh for t in rung.any] for rung in ladder] == [
        ["道歉逾期", "弥补时限已过50%仍无方案"],
        ["监管时限逾期", "回访逾期超过1个工作日", "无法解决"],
    ]


def test_a_process_counts_on_the_section_then_the_role_then_the_only_calendar():
    without = BARE.replace("  calendar: office\n", "")
    assert process_of(without, "recovery.late").calendar == "office"
    second = "calendars: {night: {hours: {mon-fri: ['20:00..22:00']}}}\n"
    assert codes_in(without + second) == ["WE456"]
    night = second + without.replace("owner: clerk", "owner: guard")
    text = night + "roles: {guard: {calendar: night, reports_to: boss}}\n"
    assert process_of(text, "recovery.late").calendar == "night"
    calendar_days = without.replace("1 workday", "3 calendar days")
    assert codes_in(calendar_days + second) == []


def test_what_holds_for_all_cases():
    recovery = compiled(NO_STEPS).recovery
    assert recovery.approvals is not None
    assert recovery.approvals.answer_within == Duration(Decimal(1), "workday")
    assert recovery.approvals.valid_for == Duration(Decimal(5), "workday")
    assert recovery.back_date == Duration(Decimal(1), "calendar day")
    assert recovery.repeat is recovery.remind is recovery.notify is recovery.follow_up is None
    text = """
    recovery:
      repeat: {within: 90 calendar days, times: 3}
      remind: {every: 4 work hours, times: 2}
      approvals: {valid_for: 2 workdays}
      back_date: 2 workdays
      events: {media: 媒体介入}
    """
    recovery = compiled(text).recovery
    assert recovery.repeat is not None
    assert recovery.repeat.times == 3
    assert recovery.remind is not None
    assert recovery.remind.times == 2
    assert recovery.approvals is not None
    assert recovery.approvals.valid_for == Duration(Decimal(2), "workday")
    assert recovery.approvals.answer_within == Duration(Decimal(1), "workday")
    assert recovery.back_date == Duration(Decimal(2), "workday")
    assert [name for name, _ in recovery.events] == ["media"]


def test_times_are_shorter_for_tags_and_severities():
    text = FULL.replace(
        "      owner: clerk\n", "      owner: clerk\n      faster_for: {big: 0.5, high: 0.4}\n"
    )
    (failure,) = compiled(text).recovery.failures
    assert failure.faster_for == (("big", Decimal("0.5")), ("high", Decimal("0.4")))


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("approve: bos", "boss"),
        ("exception: cheif", "chief"),
        ("support: technicl", "technical"),
        ("faster_for: {hihg: 0.5}", "high"),
    ],
)
def test_names_in_a_failure_are_known_or_the_nearest_is_offered(key, near):
    text = f"""
    support: {{technical: {{role: boss, within: 4 work hours}}}}
    recovery: {{failures: {{late: {{owner: clerk, {key}}}}}}}
    """
    (found,) = found_in(text)
    assert found.code == "WE351"
    assert found.help is not None
    assert near in found.help.en


def test_a_failure_knows_its_department_and_who_may_set_limits_aside():
    program = compiled(
        """
        support: {technical: {label: 技术, role: boss, within: 4 work hours, assumed: true}}
        recovery: {failures: {late: {owner: clerk, support: technical, exception: chief}}}
        """
    )
    (failure,) = program.recovery.failures
    assert (failure.support, failure.exception, failure.approve) == ("technical", "chief", None)
    department = program.support["technical"]
    assert (department.role, department.label.zh, department.assumed) == ("boss", "技术", True)
    assert department.within == Duration(Decimal(4), "work hour")


@pytest.mark.parametrize(
    ("trigger", "near"),
    [("acknowlege overdue", "acknowledge"), ("{step: amnd, elapsed: 50%}", "amend")],
)
def test_a_rung_names_clocks_that_are_known(trigger, near):
    text = f"recovery: {{escalation: [{{from: clerk, any: [{trigger}]}}]}}\n"
    (found,) = found_in(text)
    assert found.code == "WE351"
    assert found.help is not None
    assert near in found.help.en


def test_a_declared_event_may_be_called_like_a_trigger():
    text = """
    recovery:
      failures: {late: {owner: clerk}}
      events: {合同逾期: 合同到期未续}
      escalation: [{from: clerk, any: [合同逾期]}]
    """
    (rung,) = process_of(text, "recovery.late").ladder
    assert [(t.kind, t.name, t.text.zh) for t in rung.any] == [
        ("event", "合同逾期", "合同到期未续")
    ]


@pytest.mark.parametrize(
    ("factor", "codes"), [("0", ["WE444"]), ("1", []), ("1.5", ["WE445"]), ("2", ["WE445"])]
)
def test_a_factor_makes_faster_not_slower(factor, codes):
    step = "acknowledge: {within: 1 workday}"
    text = f"recovery: {{failures: {{late: {{owner: clerk, {step}, faster_for: {{big: {factor}}}}}}}}}\n"
    found = found_in(text)
    assert [d.code for d in found] == codes
    assert all(d.place.column == text.index("big") + 1 for d in found)
