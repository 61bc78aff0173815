"""Section `rollout`: a new version for a growing share of the customers, the old for the others.

Who is in is decided by the customer's id alone, so that it is the same in every run, on every
machine and in every backend, and whoever is in at 5 % is in at 50 %:

    number = the first 8 hexadecimal digits of SHA-256(salt + ":" + customer id, in UTF-8)
    in, when number < share × 2³²
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.program.assertions import AS_WRITTEN

RiskKind = Literal[
    "lose_item",
    "gain_item",
    "change_anything",
    "change_scale",
    "change_tag",
    "more_minutes",
    "fewer_minutes",
    "role_minutes",
]

NUMBERS = 2**32
"""How many different numbers a customer may draw."""


@dataclass(frozen=True, slots=True)
class Stage:
    """From `first` on (None: from the start) the new version is for this share of customers."""

    first: dt.date | None
    share: Decimal


@dataclass(frozen=True, slots=True)
class RiskLimit:
    """The most that a change may do: an impact beyond it makes `diff` fail.

    `kind` and `name` say what is counted: customers who lose (`lose_item`) or gain (`gain_item`) an
    item (`name`: that item, None: any), whose answer changes in anything (`change_anything`), in a
    scale (`change_scale`; `name` None: in any) or in a tag (`change_tag`), who get more or fewer
    minutes a month; or the minutes a month of a role (`role_minutes`; `name` None: of all roles
    together). Exactly one of `share` (of all customers; for `role_minutes` of the minutes before,
    negative for "at least so many fewer") and `count` (customers, or minutes) is set: up to and
    including it is allowed. `text` is what the author wrote.
    """

    kind: RiskKind
    name: str | None
    share: Decimal | None
    count: int | None
    place: Place
    text: str = field(metadata=AS_WRITTEN)


@dataclass(frozen=True, slots=True)
class Rollout:
    """A staged release. `before` is the folder of the policy for everybody else, as written.

    `stages` are in the order of their days. Without a `before` there is no staged release, only
    the limits.
    """

    before: str | None = field(metadata=AS_WRITTEN)
    stages: tuple[Stage, ...]
    salt: str
    limits: tuple[RiskLimit, ...]
    place: Place

    def share_on(self, day: dt.date) -> Decimal:
        """The share of customers on a day: that of the last stage begun, 0 before the first."""
        begun = [stage.share for stage in self.stages if stage.first is None or stage.first <= day]
        return begun[-1] if begun else Decimal(0)


def drawn_number(salt: str, customer_id: str) -> int:
    """The number of a customer, from 0 and below `NUMBERS`."""
    return int(hashlib.sha256(f"{salt}:{customer_id}".encode()).hexdigest()[:8], 16)


def in_rollout(rollout: Rollout, customer_id: str, day: dt.date) -> bool:
    """Whether the new version is for this customer on a day.

    A customer who is in on a day is in on every later day as long as shares do not shrink.
    """
    return drawn_number(rollout.salt, customer_id) < rollout.share_on(day) * NUMBERS


def percentage(share: Decimal) -> str:
    """A share as authors write it.

    >>> percentage(Decimal("0.125"))
    '12.5%'
    """
    return f"{(share * 100).normalize():f}%"
