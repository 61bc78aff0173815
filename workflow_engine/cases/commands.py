"""What can be asked of a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from workflow_engine.program.program import Degree
from workflow_engine.program.types import Value

ANYWHERE = (
    "reassign",
    "cannot_resolve",
    "needs_other_department",
    "answer_support",
    "request_approval",
    "approve",
    "reject",
    "delegate",
    "grant_exception",
    "report_event",
    "set_severity",
    "note",
)
"""Commands that are no transitions: they leave the state of the case as it is."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What opened a case: a person, a monitor's alert, a broken promise, or an event.

    `name` is the monitor, promise or event; `detail` free text (the figure that was measured).
    """

    kind: Literal["person", "monitor", "promise", "event"] = "person"
    name: str | None = None
    detail: str | None = None


PERSON = Cause()
"""Somebody reported it."""


@dataclass(frozen=True, slots=True)
class Open:
    """Open a case. The caller has decided about the customer already.

    Args:
        case: the id of the new case.
        process: `recovery.<failure>`, `feedback` or a process of the author.
        customer, name: id and name of the customer.
        by: who reports it.
        people: the person in each role for this customer; None where nobody is known.
        holds: the tags and categories that hold for the customer.
        facts: internal values of the attributes that guards of the process read.
        about: the person complained about.
        earlier: cases of the same failure and customer within the policy's `repeat` window.
        severity: other than the failure's own.
        occurred_at: when it happened; the clocks start then. Unstated: when it is recorded.
    """

    case: str
    process: str
    customer: str
    name: str
    by: str | None = None
    people: Mapping[str, str | None] = field(default_factory=dict)
    holds: tuple[str, ...] = ()
    facts: Mapping[str, Value] = field(default_factory=dict)
    cause: Cause = PERSON
    about: str | None = None
    earlier: int = 0
    severity: Degree | None = None
    note: str | None = None
    occurred_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """Do something with an open case: a command of its process or one of `ANYWHERE`.

    Which of the arguments a command needs: `amount` (amend, request_approval), `goods` (amend: what
    was given in kind), `person` (reassign, assign, delegate: to whom; until `until`), `role`
    (reassign), `department` (needs_other_department, answer_support), `code`, `nature`, `urgency`
    (classify), `event` (report_event), `other` (cancel: the case it duplicates), `severity`
    (set_severity), `outcome` (follow_up: won back or not; anticipate: front or back office at
    fault), `note` everywhere, and needed by pause, cannot_resolve, refuse, reject, reopen,
    reassign, grant_exception.
    """

    command: str
    by: str | None = None
    occurred_at: dt.datetime | None = None
    note: str | None = None
    amount: Decimal | None = None
    goods: str | None = None
    person: str | None = None
    role: str | None = None
    until: dt.datetime | None = None
    department: str | None = None
    code: str | None = None
    nature: str | None = None
    urgency: Degree | None = None
    severity: Degree | None = None
    event: str | None = None
    other: str | None = None
    outcome: Literal["recovered", "lost", "front_office", "back_office"] | None = None
