"""What has happened to a case: the only thing that is written down.

An event carries everything `evolve` needs, so that a case can be replayed without its policy or
calendar. `at` is when it happened in the life of the case, `by` the person (None: the engine
itself). A timer that was worked off later than its moment carries that moment as `due_at` and
`late=True`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from workflow_engine.cases.case import Approval, ClockOutcome
from workflow_engine.cases.commands import PERSON, Cause
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.language.durations import Duration
from workflow_engine.program.program import Degree
from workflow_engine.program.types import Value


@dataclass(frozen=True, slots=True)
class Opened:
    """The case begins, in the state `state`, at the role `level`."""

    at: dt.datetime
    by: str | None
    case: str
    process: str
    customer: str
    name: str
    state: str
    severity: Degree
    level: str | None
    owner: str | None
    owner_for: str | None = None
    cause: Cause = PERSON
    about: str | None = None
    people: Mapping[str, str | None] = field(default_factory=dict)
    holds: tuple[str, ...] = ()
    facts: Mapping[str, Value] = field(default_factory=dict)
    factor: Decimal = Decimal(1)
    earlier: int = 0
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ClockStarted:
    """A clock begins to run, for the first time or anew with another budget."""

    at: dt.datetime
    by: str | None
    clock: str
    duration: Duration
    calendar: str | None
    budget: dt.timedelta
    role: str | None = None
    consumed: dt.timedelta = dt.timedelta(0)
    started_at: dt.datetime | None = None
    running: bool = True


@dataclass(frozen=True, slots=True)
class ClockPaused:
    """A clock stands still; `consumed` is used up so far."""

    at: dt.datetime
    by: str | None
    clock: str
    consumed: dt.timedelta


@dataclass(frozen=True, slots=True)
class ClockResumed:
    """A clock runs on, after a pause or after it had stopped."""

    at: dt.datetime
    by: str | None
    clock: str


@dataclass(frozen=True, slots=True)
class ClockStopped:
    """A clock is done; `due_at` is when it ended by itself, if it did.

    `was_due` is the moment at which it was due, by the calendar of then.
    """

    at: dt.datetime
    by: str | None
    clock: str
    consumed: dt.timedelta
    outcome: ClockOutcome
    due_at: dt.datetime | None = None
    was_due: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Warned:
    """The owner is warned that a clock runs out at `ends_at`."""

    at: dt.datetime
    by: str | None
    clock: str
    ends_at: dt.datetime
    owner: str | None
    due_at: dt.datetime
    late: bool = False


@dataclass(frozen=True, slots=True)
class Overdue:
    """A clock has run out."""

    at: dt.datetime
    by: str | None
    clock: str
    due_at: dt.datetime
    late: bool = False


@dataclass(frozen=True, slots=True)
class Escalated:
    """The case climbs from one role to another; `trigger` is why."""

    at: dt.datetime
    by: str | None
    source: str
    target: str
    owner: str | None
    trigger: Bilingual
    due_at: dt.datetime
    late: bool = False
    owner_for: str | None = None


@dataclass(frozen=True, slots=True)
class RungSkipped:
    """A role was passed over: nobody is in it, it is complained about, or a double deviation."""

    at: dt.datetime
    by: str | None
    role: str
    why: Literal["nobody", "complained_about", "double_deviation"]


@dataclass(frozen=True, slots=True)
class Stuck:
    """The case should climb and there is nobody above."""

    at: dt.datetime
    by: str | None
    level: str | None
    trigger: Bilingual


@dataclass(frozen=True, slots=True)
class Reminded:
    """The owner is told again; the `number`-th time."""

    at: dt.datetime
    by: str | None
    owner: str | None
    number: int
    due_at: dt.datetime
    late: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """A command of the process was carried out; the state goes from `source` to `target`.

    `role` is the role in which it was given. `ended` says that the target is an end, `waiting` that
    it is a pause state, `granted` that the amount is paid, `by_exception` that it used up the
    exception. The other fields are the command's arguments that are kept in the history.
    """

    at: dt.datetime
    by: str | None
    command: str
    source: str
    target: str
    role: str | None = None
    note: str | None = None
    amount: Decimal | None = None
    goods: str | None = None
    person: str | None = None
    code: str | None = None
    nature: str | None = None
    urgency: Degree | None = None
    priority: str | None = None
    other: str | None = None
    outcome: str | None = None
    ended: bool = False
    waiting: bool = False
    granted: bool = False
    by_exception: bool = False


@dataclass(frozen=True, slots=True)
class Emitted:
    """A named event of the author's process, for whoever listens."""

    at: dt.datetime
    by: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Reassigned:
    """Another person (and perhaps role) has the case; `owner_for` when it is a deputy."""

    at: dt.datetime
    by: str | None
    level: str | None
    owner: str | None
    owner_for: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class CannotResolve:
    """The owner cannot solve it."""

    at: dt.datetime
    by: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class EventReported:
    """Something outside happened to the case: a regulator, the media."""

    at: dt.datetime
    by: str | None
    event: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class SupportAsked:
    """A department is asked to help; its clock is `support.<department>`."""

    at: dt.datetime
    by: str | None
    department: str
    role: str
    person: str | None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class SupportAnswered:
    """The department has answered."""

    at: dt.datetime
    by: str | None
    department: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ApprovalChanged:
    """An approval was asked for, granted, rejected, used, or lapsed."""

    at: dt.datetime
    by: str | None
    approval: Approval
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Delegated:
    """Somebody may approve in the place of another."""

    at: dt.datetime
    by: str | None
    to: str
    role: str
    until: dt.datetime | None = None
    giver: str | None = None


@dataclass(frozen=True, slots=True)
class ExceptionGranted:
    """The usual limits are set aside once for this case."""

    at: dt.datetime
    by: str | None
    role: str
    note: str | None


@dataclass(frozen=True, slots=True)
class SeverityChanged:
    """The case is graver or lighter than thought."""

    at: dt.datetime
    by: str | None
    severity: Degree
    factor: Decimal
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """A remark."""

    at: dt.datetime
    by: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Migrated:
    """The case follows another version of its policy or calendar from now on."""

    at: dt.datetime
    by: str | None
    policy: str
    process_state: str
    factor: Decimal = Decimal(1)


Event: TypeAlias = (
    Opened
    | ClockStarted
    | ClockPaused
    | ClockResumed
    | ClockStopped
    | Warned
    | Overdue
    | Escalated
    | RungSkipped
    | Stuck
    | Reminded
    | Done
    | Emitted
    | Reassigned
    | CannotResolve
    | EventReported
    | SupportAsked
    | SupportAnswered
    | ApprovalChanged
    | Delegated
    | ExceptionGranted
    | SeverityChanged
    | Noted
    | Migrated
)
