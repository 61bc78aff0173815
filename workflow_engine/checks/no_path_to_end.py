"""States that lead on and on, and never to an end."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.state_graph import (
    reachable,
    reached_from_start,
    stuck_pauses,
    trapped,
    ways_in,
    ways_out,
)
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label
from workflow_engine.program.program import Program

_ALSO = Bilingual("从这里也到不了结束", "nor does this one")


def check(program: Program) -> Iterable[Diagnostic]:
    """WE462 once for each process with such states.

    A state that only leads into a trap or an endless pause is not reported: those are.
    """
    for process in program.processes.values():
        ways = ways_out(process)
        ends = [state.id for state in process.states if state.end]
        ending = reachable(ends, ways_in(process))
        reached = reached_from_start(process)
        caught = trapped(process) | stuck_pauses(process)
        lost = [
            state
            for state in process.states
            if state.id in reached - ending and not reachable((state.id,), ways) & caught
        ]
        if lost:
            yield diagnose(
                "WE462",
                lost[0].place or process.place,
                labels=[Label(s.place, _ALSO) for s in lost[1:] if s.place is not None],
                states=Bilingual(
                    "、".join(f"“{state.label.zh}”" for state in lost),
                    ", ".join(f"“{state.label.en}”" for state in lost),
                ),
                process=process.label,
            )
