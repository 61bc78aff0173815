"""Section `visits`: how often, how long and in which way each category is visited."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, PlainValidator

from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import Flag, Frequency, Modes, Name, WholeMinutes
from workflow_engine.model.leaves import as_word
from workflow_engine.model.shapes import Scalar


class VisitRule(Entry):
    """How one category is visited."""

    times: Frequency
    minutes: WholeMinutes
    modes: Modes = ()
    assumed: Flag = False


class Visits(Entry):
    """The rule of each category, and how rules combine for a customer with several."""

    rest: ClassVar[str | None] = "rules"

    combine: Annotated[
        Literal["most_demanding", "first"],
        Scalar("keyword", ("most_demanding", "first")),
        PlainValidator(as_word),
    ] = "most_demanding"
    rules: dict[Name, VisitRule] = Field(default_factory=dict)
