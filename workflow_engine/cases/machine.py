"""Processes as machines of the package `transitions`: for whoever embeds a case, and as a second
opinion on the tables of the kernel.

No text of an author becomes the name of an attribute or of a function: states and commands carry a
prefix that no Python name can have, models are not decorated, and callbacks are callables only (a
text would be looked up, even imported). Timers, storage and bulk work never come through here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from workflow_engine.cases.allowed import allowed
from workflow_engine.cases.case import Case
from workflow_engine.cases.commands import Act
from workflow_engine.cases.events import Done, Event, Migrated
from workflow_engine.cases.evolve import evolve_all
from workflow_engine.cases.kernel import decide, fire
from workflow_engine.cases.refusals import Refusal
from workflow_engine.cases.rules import CaseRules
from workflow_engine.errors import UsageError
from workflow_engine.program.expressions import Expression
from workflow_engine.program.processes import Process

if TYPE_CHECKING:
    from transitions import EventData, Machine

Holds = Callable[[Expression], "bool | None"]
"""Whether a guard holds; None when that is not known."""

_STATE, _COMMAND = "state:", "command:"


class GuardUnknownError(UsageError):
    """Whether a guard holds is not known, so that no transition after it may be taken."""


class Place:
    """Where a case stands in a machine: the model that `transitions` moves."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state_name(state)

    @property
    def id(self) -> str:
        """The id of the state in the process."""
        return self.state.removeprefix(_STATE)


def state_name(state: str) -> str:
    """The name of a state of the process in its machine."""
    return _STATE + state


def command_name(command: str) -> str:
    """The name of the event of a machine that a command of the process triggers."""
    return _COMMAND + command


def machine_of(process: Process, holds: Holds) -> Machine:
    """The process as a machine without a model; `holds` answers the guards.

    `take` moves a `Place` along it. Of several transitions of a command the first whose guard
    holds is taken, as in the kernel.
    """
    from transitions import Machine, State

    machine = Machine(
        model=None,
        states=[State(name=state_name(state.id), final=state.end) for state in process.states],
        initial=state_name(process.start),
        auto_transitions=False,
        send_event=True,
    )
    for move in process.transitions:
        machine.add_transition(
            command_name(move.command),
            state_name(move.source),
            state_name(move.target),
            conditions=[] if move.guard is None else [_condition(move.guard, holds)],
        )
    return machine


def take(machine: Machine, place: Place, command: str) -> bool:
    """Give a command at a place and move it. False when no transition is open: nothing has moved.

    Raises:
        GuardUnknownError: a guard is unknown before one that holds.
    """
    event = machine.events.get(command_name(command))
    if event is None or place.state not in event.transitions:
        return False
    return bool(event.trigger(place))


def _condition(guard: Expression, holds: Holds) -> Callable[[EventData], bool]:
    def condition(_: EventData) -> bool:
        answer = holds(guard)
        if answer is None:
            raise GuardUnknownError(
                "it is not known whether the condition of the transition holds",
                zh="无法判断这一步的条件是否成立",
            )
        return answer

    return condition


class CaseMachine:
    """A case that one talks to: what it allows, what would be refused, what happens.

    The kernel decides; the machine of the process goes along and must end where the case does.

    Args:
        case: the case as its events add up.
        rules: the policy that it follows.

    `CaseMachine(case, rules).do("acknowledge", now=now, by="李明")` gives the events to write down.
    """

    def __init__(self, case: Case, rules: CaseRules) -> None:
        self._case = case
        self._rules = rules
        self._place = Place(case.state)
        # The kernel has decided about the guards by the time the machine moves.
        self._taken: Expression | None = None
        self.machine = machine_of(rules.process(case.process), self._was_taken)

    @property
    def case(self) -> Case:
        """The case as it is now."""
        return self._case

    @property
    def state(self) -> str:
        """The id of its state."""
        return self._place.id

    def available(self) -> tuple[str, ...]:
        """The commands that the case accepts in its state; who gives them is not looked at."""
        return allowed(self._case, self._rules)

    def may(self, command: str, *, now: dt.datetime, **arguments: Any) -> Refusal | None:
        """Why a command would be refused; None when it would be carried out. Nothing happens."""
        answer = decide(self._case, Act(command, **arguments), self._rules, now)
        return answer if isinstance(answer, Refusal) else None

    def do(
        self, command: str, *, now: dt.datetime, **arguments: Any
    ) -> tuple[Event, ...] | Refusal:
        """Carry out a command; `arguments` are those of `Act`.

        The events are what must be written down; after a refusal nothing has changed.
        """
        answer = decide(self._case, Act(command, **arguments), self._rules, now)
        if not isinstance(answer, Refusal):
            self._follow(answer)
        return answer

    def tick(self, now: dt.datetime) -> tuple[Event, ...]:
        """Work off what has come due until `now`."""
        events = fire(self._case, self._rules, now)
        self._follow(events)
        return events

    def _follow(self, events: tuple[Event, ...]) -> None:
        for event in events:
            if isinstance(event, Done):
                self._step(event)
            elif isinstance(event, Migrated):
                self._place = Place(event.process_state)
        self._case = evolve_all(self._case, events)
        if self._place.id != self._case.state:
            raise UsageError(
                f"the machine stands at `{self._place.id}`, the case at `{self._case.state}`",
                zh=f"状态机处于“{self._place.id}”，而个案处于“{self._case.state}”",
            )

    def _step(self, done: Done) -> None:
        moves = self._rules.table(self._case.process).moves[(done.source, done.command)]
        self._taken = next(move.guard for move in moves if move.target == done.target)
        take(self.machine, self._place, done.command)

    def _was_taken(self, guard: Expression) -> bool:
        return guard is self._taken
