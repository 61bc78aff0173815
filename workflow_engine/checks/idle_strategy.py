"""A strategy that does nothing and says nothing."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program


def check(program: Program) -> Iterable[Diagnostic]:
    """WE747 for each strategy that grants and suspends nothing and has no description."""
    for strategy in program.strategies.values():
        if not strategy.grants and not strategy.suspends and strategy.description is None:
            yield diagnose("WE747", strategy.place, name=strategy.label)
