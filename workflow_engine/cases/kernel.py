"""The kernel: from a case and a command to what happens, from a moment to what comes due."""

from __future__ import annotations

import datetime as dt
from typing import NoReturn

from workflow_engine.cases.attempt import Attempt
from workflow_engine.cases.case import Case
from workflow_engine.cases.commands import Act, Open
from workflow_engine.cases.events import Event
from workflow_engine.cases.evolve import evolve_all
from workflow_engine.cases.names import named
from workflow_engine.cases.opening import opened
from workflow_engine.cases.refusals import Refusal, RefusalCode
from workflow_engine.cases.requests import REQUESTS, TAKES
from workflow_engine.cases.rules import CaseRules, ProcessTable
from workflow_engine.cases.steps import not_here, step
from workflow_engine.cases.timers import work_off
from workflow_engine.cases.wording import command_label
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.errors import Refused, UsageError


def decide(
    case: Case | None, command: Open | Act, rules: CaseRules, now: dt.datetime
) -> tuple[Event, ...] | Refusal:
    """What a command brings about, or why it is refused.

    The timers due before `now` are worked off first, then the command takes effect, then whatever
    is due at `now` all the same, or because of it. A refused command changes nothing; timers that
    are due stay so.

    Args:
        case: the case as it is; None for an opening.
        command: what is asked.
        rules: the version of the policy that the case follows.
        now: when the command is recorded. One before the last event counts as that moment.

    Raises:
        UsageError: an opening for a case that is there, or another command without a case.
        CalendarError: a moment has no time zone.
    """
    answer = carry_out(case, command, rules, now)
    return answer if isinstance(answer, Refusal) else answer[0]


def carry_out(
    case: Case | None, command: Open | Act, rules: CaseRules, now: dt.datetime
) -> tuple[tuple[Event, ...], Case] | Refusal:
    """`decide`, and the case after its events, which `decide` has put together anyway.

    Raises:
        UsageError, CalendarError: as for `decide`.
    """
    now = rules.moment(now)
    command = named(command)
    try:
        if isinstance(command, Open):
            if case is not None:
                raise UsageError(
                    f"the case `{case.id}` was opened already", zh=f"个案“{case.id}”已经开立"
                )
            return _open(command, rules, now)
        if case is None:
            raise UsageError(
                f"`{command.command}` needs a case", zh=f"“{command.command}”要有个案才能办理"
            )
        return _act(case, command, rules, max(now, case.last_at))
    except Refused as refused:
        return refused.refusal


def fire(case: Case, rules: CaseRules, now: dt.datetime) -> tuple[Event, ...]:
    """What has come due until `now`, in the order of its moments; nothing when nothing has.

    Raises:
        CalendarError: `now` has no time zone.
    """
    return work_off_until(case, rules, now)[0]


def work_off_until(
    case: Case, rules: CaseRules, now: dt.datetime
) -> tuple[tuple[Event, ...], Case]:
    """`fire`, and the case after its events, which `fire` has put together anyway.

    Raises:
        CalendarError: as for `fire`.
    """
    table = rules.table(case.process)
    events, after = work_off(case, table, rules, max(rules.moment(now), case.last_at), None)
    return tuple(events), after


def _open(
    command: Open, rules: CaseRules, now: dt.datetime
) -> tuple[tuple[Event, ...], Case] | Refusal:
    if not rules.has(command.process):
        return Refusal(
            "unknown_process",
            Bilingual(
                f"政策中没有流程“{command.process}”，请核对失误或流程的名称。",
                f"The policy has no process `{command.process}`: check the name.",
            ),
        )
    table = rules.table(command.process)
    at = now
    if command.occurred_at is not None:
        at = rules.moment(command.occurred_at)
        wrong = _misdated(at, table, rules, now)
        if wrong is not None:
            return Refusal(*wrong)
    events = opened(command, table, rules, at)
    after, case = work_off(evolve_all(None, events), table, rules, now, at)
    return (*events, *after), case


def _act(
    case: Case, command: Act, rules: CaseRules, now: dt.datetime
) -> tuple[tuple[Event, ...], Case]:
    table = rules.table(case.process)
    before, case = work_off(case, table, rules, now, None, before=True)
    at = now if command.occurred_at is None else rules.moment(command.occurred_at)
    attempt = Attempt(case, command, rules, now, at)
    if at != now:
        _check_moment(attempt)
    if attempt.by is not None and attempt.by == case.about and command.command != "note":
        _complained_about(attempt)
    if command.command in table.commands:
        happened = step(attempt)
    elif command.command in REQUESTS:
        if case.ended_at is not None and command.command != "note":
            not_here(attempt)
        attempt.takes(*TAKES.get(command.command, ()))
        happened = REQUESTS[command.command](attempt)
    else:
        _unknown(attempt)
    after, case = work_off(evolve_all(case, happened), table, rules, now, at)
    return (*before, *happened, *after), case


def _misdated(
    at: dt.datetime, table: ProcessTable, rules: CaseRules, now: dt.datetime
) -> tuple[RefusalCode, Bilingual] | None:
    if at > now:
        return "in_the_future", Bilingual(
            f"发生时间 {at:%Y-%m-%d %H:%M} 在登记时间之后，请核对。",
            f"{at:%Y-%m-%d %H:%M} has not come yet: check when it happened.",
        )
    if rules.deadline(table, at, rules.back_date) < now:
        bound = rules.back_date
        return "too_far_back", Bilingual(
            f"最多只能补登 {bound.text('zh')} 以内的事，{at:%Y-%m-%d %H:%M} 太早；"
            "请按现在登记，并在备注中写明实际时间。",
            f"What happened may be recorded within {bound.text('en')}; {at:%Y-%m-%d %H:%M} is too "
            "far back. Record it as of now and note the real time.",
        )
    return None


def _check_moment(attempt: Attempt) -> None:
    wrong = _misdated(attempt.at, attempt.table, attempt.rules, attempt.now)
    if wrong is not None:
        raise attempt.refused(*wrong, instead=(attempt.command.command,))
    last = attempt.case.acted_at
    if attempt.at < last:
        raise attempt.refused(
            "before_last_event",
            Bilingual(
                f"发生时间 {attempt.at:%Y-%m-%d %H:%M} 早于上一步（{last:%Y-%m-%d %H:%M}），"
                "各步须按先后登记。",
                f"{attempt.at:%Y-%m-%d %H:%M} is before the step recorded last "
                f"({last:%Y-%m-%d %H:%M}): steps are recorded in their order.",
            ),
            instead=(attempt.command.command,),
        )


def _complained_about(attempt: Attempt) -> NoReturn:
    case = attempt.case
    who = ((case.level, case.owner),) if case.level is not None else ()
    name = attempt.named(who)
    raise attempt.refused(
        "complained_about",
        Bilingual(
            f"{attempt.by}是被投诉人，不能经办本案，只能备注；由{name.zh or '其他人'}办理。",
            f"{attempt.by} is complained about and may only add notes: "
            f"{name.en or 'somebody else'} handles the case.",
        ),
        who,
        instead=("note",),
    )


def _unknown(attempt: Attempt) -> NoReturn:
    name = attempt.command.command
    raise attempt.refused(
        "unknown_command",
        Bilingual(
            f"这个流程没有命令“{command_label(name, 'zh')}”。",
            f"This process has no command `{name}`.",
        ),
    )
