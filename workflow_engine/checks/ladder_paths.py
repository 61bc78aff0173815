"""The way a case may climb: from its first role, rung by rung."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.processes import Process, Rung
from workflow_engine.program.program import Program


@dataclass(frozen=True, slots=True)
class LadderPath:
    """The rungs that a case of `owner` can climb, each role once, and the processes it serves."""

    owner: str
    rungs: tuple[Rung, ...]
    processes: tuple[Process, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles from the owner to the end."""
        return (self.owner, *(rung.to for rung in self.rungs))

    @property
    def top(self) -> str:
        """The role at the end."""
        return self.roles[-1]


def ladder_paths(program: Program) -> Iterator[LadderPath]:
    """The different ways on which cases climb, in the order of the processes.

    A process without an owner or without a ladder has none.
    """
    found: dict[tuple[str, tuple[tuple[str, str], ...]], list[Process]] = {}
    rungs_of: dict[tuple[str, tuple[tuple[str, str], ...]], tuple[Rung, ...]] = {}
    for process in program.processes.values():
        if process.owner is None or not process.ladder:
            continue
        rungs = _climbed(process.owner, process.ladder)
        key = (process.owner, tuple((rung.role, rung.to) for rung in rungs))
        found.setdefault(key, []).append(process)
        rungs_of.setdefault(key, rungs)
    for key, processes in found.items():
        yield LadderPath(key[0], rungs_of[key], tuple(processes))


def _climbed(owner: str, ladder: Collection[Rung]) -> tuple[Rung, ...]:
    rungs = {rung.role: rung for rung in reversed(tuple(ladder))}  # the first of two counts
    path: list[Rung] = []
    role, seen = owner, {owner}
    while (rung := rungs.get(role)) is not None and rung.to not in seen:
        path.append(rung)
        seen.add(rung.to)
        role = rung.to
    return tuple(path)


def rungs_once(program: Program) -> tuple[Rung, ...]:
    """Every rung the author wrote, once: processes may share one ladder."""
    rungs = {rung.place: rung for process in program.processes.values() for rung in process.ladder}
    return tuple(rungs.values())


def role_label(program: Program, role: str) -> Bilingual:
    """How a role is printed."""
    found = program.roles.get(role)
    return Bilingual.same(role) if found is None else found.label
