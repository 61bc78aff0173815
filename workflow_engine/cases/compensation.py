"""Compensation: what somebody may grant alone, and whose approval it needs otherwise."""

from __future__ import annotations

from decimal import Decimal
from typing import NoReturn

from workflow_engine.cases.attempt import Attempt
from workflow_engine.cases.authority import NO_LIMIT, granter, highest
from workflow_engine.cases.case import Approval
from workflow_engine.cases.events import ApprovalChanged, Event
from workflow_engine.cases.wording import money
from workflow_engine.diagnostics.bilingual import Bilingual

MOST = Decimal(10) ** 12
"""No compensation is as high: what is, was mistyped."""

_NOTHING = Decimal(0)


def amount_of(attempt: Attempt) -> Decimal | None:
    """The amount of a command.

    Raises:
        Refused: it is no amount of money.
    """
    amount = attempt.command.amount
    if amount is None:
        return None
    if amount.is_finite() and _NOTHING <= amount < MOST:
        return amount
    raise attempt.refused(
        "unknown_value",
        Bilingual(
            f"金额“{amount}”不对：应是 0 以上的数字。",
            f"`{amount}` is no amount of money: it is a number from 0 on.",
        ),
        instead=(attempt.command.command,),
    )


def check_amount(attempt: Attempt) -> Decimal | None:
    """The amount of the amends, if whoever makes them may grant it or has an approval.

    Raises:
        Refused: it is over the limit, or needs an approval that was not given.
    """
    amount = amount_of(attempt)
    if attempt.command.command != "amend":
        return amount
    wanted = amount or _NOTHING
    failure = attempt.table.failure
    approval = attempt.case.approval
    granted = approval is not None and approval.state == "granted" and approval.amount >= wanted
    if failure is not None and failure.approve is not None and not granted:
        _needs_approval(attempt, failure.approve)
    if wanted and not granted and attempt.case.exception_by is None:
        total = attempt.case.compensation + wanted
        if highest(attempt.roles, attempt.table, attempt.rules) < total:
            _over_limit(attempt, total)
    return amount


def approval_used(attempt: Attempt, amount: Decimal) -> list[Event]:
    """The approval that these amends used up, if they needed one."""
    approval, failure = attempt.case.approval, attempt.table.failure
    if approval is None or approval.state != "granted" or approval.amount < amount:
        return []
    always = failure is not None and failure.approve is not None
    total = attempt.case.compensation + amount
    alone = highest(attempt.roles, attempt.table, attempt.rules) >= total
    if not always and (not amount or alone or attempt.case.exception_by is not None):
        return []
    used = Approval(
        approval.amount,
        approval.asked_by,
        approval.role,
        approval.person,
        "used",
        approval.expires_at,
        approval.answered_by,
    )
    return [ApprovalChanged(attempt.at, attempt.by, used)]


def _needs_approval(attempt: Attempt, role: str) -> NoReturn:
    approval = attempt.case.approval
    who = attempt.persons((role,))
    name = attempt.named(who)
    if approval is not None and approval.state == "lapsed":
        raise attempt.refused(
            "lapsed",
            Bilingual(
                f"批准已过期，请重新向{name.zh}申请批准。",
                f"The approval has lapsed: ask {name.en} again.",
            ),
            who,
            instead=_asking(attempt),
        )
    if approval is not None and approval.state == "granted":
        raise attempt.refused(
            "needs_approval",
            Bilingual(
                f"已批准的金额是 {money(approval.amount, 'zh')}，"
                f"更高的金额须重新向{name.zh}申请批准。",
                f"{money(approval.amount, 'en')} were approved: "
                f"ask {name.en} for approval of more.",
            ),
            who,
            instead=_asking(attempt),
        )
    raise attempt.refused(
        "needs_approval",
        Bilingual(
            f"这类失误的弥补须先经{name.zh}批准，请先申请批准。",
            f"Amends for this failure need the approval of {name.en}: ask for it first.",
        ),
        who,
        instead=_asking(attempt),
    )


def _over_limit(attempt: Attempt, total: Decimal) -> NoReturn:
    case = attempt.case
    may = granter(case, total, attempt.table, attempt.rules, attempt.at)
    own = highest(attempt.roles, attempt.table, attempt.rules)
    assert own < NO_LIMIT
    approval = case.approval
    lapsed = approval is not None and approval.state == "lapsed"
    zh = f"全案补偿合计 {money(total, 'zh')}，超过可自行决定的 {money(own, 'zh')}"
    en = f"{money(total, 'en')} for the whole case are over the limit of {money(own, 'en')}"
    if lapsed:
        zh, en = f"{zh}，此前的批准已过期", f"{en}, and the approval has lapsed"
    if may is None:
        raise attempt.refused(
            "over_limit",
            Bilingual(
                f"{zh}，政策中没有岗位可以批准这个金额。",
                f"{en}, and the policy has no role that may grant it.",
            ),
            instead=(),
        )
    name = attempt.named((may,))
    raise attempt.refused(
        "lapsed" if lapsed else "over_limit",
        Bilingual(
            f"{zh}。可由{name.zh}决定，请向其申请批准。",
            f"{en}. {name.en} may grant it: ask for approval.",
        ),
        (may,),
        instead=_asking(attempt),
    )


def _asking(attempt: Attempt) -> tuple[str, ...]:
    approval = attempt.case.approval
    if approval is not None and approval.state == "asked":
        return ("approve",)
    return ("request_approval",)
