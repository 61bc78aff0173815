"""A role that acts in a process, is not at the top, and reports to nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow_engine.checks.ladder_paths import ladder_paths
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label, Place
from workflow_engine.program.program import Program

_ACTS = Bilingual("在这里办理", "acts here")


def check(program: Program) -> Iterable[Diagnostic]:
    """WE472 once for each such role.

    At the top are the ends of the ladders and whoever others report to.
    """
    tops = {role.reports_to for role in program.roles.values()} - {None}
    tops |= {path.top for path in ladder_paths(program) if path.rungs}
    if not tops:
        return
    acting: dict[str, Place] = {}
    for name, place in _acting(program):
        acting.setdefault(name, place)
    for role in program.roles.values():
        if role.id in acting and role.reports_to is None and role.id not in tops:
            yield diagnose(
                "WE472", role.place, labels=[Label(acting[role.id], _ACTS)], role=role.label
            )


def _acting(program: Program) -> Iterator[tuple[str, Place]]:
    for process in program.processes.values():
        if process.owner is not None:
            yield process.owner, process.place
        for clock in process.clocks:
            if clock.by is not None:
                yield clock.by, clock.place or process.place
        for transition in process.transitions:
            for role in transition.by:
                yield role, transition.place or process.place
        for rung in process.ladder:
            yield rung.role, rung.place
    for department in program.support.values():
        yield department.role, department.place
    for failure in program.recovery.failures:
        for name in (failure.approve, failure.exception):
            if name is not None:
                yield name, failure.place
