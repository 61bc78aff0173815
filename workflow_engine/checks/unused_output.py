"""An output of a decision table that no rule reads, though others of the table are read."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.usage import read_by_rules
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program, Table


def check(program: Program) -> Iterable[Diagnostic]:
    """WE743 for each such output; nothing where the table is read as a whole or not at all."""
    read = read_by_rules(program)
    for table in program.definitions.values():
        if not isinstance(table, Table) or (table.id, None) in read:
            continue
        idle = [output for output, _ in table.outputs if (table.id, output) not in read]
        for output in idle if len(idle) < len(table.outputs) else ():
            yield diagnose("WE743", table.place, name=table.label, output=output)
