"""A case of a test, played through the real kernel with a worker that is never late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from workflow_engine.cases.case import Case
from workflow_engine.cases.codec import event_kind
from workflow_engine.cases.events import Done, Escalated, Event
from workflow_engine.cases.kernel import carry_out, work_off_until
from workflow_engine.cases.refusals import Refusal
from workflow_engine.cases.rules import CaseRules
from workflow_engine.cases.timers import next_due
from workflow_engine.cases.topics import TOPICS
from workflow_engine.decide.decider import decide
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.planning.intake import Intake
from workflow_engine.trial.model import CaseScript, PolicyTest


@dataclass(frozen=True, slots=True)
class Seen:
    """A case as it stands after something was done, or after time has passed.

    `case` is None where it was never opened. `events` are those since it was last looked at;
    `refusal` says why what was asked was not done.
    """

    case: Case | None
    now: dt.datetime
    events: tuple[Event, ...] = ()
    refusal: Refusal | None = None

    @property
    def messages(self) -> tuple[str, ...]:
        """What somebody outside is told, in order: the topics of the outbox."""
        kinds = (event_kind(event) for event in self.events)
        return tuple(kind for kind in kinds if kind in TOPICS)

    @property
    def climbs(self) -> Iterator[Escalated]:
        """The rungs that fired, in order."""
        return (event for event in self.events if isinstance(event, Escalated))


@dataclass(frozen=True, slots=True)
class Story:
    """A case from its opening on: after each step, and in the end with all of its events."""

    opening: Seen
    steps: tuple[Seen, ...]
    end: Seen

    def transitions(self, process: str) -> frozenset[tuple[str, str, str, str]]:
        """What was done: (process, state, command, target)."""
        return frozenset(
            (process, event.source, event.command, event.target)
            for event in self.end.events
            if isinstance(event, Done)
        )

    def rungs(self, process: str) -> frozenset[tuple[str, str]]:
        """The rungs that fired: (process, role that the rung leads from)."""
        return frozenset((process, event.source) for event in self.end.climbs)


def play(test: PolicyTest, script: CaseScript, rules: CaseRules, intake: Intake) -> Story:
    """Open the case of a test and do what its script says.

    Whatever comes due between two steps is worked off at its own moment. What comes due at the
    moment of a step comes after it, as in the kernel.
    """
    opening = _opening(test, script, rules, intake)
    seen = [opening]
    for step in script.steps:
        last = seen[-1]
        case, now = last.case, rules.moment(step.at)
        if case is None:
            seen.append(Seen(None, now))
            continue
        case, events = _passed(case, rules, now, reached=step.act is None)
        refusal = None
        if step.act is not None:
            answer = carry_out(case, step.act, rules, now)
            if isinstance(answer, Refusal):
                refusal = answer
            else:
                happened, case = answer
                events += happened
        seen.append(Seen(case, now, tuple(events), refusal))
    end = seen[-1]
    events = [event for one in seen for event in one.events]
    case, now = end.case, end.now
    if case is not None:
        now = now if script.until is None else max(rules.moment(script.until), now)
        case, after = _passed(case, rules, now, reached=True)
        events += after
    return Story(opening, tuple(seen[1:]), Seen(case, now, tuple(events), end.refusal))


def _opening(test: PolicyTest, script: CaseScript, rules: CaseRules, intake: Intake) -> Seen:
    wanted = script.opening
    now = rules.moment(script.opened_at)
    day = (wanted.occurred_at or script.opened_at).astimezone(rules.zone).date()
    decision = decide(rules.program, test.values, day)
    found = intake.circumstances(wanted.process, test.values, decision, day)
    if found.concerned is False:
        label = rules.process(wanted.process).label
        text = Bilingual(
            f"“{label.zh}”不适用于这位客户。", f"`{label.en}` is not meant for this customer."
        )
        return Seen(None, now, refusal=Refusal("not_for_customer", text))
    opening = replace(
        wanted,
        customer=test.customer,
        name=test.customer_name,
        people=found.people,
        holds=found.holds,
        facts=found.facts,
    )
    answer = carry_out(None, opening, rules, now)
    if isinstance(answer, Refusal):
        return Seen(None, now, refusal=answer)
    events, case = answer
    return Seen(case, now, tuple(events))


def _passed(
    case: Case, rules: CaseRules, now: dt.datetime, *, reached: bool
) -> tuple[Case, list[Event]]:
    """The case when time has passed until `now`; `reached`: with what is due at `now` itself."""
    events: list[Event] = []
    while True:
        due = next_due(case, rules)
        if due is None or due > now or (due == now and not reached):
            return case, events
        fired, case = work_off_until(case, rules, due)
        if not fired:
            return case, events
        events += fired
