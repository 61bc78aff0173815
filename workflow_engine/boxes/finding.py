"""Customers for whom several conditions have given answers."""

from __future__ import annotations

from collections.abc import Sequence

from workflow_engine.boxes.budget import Budget, BudgetSpent
from workflow_engine.boxes.cover import product
from workflow_engine.boxes.regions import Regions
from workflow_engine.boxes.space import space_of
from workflow_engine.boxes.witness import Found, Witness, plainest_first, search
from workflow_engine.decide.reference import Evaluator
from workflow_engine.program.expressions import Expression
from workflow_engine.program.program import Program

__all__ = ["Found", "Witness", "find_customer"]


def find_customer(
    program: Program, wanted: Sequence[tuple[Expression, bool | None]], budget: Budget
) -> Found:
    """A customer for whom each condition is true, false or unknown (None), as wanted.

    `impossible` is proved; `unsure` where neither a proof nor a customer was found in the budget.
    The customer found holds only what the conditions need, and what the policy requires.
    """
    space = space_of(program, [condition for condition, _ in wanted])
    regions = Regions(program, space, budget)
    try:
        groups = []
        for condition, answer in wanted:
            truth = regions.of(condition)
            groups.append({True: truth.yes, False: truth.no, None: truth.unknown}[answer])
        boxes = product(groups, space.whole, budget)
    except BudgetSpent:
        return Found("unsure")

    def as_wanted(evaluator: Evaluator) -> bool:
        return all(evaluator.holds(condition) is answer for condition, answer in wanted)

    proved = True
    for box in plainest_first(space, boxes):
        found = search(program, space, box, as_wanted, budget)
        if found.verdict == "found":
            return found
        proved = proved and found.verdict == "impossible"
    return Found("impossible" if proved else "unsure")
