"""Guards of transitions: conditions on the customer and the case."""

from __future__ import annotations

from typing import NoReturn

from workflow_engine.cases.allowed import allowed
from workflow_engine.cases.attempt import Attempt
from workflow_engine.decide.reference import Evaluator
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.process_facts import case_facts
from workflow_engine.program.processes import Transition


def chosen(moves: tuple[Transition, ...], attempt: Attempt) -> Transition:
    """The first of the transitions whose guard holds.

    Raises:
        Refused: none holds, or one before it is unknown.
    """
    if moves[0].guard is None:
        return moves[0]
    evaluator = _evaluator(attempt)
    name = attempt.label(attempt.command.command)
    for move in moves:
        answer = evaluator.holds(move.guard)
        if answer:
            return move
        if answer is None:
            assert move.guard is not None
            _unknown(attempt, sorted(evaluator.missing(move.guard)))
    raise attempt.refused(
        "guard_false",
        Bilingual(
            f"“{name.zh}”的条件不满足，现在不能办理。",
            f"The conditions of `{name.en}` do not hold: it is not possible now.",
        ),
        instead=_others(attempt),
    )


def _unknown(attempt: Attempt, missing: list[str]) -> NoReturn:
    name = attempt.label(attempt.command.command)
    labels = [
        attempt.rules.program.attributes[m].label
        for m in missing
        if m in attempt.rules.program.attributes
    ]
    zh = "、".join(label.zh for label in labels)
    en = ", ".join(label.en for label in labels)
    raise attempt.refused(
        "guard_unknown",
        Bilingual(
            f"无法判断“{name.zh}”的条件"
            + (f"：缺少客户资料 {zh}，请补齐后再试。" if labels else "：资料不全。"),
            f"Whether `{name.en}` is possible cannot be told"
            + (
                f": {en} of the customer is missing. Fill it in."
                if labels
                else ": data is missing."
            ),
        ),
        instead=_others(attempt),
    )


def _others(attempt: Attempt) -> tuple[str, ...]:
    command = attempt.command.command
    return tuple(name for name in allowed(attempt.case, attempt.rules) if name != command)


def _evaluator(attempt: Attempt) -> Evaluator:
    case, rules = attempt.case, attempt.rules
    facts = case_facts(
        compensation=case.compensation,
        severity=case.severity,
        reopened=case.reopened,
        refused=case.refused,
        earlier=case.earlier,
    )
    today = attempt.at.astimezone(rules.zone).date()
    return Evaluator(rules.program, {**case.facts, **facts}, today)
