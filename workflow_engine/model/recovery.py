"""Section `recovery`: failures with their 4A, and the escalation ladder."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, PlainValidator

from workflow_engine.language.nodes import Written
from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import (
    Audience,
    DegreeWord,
    Duration,
    Flag,
    Label,
    Labels,
    Name,
    Number,
    Percent,
)
from workflow_engine.model.leaves import as_present, as_text
from workflow_engine.model.nouns import Noun
from workflow_engine.model.shapes import Scalar

STEPS = ("acknowledge", "apologize", "amend", "anticipate")


class Step(Entry):
    """One of the four A; `skip` when the author wrote `none`."""

    shorthand: ClassVar[str | None] = "skip"
    hidden: ClassVar[frozenset[str]] = frozenset({"skip"})

    within: Duration | None = None
    by: Name | None = None
    offer: Labels = ()
    text: Label | None = None
    skip: Annotated[bool, Scalar("keyword", ("none",)), PlainValidator(as_present)] = False


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
    faster_for: dict[Name, Number] = Field(default_factory=dict)
    support: Name | None = None
    recusal: Flag = False
    approve: Name | None = None
    description: Label | None = None
    assumed: Flag = False


class Trigger(Entry):
    """A reason to climb: a sentence (`text`), or a step whose time has partly elapsed."""

    shorthand: ClassVar[str | None] = "text"
    hidden: ClassVar[frozenset[str]] = frozenset({"text"})

    text: Annotated[Written, Scalar("trigger"), PlainValidator(as_text)] | None = None
    step: Annotated[Written, Scalar("keyword", STEPS, "key"), PlainValidator(as_text)] | None = None
    elapsed: Percent | None = None
    unless: Annotated[Written, Scalar("keyword", ("planned",)), PlainValidator(as_text)] | None = (
        None
    )


class Rung(Entry):
    """From one role to the role it reports to, or to the role `to`."""

    from_role: Name = Field(alias="from")
    to: Name | None = None
    any: tuple[Trigger, ...]


class Recovery(Entry):
    """The whole section."""

    calendar: Name | None = None
    failures: dict[Name, Failure] = Field(default_factory=dict)
    escalation: tuple[Rung, ...] = ()
    events: dict[Name, Noun] = Field(default_factory=dict)
