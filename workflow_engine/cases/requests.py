"""Commands that leave the state as it is: remarks, help, events, severity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NoReturn

from workflow_engine.cases.approvals import (
    approve,
    delegate,
    grant_exception,
    reject,
    request_approval,
)
from workflow_engine.cases.attempt import Attempt
from workflow_engine.cases.clocks import asked_for, factor_for, rebudgeted, stopped, support_clock
from workflow_engine.cases.events import (
    CannotResolve,
    Event,
    EventReported,
    Noted,
    SeverityChanged,
    SupportAnswered,
    SupportAsked,
)
from workflow_engine.cases.feedback import DEGREES
from workflow_engine.cases.handing import reassign
from workflow_engine.cases.ladder import CANNOT_RESOLVE, climb
from workflow_engine.cases.people import holder
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.processes import Support


def note(attempt: Attempt) -> list[Event]:
    """Keep a remark."""
    return [Noted(attempt.at, attempt.by, attempt.needs_note())]


def cannot_resolve(attempt: Attempt) -> list[Event]:
    """Climb at once, whatever the rung says."""
    why = attempt.needs_note()
    return [
        CannotResolve(attempt.at, attempt.by, why),
        *climb(
            attempt.case,
            _reason(attempt),
            attempt.table,
            attempt.rules,
            attempt.at,
            now=attempt.now,
        ),
    ]


def needs_other_department(attempt: Attempt) -> list[Event]:
    """Ask a department to help; it has its own time for an answer."""
    support = _department(attempt)
    clock = support_clock(support.id)
    ledger = attempt.case.ledgers.get(clock)
    if ledger is not None and ledger.stopped_at is None:
        raise attempt.refused(
            "already",
            Bilingual(
                f"已经请{support.label.zh}协助，正在等答复。",
                f"{support.label.en} was asked already and has not answered yet.",
            ),
        )
    case, rules = attempt.case, attempt.rules
    person = holder(case.people, case.about, support.role, rules, attempt.at).person
    return [
        SupportAsked(
            attempt.at, attempt.by, support.id, support.role, person, attempt.command.note
        ),
        asked_for(attempt, clock, support.within, support.role),
    ]


def answer_support(attempt: Attempt) -> list[Event]:
    """Record the answer of a department."""
    ledgers = attempt.case.ledgers
    waiting = [
        support
        for support in attempt.rules.program.support.values()
        if (ledger := ledgers.get(support_clock(support.id))) is not None
        and ledger.stopped_at is None
    ]
    department = attempt.command.department
    if department is None and len(waiting) == 1:
        department = waiting[0].id
    if department is None and waiting:
        names = [support.id for support in waiting]
        raise attempt.missing(
            f"哪个部门（department）：{'、'.join(names)}", f"a department: {' or '.join(names)}"
        )
    if department is not None and department not in attempt.rules.program.support:
        _unknown_department(attempt, department)
    for support in waiting:
        if support.id == department:
            ledger = ledgers[support_clock(support.id)]
            return [
                SupportAnswered(attempt.at, attempt.by, support.id, attempt.command.note),
                stopped(ledger, attempt.rules, attempt.at, attempt.by, now=attempt.now),
            ]
    raise attempt.refused(
        "no_request",
        Bilingual(
            "没有等待这个部门答复的请求。", "No request waits for an answer of that department."
        ),
        instead=("needs_other_department",),
    )


def report_event(attempt: Attempt) -> list[Event]:
    """Record something outside that happened to the case."""
    event, known = attempt.command.event, attempt.table.events
    if event is None:
        raise attempt.missing(
            f"哪个事件（event）：{'、'.join(known)}", f"an event: {' or '.join(known)}"
        )
    if event not in known:
        raise attempt.refused(
            "unknown_value",
            Bilingual(
                f"政策中没有事件“{event}”" + (f"，只有：{'、'.join(known)}。" if known else "。"),
                f"The policy has no event `{event}`"
                + (f"; there are {', '.join(known)}." if known else "."),
            ),
            instead=("report_event",) if known else ("note",),
        )
    return [EventReported(attempt.at, attempt.by, event, attempt.command.note)]


def set_severity(attempt: Attempt) -> list[Event]:
    """Make the case graver or lighter: its clocks have other times from now on."""
    case, severity = attempt.case, attempt.command.severity
    if severity is None:
        raise attempt.missing(
            "严重程度 severity：high、medium 或 low", "a severity: high, medium or low"
        )
    if severity not in DEGREES:
        raise attempt.refused(
            "unknown_value",
            Bilingual(
                f"严重程度不能是“{severity}”，只能是 high、medium、low。",
                f"The severity cannot be `{severity}`: it is high, medium or low.",
            ),
            instead=("set_severity",),
        )
    if severity == case.severity:
        raise attempt.refused(
            "already",
            Bilingual(f"个案的严重程度已经是 {severity}。", f"The severity is {severity} already."),
        )
    factor = factor_for(attempt.table.failure, case.holds, severity)
    return [
        SeverityChanged(attempt.at, attempt.by, severity, factor, attempt.command.note),
        *rebudgeted(attempt, factor, case.priority),
    ]


def _reason(attempt: Attempt) -> Bilingual:
    """The policy's own words for it, where its rung has them."""
    for trigger in attempt.table.held.get(attempt.case.level or "", ()):
        if trigger.kind == "cannot_resolve":
            return trigger.text
    return CANNOT_RESOLVE


def _department(attempt: Attempt) -> Support:
    known = attempt.rules.program.support
    failure = attempt.table.failure
    name = attempt.command.department
    if name is None and failure is not None:
        name = failure.support
    if name is None:
        raise attempt.missing(
            f"哪个部门（department）：{'、'.join(known)}", f"a department: {' or '.join(known)}"
        )
    if name not in known:
        _unknown_department(attempt, name)
    return known[name]


def _unknown_department(attempt: Attempt, name: str) -> NoReturn:
    known = attempt.rules.program.support
    raise attempt.refused(
        "unknown_department",
        Bilingual(
            f"政策中没有部门“{name}”" + (f"，只有：{'、'.join(known)}。" if known else "。"),
            f"The policy has no department `{name}`"
            + (f"; there are {', '.join(known)}." if known else "."),
        ),
        instead=(attempt.command.command,) if known else (),
    )


REQUESTS: Mapping[str, Callable[[Attempt], list[Event]]] = {
    "reassign": reassign,
    "cannot_resolve": cannot_resolve,
    "needs_other_department": needs_other_department,
    "answer_support": answer_support,
    "request_approval": request_approval,
    "approve": approve,
    "reject": reject,
    "delegate": delegate,
    "grant_exception": grant_exception,
    "report_event": report_event,
    "set_severity": set_severity,
    "note": note,
}
"""What carries out each command of `commands.ANYWHERE`."""

TAKES: Mapping[str, tuple[str, ...]] = {
    "reassign": ("person", "role"),
    "needs_other_department": ("department",),
    "answer_support": ("department",),
    "request_approval": ("amount",),
    "delegate": ("person", "until"),
    "report_event": ("event",),
    "set_severity": ("severity",),
}
"""The arguments of these commands beside those that every command has."""
