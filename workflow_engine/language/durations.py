"""Durations and frequencies: how long something may take, how often something is done."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

DurationUnit = Literal[
    "work minute", "work hour", "workday", "calendar day", "clock hour", "clock minute"
]
FrequencyUnit = Literal["day", "week", "month", "quarter", "half year", "year"]


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount of working time, of working days, or of plain time.

    `2 work hours` counts open time; `1 workday` ends at the close of the next working day;
    `15 calendar days` and `24 clock hours` run through nights and holidays.
    """

    amount: Decimal
    unit: DurationUnit


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often something is done.

    | kind        | meaning                                                                  |
    |-------------|--------------------------------------------------------------------------|
    | `visit`     | rides on every visit                                                      |
    | `rolling`   | `count` units after it was last done (`1 month`, `6 months`, `2 weeks`)   |
    | `calendar`  | `count` times in every calendar unit (`4 per month`)                      |
    | `event`     | at each of `events`, festivals or named events                            |
    | `on_demand` | when the customer asks                                                    |
    | `always`    | stands ready all the time; nothing to schedule                            |
    """

    kind: Literal["visit", "rolling", "calendar", "event", "on_demand", "always"]
    count: int = 1
    unit: FrequencyUnit | None = None
    events: tuple[str, ...] = ()
