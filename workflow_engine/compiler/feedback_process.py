"""What a customer says as a state machine, from receiving it to thanking for it."""

from __future__ import annotations

from workflow_engine.compiler.step_chain import CLOCK_LABELS, OPEN, StepChain, ladder_for
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.program.processes import Clock, Process
from workflow_engine.program.program import Feedback, FeedbackStep

ORDER = ("receive", "classify", "assign", "reply", "resolve", "notify", "thank", "close")
NEVER_LEFT_OUT = frozenset({"assign", "notify", "thank", "close"})
AFTER_IT = frozenset({"notify", "thank"})
"""Steps whose time counts from the step before; that of the others counts from the opening."""

_LABEL = Bilingual("客户反馈", "customer feedback")


def feedback_process(feedback: Feedback, calendar: str | None, place: Place) -> Process:
    """The process `feedback`; `docs/cases.md` says what each command does."""
    steps = {step.name: step for step in feedback.steps if step.name in ORDER}
    chain = StepChain(
        commands=tuple(name for name in ORDER if name in steps or name in NEVER_LEFT_OUT),
        redo="resolve" if "resolve" in steps else "notify",
        reserved={name: (step.by,) for name, step in steps.items() if step.by is not None},
        places={name: step.place for name, step in steps.items()},
    )
    clocks = tuple(
        _clock(step, feedback.owner, chain)
        for step in steps.values()
        if step.within is not None or step.by_priority
    )
    return Process(
        id="feedback",
        kind="feedback",
        label=_LABEL,
        calendar=calendar,
        owner=feedback.owner,
        start=OPEN,
        states=chain.states(),
        transitions=chain.transitions(),
        clocks=clocks,
        ladder=ladder_for(feedback.escalation, clocks),
        place=place,
        remind=feedback.remind,
    )


def _clock(step: FeedbackStep, owner: str | None, chain: StepChain) -> Clock:
    """A time for each priority is known once the feedback is classified, and counts from the
    opening all the same.
    """
    start = "classify" if step.by_priority else "open"
    if step.name in AFTER_IT:
        start = chain.previous(step.name)
    again = ("reopen",) if step.name == chain.redo else ()
    return Clock(
        id=step.name,
        label=CLOCK_LABELS[step.name],
        within=step.within,
        starts_on=(start, *again),
        stops_on=(step.name,),
        dropped_by=("reopen",) if step.name in AFTER_IT else (),
        by=step.by or owner,
        by_priority=step.by_priority,
        from_opening=start == "classify",
        warn=step.warn,
        place=step.place,
    )
