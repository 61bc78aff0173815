"""A case: what its events add up to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from workflow_engine.cases.commands import PERSON, Cause
from workflow_engine.language.durations import Duration
from workflow_engine.program.program import Degree
from workflow_engine.program.types import Value

ClockOutcome = Literal["met", "late", "dropped"]


@dataclass(frozen=True, slots=True)
class Ledger:
    """One clock of one case: a budget and how much of it is used up.

    The clock runs while `running_since` is set; `consumed` is what was used up before that moment.
    `duration` is what was promised, after all factors. `calendar` is the id of the working calendar
    it counts on, None when it runs through everything. `overdue_at` is the moment the budget ran
    out, once that has been recorded; `stopped_at`, `outcome` and `was_due` (the moment at which it
    was due) are set when it has stopped.
    """

    clock: str
    duration: Duration
    calendar: str | None
    started_at: dt.datetime
    budget: dt.timedelta
    consumed: dt.timedelta = dt.timedelta(0)
    running_since: dt.datetime | None = None
    by: str | None = None
    warned: bool = False
    overdue_at: dt.datetime | None = None
    stopped_at: dt.datetime | None = None
    outcome: ClockOutcome | None = None
    was_due: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """A request for approval and its answer.

    `amount` is what was asked for, `total` what the whole case would cost with it: the grant
    covers no more. `expires_at` ends the grant; how long the request may stand unanswered is the
    clock `approval`.
    """

    amount: Decimal
    total: Decimal
    asked_by: str | None
    role: str
    person: str | None
    state: Literal["asked", "granted", "rejected", "lapsed", "used"]
    expires_at: dt.datetime | None = None
    answered_by: str | None = None


@dataclass(frozen=True, slots=True)
class Delegation:
    """Somebody may approve in the place of another until a moment."""

    by: str
    to: str
    role: str
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One case after `version` events.

    `last_at` is the latest moment of its events, `acted_at` the moment of the last thing that
    anybody did (what timers do does not count: nothing may be dated before it). `people` holds the
    person in each role; `level` is the role that answers now, `owner` its person, `owner_for` whom
    a deputy stands in for. `fired` are the roles whose rung has fired in this `run`;
    `handed_at` is when somebody last handed the case down to one of them. `told_at` is
    the moment somebody was last notified of an unanswered case, `reminders` how often since
    anybody acted. `pauses` are the times of waiting for the customer, the last one open while the
    case waits. `exception_by` has set the limits aside for one amend; it is used up by it.
    """

    id: str
    process: str
    customer: str
    name: str
    state: str
    version: int
    opened_at: dt.datetime
    last_at: dt.datetime
    acted_at: dt.datetime
    severity: Degree
    level: str | None
    owner: str | None
    owner_for: str | None = None
    opened_by: str | None = None
    cause: Cause = PERSON
    about: str | None = None
    people: Mapping[str, str | None] = field(default_factory=dict)
    holds: tuple[str, ...] = ()
    facts: Mapping[str, Value] = field(default_factory=dict)
    factor: Decimal = Decimal(1)
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)
    run: int = 1
    fired: tuple[str, ...] = ()
    handed_at: dt.datetime | None = None
    events: tuple[str, ...] = ()
    planned: bool = False
    cannot_resolve: bool = False
    compensation: Decimal = Decimal(0)
    approval: Approval | None = None
    delegations: tuple[Delegation, ...] = ()
    exception_by: str | None = None
    exception_used: bool = False
    reopened: int = 0
    refused: int = 0
    earlier: int = 0
    code: str | None = None
    nature: str | None = None
    priority: str | None = None
    duplicate_of: str | None = None
    told_at: dt.datetime | None = None
    reminders: int = 0
    handovers: int = 0
    pauses: tuple[tuple[dt.datetime, dt.datetime | None], ...] = ()
    ended_at: dt.datetime | None = None
