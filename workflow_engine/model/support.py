"""Section `support`: departments that help with cases."""

from __future__ import annotations

from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import Duration, Flag, Label, Name


class Support(Entry):
    """A department: the role that answers for it, and its own time for an answer."""

    label: Label | None = None
    role: Name
    within: Duration
    assumed: Flag = False
