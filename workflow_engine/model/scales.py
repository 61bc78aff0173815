"""Section `scales`: exclusive levels, such as the customer pyramid."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import PlainValidator, model_validator

from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import Condition, Flag, Label, Name, WordName
from workflow_engine.model.leaves import as_it_is, fail
from workflow_engine.model.shapes import Scalar


class Level(Entry):
    """One level: `when` it holds, or `otherwise: true`."""

    label: Label | None = None
    when: Condition | None = None
    otherwise: Flag = False
    strategy: Name | None = None
    assumed: Flag = False

    @model_validator(mode="after")
    def _either(self) -> Level:
        if (self.when is not None) == self.otherwise:
            fail("WE225")
        return self


class Scale(Entry):
    """Levels in the author's order."""

    levels: dict[WordName, Level]
    label: Label | None = None
    hit: Annotated[
        Literal["first", "unique", "any", "priority"],
        Scalar("keyword", ("first", "unique", "any", "priority")),
        PlainValidator(as_it_is),
    ] = "first"

    @model_validator(mode="after")
    def _levels(self) -> Scale:
        if not self.levels:
            fail("WE234")
        others = [name for name, level in self.levels.items() if level.otherwise]
        if len(others) > 1:
            fail("WE226", first=others[0], second=others[1])
        return self
