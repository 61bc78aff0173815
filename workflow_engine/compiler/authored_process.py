"""A state machine of the author's own: section `processes`."""

from __future__ import annotations

from collections.abc import Sequence

from workflow_engine.cases.commands import ANYWHERE
from workflow_engine.cases.wording import command_named
from workflow_engine.compiler.attributes import label_of
from workflow_engine.compiler.case_scope import CaseScope, shadowed
from workflow_engine.compiler.definitions import FIRST_HERE, Definitions, condition_place
from workflow_engine.compiler.findings import COMMAND, ROLE, STATE, Findings
from workflow_engine.compiler.ladder import compile_ladder
from workflow_engine.compiler.limits import A_QUARTER, duration, reminder, warning
from workflow_engine.diagnostics.diagnostic import Label
from workflow_engine.language.nodes import Written
from workflow_engine.model import processes as written
from workflow_engine.model.sections import PolicyModel
from workflow_engine.program.expressions import Expression
from workflow_engine.program.processes import Clock, Process, State, Transition

OPENING = "open"
RESERVED_COMMANDS = frozenset({OPENING, *ANYWHERE})
"""What may be done with any case: these mean the same everywhere, in either language, and are no
transitions.
"""


class AuthoredProcess:
    """Compiles one process; what is wrong goes to the findings."""

    def __init__(
        self,
        name: Written,
        process: written.Process,
        model: PolicyModel,
        definitions: Definitions,
        findings: Findings,
    ) -> None:
        self._name = name
        self._process = process
        self._model = model
        self._definitions = definitions
        self._findings = findings
        self._states = [str(state) for state in process.states]
        self._commands = [str(move.on) for move in process.transitions]

    def compile(self, calendar: str | None) -> Process | None:
        """The process on its own calendar, else on the given one; None without a state."""
        name, process, model, findings = self._name, self._process, self._model, self._findings
        owner = findings.known(process.owner, model.roles, ROLE)
        if not process.states:
            findings.report("WE450", name.place, name=str(name))
            return None
        start = self._states[0]
        if process.start is not None:
            start = findings.known(process.start, self._states, STATE) or start
        clocks = self._clocks(owner)
        called = {str(n): label_of(n, clock.label) for n, clock in process.clocks.items()}
        return Process(
            id=str(name),
            kind="custom",
            label=label_of(name, process.label),
            calendar=calendar,
            owner=owner,
            start=start,
            states=tuple(self._state(n, state) for n, state in process.states.items()),
            transitions=self._transitions(),
            clocks=clocks,
            ladder=compile_ladder(process.escalation, called, model, findings),
            place=name.place,
            remind=reminder(process.remind, findings),
            assumed=process.assumed,
        )

    def _state(self, name: Written, state: written.State) -> State:
        if state.pause and state.end:
            self._findings.report("WE453", name.place, name=str(name))
        return State(str(name), label_of(name, state.label), state.pause, state.end, name.place)

    def _transitions(self) -> tuple[Transition, ...]:
        made: list[Transition] = []
        for move in self._process.transitions:
            made += self._transition(move)
        self._report_never_taken(made)
        return tuple(made)

    def _transition(self, move: written.Transition) -> list[Transition]:
        findings = self._findings
        if command_named(move.on) in RESERVED_COMMANDS:
            findings.report("WE452", move.on.place, command=str(move.on))
        target = findings.known(move.to, self._states, STATE)
        sources = findings.all_known(move.source, self._states, STATE)
        by = findings.all_known(move.by, self._model.roles, ROLE)
        guard = self._guard(move)
        if target is None or (guard is None and move.when is not None):
            return []
        emits = tuple(str(event) for event in move.emits)
        place = condition_place(move.when)
        return [
            Transition(str(move.on), source, target, guard, by, emits, move.place, place)
            for source in dict.fromkeys(sources)
        ]

    def _guard(self, move: written.Transition) -> Expression | None:
        if move.when is None:
            return None
        guard = self._definitions.condition(move.when, CaseScope(self._definitions))
        for name in () if guard is None else shadowed(guard, self._definitions):
            self._findings.report("WE457", move.when.place, name=name)
        return guard

    def _report_never_taken(self, made: Sequence[Transition]) -> None:
        """The first transition whose guard holds is taken: after one without, none is."""
        always: dict[tuple[str, str], Transition] = {}
        for move in made:
            first = always.setdefault((move.source, move.command), move)
            if first is move or move.place is None or first.place is None:
                continue
            if first.guard is not None:
                always[move.source, move.command] = move
                continue
            self._findings.report(
                "WE451",
                move.place,
                labels=[Label(first.place, FIRST_HERE)],
                command=move.command,
                state=move.source,
            )

    def _clocks(self, owner: str | None) -> tuple[Clock, ...]:
        made = [self._clock(name, clock, owner) for name, clock in self._process.clocks.items()]
        return tuple(clock for clock in made if clock is not None)

    def _clock(self, name: Written, clock: written.Clock, owner: str | None) -> Clock | None:
        findings = self._findings
        if name == "approval" or name.startswith("support."):
            findings.report("WE458", name.place, name=str(name))
        starts = findings.all_known(clock.start, [OPENING, *self._commands], COMMAND)
        stops = findings.all_known(clock.until, self._commands, COMMAND)
        within = duration(clock.within, findings)
        by = None if clock.by is None else findings.known(clock.by, self._model.roles, ROLE)
        if within is None:
            return None
        return Clock(
            id=str(name),
            label=label_of(name, clock.label),
            within=within,
            starts_on=starts if clock.start else (OPENING,),
            stops_on=stops,
            by=by or owner,
            warn=warning(clock.warn, A_QUARTER, findings),
            regulatory=clock.regulatory,
            outlives=clock.outlives,
            place=name.place,
        )
