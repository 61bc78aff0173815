"""A measure that is calculated in vain."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.usage import read_by_rules
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Measure, Program


def check(program: Program) -> Iterable[Diagnostic]:
    """WE741 for each measure that no expression reads."""
    used = {name for name, _ in read_by_rules(program)}
    for measure in program.definitions.values():
        if isinstance(measure, Measure) and measure.id not in used:
            yield diagnose("WE741", measure.place, name=measure.label)
