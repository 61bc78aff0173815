"""Section `promises`: what is promised, against four references."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, PlainValidator

from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import Audience, Flag, Label, Name, Names, Number, Period, Text
from workflow_engine.model.leaves import as_word
from workflow_engine.model.shapes import Scalar


class Promise(Entry):
    """A promise; all figures in `unit`."""

    label: Label | None = None
    slogan: Label | None = None
    unit: Text
    better: Annotated[
        Literal["lower", "higher"],
        Scalar("keyword", ("lower", "higher")),
        PlainValidator(as_word),
    ]
    promise: Number
    industry: Number | None = None
    competitor: Number | None = None
    need: Number | None = None
    capacity: Number | None = None
    claim: Label | None = None
    applies_to: Audience | None = Field(default=None, alias="for")
    valid: Period | None = None
    assumed: Flag = False
    stronger_in: Names = ()
    opens: Name | None = None
