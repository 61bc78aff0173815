"""Working time: which hours are open, deadlines, elapsed working time, festivals."""

from workflow_engine.calendars.working import WorkingCalendar

__all__ = ["WorkingCalendar"]
