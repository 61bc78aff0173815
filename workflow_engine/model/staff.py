"""Section `staff`: the persons, by name."""

from __future__ import annotations

from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import Dates, Name, Names, Text, WholeMinutes


class Member(Entry):
    """A person of the staff."""

    role: Name
    reports_to: Name | None = None
    area: Text | None = None
    phone: Text | None = None
    deputy: Name | None = None
    skills: Names = ()
    minutes_per_day: WholeMinutes | None = None
    away: Dates = ()
