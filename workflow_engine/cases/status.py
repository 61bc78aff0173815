"""What the customer is told about a case: one sentence, without names of rungs or clocks."""

from __future__ import annotations

import datetime as dt
import re

from workflow_engine.cases.case import Case, Ledger
from workflow_engine.cases.ledgers import clock_state, due_at
from workflow_engine.cases.people import acting
from workflow_engine.cases.rules import CaseRules
from workflow_engine.cases.wording import moment_text
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.program.processes import Process

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


_TOLD = ("notified", "thanked")
"""States in which the customer knows the result."""

_REMARK = re.compile(r"\s*[（(][^（()）]*[）)]$")
"""A remark at the end of a label is for those who handle cases: whom or what it includes."""


def customer_status(case: Case, rules: CaseRules, now: dt.datetime, lang: Language) -> str:
    """Where the case stands and what comes next, for the customer's eyes.

    A step that is overdue is promised without a time: the old one would be untrue. One whose time
    may still move, because holidays are not published yet, is expected and not promised.
    """
    process = rules.process(case.process)
    zh = lang == "zh"
    subject = _subject(process, lang)
    if case.duplicate_of is not None:
        other = case.duplicate_of
        return (
            f"{subject}已并入 {other} 一起办理。" if zh else f"{subject} is handled with {other}."
        )
    if case.ended_at is not None:
        if process.kind == "custom":
            return f"{subject}已经办结。" if zh else f"{subject} is closed."
        return f"{subject}已经办结，感谢您告诉我们。" if zh else f"{subject} is closed. Thank you."
    if any(state.pause for state in process.states if state.id == case.state):
        return f"{subject}正在等您的消息。" if zh else f"{subject} waits for word from you."
    owner = acting(case, rules, now) or ""
    if owner:
        start = f"{subject}由 {owner} 负责" if zh else f"{subject} is with {owner}"
    else:
        start = f"{subject}我们已经受理" if zh else f"{subject} is being handled"
    if process.kind != "custom" and case.state in _TOLD:
        step: str | None = "处理结果已告知您" if zh else "you have been told the result"
    else:
        step = _next(case, process, rules, now, lang)
    return (
        start + (f"，{step}。" if zh else f"; {step}.") if step else f"{start}{'。' if zh else '.'}"
    )


def _subject(process: Process, lang: Language) -> str:
    """What the sentence is about, without the remark at the end of the label."""
    name = process.label.get(lang)
    name = _REMARK.sub("", name) or name
    if lang == "en":
        return "Your feedback" if process.kind == "feedback" else f"Your case “{name}”"
    match process.kind:
        case "recovery":
            return f"您反映的“{name}”"
        case "feedback":
            return "您的反馈"
        case "custom":
            return f"您的“{name}”"


def _next(
    case: Case, process: Process, rules: CaseRules, now: dt.datetime, lang: Language
) -> str | None:
    """What the customer waits for, and by when."""
    running = {id_: one for id_, one in case.ledgers.items() if one.stopped_at is None}
    if process.kind != "custom":
        for clock, what in _NEXT:
            if clock in running:
                return _promise(what, running[clock], rules, now, lang)
        return None
    labels = {clock.id: clock.label for clock in process.clocks if not clock.outlives}
    due = [(due_at(one, rules), id_) for id_, one in running.items() if id_ in labels]
    soonest = min(((when, id_) for when, id_ in due if when is not None), default=None)
    if soonest is None:
        return None
    label = labels[soonest[1]]
    what = Bilingual(f"完成“{label.zh}”", f"do “{label.en}”")
    return _promise(what, running[soonest[1]], rules, now, lang)


def _promise(
    what: Bilingual, ledger: Ledger, rules: CaseRules, now: dt.datetime, lang: Language
) -> str:
    due = due_at(ledger, rules)
    if due is None or clock_state(ledger, rules, now) == "overdue":
        return f"正在尽快{what.zh}" if lang == "zh" else f"we will {what.en} as soon as we can"
    by = moment_text(due, rules.zone, now.astimezone(rules.zone).year)
    if is_provisional(ledger, due, rules):
        return f"预计 {by} 前{what.zh}" if lang == "zh" else f"we expect to {what.en} by {by}"
    return f"将在 {by} 前{what.zh}" if lang == "zh" else f"we will {what.en} by {by}"


def is_provisional(ledger: Ledger, due: dt.datetime, rules: CaseRules) -> bool:
    """Whether holidays that are not published yet may move the end of a clock."""
    calendar = rules.calendar(ledger.calendar)
    start = ledger.started_at.astimezone(calendar.zone).date()
    return calendar.provisional(start, due.astimezone(calendar.zone).date())
