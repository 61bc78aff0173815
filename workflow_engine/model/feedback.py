"""Section `feedback`: channels, steps and taxonomy of what customers say."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import Durations, Label, Labels, Name
from workflow_engine.model.shapes import Entries, Record

STEPS = ("receive", "classify", "reply", "resolve", "notify", "thank")


class FeedbackStep(Entry):
    """One step; `within` is one duration or one for each priority."""

    within: Durations | None = None
    by: Name | None = None
    text: Label | None = None


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
