"""Section `tags`: named conditions."""

from __future__ import annotations

from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import Condition, Flag, Label, Period


class Tag(Entry):
    """A tag and when a customer has it."""

    when: Condition
    label: Label | None = None
    description: Label | None = None
    valid: Period | None = None
    assumed: Flag = False
