"""What the hand-written policy's long function is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from benchmarks.handwritten_tables import VISITS

HIGH_VALUE = {"high": "P1", "medium": "P2", "low": "P3"}
MEDIUM_VALUE = {"high": "P2", "medium": "P3", "low": "P4"}
LOW_VALUE = {"high": "P3", "medium": "P4", "low": "P5"}
PER_MONTH = {"month": 3, "quarter": 1}
"""How often a quarter has a unit: the order of visit frequencies."""


class Visit(NamedTuple):
    """The visit regime."""

    times: int
    per: str
    minutes: int
    modes: tuple[str, ...]


@dataclass(slots=True)
class Decision:
    """Everything decided about one customer; None is unknown."""

    values: dict[str, Any]
    unknown: tuple[str, ...]
    categories: tuple[str, ...]
    unknown_categories: tuple[str, ...]
    visit: Visit
    states: dict[str, str]
    urgencies: dict[str, str]
    priorities: dict[str, str]


def half_even(numerator: int, denominator: int) -> int:
    """The nearest integer, ties to even; the denominator is above 0."""
    quotient, rest = divmod(numerator, denominator)
    if 2 * rest > denominator or (2 * rest == denominator and quotient % 2):
        quotient += 1
    return quotient


def times(a: int, b: int) -> int:
    """The product of two numbers in millionths, to six places."""
    return half_even(a * b, 1_000_000)


def divided(a: int, b: int) -> int | None:
    """The quotient of two numbers in millionths, to six places; unknown when dividing by 0."""
    if b == 0:
        return None
    return half_even(a * 1_000_000, b) if b > 0 else half_even(-a * 1_000_000, -b)


def all_below(values: Sequence[int | None], count: int, limit: int) -> bool | None:
    """Whether the last `count` values are below the limit; fewer values leave it unknown."""
    unknown = len(values) < count
    for value in values[-count:]:
        if value is None:
            unknown = True
        elif value >= limit:
            return False
    return None if unknown else True


def mean_of_last(values: Sequence[int | None], count: int) -> int | None:
    """The mean of the last `count` values, if all are there."""
    if len(values) < count:
        return None
    total = 0
    for value in values[-count:]:
        if value is None:
            return None
        total += value
    return half_even(total, count)


def possible_levels(
    negative: bool | None,  # noqa: FBT001 - answers
    weak: bool | None,  # noqa: FBT001
    rising: bool | None,  # noqa: FBT001
) -> list[str]:
    """The levels a customer may have when it is not known which."""
    possible = []
    for level, holds in (("negative", negative), ("weak", weak), ("rising", rising)):
        if holds is not False:
            possible.append(level)
        if holds:
            return possible
    return [*possible, "steady"]


def level_among(possible: Sequence[str], *levels: str) -> bool | None:
    """Whether the level is among `levels`: known only if every possible one is, or none is."""
    among = [level in levels for level in possible]
    if all(among):
        return True
    return None if any(among) else False


def offer_state(
    eligible: bool | None,  # noqa: FBT001 - answers
    chosen: bool,  # noqa: FBT001
    suspended: bool | None = False,  # noqa: FBT001, FBT002
) -> str:
    """The state of an optional item."""
    if eligible:
        if suspended:
            return "suspended" if chosen else "not_eligible"
        if suspended is None:
            return "unknown"
        return "active" if chosen else "offered"
    if eligible is None:
        return "unknown"
    return "chosen_but_not_eligible" if chosen else "not_eligible"


@cache
def visit_for(categories: tuple[str, ...]) -> Visit:
    """The most demanding visits over the customer's categories and the general one."""
    rules = [rule for name, rule in VISITS.items() if name in categories or name == "general"]
    most = max(rules, key=lambda rule: rule.times * PER_MONTH[rule.per])
    modes = dict.fromkeys(mode for rule in rules for mode in rule.modes)
    return Visit(most.times, most.per, max(rule.minutes for rule in rules), tuple(modes))
