"""What is decided about one customer at one moment, before any date is planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workflow_engine.language.durations import FrequencyUnit
from workflow_engine.program.program import Degree
from workflow_engine.program.types import Value

State = Literal[
    "due",
    "due_unknown",
    "not_due",
    "active",
    "offered",
    "suspended",
    "chosen_but_not_eligible",
    "not_eligible",
    "unknown",
]
"""Must-do items are `due`, `due_unknown` (the condition is unknown: the customer is served) or
`not_due`; optional items have the other six states."""


@dataclass(frozen=True, slots=True)
class Visit:
    """The visit regime: `times` in every `per`, `minutes` each, and the ways of visiting."""

    times: int
    per: FrequencyUnit
    minutes: int
    modes: tuple[str, ...]


@dataclass(slots=True)
class Decision:
    """Everything computed from one customer; values are in the internal form of `program.types`.

    `values` holds every definition in the program's order. `unknown` lists the definitions without
    a value because data is missing; `conflicts` those whose hit policy was violated. `states`,
    `urgencies` and `priorities` are by item id. `categories` never holds an unknown one; a
    customer with none that holds has the policy's `otherwise` category.
    """

    values: dict[str, Value]
    unknown: tuple[str, ...]
    conflicts: tuple[str, ...]
    categories: tuple[str, ...]
    unknown_categories: tuple[str, ...]
    visit: Visit | None
    states: dict[str, State]
    urgencies: dict[str, Degree]
    priorities: dict[str, str]
