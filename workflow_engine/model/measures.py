"""Section `measures`: named values computed from the customer."""

from __future__ import annotations

from typing import ClassVar

from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import Expression, Label


class Measure(Entry):
    """`net: contribution - service_cost`, or with a label `{label: …, value: …}`."""

    shorthand: ClassVar[str | None] = "value"

    value: Expression
    label: Label | None = None
