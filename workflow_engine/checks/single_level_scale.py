"""A scale that cannot tell customers apart."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program, Scale


def check(program: Program) -> Iterable[Diagnostic]:
    """WE726 for each scale with one level, `otherwise` included."""
    for scale in program.definitions.values():
        if not isinstance(scale, Scale):
            continue
        levels = [*scale.levels, *([] if scale.otherwise is None else [scale.otherwise])]
        if len(levels) == 1:
            yield diagnose("WE726", scale.place, name=scale.label, level=levels[0].label)
