"""What of a process is drawn: states with what can be recorded in them, and the ways between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workflow_engine.cases.diagrams.conditions import short_condition
from workflow_engine.cases.wording import command_label
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.program.processes import Process, Transition

TWIN = "_waiting"


@dataclass(frozen=True, slots=True)
class Node:
    """A state. `waits` when its twin for waiting is folded into it; `recorded` are the commands
    that leave the case in it.
    """

    id: str
    label: str
    recorded: tuple[str, ...] = ()
    waits: bool = False
    pause: bool = False
    end: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from one state to another and what takes it, one label for each command."""

    source: str
    target: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes in the order of the process, edges in the order of its transitions."""

    start: str
    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]


def graph_of(process: Process, lang: Language, *, fold: bool = True) -> Graph:
    """The graph of a process; `fold` draws a state and its twin for waiting as one."""
    folded = _folded(process) if fold else {}
    recorded: dict[str, dict[str, None]] = {}
    labels: dict[tuple[str, str], dict[str, None]] = {}
    for move in process.transitions:
        if move.source in folded or move.target in folded:
            continue
        label = label_of(move, lang)
        if move.source == move.target:
            recorded.setdefault(move.source, {})[label] = None
        else:
            labels.setdefault((move.source, move.target), {})[label] = None
    waiting = set(folded.values())
    nodes = {
        state.id: Node(
            id=state.id,
            label=state.label.get(lang),
            recorded=tuple(recorded.get(state.id, ())),
            waits=state.id in waiting,
            pause=state.pause,
            end=state.end,
        )
        for state in process.states
        if state.id not in folded
    }
    edges = (Edge(source, target, tuple(some)) for (source, target), some in labels.items())
    return Graph(process.start, nodes, tuple(e for e in edges if {e.source, e.target} <= {*nodes}))


def label_of(move: Transition, lang: Language) -> str:
    """The command, and its guard in square brackets."""
    name = command_label(move.command, lang)
    if move.guard is None:
        return name
    return f"{name} [{short_condition(move.guard, lang)}]"


def _folded(process: Process) -> dict[str, str]:
    """Twins that say nothing but that one waits, with the states they belong to."""
    states = {state.id: state for state in process.states}
    moves: dict[str, set[tuple[str, str]]] = {}
    for move in process.transitions:
        moves.setdefault(move.source, set()).add((move.command, move.target))
    return {
        id_: own
        for id_, state in states.items()
        if state.pause
        and (own := id_.removesuffix(TWIN)) != id_
        and own in states
        and _mirrors(moves.get(id_, set()), moves.get(own, set()), id_, own)
        and all(m.source in (own, id_) for m in process.transitions if m.target == id_)
    }


def _mirrors(
    ways: Iterable[tuple[str, str]], own_ways: set[tuple[str, str]], twin: str, own: str
) -> bool:
    """Whether a twin can do nothing but go back, what its state can do too, and record."""
    return all(target in (own, twin) or (command, target) in own_ways for command, target in ways)
