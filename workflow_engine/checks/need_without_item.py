"""A need of customers that no service item serves."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program


def check(program: Program) -> Iterable[Diagnostic]:
    """WE750 for each such need."""
    named = {need for item in program.items.values() for need in item.needs}
    for need in program.needs.values():
        if need.id not in named:
            yield diagnose("WE750", need.place, name=need.label, id=need.id)
