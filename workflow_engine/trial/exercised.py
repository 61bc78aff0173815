"""What a test has made the policy do: the customers decided about, the steps and rungs of cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from workflow_engine.program.types import Value


@dataclass(frozen=True, slots=True)
class Exercised:
    """What one test reached.

    `customers` are the values (every attribute, internal form) and days that were decided about;
    `transitions` are (process, state, command, target), `rungs` (process, role that the rung leads
    from).
    """

    test: str
    customers: tuple[tuple[Mapping[str, Value], dt.date], ...]
    transitions: frozenset[tuple[str, str, str, str]] = frozenset()
    rungs: frozenset[tuple[str, str]] = frozenset()
