"""What cases can go through: the rungs of the ladders, and what is done in which state.

What the author wrote once counts once: a ladder that all failures share is climbed when one of
them climbs it, and the recovery of every failure runs through the same states.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.program.processes import Process
from workflow_engine.program.program import Program
from workflow_engine.trial.coverage_points import Point
from workflow_engine.trial.coverage_words import Names
from workflow_engine.trial.exercised import Exercised


@dataclass(slots=True)
class CasePoint:
    """A point that cases reach: any of `steps`, as `Exercised` has them."""

    point: Point
    steps: set[tuple[str, ...]]

    def shown_by(self, exercised: Exercised) -> bool:
        """Whether a test's cases went through it."""
        return not self.steps.isdisjoint(
            exercised.rungs if self.point.kind == "rungs" else exercised.transitions
        )


def case_points(program: Program, names: Names) -> tuple[CasePoint, ...]:
    """Rungs in the order of their ladders, then transitions, process by process."""
    return (*_rungs(program, names), *_moves(program, names))


def _rungs(program: Program, names: Names) -> Iterable[CasePoint]:
    found: dict[tuple[Place, str], CasePoint] = {}
    for process in program.processes.values():
        for rung in process.ladder:
            key = (rung.place, rung.role)
            if key not in found:
                name = f"rung:{_group(process)}/{rung.role}"
                same = sum(one.point.key.partition("#")[0] == name for one in found.values())
                point = Point(
                    key=f"{name}#{same + 1}" if same else name,
                    kind="rungs",
                    owner=_group(process),
                    place=rung.place,
                    missing=names.never_climbed(rung),
                )
                found[key] = CasePoint(point, set())
            found[key].steps.add((process.id, rung.role))
    return found.values()


def _moves(program: Program, names: Names) -> Iterator[CasePoint]:
    found: dict[tuple[str, str, str, str], CasePoint] = {}
    for process in program.processes.values():
        for move in process.transitions:
            key = (_group(process), move.source, move.command, move.target)
            if key not in found:
                point = Point(
                    key=f"transition:{'/'.join(key)}",
                    kind="transitions",
                    owner=key[0],
                    place=move.place or process.place,
                    missing=names.never_moved(process, move),
                    move=names.move(process, move),
                )
                found[key] = CasePoint(point, set())
            found[key].steps.add((process.id, move.source, move.command, move.target))
    yield from found.values()


def _group(process: Process) -> str:
    """All failures are recovered in one way; what the author's own processes do is their own."""
    return process.id if process.kind == "custom" else process.kind
