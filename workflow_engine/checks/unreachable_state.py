"""A state in which no case can ever be."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.state_graph import reached_from_start
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program


def check(program: Program) -> Iterable[Diagnostic]:
    """WE460 for each state that no sequence of commands leads to from the start."""
    for process in program.processes.values():
        reached = reached_from_start(process)
        for state in process.states:
            if state.id not in reached:
                yield diagnose(
                    "WE460",
                    state.place or process.place,
                    state=state.label,
                    process=process.label,
                )
