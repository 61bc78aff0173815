"""Which states of a process can be reached from which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workflow_engine.program.processes import Process, Transition

Ways = Mapping[str, frozenset[str]]


def ways_out(process: Process) -> Ways:
    """For each state, the other states that one command leads to."""
    ways: dict[str, set[str]] = {state.id: set() for state in process.states}
    for transition in possible(process):
        if transition.source != transition.target:
            ways.setdefault(transition.source, set()).add(transition.target)
    return {state: frozenset(targets) for state, targets in ways.items()}


def ways_in(process: Process) -> Ways:
    """For each state, the other states from which one command leads to it."""
    ways: dict[str, set[str]] = {state.id: set() for state in process.states}
    for source, targets in ways_out(process).items():
        for target in targets:
            ways.setdefault(target, set()).add(source)
    return {state: frozenset(sources) for state, sources in ways.items()}


def possible(process: Process) -> Iterable[Transition]:
    """The transitions that can be taken: none after an unguarded one of the same command."""
    settled: set[tuple[str, str]] = set()
    for transition in process.transitions:
        way = (transition.source, transition.command)
        if way not in settled:
            yield transition
        if transition.guard is None:
            settled.add(way)


def reachable(starts: Iterable[str], ways: Ways) -> frozenset[str]:
    """The states themselves and every state that the ways lead to from them."""
    found = set(starts)
    waiting = list(found)
    while waiting:
        for state in ways.get(waiting.pop(), frozenset()) - found:
            found.add(state)
            waiting.append(state)
    return frozenset(found)


def trapped(process: Process) -> frozenset[str]:
    """States that are no end, and from which no command leads to another state."""
    ways = ways_out(process)
    return frozenset(state.id for state in process.states if not state.end and not ways[state.id])


def stuck_pauses(process: Process) -> frozenset[str]:
    """Pause states from which no command leads back to a state in which the clocks run."""
    ways = ways_out(process)
    running = {state.id for state in process.states if not state.pause and not state.end}
    return frozenset(
        state.id for state in process.states if state.pause and not ways[state.id] & running
    )


def reached_from_start(process: Process) -> frozenset[str]:
    """The states in which a case of the process can ever be."""
    return reachable((process.start,), ways_out(process))
