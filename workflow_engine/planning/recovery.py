"""The 4A card and the escalation path, as they stand for one customer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.language.durations import Duration
from workflow_engine.program.processes import Trigger
from workflow_engine.program.program import Failure, Program, Step

ON_OPENING = Bilingual("受理时", "on opening")


@dataclass(frozen=True, slots=True)
class PathEntry:
    """One role of an escalation path, and when the case comes to it."""

    role: str
    when: Bilingual


@dataclass(frozen=True, slots=True)
class CardStep:
    """One of the four A with the time that holds for this customer."""

    step: Step
    within: Duration | None


@dataclass(frozen=True, slots=True)
class Card:
    """A failure's 4A card for one customer; `factor` is what the times were multiplied by."""

    failure: Failure
    factor: Decimal
    steps: tuple[CardStep, ...]


def card(failure: Failure, holding: Collection[str]) -> Card:
    """The card of a failure; the smallest factor of what holds counts: of the tags and categories
    of the customer, and of the severity.
    """
    applying = {*holding, failure.severity}
    factors = [factor for name, factor in failure.faster_for if name in applying]
    factor = min(factors, default=Decimal(1))
    steps = tuple(
        CardStep(step, step.within if step.within is None else step.within.times(factor))
        for step in failure.steps
    )
    return Card(failure, factor, steps)


def escalation_path(program: Program, failure: Failure) -> tuple[PathEntry, ...]:
    """From the failure's owner up the rungs; each role once."""
    limited = _limited(program, failure)
    rungs = {rung.role: rung for rung in program.recovery.escalation}
    path = [PathEntry(failure.owner, ON_OPENING)]
    seen = {failure.owner}
    role = failure.owner
    while (rung := rungs.get(role)) is not None and rung.to not in seen:
        # A failure without an apology cannot be late with it.
        reasons = [t for t in rung.any if t.step is None or t.step in limited]
        if not reasons:
            break
        path.append(PathEntry(rung.to, _sentence(reasons)))
        seen.add(rung.to)
        role = rung.to
    return tuple(path)


def _limited(program: Program, failure: Failure) -> set[str]:
    """What a failure may be late with: its steps, and the limits beside them."""
    beside = {
        "regulator": failure.regulator,
        "notify": program.recovery.notify,
        "follow_up": program.recovery.follow_up,
    }
    written = {name for name, limit in beside.items() if limit is not None}
    return written | {step.name for step in failure.steps}


def _sentence(triggers: Sequence[Trigger]) -> Bilingual:
    return Bilingual(
        either([trigger.text.zh for trigger in triggers], "、", "或"),
        either([trigger.text.en for trigger in triggers], ", ", " or "),
    )


def either(texts: Sequence[str], comma: str, last: str) -> str:
    """Several texts as one phrase of which any may hold.

    >>> either(["a", "b", "c"], ", ", " or ")
    'a, b or c'
    """
    if len(texts) == 1:
        return texts[0]
    return comma.join(texts[:-1]) + last + texts[-1]
