"""Two rungs from one role of one ladder."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.ladder_paths import role_label
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label, Place
from workflow_engine.program.processes import Rung
from workflow_engine.program.program import Program

_FIRST = Bilingual("第一次写在这里", "first written here")


def check(program: Program) -> Iterable[Diagnostic]:
    """WE475 for each rung after the first from the same role: which of them counts is unclear."""
    reported: set[Place] = set()
    for process in program.processes.values():
        first: dict[str, Rung] = {}
        for rung in process.ladder:
            earlier = first.setdefault(rung.role, rung)
            if earlier is not rung and rung.place not in reported:
                reported.add(rung.place)
                yield diagnose(
                    "WE475",
                    rung.place,
                    labels=[Label(earlier.place, _FIRST)],
                    role=role_label(program, rung.role),
                )
