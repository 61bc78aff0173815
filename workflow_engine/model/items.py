"""Sections `must_do` and `optional`: the service items."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, PlainValidator

from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import (
    Audience,
    Condition,
    DegreeWord,
    Duration,
    Flag,
    Frequency,
    Label,
    Labels,
    Mode,
    Name,
    Names,
    Period,
    WholeMinutes,
)
from workflow_engine.model.leaves import as_word
from workflow_engine.model.shapes import Scalar

KANO = ("basic", "expected", "delight", "indifferent", "reverse")


class Item(Entry):
    """What both kinds of items have."""

    label: Label | None = None
    every: Frequency
    by: Name | None = None
    value: DegreeWord = "medium"
    urgency: DegreeWord = "medium"
    urgency_when: dict[Name, DegreeWord] = Field(default_factory=dict)
    minutes: WholeMinutes | None = None
    mode: Mode | None = None
    duty: Name | None = None
    kano: (
        Annotated[
            Literal["basic", "expected", "delight", "indifferent", "reverse"],
            Scalar("keyword", KANO),
            PlainValidator(as_word),
        ]
        | None
    ) = None
    needs: Names = ()
    objective: Name | None = None
    principle: Name | None = None
    steps: Labels = ()
    skills: Names = ()
    record: Name | None = None
    trigger: Annotated[
        Literal["proactive", "reactive"],
        Scalar("keyword", ("proactive", "reactive")),
        PlainValidator(as_word),
    ] = "proactive"
    description: Label | None = None
    valid: Period | None = None
    assumed: Flag = False
    respond_within: Duration | None = None


class MustDo(Item):
    """An item every customer it is `for` gets; nothing can remove it."""

    applies_to: Audience | None = Field(default=None, alias="for")


class Optional(Item):
    """An item a customer may choose when eligible."""

    eligible: Condition | None = None
    until: Condition | None = None
