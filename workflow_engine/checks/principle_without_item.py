"""A principle that no service item names."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program


def check(program: Program) -> Iterable[Diagnostic]:
    """WE753 for each such principle."""
    named = {item.principle for item in program.items.values()}
    for principle in program.principles.values():
        if principle.id not in named:
            yield diagnose("WE753", principle.place, name=principle.label, id=principle.id)
