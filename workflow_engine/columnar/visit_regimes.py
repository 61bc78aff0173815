"""Categories and visit regimes of many customers: looked up by the categories that hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from workflow_engine.columnar.columns import value_column
from workflow_engine.decide.items import categories_of, visit_regime

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from workflow_engine.columnar.dues import Services
    from workflow_engine.decide.decision import Visit
    from workflow_engine.program.program import Program

WIDTH: Final = 16
"""Categories that are looked at together."""


@dataclass(frozen=True, slots=True)
class Regime:
    """What customers with the same categories have in common; `visit` is None without visits."""

    categories: tuple[str, ...]
    visit: Visit | None


@dataclass(frozen=True, slots=True)
class RegimesOfCustomers:
    """The different regimes, and the number of each customer's."""

    regimes: tuple[Regime, ...]
    numbers: NDArray[np.intp]


class VisitRegimes:
    """Finds the regimes of a decided frame; the rules are those of `decide.items`."""

    def __init__(self, program: Program, services: Services) -> None:
        self._program = program
        self._services = services
        self._tags = () if program.categories is None else program.categories.of
        self._known: dict[tuple[bool, ...], Regime] = {}

    def of(self, decided: pl.DataFrame) -> RegimesOfCustomers:
        """The regimes of all rows."""
        numbers = np.zeros(len(decided), np.intp)
        held: list[tuple[bool, ...]] = [()]
        for start in range(0, len(self._tags), WIDTH):
            tags = self._tags[start : start + WIDTH]
            bits = decided.select(
                pl.sum_horizontal(
                    pl.col(value_column(tag)).cast(pl.UInt32).fill_null(0) * (1 << bit)
                    for bit, tag in enumerate(tags)
                )
            ).to_series()
            numbers, different = _numbered((numbers << WIDTH) | bits.to_numpy())
            held = [
                (*held[one >> WIDTH], *(bool(one >> bit & 1) for bit in range(len(tags))))
                for one in different
            ]
        return RegimesOfCustomers(tuple(self._regime(one) for one in held), numbers)

    def services_of(self, customers: RegimesOfCustomers) -> NDArray[np.int64]:
        """The service that is each customer's visits (`dues.Services`), -1 for none."""
        numbers = [
            -1 if one.visit is None else self._services.of_regime(one.visit)
            for one in customers.regimes
        ]
        services: NDArray[np.int64] = np.array(numbers, np.int64)[customers.numbers]
        return services

    def _regime(self, held: tuple[bool, ...]) -> Regime:
        regime = self._known.get(held)
        if regime is None:
            categories, _ = categories_of(self._program, held)
            regime = Regime(categories, visit_regime(self._program, categories))
            self._known[held] = regime
        return regime


def _numbered(codes: NDArray[np.intp]) -> tuple[NDArray[np.intp], Sequence[int]]:
    """The number of each code among the different ones, and these."""
    largest = int(codes.max(initial=0))
    if largest >> WIDTH:
        different, numbers = np.unique(codes, return_inverse=True)
        return numbers, different.tolist()
    seen = np.bincount(codes, minlength=largest + 1) > 0
    return (np.cumsum(seen) - 1)[codes], np.flatnonzero(seen).tolist()
