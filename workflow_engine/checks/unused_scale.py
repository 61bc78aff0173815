"""A scale that changes nothing."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.usage import has_strategies, read_by_rules
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program, Scale


def check(program: Program) -> Iterable[Diagnostic]:
    """WE744 for each scale without a strategy that no expression reads."""
    used = {name for name, _ in read_by_rules(program)}
    for scale in program.definitions.values():
        if isinstance(scale, Scale) and scale.id not in used and not has_strategies(scale):
            yield diagnose("WE744", scale.place, name=scale.label)
