"""A pause state that no command leads back out of."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.state_graph import reached_from_start, stuck_pauses
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program


def check(program: Program) -> Iterable[Diagnostic]:
    """WE463 for each pause state from which the case cannot go on, only end or stay."""
    for process in program.processes.values():
        caught = stuck_pauses(process) & reached_from_start(process)
        for state in process.states:
            if state.id in caught:
                yield diagnose(
                    "WE463",
                    state.place or process.place,
                    state=state.label,
                    process=process.label,
                )
