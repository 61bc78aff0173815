"""How much work an analysis may do: counted in steps, so that it is the same on every machine."""

from __future__ import annotations

from workflow_engine.errors import WorkflowEngineError

USUAL_STEPS = 200_000
"""Enough for every table an author writes; the worst ones stop here after a second or two."""


class BudgetSpent(WorkflowEngineError):  # noqa: N818 - a limit that was reached, not a fault
    """The analysis did as much as it was allowed to."""


class Budget:
    """Steps that are left. One step is about one comparison of two boxes.

    A budget that is part of another one takes its steps from both.
    """

    def __init__(self, steps: int = USUAL_STEPS, of: Budget | None = None) -> None:
        self.left = steps
        self._of = of

    def charge(self, steps: int) -> None:
        """Count steps that are done already; if there were too few, the next one is refused."""
        self.left -= steps
        if self._of is not None:
            self._of.charge(steps)

    def spend(self, steps: int = 1) -> None:
        """Count steps.

        Raises:
            BudgetSpent: when there are no more, here or in what it is part of; it stays spent.
        """
        self.left -= steps
        if self._of is not None:
            self._of.spend(steps)
        if self.left < 0:
            raise BudgetSpent
