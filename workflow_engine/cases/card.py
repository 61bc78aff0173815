"""The steps of a case filled in: what was due when, what was done, by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from workflow_engine.cases.case import Case, Ledger
from workflow_engine.cases.events import Done, Event
from workflow_engine.cases.rules import CaseRules
from workflow_engine.cases.wording import COMMANDS
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.language.durations import Duration
from workflow_engine.program.processes import Process
from workflow_engine.program.program import Program, Step

FOUR_A = ("acknowledge", "apologize", "amend", "anticipate")
FEEDBACK = ("receive", "classify", "assign", "reply", "resolve")
LOOP = ("notify", "thank", "close")


@dataclass(frozen=True, slots=True)
class CardLine:
    """One step on the card of a case; `ledger` is its clock, once it has started.

    `by` is the role that has to do it, `done` the last time it was done in the present run of
    the case.
    """

    step: str
    label: Bilingual
    by: str | None
    within: Duration | None
    ledger: Ledger | None
    done: Done | None
    text: Bilingual | None = None
    offers: tuple[Bilingual, ...] = ()


def card_lines(case: Case, events: Sequence[Event], rules: CaseRules) -> tuple[CardLine, ...]:
    """The steps of the case's process in order, each with its clock and how it was done."""
    process = rules.process(case.process)
    written = _written_steps(rules.program, process)
    done = _done(events, process)
    clocks = {clock.id: clock for clock in process.clocks}
    lines = []
    for step in _steps(process):
        clock, own = clocks.get(step), written.get(step)
        ledger = case.ledgers.get(step)
        lines.append(
            CardLine(
                step=step,
                label=COMMANDS[step] if step in COMMANDS else _label(process, step),
                by=_role(ledger, own, clock.by if clock is not None else None),
                within=_within(case, ledger, clock.within if clock is not None else None),
                ledger=ledger,
                done=done.get(step),
                text=None if own is None else own.text,
                offers=() if own is None else own.offer,
            )
        )
    return tuple(lines)


def approver(case: Case, rules: CaseRules) -> str | None:
    """The role whose approval every amends of the failure needs, if one does."""
    failure = rules.table(case.process).failure
    return None if failure is None else failure.approve


def compensation_left(case: Case, rules: CaseRules) -> Decimal | None:
    """What the role that answers now may still grant on its own; None without a limit.

    Nothing where every amends needs somebody's approval.
    """
    if approver(case, rules) is not None:
        return Decimal(0)
    program = rules.program
    role = None if case.level is None else program.roles.get(case.level)
    if role is None or role.compensation_up_to is None:
        return None
    return max(role.compensation_up_to - case.compensation, Decimal(0))


def _steps(process: Process) -> list[str]:
    """The steps people know: the four A or those of feedback, and what closes the loop."""
    commands = {transition.command for transition in process.transitions}
    if process.kind == "recovery":
        return [step for step in (*FOUR_A, *LOOP) if step in commands]
    if process.kind == "feedback":
        return [step for step in (*FEEDBACK, *LOOP) if step in commands]
    return [clock.id for clock in process.clocks]


def _written_steps(program: Program, process: Process) -> dict[str, Step]:
    for failure in program.recovery.failures:
        if failure.id == process.failure:
            return {step.name: step for step in failure.steps}
    return {}


def _done(events: Sequence[Event], process: Process) -> dict[str, Done]:
    """The last time each step was done; going back undoes the amends and what follows them."""
    done: dict[str, Done] = {}
    stops = {command: clock.id for clock in process.clocks for command in clock.stops_on}
    order = [state.id for state in process.states]
    for event in events:
        if not isinstance(event, Done):
            continue
        if event.command in ("refuse", "reopen"):
            undone = ("amend", "resolve", *LOOP)
            done = {step: was for step, was in done.items() if step not in undone}
        elif process.kind != "custom":
            done[event.command] = event
        elif event.command in stops and event.source in order:
            done[stops[event.command]] = event
    return done


def _label(process: Process, step: str) -> Bilingual:
    return next(clock.label for clock in process.clocks if clock.id == step)


def _role(ledger: Ledger | None, step: Step | None, clock: str | None) -> str | None:
    if ledger is not None and ledger.by is not None:
        return ledger.by
    return clock if step is None else step.by


def _within(case: Case, ledger: Ledger | None, within: Duration | None) -> Duration | None:
    """The time that holds for the case: of the running clock, or what it will be."""
    if ledger is not None:
        return ledger.duration
    return None if within is None else within.times(case.factor)
