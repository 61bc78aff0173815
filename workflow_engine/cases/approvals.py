"""Asking for approval, answering, answering for somebody else, and the exception."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from workflow_engine.cases.attempt import Attempt
from workflow_engine.cases.authority import (
    Granter,
    delegated,
    highest,
    may_answer,
    to_be_asked,
    with_those_above,
)
from workflow_engine.cases.case import Approval
from workflow_engine.cases.clocks import APPROVAL, asked_for, stopped
from workflow_engine.cases.compensation import amount_of
from workflow_engine.cases.events import ApprovalChanged, Delegated, Event, ExceptionGranted
from workflow_engine.cases.handing import check_giver, check_known, check_not_about
from workflow_engine.diagnostics.bilingual import Bilingual


def request_approval(attempt: Attempt) -> list[Event]:
    """Ask the lowest role that may grant the amount, or the one the failure names.

    Raises:
        Refused: the amount is missing, a request stands already, or nobody may grant as much.
    """
    case, table, rules = attempt.case, attempt.table, attempt.rules
    amount = amount_of(attempt)
    if amount is None:
        raise attempt.missing("金额（amount）", "an amount")
    check_giver(attempt)
    if case.approval is not None and case.approval.state == "asked":
        waiting = ((case.approval.role, case.approval.person),)
        name = attempt.named(waiting)
        raise attempt.refused(
            "already",
            Bilingual(
                f"已经在等{name.zh}批准，答复之前不能再申请。",
                f"{name.en} was asked already and has not answered yet.",
            ),
            waiting,
        )
    total = case.compensation + amount
    asked = _asked(attempt, total)
    request = Approval(amount, total, attempt.by, asked.role, asked.person, "asked")
    events: list[Event] = [ApprovalChanged(attempt.at, attempt.by, request, attempt.command.note)]
    terms = rules.program.recovery.approvals
    if terms is not None:
        running = not table.states[case.state].pause
        events.append(
            asked_for(attempt, APPROVAL, terms.answer_within, asked.role, running=running)
        )
    return events


def approve(attempt: Attempt) -> list[Event]:
    """Grant a request.

    Raises:
        Refused: nothing was asked, or somebody else has to answer.
    """
    request = _request(attempt)
    _check_answerer(attempt, request)
    terms = attempt.rules.program.recovery.approvals
    until = None
    if terms is not None:
        until = attempt.rules.deadline(attempt.table, attempt.at, terms.valid_for)
    granted = replace(request, state="granted", expires_at=until, answered_by=attempt.by)
    return [
        ApprovalChanged(attempt.at, attempt.by, granted, attempt.command.note),
        *_answered(attempt),
    ]


def reject(attempt: Attempt) -> list[Event]:
    """Turn a request down.

    Raises:
        Refused: as for `approve`; or nobody said why.
    """
    request = _request(attempt)
    note = attempt.needs_note()
    _check_answerer(attempt, request)
    rejected = replace(request, state="rejected", answered_by=attempt.by)
    return [ApprovalChanged(attempt.at, attempt.by, rejected, note), *_answered(attempt)]


def delegate(attempt: Attempt) -> list[Event]:
    """Let somebody approve in one's place.

    Raises:
        Refused: who gives it away has no such power, or nobody can be found to take it.
    """
    person, until = attempt.command.person, attempt.command.until
    if person is None:
        raise attempt.missing("授权给谁（person）", "the person who may approve")
    role = _power(attempt)
    check_known(attempt, person)
    check_not_about(attempt, person)
    if person == attempt.by:
        raise attempt.refused(
            "unknown_value",
            Bilingual("不能授权给自己，请写明另一个人。", "Name somebody other than yourself."),
            instead=("delegate",),
        )
    if until is not None:
        until = attempt.rules.moment(until)
        if until <= attempt.at:
            raise attempt.refused(
                "unknown_value",
                Bilingual(
                    "授权的截止时间已经过去，请改为以后的时间。",
                    "The delegation would end before it begins: give a later moment.",
                ),
                instead=("delegate",),
            )
    return [Delegated(attempt.at, attempt.by, person, role, until, attempt.by)]


def grant_exception(attempt: Attempt) -> list[Event]:
    """Set the limits of compensation aside, once in a case.

    Raises:
        Refused: the failure knows no exception, it was granted already, or somebody else may.
    """
    case, failure = attempt.case, attempt.table.failure
    role = None if failure is None else failure.exception
    if role is None:
        raise attempt.refused(
            "wrong_role",
            Bilingual(
                "政策没有规定谁可以特批这类个案，请按权限申请批准。",
                "The policy lets nobody make an exception here: ask for approval.",
            ),
            instead=("request_approval",),
        )
    if case.exception_by is not None:
        raise attempt.refused(
            "already",
            Bilingual(
                f"{case.exception_by}已经特批过一次，每案只能特批一次。",
                f"{case.exception_by} has made an exception already; there is one for each case.",
            ),
        )
    note = attempt.needs_note()
    acting = sorted(attempt.powers & with_those_above((role,), attempt.rules))
    if not acting or attempt.by is None:
        who = attempt.persons((role,))
        name = attempt.named(who)
        raise attempt.refused(
            "wrong_role",
            Bilingual(
                f"特批须由{name.zh}或其上级作出。",
                f"An exception is made by {name.en} or somebody above.",
            ),
            who,
            instead=("request_approval",),
        )
    granting = role if role in acting else acting[0]
    return [ExceptionGranted(attempt.at, attempt.by, granting, note)]


def _asked(attempt: Attempt, total: Decimal) -> Granter:
    found = to_be_asked(
        attempt.case, total, attempt.table, attempt.rules, attempt.at, other_than=attempt.by
    )
    if found is None:
        raise attempt.refused(
            "nobody_above",
            Bilingual(
                "没有其他岗位可以批准这个金额，请降低金额。",
                "No other role may grant this amount: ask for less.",
            ),
            instead=("request_approval", "amend"),
        )
    return found


def _request(attempt: Attempt) -> Approval:
    approval = attempt.case.approval
    if approval is not None and approval.state == "asked":
        return approval
    if approval is not None and approval.state == "lapsed":
        raise attempt.refused(
            "lapsed",
            Bilingual(
                "申请已过期，请重新申请批准。", "The request has lapsed: it has to be made anew."
            ),
            instead=("request_approval",),
        )
    raise attempt.refused(
        "no_request",
        Bilingual("目前没有待批准的申请。", "There is no request that waits for an answer."),
        instead=("request_approval",),
    )


def _check_answerer(attempt: Attempt, request: Approval) -> None:
    case, table, total = attempt.case, attempt.table, request.total
    if attempt.by == request.asked_by:
        other = to_be_asked(case, total, table, attempt.rules, attempt.at, other_than=attempt.by)
        who = ((request.role, request.person),) if request.person != attempt.by else ()
        who = who or (() if other is None else (other,))
        name = attempt.named(who)
        raise attempt.refused(
            "four_eyes",
            Bilingual(
                f"申请人不能批准自己的申请，须由{name.zh or '另一个人'}批准。",
                f"Nobody approves what they asked for: it takes {name.en or 'somebody else'}.",
            ),
            who,
            instead=(),
        )
    given = delegated(case, attempt.by, attempt.at) & delegated(case, attempt.by, attempt.now)
    roles = attempt.powers | given
    if may_answer(roles, total, table, attempt.rules) is None:
        who = ((request.role, request.person),)
        name = attempt.named(who)
        raise attempt.refused(
            "wrong_role",
            Bilingual(
                f"这份申请须由{name.zh}批准，或由其授权的人批准。",
                f"This request is for {name.en} to answer, or for somebody delegated.",
            ),
            who,
            instead=(),
        )


def _answered(attempt: Attempt) -> list[Event]:
    ledger = attempt.case.ledgers.get(APPROVAL)
    if ledger is None or ledger.stopped_at is not None:
        return []
    return [stopped(ledger, attempt.rules, attempt.at, attempt.by, now=attempt.now)]


def _power(attempt: Attempt) -> str:
    """The role whose power to approve somebody gives away: their highest."""
    table, rules = attempt.table, attempt.rules
    approve = None if table.failure is None else table.failure.approve
    if approve in attempt.powers:
        assert approve is not None
        return approve
    if attempt.by is not None:
        for role in sorted(attempt.powers, key=lambda one: (-highest((one,), table, rules), one)):
            if highest((role,), table, rules) > 0:
                return role
    request = attempt.case.approval
    who = () if request is None else ((request.role, request.person),)
    raise attempt.refused(
        "wrong_role",
        Bilingual(
            "没有审批权限的人不能授权他人审批。",
            "Who may not approve cannot let others approve.",
        ),
        who,
        instead=(),
    )
