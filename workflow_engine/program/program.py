"""The typed, resolved, ordered policy that every backend reads.

A `Program` holds no author text but labels, and positions only as `Place` values to be shown in
explanations; nothing in it is evaluated as text. `Program.hash` covers the meaning, not the layout.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.durations import Duration, Frequency
from workflow_engine.program.assertions import AS_WRITTEN, Assertion
from workflow_engine.program.expressions import Expression
from workflow_engine.program.privileges import Privilege
from workflow_engine.program.processes import (
    Approvals,
    Limit,
    Process,
    Reminder,
    Repeat,
    Rung,
    Support,
    Warn,
)
from workflow_engine.program.rollout import Rollout
from workflow_engine.program.types import BOOLEAN, Type

LATER = {"later": True}
"""Metadata of a field of a later version: while it is empty, the fingerprint passes over it, so
that policies that do not use it keep their hash."""

Degree = Literal["high", "medium", "low"]
Portrait = Literal["basic", "operating", "service_value"]
StepName = Literal["acknowledge", "apologize", "amend", "anticipate"]
ScaleHit = Literal["first", "unique", "any", "priority"]
TableHit = Literal["unique", "first", "any", "priority", "rule_order", "output_order", "collect"]
Aggregate = Literal["list", "sum", "min", "max", "count"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """What is known of a customer: one column of the customer file.

    `minimum` and `maximum` are in the internal form of the type. `columns` are further names under
    which a file may carry it. `stale_after` is how old `as_of` (an attribute) may be.
    """

    id: str
    label: Bilingual
    type: Type
    portrait: Portrait
    place: Place
    required: bool = False
    minimum: int | dt.date | None = None
    maximum: int | dt.date | None = None
    as_of: str | None = None
    stale_after: Frequency | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A named value computed from the customer."""

    id: str
    label: Bilingual
    type: Type
    value: Expression
    place: Place


@dataclass(frozen=True, slots=True)
class Tag:
    """A named condition: true, false or unknown of a customer.

    `when_place` is where the condition itself is written, as in all that follow here.
    """

    id: str
    label: Bilingual
    when: Expression
    place: Place
    description: Bilingual | None = None
    assumed: bool = False
    type: Type = BOOLEAN
    when_place: Place | None = field(default=None, metadata=AS_WRITTEN)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a scale."""

    id: str
    label: Bilingual
    when: Expression
    place: Place
    strategy: str | None = None
    assumed: bool = False
    when_place: Place | None = field(default=None, metadata=AS_WRITTEN)


@dataclass(frozen=True, slots=True)
class Scale:
    """Exclusive levels in the author's order; `otherwise` is the level when none matches."""

    id: str
    label: Bilingual
    type: Type
    hit: ScaleHit
    levels: tuple[Level, ...]
    otherwise: Level | None
    place: Place


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it was written: its column, and the condition it puts on it (None: any value)."""

    column: str
    when: Expression | None
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """One rule of a decision table: `then` has one expression for each output.

    `when` is the meaning of all `cells` together, which are kept for what is said about them.
    """

    number: int
    when: Expression
    then: tuple[Expression, ...]
    place: Place
    cells: tuple[Cell, ...] = field(default=(), metadata=AS_WRITTEN)


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table (DMN hit policies).

    `type` is the type of the whole result: the output's own type, a record of several outputs, or
    a list of either for `rule_order`, `output_order` and `collect list`. Priority order of an
    output is the order of its choice's options.
    """

    id: str
    label: Bilingual
    type: Type
    outputs: tuple[tuple[str, Type], ...]
    hit: TableHit
    aggregate: Aggregate
    rows: tuple[Row, ...]
    otherwise: tuple[Expression, ...] | None
    place: Place
    otherwise_place: Place | None = field(default=None, metadata=AS_WRITTEN)


Definition: TypeAlias = Measure | Tag | Scale | Table


@dataclass(frozen=True, slots=True)
class Role:
    """A rung of the organisation. `person` is the attribute that holds the person's name.

    `cost_per_hour` is what an hour of its work costs; nothing is decided by it.
    """

    id: str
    label: Bilingual
    place: Place
    person: str | None = None
    reports_to: str | None = None
    minutes_per_day: int | None = None
    compensation_up_to: Decimal | None = None
    calendar: str | None = None
    assumed: bool = False
    cost_per_hour: Decimal | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the staff table, known by name; `away` are first and last days of absence."""

    name: str
    role: str
    place: Place
    reports_to: str | None = None
    area: str | None = None
    phone: str | None = None
    deputy: str | None = None
    minutes_per_day: int | None = None
    skills: tuple[str, ...] = ()
    away: tuple[tuple[dt.date, dt.date], ...] = ()


@dataclass(frozen=True, slots=True)
class VisitRule:
    """How one category is visited: `times` per `per`, minutes each, ways of visiting."""

    category: str
    frequency: Frequency
    minutes: int
    modes: tuple[str, ...]
    place: Place
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Visits:
    """The visit regime; `general` always counts among the customer's categories."""

    combine: Literal["most_demanding", "first"]
    rules: tuple[VisitRule, ...]


@dataclass(frozen=True, slots=True)
class Categories:
    """Overlapping categories: tags in order, and the category of a customer with none."""

    of: tuple[str, ...]
    otherwise: str
    label: Bilingual


@dataclass(frozen=True, slots=True)
class Item:
    """A service item.

    `applies` is the condition of a must-do item (None: everyone) or the eligibility of an optional
    one (None: everyone). `until` ends an optional item when true. `urgency_when` raises the urgency
    for the tags that hold. `festivals` of an event item are in `every`.
    """

    id: str
    label: Bilingual
    kind: Literal["must_do", "optional"]
    applies: Expression | None
    every: Frequency
    by: str | None
    value: Degree
    urgency: Degree
    place: Place
    until: Expression | None = None
    urgency_when: tuple[tuple[str, Degree], ...] = ()
    minutes: int | None = None
    mode: str | None = None
    kano: str | None = None
    duty: str | None = None
    needs: tuple[str, ...] = ()
    objective: str | None = None
    principle: str | None = None
    steps: tuple[Bilingual, ...] = ()
    skills: tuple[str, ...] = ()
    record: str | None = None
    respond_within: Duration | None = None
    trigger: Literal["proactive", "reactive"] = "proactive"
    description: Bilingual | None = None
    assumed: bool = False
    applies_place: Place | None = field(default=None, metadata=AS_WRITTEN)
    until_place: Place | None = field(default=None, metadata=AS_WRITTEN)


@dataclass(frozen=True, slots=True)
class Strategy:
    """What a level's strategy does to optional items; must-do items are out of its reach.

    `suspends` lists the optional items it suspends (already resolved from "all except").
    """

    id: str
    label: Bilingual
    place: Place
    grants: tuple[str, ...] = ()
    suspends: tuple[str, ...] = ()
    description: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four A of a failure: what is done within which time, and by whom.

    `by` is the role that answers for it, `actors` the role the author reserved it for, if any.
    """

    name: StepName
    within: Duration | None
    by: str
    offer: tuple[Bilingual, ...] = ()
    text: Bilingual | None = None
    place: Place | None = None
    warn: Warn = None
    actors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A kind of service failure and its recovery.

    `approve` is the role whose approval every amends needs, `exception` the role that may once
    set the usual limits aside for a case. `declined` are the steps that the author wrote as `none`.
    """

    id: str
    label: Bilingual
    owner: str
    steps: tuple[Step, ...]
    place: Place
    severity: Degree = "medium"
    faster_for: tuple[tuple[str, Decimal], ...] = ()
    support: str | None = None
    recusal: bool = False
    approve: str | None = None
    applies: Expression | None = None
    description: Bilingual | None = None
    assumed: bool = False
    exception: str | None = None
    regulator: Limit | None = None
    declined: tuple[StepName, ...] = field(default=(), metadata=AS_WRITTEN)
    applies_place: Place | None = field(default=None, metadata=AS_WRITTEN)


@dataclass(frozen=True, slots=True)
class Recovery:
    """4A service recovery: failures and the escalation ladder, as data.

    `back_date` is how far back an event may be dated when it is recorded.
    """

    calendar: str | None
    failures: tuple[Failure, ...] = ()
    escalation: tuple[Rung, ...] = ()
    events: tuple[tuple[str, Bilingual], ...] = ()
    approvals: Approvals | None = None
    repeat: Repeat | None = None
    back_date: Duration | None = None
    notify: Limit | None = None
    follow_up: Limit | None = None
    remind: Reminder | None = None
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class FeedbackStep:
    """One step of the feedback process; `by_priority` gives a time for each priority instead."""

    name: str
    within: Duration | None
    by: str | None
    by_priority: tuple[tuple[str, Duration], ...] = ()
    text: Bilingual | None = None
    warn: Warn = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """Channels by category, the steps, the owner, and the two-level taxonomy.

    `natures` weighs what is said (a complaint more than a suggestion): weight × urgency, read from
    `Program.priorities`, is the priority by which it is resolved.
    """

    calendar: str | None
    channels: tuple[tuple[str, tuple[Bilingual, ...]], ...]
    owner: str | None
    steps: tuple[FeedbackStep, ...]
    taxonomy: tuple[tuple[str, Bilingual, tuple[Bilingual, ...]], ...] = ()
    natures: tuple[tuple[str, Degree], ...] = ()
    escalation: tuple[Rung, ...] = ()
    remind: Reminder | None = None
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise to customers against the four references; all figures in `unit`."""

    id: str
    label: Bilingual
    slogan: Bilingual
    unit: str
    better: Literal["lower", "higher"]
    promise: Decimal
    place: Place
    industry: Decimal | None = None
    competitor: Decimal | None = None
    need: Decimal | None = None
    capacity: Decimal | None = None
    claim: Bilingual | None = None
    applies: Expression | None = None
    assumed: bool = False
    broken_opens: str | None = None
    applies_place: Place | None = field(default=None, metadata=AS_WRITTEN)


@dataclass(frozen=True, slots=True)
class Noun:
    """A named thing that is only printed or referred to: a duty, need, objective, principle."""

    id: str
    label: Bilingual
    place: Place
    description: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Monitor:
    """Something watched: on which side, how often, and what an alert opens."""

    id: str
    label: Bilingual
    side: Literal["external", "internal"]
    object: Bilingual
    every: Frequency
    place: Place
    alert: Bilingual | None = None
    owner: str | None = None
    opens: str | None = None


@dataclass(frozen=True, slots=True)
class CalendarSpec:
    """Weekly hours and exceptions of a named calendar, as data for `calendars`.

    `hours` maps weekday 0–6 (Monday first) to intervals ("08:30", "12:00"). `exceptions` maps a
    date to its intervals (empty: closed). `base` names a national calendar or another calendar.
    """

    id: str
    base: str | None
    hours: tuple[tuple[int, tuple[tuple[str, str], ...]], ...]
    exceptions: tuple[tuple[dt.date, tuple[tuple[str, str], ...]], ...]
    place: Place
    label: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class PolicyHead:
    """Who the policy is."""

    id: str
    title: Bilingual
    version: str
    timezone: str
    language: Language
    stage: Literal["draft", "trial", "live"]
    period: Frequency
    place: Place
    blueprints: str | None = None


@dataclass(frozen=True, slots=True)
class Program:
    """The whole policy, compiled. Mappings keep the author's order except `definitions`, which is
    in an order where everything stands after what it reads. `written_in` is the language of the
    keywords by file.
    """

    head: PolicyHead
    hash: str
    key: str
    name: str
    choices: str | None
    attributes: Mapping[str, Attribute]
    definitions: Mapping[str, Definition]
    categories: Categories | None
    visits: Visits | None
    items: Mapping[str, Item]
    strategies: Mapping[str, Strategy]
    priorities: Mapping[tuple[Degree, Degree], str]
    roles: Mapping[str, Role]
    staff: Mapping[str, Person]
    calendars: Mapping[str, CalendarSpec]
    recovery: Recovery
    feedback: Feedback | None
    promises: Mapping[str, Promise]
    duties: Mapping[str, Noun]
    needs: Mapping[str, Noun]
    objectives: Mapping[str, Noun]
    principles: Mapping[str, Noun]
    monitors: Mapping[str, Monitor]
    records: Mapping[str, Noun] = field(default_factory=dict)
    support: Mapping[str, Support] = field(default_factory=dict)
    processes: Mapping[str, Process] = field(default_factory=dict)
    never: tuple[Assertion, ...] = field(default=(), metadata=LATER)
    privileges: Mapping[str, Privilege] = field(default_factory=dict, metadata=LATER)
    rollout: Rollout | None = field(default=None, metadata=LATER)
    written_in: Mapping[str, Language] = field(default_factory=dict, metadata=AS_WRITTEN)
