"""Two conditions of one command that hold for the same customer and lead to different states."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from workflow_engine.checks.choices import Choice, choices, target_label
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
    if one is None or other is None or first.target == second.target:
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
        first=target_label(choice.process, first),
        second=target_label(choice.process, second),
        example=example,
    )
