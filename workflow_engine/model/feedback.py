"""Section `feedback`: channels, steps and taxonomy of what customers say."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, PlainValidator

from workflow_engine.language.nodes import Written
from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import (
    DegreeWord,
    Durations,
    Flag,
    Label,
    Labels,
    Name,
    WarnBefore,
)
from workflow_engine.model.ladder import Reminder, Rung, Trigger
from workflow_engine.model.leaves import as_text
from workflow_engine.model.shapes import Entries, Record, Scalar

STEPS = ("receive", "classify", "assign", "reply", "resolve", "notify", "thank")


class FeedbackTrigger(Trigger):
    """A reason to climb; the clocks are those of the steps."""

    step: Annotated[Written, Scalar("name", STEPS, "key"), PlainValidator(as_text)] | None = None


class FeedbackRung(Rung):
    """From one role to the next."""

    any: tuple[FeedbackTrigger, ...]


class FeedbackStep(Entry):
    """One step; `within` is one duration or one for each priority."""

    within: Durations | None = None
    by: Name | None = None
    text: Label | None = None
    warn: WarnBefore | None = None


class Feedback(Entry):
    """The whole section; `channels` by category, `taxonomy` in two levels."""

    calendar: Name | None = None
    owner: Name | None = None
    channels: dict[Name, Labels] = Field(default_factory=dict)
    steps: Annotated[
        dict[Name, FeedbackStep],
        Entries(Record(FeedbackStep), words=STEPS),
    ] = Field(default_factory=dict)
    taxonomy: dict[Name, Labels] = Field(default_factory=dict)
    natures: dict[Name, DegreeWord] = Field(default_factory=dict)
    escalation: tuple[FeedbackRung, ...] = ()
    warn: WarnBefore | None = None
    remind: Reminder | None = None
    assumed: Flag = False
