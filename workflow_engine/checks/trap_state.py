"""A state that is no end, and that no command leads out of."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.state_graph import reached_from_start, trapped
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program


def check(program: Program) -> Iterable[Diagnostic]:
    """WE461 for each such state; pause states are the business of `pause_without_resume`."""
    for process in program.processes.values():
        caught = trapped(process) & reached_from_start(process)
        for state in process.states:
            if state.id in caught and not state.pause:
                yield diagnose(
                    "WE461",
                    state.place or process.place,
                    state=state.label,
                    process=process.label,
                )
