"""Commands of the process: the transition that is taken, and all that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NoReturn

from workflow_engine.cases.attempt import Attempt
from workflow_engine.cases.authority import with_those_above
from workflow_engine.cases.clocks import moved
from workflow_engine.cases.compensation import approval_used, granted
from workflow_engine.cases.events import (
    ApprovalChanged,
    Done,
    Emitted,
    Event,
)
from workflow_engine.cases.feedback import classified
from workflow_engine.cases.guards import chosen
from workflow_engine.cases.handing import appointed, check_giver
from workflow_engine.cases.ladder import DOUBLE_DEVIATION, climb
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.processes import Transition

NEEDS_NOTE = frozenset({"pause", "refuse", "reopen"})
"""Transitions of recovery and feedback that must say why."""

TAKES: Mapping[str, tuple[str, ...]] = {
    "plan_amend": ("amount", "goods"),
    "amend": ("amount", "goods"),
    "assign": ("person",),
    "classify": ("code", "nature", "urgency"),
    "cancel": ("other",),
    "follow_up": ("outcome",),
    "anticipate": ("outcome",),
}
"""The arguments of the steps of recovery and feedback beside those that every command has."""

_OUTCOMES = {
    "follow_up": ("recovered", "lost"),
    "anticipate": ("front_office", "back_office"),
}


def step(attempt: Attempt) -> list[Event]:
    """Carry out a command that is a transition of the process.

    Raises:
        Refused: it cannot be, and why.
    """
    case, command, table = attempt.case, attempt.command, attempt.table
    moves = table.moves.get((case.state, command.command))
    if moves is None:
        not_here(attempt)
    move = chosen(moves, attempt)
    _check_role(move, attempt)
    standard = table.process.kind != "custom"
    if standard:
        _check_arguments(attempt)
    _check_outcome(attempt)
    if standard and command.command == "cancel":
        _check_other(attempt)
    code = priority = None
    if table.process.kind == "feedback" and command.command == "classify":
        code, priority = classified(attempt)
    taken: tuple[Event, ...] = ()
    if command.command == "assign" and table.process.kind == "feedback":
        taken = (appointed(attempt),)
    grant = granted(attempt)
    done = Done(
        at=attempt.at,
        by=attempt.by,
        command=command.command,
        source=move.source,
        target=move.target,
        role=_role(attempt, move),
        note=command.note,
        amount=grant.amount,
        goods=command.goods,
        person=command.person,
        code=code,
        nature=command.nature,
        urgency=command.urgency,
        priority=priority,
        other=command.other,
        outcome=command.outcome,
        ended=table.states[move.target].end,
        waiting=table.states[move.target].pause,
        granted=grant.counts and grant.amount is not None,
        by_exception=grant.by_exception,
    )
    events: list[Event] = [done, *taken]
    events += (Emitted(attempt.at, attempt.by, name) for name in move.emits)
    events += approval_used(attempt, grant.approval)
    events += moved(attempt, move, priority or case.priority)
    if done.ended:
        events += () if grant.approval is not None else _unanswered(attempt)
    if table.process.kind == "recovery" and command.command == "refuse":
        events += climb(
            case, DOUBLE_DEVIATION, table, attempt.rules, attempt.at, now=attempt.now, jump=True
        )
    return events


def not_here(attempt: Attempt) -> NoReturn:
    """Refuse a command that the case does not accept in its state."""
    case, command, table = attempt.case, attempt.command, attempt.table
    name, state = attempt.label(command.command), table.states[case.state].label
    if case.ended_at is not None:
        again = (case.state, "reopen") in table.moves
        raise attempt.refused(
            "ended",
            Bilingual(
                f"个案处于“{state.zh}”，不能再“{name.zh}”。"
                + ("如需继续办理，请先重开。" if again else ""),
                f"The case is {state.en}: `{name.en}` is no longer possible."
                + (" Reopen it first." if again else ""),
            ),
        )
    zh, en = f"个案处于“{state.zh}”", f"The case is {state.en}"
    first = [attempt.label(way) for way in table.way(case.state, command.command)]
    if first:
        zh += f"，须先：{' → '.join(way.zh for way in first)}，才能{name.zh}。"
        en += f": {name.en} comes later; first: {' → '.join(way.en for way in first)}."
    else:
        ways = [attempt.label(way) for way in table.accepted.get(case.state, ())]
        zh += f"，这一步不能“{name.zh}”。现在可以：{'、'.join(way.zh for way in ways)}。"
        en += f": `{name.en}` does not come here. Possible now: {', '.join(w.en for w in ways)}."
    if command.command == "close" and table.process.kind != "custom":
        zh += "告知客户结果并致谢之前，个案不能结案。"
        en += " No case closes before the customer was told the result and thanked."
    raise attempt.refused("not_in_this_state", Bilingual(zh, en))


def _check_arguments(attempt: Attempt) -> None:
    """What the steps of recovery and feedback need, and that they are given nothing else."""
    command = attempt.command
    attempt.takes(*TAKES.get(command.command, ()))
    if command.command in NEEDS_NOTE:
        attempt.needs_note()
    if command.command in ("pause", "cancel"):
        check_giver(attempt)
    told = (command.note or "").strip() or (command.goods or "").strip() or command.amount
    if command.command == "plan_amend" and not told:
        raise attempt.missing(
            "方案内容（note、goods 或 amount）", "the plan: a note, goods or an amount"
        )


def _check_role(move: Transition, attempt: Attempt) -> None:
    if not move.by:
        return
    may = with_those_above(move.by, attempt.rules)
    unnamed = attempt.by is None and attempt.case.level in may
    if unnamed or attempt.roles & may:
        return
    order = [*move.by, *(role for role in attempt.rules.program.roles if role in may)]
    who = attempt.persons(dict.fromkeys(order))
    first, name = attempt.named(who[: len(move.by)]), attempt.label(move.command)
    raise attempt.refused(
        "wrong_role",
        Bilingual(
            f"“{name.zh}”须由{first.zh}或其上级办理，请转给他们。",
            f"`{name.en}` is for {first.en} or those above them: hand it to them.",
        ),
        who,
        instead=(),
    )


def _role(attempt: Attempt, move: Transition) -> str | None:
    """The role in which the command is given: one it asks for, else the one that answers."""
    for role in (*move.by, attempt.case.level):
        if role in attempt.roles:
            return role
    return min(attempt.roles, default=None)


def _check_outcome(attempt: Attempt) -> None:
    command = attempt.command
    known = _OUTCOMES.get(command.command, ())
    if attempt.table.process.kind != "recovery":
        return
    if command.outcome is None:
        if command.command == "follow_up":
            raise attempt.missing(
                "回访结果 outcome：recovered（信任已恢复）或 lost（未恢复）",
                "an outcome: recovered or lost",
            )
        return
    if command.outcome not in known:
        name = attempt.label(command.command)
        options = "、".join(known), " or ".join(known)
        raise attempt.refused(
            "unknown_value",
            Bilingual(
                f"“{name.zh}”的 outcome 不能是“{command.outcome}”，只能是 {options[0]}。",
                f"`{name.en}` cannot have the outcome `{command.outcome}`: it is {options[1]}.",
            ),
            instead=(command.command,),
        )


def _check_other(attempt: Attempt) -> None:
    other = attempt.command.other
    if other is None or not other.strip():
        raise attempt.missing("与哪个个案重复（other）", "the case it is a duplicate of (other)")
    if other == attempt.case.id:
        raise attempt.refused(
            "unknown_value",
            Bilingual(
                "个案不能与自己重复，请写明另一个个案的编号。",
                "A case is no duplicate of itself: name the other one.",
            ),
            instead=("cancel",),
        )


def _unanswered(attempt: Attempt) -> list[Event]:
    """A request for approval that nobody needs any more lapses with the case."""
    approval = attempt.case.approval
    if approval is None or approval.state not in ("asked", "granted"):
        return []
    return [ApprovalChanged(attempt.at, None, replace(approval, state="lapsed"))]
