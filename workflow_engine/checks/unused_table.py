"""A decision table whose result no rule reads."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.usage import read_by_rules
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program, Table


def check(program: Program) -> Iterable[Diagnostic]:
    """WE742 for each table that no expression reads, as a whole or by an output."""
    used = {name for name, _ in read_by_rules(program)}
    for table in program.definitions.values():
        if isinstance(table, Table) and table.id not in used:
            yield diagnose("WE742", table.place, name=table.label)
