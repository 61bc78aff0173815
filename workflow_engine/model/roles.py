"""Section `roles`: the rungs of the organisation."""

from __future__ import annotations

from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import Amount, Flag, Label, Name, WholeMinutes


class Role(Entry):
    """A role; `person` is the attribute that holds the name of the person of a customer."""

    label: Label | None = None
    person: Name | None = None
    reports_to: Name | None = None
    minutes_per_day: WholeMinutes | None = None
    compensation_up_to: Amount | None = None
    cost_per_hour: Amount | None = None
    calendar: Name | None = None
    assumed: Flag = False
