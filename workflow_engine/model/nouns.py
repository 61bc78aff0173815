"""Sections `duties`, `needs`, `objectives`, `principles` and `records`: named things."""

from __future__ import annotations

from typing import ClassVar

from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import Label


class Noun(Entry):
    """`guidance: 经营指导`, or `{label: …, description: …}`."""

    shorthand: ClassVar[str | None] = "label"

    label: Label | None = None
    description: Label | None = None
