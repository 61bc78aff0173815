"""State machines of the policy: what recovery, feedback and the author's own processes lower to."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.durations import Duration
from workflow_engine.program.assertions import AS_WRITTEN
from workflow_engine.program.expressions import Expression

ProcessKind = Literal["recovery", "feedback", "custom"]


@dataclass(frozen=True, slots=True)
class State:
    """One state of a process. In a `pause` state no clock runs but the regulatory ones."""

    id: str
    label: Bilingual
    pause: bool = False
    end: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Transition:
    """What a command does in a state.

    Of several transitions of one command in one state the first whose `guard` holds is taken (None
    always holds); a guard that is unknown before one that holds refuses the command. `by` are the
    roles that may give the command (empty: anyone who may handle the case); `emits` are named
    events that follow. `source == target` records the command without leaving the state.

    A guard is an expression over the customer and over the case. To evaluate it, give
    `decide.reference.Evaluator` one mapping: the case's `facts` (the values of the attributes in
    `process_facts.attributes_read`) united with `process_facts.case_facts(...)`, whose keys cannot
    be names of attributes.
    """

    command: str
    source: str
    target: str
    guard: Expression | None = None
    by: tuple[str, ...] = ()
    emits: tuple[str, ...] = ()
    place: Place | None = None
    guard_place: Place | None = field(default=None, metadata=AS_WRITTEN)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit of a process, named like the step it limits.

    Starts with the first of the commands `starts_on` (`open` is the opening) and stops with any of
    `stops_on`. When it has stopped and one of `starts_on` comes again, it runs on where it stood
    (`amend` after `refuse` and `reopen`); one that is running is left alone. The commands
    `dropped_by` end it without its being met (`notify` once the amends are refused); a clock that
    has such starts with its whole time each time. `from_opening` counts
    from the opening whatever started it. `by_priority` gives the time once a priority is known, in
    place of `within`. `warn` is how long before the end the owner is warned: a duration, or a
    share of the budget (0–1); None never. A `regulatory` clock neither pauses nor is shortened by
    `faster_for`. One that `outlives` the case runs on after its end. `by` is the role that has to
    act.
    """

    id: str
    label: Bilingual
    within: Duration | None
    starts_on: tuple[str, ...]
    stops_on: tuple[str, ...]
    dropped_by: tuple[str, ...] = ()
    by: str | None = None
    by_priority: tuple[tuple[str, Duration], ...] = ()
    from_opening: bool = False
    warn: Warn = None
    regulatory: bool = False
    outlives: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """One reason to climb a rung. `text` is the sentence, in both languages.

    kinds: `overdue` (step, after), `elapsed` (step, share 0–1, unless), `cannot_resolve`,
    `compensation_over_limit`, `reopened` (times), `recusal`, `needs_other_department`,
    `event` (name). `step` is the id of a clock.
    """

    kind: str
    text: Bilingual
    step: str | None = None
    share: Decimal | None = None
    unless: str | None = None
    times: int | None = None
    name: str | None = None
    after: Duration | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """From this role the case climbs to the role `to` when any trigger fires.

    Without triggers nothing climbs by itself; `cannot_resolve` still does.
    """

    role: str
    to: str
    any: tuple[Trigger, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Reminder:
    """How often somebody who has not acted on a case is told again, and how many times at most."""

    every: Duration
    times: int


@dataclass(frozen=True, slots=True)
class Process:
    """A state machine with clocks and an escalation ladder.

    `id` is `recovery.<failure>`, `feedback` or the author's name. `start` is the state after the
    opening. `calendar` is the working calendar all its working time is counted on. Commands that
    do not depend on the state (note, reassign, …) are no transitions; see `cases.commands`.
    """

    id: str
    kind: ProcessKind
    label: Bilingual
    calendar: str | None
    owner: str | None
    start: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    clocks: tuple[Clock, ...]
    ladder: tuple[Rung, ...]
    place: Place
    failure: str | None = None
    remind: Reminder | None = None
    assumed: bool = False


Warn: TypeAlias = Duration | Decimal | None
"""How long before the end of a clock the owner is warned: a duration, a share, or never."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit beside the steps: of the regulator, of telling the result, of the follow-up."""

    within: Duration
    warn: Warn
    label: Bilingual | None = None
    text: Bilingual | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Support:
    """A department that helps with cases, and its own time limit for an answer."""

    id: str
    label: Bilingual
    role: str
    within: Duration
    place: Place
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Approvals:
    """How long an approver has, and how long a granted approval may be used."""

    answer_within: Duration
    valid_for: Duration


@dataclass(frozen=True, slots=True)
class Repeat:
    """From the `times`-th case of one failure of a customer `within` a time on, one rung higher."""

    within: Duration
    times: int = 2
