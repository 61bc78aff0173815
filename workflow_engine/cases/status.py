"""What the customer is told about a case: one sentence, without names of rungs or clocks."""

from __future__ import annotations

import datetime as dt

from workflow_engine.cases.case import Case
from workflow_engine.cases.ledgers import clock_state, due_at
from workflow_engine.cases.rules import CaseRules
from workflow_engine.cases.wording import moment_text
from workflow_engine.diagnostics.bilingual import Bilingual, Language

_B = Bilingual
_NEXT: tuple[tuple[str, Bilingual], ...] = (
    ("receive", _B("受理您的反馈", "take up your feedback")),
    ("acknowledge", _B("与您核实情况", "confirm with you what happened")),
    ("apologize", _B("向您致歉", "apologize to you")),
    ("reply", _B("给您答复", "reply to you")),
    ("amend", _B("给您解决", "put it right")),
    ("resolve", _B("给您解决", "put it right")),
    ("notify", _B("告诉您结果", "tell you the result")),
)
"""What a customer waits for, by the clock that limits it, in this order."""


def customer_status(case: Case, rules: CaseRules, now: dt.datetime, lang: Language) -> str:
    """Where the case stands and what comes next, for the customer's eyes.

    A step that is overdue is promised without a time: the old one would be untrue.
    """
    process = rules.process(case.process)
    zh = lang == "zh"
    subject = f"“{process.label.zh}”" if zh else f"Your case “{process.label.en}”"
    if zh and process.kind == "recovery":
        subject = f"您反映的{subject}"
    elif zh and process.kind == "feedback":
        subject = "您的反馈"
    if case.duplicate_of is not None:
        other = case.duplicate_of
        return (
            f"{subject}已并入 {other} 一起办理。" if zh else f"{subject} is handled with {other}."
        )
    if case.ended_at is not None:
        return f"{subject}已经办结，感谢您告诉我们。" if zh else f"{subject} is closed. Thank you."
    if any(state.pause for state in process.states if state.id == case.state):
        return f"{subject}正在等您的消息。" if zh else f"{subject} waits for word from you."
    owner = case.owner or ""
    if owner:
        start = f"{subject}由 {owner} 负责" if zh else f"{subject} is with {owner}"
    else:
        start = f"{subject}我们已经受理" if zh else f"{subject} is being handled"
    step = _next(case, rules, now, lang)
    return (
        start + (f"，{step}。" if zh else f"; {step}.") if step else f"{start}{'。' if zh else '.'}"
    )


def _next(case: Case, rules: CaseRules, now: dt.datetime, lang: Language) -> str | None:
    zone = rules.zone
    for clock, what in _NEXT:
        ledger = case.ledgers.get(clock)
        if ledger is None or ledger.stopped_at is not None:
            continue
        due = due_at(ledger, rules)
        if due is None or clock_state(ledger, rules, now) == "overdue":
            return f"正在尽快{what.zh}" if lang == "zh" else f"we will {what.en} as soon as we can"
        by = moment_text(due, zone, now.astimezone(zone).year)
        return f"将在 {by} 前{what.zh}" if lang == "zh" else f"we will {what.en} by {by}"
    return None
