"""Section `privileges`: what some customers are given beyond the services."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import Audience, Flag, Label, Name, Period


class Benefit(Entry):
    """`免费配送: 每周2次`, or `{label: …, entitled: …}`."""

    shorthand: ClassVar[str | None] = "entitled"

    entitled: Label
    label: Label | None = None


class Privilege(Entry):
    """What the customers it is `for` are given, and how it is put to them."""

    label: Label | None = None
    applies_to: Audience | None = Field(default=None, alias="for")
    gives: dict[Name, Benefit]
    public_text: Label | None = None
    valid: Period | None = None
    assumed: Flag = False
