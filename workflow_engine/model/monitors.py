"""Section `monitors`: what is watched, inside and outside."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import PlainValidator

from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import Frequency, Label, Name
from workflow_engine.model.leaves import as_word
from workflow_engine.model.shapes import Scalar


class Monitor(Entry):
    """Something watched; `opens` names the failure an alert opens."""

    side: Annotated[
        Literal["external", "internal"],
        Scalar("keyword", ("external", "internal")),
        PlainValidator(as_word),
    ]
    object: Label
    every: Frequency
    label: Label | None = None
    alert: Label | None = None
    owner: Name | None = None
    opens: Name | None = None
