"""Section `recovery`: failures with their 4A, the escalation ladder, and what holds for all."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, PlainValidator

from workflow_engine.language.nodes import Written
from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import (
    DEGREES,
    Audience,
    DegreeWord,
    Duration,
    Flag,
    IntegerFromTwo,
    Label,
    Labels,
    Name,
    Number,
    WarnBefore,
)
from workflow_engine.model.ladder import Reminder, Rung, Trigger
from workflow_engine.model.leaves import as_present, as_text
from workflow_engine.model.nouns import Noun
from workflow_engine.model.shapes import Entries, Scalar

STEPS = ("acknowledge", "apologize", "amend", "anticipate")
CLOCKS = (*STEPS, "notify", "regulator", "follow_up")
"""The clocks of a recovery, by which the ladder calls them."""


class Step(Entry):
    """One of the four A; `skip` when the author wrote `none`."""

    shorthand: ClassVar[str | None] = "skip"
    hidden: ClassVar[frozenset[str]] = frozenset({"skip"})

    within: Duration | None = None
    by: Name | None = None
    offer: Labels = ()
    text: Label | None = None
    warn: WarnBefore | None = None
    skip: Annotated[bool, Scalar("keyword", ("none",)), PlainValidator(as_present)] = False


class Limit(Entry):
    """A time limit beside the steps; its duration may stand alone."""

    shorthand: ClassVar[str | None] = "within"

    within: Duration
    label: Label | None = None
    text: Label | None = None
    warn: WarnBefore | None = None


class Failure(Entry):
    """A kind of service failure."""

    label: Label | None = None
    severity: DegreeWord = "medium"
    owner: Name | None = None
    applies_to: Audience | None = Field(default=None, alias="for")
    acknowledge: Step | None = None
    apologize: Step | None = None
    amend: Step | None = None
    anticipate: Step | None = None
    regulator: Limit | None = None
    faster_for: Annotated[
        dict[Name, Number], Entries(Scalar("decimal"), words=DEGREES, vocabulary="word")
    ] = Field(default_factory=dict)
    support: Name | None = None
    recusal: Flag = False
    approve: Name | None = None
    exception: Name | None = None
    description: Label | None = None
    assumed: Flag = False


class RecoveryTrigger(Trigger):
    """A reason to climb; the clocks are those of the four A and beside them."""

    step: Annotated[Written, Scalar("name", CLOCKS, "key"), PlainValidator(as_text)] | None = None


class RecoveryRung(Rung):
    """From one role to the next."""

    any: tuple[RecoveryTrigger, ...]


class Repeat(Entry):
    """From the how-manieth failure within which time a case starts one rung higher."""

    within: Duration
    times: IntegerFromTwo = 2


class Approvals(Entry):
    """How long an approver has, and how long an approval may be used."""

    answer_within: Duration | None = None
    valid_for: Duration | None = None


class Recovery(Entry):
    """The whole section."""

    calendar: Name | None = None
    failures: dict[Name, Failure] = Field(default_factory=dict)
    escalation: tuple[RecoveryRung, ...] = ()
    events: dict[Name, Noun] = Field(default_factory=dict)
    notify: Limit | None = None
    follow_up: Limit | None = None
    warn: WarnBefore | None = None
    remind: Reminder | None = None
    repeat: Repeat | None = None
    approvals: Approvals | None = None
    back_date: Duration | None = None
    assumed: Flag = False
