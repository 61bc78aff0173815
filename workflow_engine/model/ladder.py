"""The escalation ladder, as `recovery`, `feedback` and `processes` write it."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, PlainValidator

from workflow_engine.language.nodes import Written
from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import Duration, Name, Percent, PositiveInteger
from workflow_engine.model.leaves import as_text
from workflow_engine.model.shapes import Scalar


class Trigger(Entry):
    """A reason to climb: a sentence (`text`), or a clock whose time has partly elapsed."""

    shorthand: ClassVar[str | None] = "text"
    hidden: ClassVar[frozenset[str]] = frozenset({"text"})

    text: Annotated[Written, Scalar("trigger"), PlainValidator(as_text)] | None = None
    step: Name | None = None
    elapsed: Percent | None = None
    unless: Annotated[Written, Scalar("keyword", ("planned",)), PlainValidator(as_text)] | None = (
        None
    )


class Rung(Entry):
    """From one role to the role it reports to, or to the role `to`."""

    from_role: Name = Field(alias="from")
    to: Name | None = None
    any: tuple[Trigger, ...]


class Reminder(Entry):
    """How often somebody who has not acted is told again, and how many times at most."""

    every: Duration
    times: PositiveInteger
