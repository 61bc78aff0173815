"""Feedback as a state machine: `docs/cases.md`."""

from __future__ import annotations

from decimal import Decimal

from tests.compiler.small_policy import codes_in, compiled, found_in, process_of
from workflow_engine.compiler.feedback import NATURES
from workflow_engine.language.durations import Duration

FULL = """
feedback:
  calendar: office
  owner: clerk
  steps:
    receive: {within: 2 work hours, warn: none}
    classify: {within: 4 work hours}
    assign: {by: boss}
    reply: {within: 1 workday}
    resolve: {within: {P1: 1 workday, P2: 2 workdays, P3: 9 workdays, P4: 9 workdays, P5: 20 workdays}}
    notify: {within: 1 workday}
    thank: {within: 2 workdays, text: 谢谢}
  warn: 50%
  remind: {every: 1 workday, times: 2}
  escalation:
    - {from: clerk, any: [resolve overdue, {step: reply, elapsed: 50%}, cannot resolve]}
"""
WAY = ("open", "received", "classified", "assigned", "replied", "resolved", "notified", "thanked")


def ways_on(process):
    sides = {"pause", "resume", "cancel", "reopen"}
    return {m.source: (m.command, m.target) for m in process.transitions if m.command not in sides}


def test_the_way_of_feedback_with_every_step():
    process = process_of(FULL, "feedback")
    commands = ("receive", "classify", "assign", "reply", "resolve", "notify", "thank", "close")
    after = (*WAY[1:], "closed")
    assert ways_on(process) == dict(zip(WAY, zip(commands, after, strict=True), strict=True))
    back = [m.target for m in process.transitions if m.command == "reopen"]
    assert back == ["replied"]
    assert {m.by for m in process.transitions if m.command == "assign"} == {("boss",)}
    assert {m.by for m in process.transitions if m.command == "reply"} == {()}
    assert process.remind is not None


def test_assign_notify_and_thank_are_never_left_out():
    process = process_of("feedback: {owner: clerk}", "feedback")
    assert ways_on(process) == {
        "open": ("assign", "assigned"),
        "assigned": ("notify", "notified"),
        "notified": ("thank", "thanked"),
        "thanked": ("close", "closed"),
    }
    assert [m.target for m in process.transitions if m.command == "reopen"] == ["assigned"]
    assert process.clocks == ()


def test_the_clocks():
    clocks = {clock.id: clock for clock in process_of(FULL, "feedback").clocks}
    assert {name: (c.starts_on, c.stops_on) for name, c in clocks.items()} == {
        "receive": (("open",), ("receive",)),
        "classify": (("open",), ("classify",)),
        "reply": (("open",), ("reply",)),
        "resolve": (("classify", "reopen"), ("resolve",)),
        "notify": (("resolve",), ("notify",)),
        "thank": (("notify",), ("thank",)),
    }
    resolve = clocks.pop("resolve")
    assert resolve.from_opening
    assert resolve.within is None
    assert dict(resolve.by_priority)["P5"] == Duration(Decimal(20), "workday")
    assert not any(clock.from_opening for clock in clocks.values())
    assert clocks["receive"].warn is None
    assert clocks["reply"].warn == resolve.warn == Decimal("0.5")


def test_the_ladder_names_steps():
    (rung,) = process_of(FULL, "feedback").ladder
    assert [(t.kind, t.step) for t in rung.any] == [
        ("overdue", "resolve"),
        ("elapsed", "reply"),
        ("cannot_resolve", None),
    ]
    assert codes_in(FULL.replace("resolve overdue", "amend overdue")) == ["WE351"]


def test_natures_have_a_default_in_both_languages():
    feedback = compiled(FULL).feedback
    assert feedback is not None
    assert feedback.natures == NATURES
    assert dict(NATURES)["投诉"] == dict(NATURES)["complaint"] == "high"
    written = compiled(FULL + "  natures: {表扬: low, 举报: high}\n").feedback
    assert written is not None
    assert written.natures == (("表扬", "low"), ("举报", "high"))


def test_a_priority_that_does_not_exist_is_found():
    (found,) = found_in(FULL.replace("P5", "P7"))
    assert found.code == "WE351"
    assert "priority" in found.message.en


def test_times_by_priority_need_a_priority():
    unclassified = FULL.replace("    classify: {within: 4 work hours}\n", "")
    assert codes_in(unclassified) == ["WE455"]
    early = FULL.replace("classify: {within: 4 work hours}", "classify: {within: {P1: 1 workday}}")
    assert codes_in(early) == ["WE455"]


def test_a_priority_without_a_time_is_found():
    (found,) = found_in(FULL.replace("P2: 2 workdays, ", "").replace(", P5: 20 workdays", ""))
    assert found.code == "WE447"
    assert "`P2`、`P5`" in found.message.zh
    assert found.place.line == 10


def test_only_priorities_that_the_natures_can_give_need_a_time():
    complaints = FULL.replace("P4: 9 workdays, P5: 20 workdays", "") + "  natures: {投诉: high}\n"
    assert codes_in(complaints) == []
    matrix = "priority: {rows: [{value: high, then: P1}, {then: P9}]}\n"
    times = "{P1: 1 workday, P2: 2 workdays, P3: 9 workdays, P4: 9 workdays, P5: 20 workdays}"
    assert codes_in(FULL.replace(times, "{P1: 1 workday, P9: 9 workdays}") + matrix) == []
    assert codes_in(FULL.replace(times, "{P1: 1 workday}") + matrix) == ["WE447"]


def test_a_step_of_ones_own_is_printed_and_no_state():
    text = FULL.replace("    reply:", "    replay:")
    (found,) = found_in(text.replace(", {step: reply, elapsed: 50%}", ""))
    assert found.code == "WE459"
    assert found.help is not None
    assert "reply" in found.help.en
