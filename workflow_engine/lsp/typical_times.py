"""Times and frequencies to choose from while typing; any other can be written too."""

from __future__ import annotations

from decimal import Decimal

from workflow_engine.language.durations import Duration, Frequency

DURATIONS = (
    Duration(Decimal(30), "work minute"),
    Duration(Decimal(2), "work hour"),
    Duration(Decimal(4), "work hour"),
    Duration(Decimal(1), "workday"),
    Duration(Decimal(3), "workday"),
    Duration(Decimal(5), "workday"),
    Duration(Decimal(15), "calendar day"),
    Duration(Decimal(24), "clock hour"),
)
"""One of each unit, and the usual ones of working time."""

FREQUENCIES = (
    Frequency("visit"),
    Frequency("rolling", 1, "month"),
    Frequency("rolling", 1, "quarter"),
    Frequency("rolling", 1, "half year"),
    Frequency("rolling", 1, "year"),
    Frequency("calendar", 1, "month"),
    Frequency("calendar", 2, "month"),
    Frequency("calendar", 4, "month"),
    Frequency("calendar", 1, "week"),
    Frequency("on_demand"),
    Frequency("always"),
)
"""Rolling ones count from the last time, the others within the calendar."""
