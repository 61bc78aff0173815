"""Rungs that lead in a circle."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.ladder_paths import role_label
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label, Place
from workflow_engine.program.processes import Rung
from workflow_engine.program.program import Program

_PART = Bilingual("这一级也在圈里", "this rung is part of the circle")


def check(program: Program) -> Iterable[Diagnostic]:
    """WE470 once for each circle, at its first rung."""
    reported: set[frozenset[Place]] = set()
    for process in program.processes.values():
        rungs = {rung.role: rung for rung in reversed(process.ladder)}
        for rung in process.ladder:
            circle = _circle(rung, rungs)
            places = frozenset(one.place for one in circle)
            if not circle or places in reported:
                continue
            reported.add(places)
            roles = [role_label(program, one.role) for one in (*circle, circle[0])]
            yield diagnose(
                "WE470",
                circle[0].place,
                labels=[Label(one.place, _PART) for one in circle[1:]],
                circle=Bilingual(
                    " → ".join(role.zh for role in roles), " → ".join(role.en for role in roles)
                ),
            )


def _circle(start: Rung, rungs: dict[str, Rung]) -> tuple[Rung, ...]:
    """The rungs that lead from one back to its own role; none when they do not."""
    path = [start]
    while (above := rungs.get(path[-1].to)) is not None and above not in path:
        path.append(above)
    return tuple(path) if path[-1].to == start.role else ()
