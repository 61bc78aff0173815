"""Section `priority`: a matrix that replaces P(value + urgency − 1)."""

from __future__ import annotations

from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import DegreeCell, Name


class PriorityRow(Entry):
    """One rule of the matrix, first match."""

    value: DegreeCell | None = None
    urgency: DegreeCell | None = None
    then: Name


class Priority(Entry):
    """The rules of the matrix."""

    rows: tuple[PriorityRow, ...]
