"""The open cases of a customer, in a line each, for whoever goes there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

CasesOf: TypeAlias = Mapping[str, Sequence[Mapping[str, Any]]]
"""The open cases by customer id, each as `cases.view.summary` gives it."""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case that has not ended: its number, what it is about, where it stands, what comes next.

    `due` is ISO text up to the minute, empty when no clock runs.
    """

    number: str
    label: str
    state: str
    next: str
    due: str
    overdue: bool


def open_cases(customer: str, cases: CasesOf) -> tuple[OpenCase, ...]:
    """The open cases of one customer, in the order of their numbers."""
    return tuple(_open_case(case) for case in cases.get(customer, ()) if case["ended_at"] is None)


def _open_case(case: Mapping[str, Any]) -> OpenCase:
    running = [
        clock
        for clock in case["clocks"]
        if clock["stopped_at"] is None and clock["due_at"] is not None
    ]
    clock = min(running, key=lambda clock: str(clock["due_at"]), default=None)
    return OpenCase(
        number=case["id"],
        label=case["label"],
        state=case["state_label"],
        next="" if clock is None else clock["label"],
        due="" if clock is None else f"{clock['due_at'][5:10]} {clock['due_at'][11:16]}",
        overdue=clock is not None and clock["state"] == "overdue",
    )
