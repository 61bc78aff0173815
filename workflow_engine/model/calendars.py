"""Section `calendars`: named working calendars, layered by `base`."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import Date, Hours, Label, Name, Weekdays
from workflow_engine.model.leaves import weekday_numbers


class Calendar(Entry):
    """Weekly hours, and dates that differ; `label` is what it is called in print."""

    label: Label | None = None
    base: Name | None = None
    hours: dict[Weekdays, Hours] = Field(default_factory=dict)
    exceptions: dict[Date, Hours] = Field(default_factory=dict)

    def weekly(self) -> dict[int, tuple[tuple[str, str], ...]]:
        """Opening intervals by weekday, 0 is Monday; a later line wins over an earlier one."""
        return {
            day: intervals
            for days, intervals in self.hours.items()
            for day in weekday_numbers(days)
        }

    def dated(self) -> dict[dt.date, tuple[tuple[str, str], ...]]:
        """Opening intervals of the dates that differ; empty when closed."""
        return dict(self.exceptions)
