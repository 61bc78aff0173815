"""Section `scales`: exclusive levels, such as the customer pyramid."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import PlainValidator

from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import Condition, Flag, Label, Name, Period, WordName
from workflow_engine.model.leaves import as_word
from workflow_engine.model.shapes import Scalar


class Level(Entry):
    """One level: `when` it holds, or `otherwise: true`."""

    label: Label | None = None
    when: Condition | None = None
    otherwise: Flag = False
    strategy: Name | None = None
    valid: Period | None = None
    assumed: Flag = False


class Scale(Entry):
    """Levels in the author's order."""

    levels: dict[WordName, Level]
    label: Label | None = None
    hit: Annotated[
        Literal["first", "unique", "any", "priority"],
        Scalar("keyword", ("first", "unique", "any", "priority")),
        PlainValidator(as_word),
    ] = "first"
