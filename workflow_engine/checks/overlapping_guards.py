"""Two conditions of one command that hold for the same customer and lead to different things."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from workflow_engine.checks.choices import Choice, choices, target_label
from workflow_engine.checks.ladder_paths import role_label
from workflow_engine.checks.sample_customers import sample_customer
from workflow_engine.decide.reference import Evaluator
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label
from workflow_engine.program.processes import Transition
from workflow_engine.program.program import Program

_TAKEN = Bilingual("先写的这条会被采用", "this one stands first and is taken")


def check(program: Program) -> Iterable[Diagnostic]:
    """WE464 for each pair with a customer for whom both hold, shown in the message.

    The search is bounded: only what was found is reported.
    """
    for choice in choices(program):
        for first, second in combinations(choice.guarded, 2):
            found = _overlap(program, choice, first, second)
            if found is not None:
                yield found


def _overlap(
    program: Program, choice: Choice, first: Transition, second: Transition
) -> Diagnostic | None:
    one, other = first.guard, second.guard
    if one is None or other is None:
        return None
    if (first.target, first.by) == (second.target, second.by):
        return None

    def both(evaluator: Evaluator) -> bool:
        return evaluator.holds(one) is True and evaluator.holds(other) is True

    example = sample_customer(program, (one, other), both)
    if example is None:
        return None
    place = choice.state.place or choice.process.place
    labels = [] if first.place is None else [Label(first.place, _TAKEN)]
    return diagnose(
        "WE464",
        second.place or place,
        labels=labels,
        command=choice.command,
        state=choice.state.label,
        first=_led_to(program, choice, first, by=first.by != second.by),
        second=_led_to(program, choice, second, by=first.by != second.by),
        example=example,
    )


def _led_to(program: Program, choice: Choice, move: Transition, *, by: bool) -> Bilingual:
    """Where a transition leads; `by` whom it is given too, where that differs."""
    target = target_label(choice.process, move)
    if not by:
        return target
    labels = [role_label(program, role) for role in move.by]
    who = Bilingual("、".join(one.zh for one in labels), ", ".join(one.en for one in labels))
    if not labels:
        who = Bilingual("不限", "anybody")
    return Bilingual(f"{target.zh}（{who.zh}）", f"{target.en} (by {who.en})")
