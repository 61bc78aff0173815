"""A strategy that no level takes."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.usage import levels_of
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program, Scale


def check(program: Program) -> Iterable[Diagnostic]:
    """WE746 for each strategy that no level of any scale names."""
    scales = (one for one in program.definitions.values() if isinstance(one, Scale))
    taken = {level.strategy for scale in scales for level in levels_of(scale)}
    for strategy in program.strategies.values():
        if strategy.id not in taken:
            yield diagnose("WE746", strategy.place, name=strategy.label, id=strategy.id)
