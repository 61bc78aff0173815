"""Compensation: what somebody may grant alone, and whose approval it needs otherwise."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple, NoReturn

from workflow_engine.cases.attempt import Attempt
from workflow_engine.cases.authority import NO_LIMIT, granter, highest
from workflow_engine.cases.case import Approval
from workflow_engine.cases.events import ApprovalChanged, Event
from workflow_engine.cases.handing import check_giver
from workflow_engine.cases.wording import money
from workflow_engine.diagnostics.bilingual import Bilingual

MOST = Decimal(10) ** 12
"""No compensation is as high: what is, was mistyped."""

_NOTHING = Decimal(0)
_CENT = Decimal("0.01")


def amount_of(attempt: Attempt) -> Decimal | None:
    """The amount of a command.

    Raises:
        Refused: it is no amount of money.
    """
    amount = attempt.command.amount
    if amount is None:
        return None
    if amount.is_finite() and not amount.is_signed() and amount < MOST and _in_cents(amount):
        return amount
    raise attempt.refused(
        "unknown_value",
        Bilingual(
            f"金额“{amount}”不对：应是 0 以上、{MOST:,} 以下的数字，最多两位小数。",
            f"`{amount}` is no amount of money: it is a number from 0 to less than {MOST:,}, "
            "with two decimal places at most.",
        ),
        instead=(attempt.command.command,),
    )


class Grant(NamedTuple):
    """What lets somebody make amends: the approval or the exception that is used up, or neither.

    `counts` says that the amount is paid: of the plan for amends it is not.
    """

    amount: Decimal | None
    counts: bool = False
    approval: Approval | None = None
    by_exception: bool = False


def granted(attempt: Attempt) -> Grant:
    """The amount of the amends, and what allows it to whoever makes them.

    An approval that covers what the whole case costs with them comes before the exception; either
    is left for later where nobody needs it.

    Raises:
        Refused: the amount is over the limit, or needs an approval that was not given, or comes
            from somebody whom nobody knows.
    """
    amount = amount_of(attempt)
    if not (attempt.command.command == "amend" or attempt.table.process.kind == "custom"):
        return Grant(amount)
    case, failure = attempt.case, attempt.table.failure
    if amount:
        check_giver(attempt)
    total = case.compensation + (amount or _NOTHING)
    approval = case.approval
    if approval is not None and (approval.state != "granted" or approval.total < total):
        approval = None
    always = None if failure is None else failure.approve
    if always is not None and approval is None:
        _needs_approval(attempt, always)
    alone = not amount or highest(attempt.powers, attempt.table, attempt.rules) >= total
    if approval is not None:
        needed = always is not None or not alone
        return Grant(amount, counts=True, approval=approval if needed else None)
    if alone:
        return Grant(amount, counts=True)
    if case.exception_by is None or case.exception_used:
        _over_limit(attempt, total)
    return Grant(amount, counts=True, by_exception=True)


def approval_used(attempt: Attempt, approval: Approval | None) -> list[Event]:
    """The approval that these amends used up, if they needed one."""
    if approval is None:
        return []
    return [ApprovalChanged(attempt.at, attempt.by, replace(approval, state="used"))]


def _in_cents(amount: Decimal) -> bool:
    return amount == amount.quantize(_CENT)


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
                f"已批准的是全案合计 {money(approval.total, 'zh')}，"
                f"更高的金额须重新向{name.zh}申请批准。",
                f"{money(approval.total, 'en')} for the whole case were approved: "
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
    own = highest(attempt.powers, attempt.table, attempt.rules)
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
