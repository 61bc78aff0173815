"""Customers and service logs for the generated policy, drawn from a seed.

Numbers lie on quarters, so that engines that calculate with floats get the same answers.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping

from benchmarks.policy_generator import (
    ATTRIBUTES,
    BOOLEANS,
    CHOICES,
    DATES,
    INTEGERS,
    LISTS,
    NUMBERS,
    REQUIRED,
    SEED,
    WORDS,
    Policy,
)
from workflow_engine.batch.log import Entry
from workflow_engine.program.types import SCALE, Value

TODAY = dt.date(2026, 11, 21)
GAPS = 0.1
"""The share of values that are missing."""

Customer = dict[str, Value]


def customers(
    policy: Policy, count: int, *, gaps: float = GAPS, seed: int = SEED
) -> list[Customer]:
    """Checked customers in the engine's internal form: every attribute, None where missing."""
    draw = random.Random(seed)
    offers = [item.id for item in policy.items if not item.must_do]
    return [_customer(draw, offers, gaps) for _ in range(count)]


def _customer(draw: random.Random, offers: list[str], gaps: float) -> Customer:
    customer: Customer = {}
    for name in ATTRIBUTES:
        value: Value = (
            tuple(sorted(draw.sample(offers, draw.randint(0, 6))))
            if name == "opted_in"
            else _value(draw, name, gaps)
        )
        missing = name not in REQUIRED and draw.random() < gaps
        customer[name] = None if missing else value
    return customer


def _value(draw: random.Random, name: str, gaps: float) -> Value:
    if name in CHOICES:
        return draw.choice(CHOICES[name])
    if name in WORDS:
        return draw.choice(WORDS[name])
    if name in INTEGERS:
        return draw.randint(*INTEGERS[name])
    if name in NUMBERS:
        return _number(draw, *NUMBERS[name])
    if name in BOOLEANS:
        return draw.random() < 0.5
    if name in DATES:
        return TODAY - dt.timedelta(days=draw.randrange(DATES[name]))
    assert name in LISTS
    years = 6 if not gaps else draw.randint(1, 6)
    return tuple(
        None if gaps and draw.random() < gaps / 2 else _number(draw, 40, 100) for _ in range(years)
    )


def _number(draw: random.Random, low: int, high: int) -> int:
    """A number from `low` to `high` in quarters; nothing that is never zero starts at zero."""
    return draw.randint(low * 4, high * 4) * SCALE // 4


def log_entries(
    policy: Policy, customer_ids: list[str], *, seed: int = SEED
) -> dict[str, list[Entry]]:
    """What was done for each customer in the year before and a little after the day of the plan."""
    draw = random.Random(seed)
    made: dict[str, list[Entry]] = {}
    for customer in customer_ids:
        entries = []
        for item in ["visit", *(item.id for item in policy.items)]:
            for _ in range(draw.choice((0, 0, 1, 1, 2, 4))):
                day = TODAY - dt.timedelta(
                    days=draw.randint(-5, 300) if draw.random() < 0.5 else draw.randint(0, 45)
                )
                entries.append(Entry(customer, item, day, None, draw.choice(("form", None))))
        made[customer] = entries
    return made


Natural = bool | int | float | str | list[float] | None


def natural(customer: Mapping[str, Value]) -> dict[str, Natural]:
    """A customer as other engines take it: floats, lists, and dates as day numbers."""
    return {name: _natural(name, value) for name, value in customer.items()}


def _natural(name: str, value: Value) -> Natural:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, dt.date):
        return value.toordinal()
    if isinstance(value, tuple):
        if name == "opted_in":
            return [str(item) for item in value]  # type: ignore[misc]
        return [item / SCALE for item in value if isinstance(item, int)]
    assert isinstance(value, int)
    return value / SCALE if name in NUMBERS else value
