"""A failure of service as a state machine: acknowledge, apologize, amend, tell, thank, close."""

from __future__ import annotations

from collections.abc import Mapping

from workflow_engine.compiler.step_chain import (
    CLOCK_LABELS,
    CLOSED,
    OPEN,
    REACHED,
    StepChain,
    ladder_for,
    limited,
)
from workflow_engine.program.processes import Clock, Process, Transition
from workflow_engine.program.program import Failure, Recovery, Step, StepName

_MOVING: tuple[StepName, ...] = ("acknowledge", "apologize", "amend")
_CLOSING = ("notify", "thank", "close")


def recovery_process(failure: Failure, recovery: Recovery, calendar: str | None) -> Process:
    """The process `recovery.<failure>`; `docs/cases.md` says what each command does."""
    steps = {step.name: step for step in failure.steps}
    moving = tuple(name for name in _MOVING if name in steps)
    chain = StepChain(
        commands=(*moving, *_CLOSING),
        redo="amend" if "amend" in steps else "notify",
        reserved={name: step.actors for name, step in steps.items()},
        places={name: step.place for name, step in steps.items()},
    )
    clocks = _clocks(failure, recovery, steps, chain)
    return Process(
        id=f"recovery.{failure.id}",
        kind="recovery",
        label=failure.label,
        calendar=calendar,
        owner=failure.owner,
        start=OPEN,
        states=chain.states(),
        transitions=(*chain.transitions(), *_records(steps, chain), *_refusals(chain)),
        clocks=clocks,
        ladder=ladder_for(recovery.escalation, clocks),
        place=failure.place,
        failure=failure.id,
        remind=recovery.remind,
    )


def _records(steps: Mapping[StepName, Step], chain: StepChain) -> tuple[Transition, ...]:
    """What is recorded on the way without leaving the state: plan, prevention, follow-up."""
    states = chain.before_end
    known = states[1:] if "acknowledge" in steps else states
    records: tuple[Transition, ...] = ()
    if "amend" in steps:
        until = states.index(chain.before("amend")) + 1
        records += chain.recorded("plan_amend", [s for s in states[:until] if s in known])
    if "anticipate" in steps:
        records += chain.recorded("anticipate", (*known, CLOSED))
    return (*records, *chain.recorded("follow_up", (CLOSED,)))


def _refusals(chain: StepChain) -> tuple[Transition, ...]:
    """The customer rejects the amends, at any time from then until the case is closed."""
    if "amend" not in chain.commands:
        return ()
    states = chain.before_end
    amended = states.index(REACHED["amend"][0])
    back = chain.before("amend")
    return tuple(Transition("refuse", state, back) for state in states[amended:])


def _clocks(
    failure: Failure, recovery: Recovery, steps: Mapping[StepName, Step], chain: StepChain
) -> tuple[Clock, ...]:
    again: Mapping[str, tuple[str, ...]] = {"amend": ("refuse", "reopen")}
    clocks = [
        Clock(
            id=step.name,
            label=CLOCK_LABELS[step.name],
            within=step.within,
            starts_on=("open", *again.get(step.name, ())),
            stops_on=(step.name,),
            by=step.by,
            warn=step.warn,
            outlives=step.name == "anticipate",
            place=step.place,
        )
        for step in steps.values()
        if step.within is not None
    ]
    owner = failure.owner
    if failure.regulator is not None:
        limit = failure.regulator
        clocks.append(limited("regulator", limit, owner, ("open",), "notify", regulatory=True))
    if recovery.notify is not None:
        # Without amends there is nothing to refuse, and a reopened case is told the result at once.
        also = () if "amend" in steps else ("reopen",)
        after = (chain.previous("notify"), *also)
        back = ("refuse", "reopen")
        clocks.append(limited("notify", recovery.notify, owner, after, "notify", dropped_by=back))
    if recovery.follow_up is not None:
        limit = recovery.follow_up
        clocks.append(
            limited(
                "follow_up",
                limit,
                owner,
                ("close",),
                "follow_up",
                outlives=True,
                dropped_by=("reopen",),
            )
        )
    return tuple(clocks)
