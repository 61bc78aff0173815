"""Commands that lead to different states, depending on conditions over customer and case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.processes import Process, State, Transition
from workflow_engine.program.program import Program


@dataclass(frozen=True, slots=True)
class Choice:
    """The transitions of one command in one state, in the order in which they are tried."""

    process: Process
    state: State
    command: str
    ways: tuple[Transition, ...]

    @property
    def guarded(self) -> tuple[Transition, ...]:
        """Those with a condition, as far as they can be taken."""
        found = []
        for way in self.ways:
            if way.guard is None:
                break
            found.append(way)
        return tuple(found)

    @property
    def closed(self) -> bool:
        """Whether one without a condition takes whatever the others leave."""
        return any(way.guard is None for way in self.ways)


def choices(program: Program) -> Iterator[Choice]:
    """Every command with a condition, state by state."""
    for process in program.processes.values():
        for state in process.states:
            here = [way for way in process.transitions if way.source == state.id]
            for command in dict.fromkeys(way.command for way in here):
                ways = tuple(way for way in here if way.command == command)
                if any(way.guard is not None for way in ways):
                    yield Choice(process, state, command, ways)


def target_label(process: Process, transition: Transition) -> Bilingual:
    """The label of the state a transition leads to."""
    for state in process.states:
        if state.id == transition.target:
            return state.label
    return Bilingual.same(transition.target)
