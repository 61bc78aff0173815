"""The table of customers: what holds for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from workflow_engine.columnar.columns import (
    KEY,
    NAME,
    STATUSES,
    missing_column,
    rule_column,
    status_column,
    value_column,
)
from workflow_engine.columnar.dues import NEVER
from workflow_engine.columnar.flag_lists import lists_of
from workflow_engine.columnar.tables import customer_schema, level_columns
from workflow_engine.program.program import Scale, Table, Tag
from workflow_engine.program.types import SCALE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workflow_engine.columnar.dues import Services
    from workflow_engine.columnar.visit_regimes import RegimesOfCustomers
    from workflow_engine.program.program import Definition, Program


class CustomerTable:
    """Makes the rows of customers."""

    def __init__(self, program: Program, services: Services) -> None:
        self._program = program
        self._ground = services.ground
        self._schema = customer_schema(program)
        self._levels = level_columns(program)
        self._tags = [one.id for one in program.definitions.values() if isinstance(one, Tag)]

    def rows(
        self,
        decided: pl.DataFrame,
        customers: RegimesOfCustomers,
        visit_days: NDArray[np.int32],
        served: NDArray[np.bool_],
    ) -> pl.DataFrame:
        """The rows of a decided frame.

        Args:
            decided: what `Decisions` gives.
            customers: the customers' visit regimes.
            visit_days: when each customer's next visit is due, `NEVER` without visits.
            served: a line for each item, where it is to be done.
        """
        columns = {
            "customer_id": decided[KEY],
            "name": decided[NAME],
            "tags": self._flags(decided, "tags", {tag: _holds(tag) for tag in self._tags}),
            "unknown_categories": self._flags(
                decided, "unknown_categories", {tag: _unknown(tag) for tag in self._category_tags}
            ),
            "visit_due": _dates(visit_days),
            "monthly_minutes": self._minutes(customers, served),
            "unknown": self._flags(
                decided,
                "unknown",
                {one.id: _has_status(one, "unknown") for one in self._program.definitions.values()},
            ),
            "conflicts": self._flags(
                decided,
                "conflicts",
                {
                    one.id: _has_status(one, "conflict")
                    for one in self._program.definitions.values()
                    if isinstance(one, Scale | Table)
                },
            ),
            "missing": self._flags(
                decided,
                "missing",
                {
                    name: pl.col(missing_column(name))
                    for name in self._program.attributes
                    if missing_column(name) in decided.columns
                },
            ),
            **self._regime_columns(customers),
        }
        for scale, column in self._levels.items():
            columns[column] = decided[value_column(scale)].cast(self._schema[column])
            columns[f"{column}_rule"] = decided[rule_column(scale)]
        return pl.DataFrame([columns[name].alias(name) for name in self._schema])

    @property
    def _category_tags(self) -> tuple[str, ...]:
        return () if self._program.categories is None else self._program.categories.of

    def _flags(self, decided: pl.DataFrame, column: str, flags: dict[str, pl.Expr]) -> pl.Series:
        type_ = self._schema[column]
        assert isinstance(type_, pl.List)
        assert isinstance(type_.inner, pl.Enum)
        return lists_of(decided, flags, type_.inner)

    def _regime_columns(self, customers: RegimesOfCustomers) -> dict[str, pl.Series]:
        """What follows from the categories alone."""
        names = ("categories", "visit_times", "visit_per", "visit_minutes", "visit_modes")
        rows: list[tuple[Any, ...]] = []
        for one in customers.regimes:
            visit = one.visit
            told: list[Any] = [None] * 4
            if visit is not None:
                told = [visit.times, visit.per, visit.minutes, list(visit.modes)]
            rows.append((list(one.categories), *told))
        regimes = pl.DataFrame(rows, {name: self._schema[name] for name in names}, orient="row")
        numbers = pl.Series(customers.numbers.astype(np.uint32))
        return {column.name: column.gather(numbers) for column in regimes}

    def _minutes(self, customers: RegimesOfCustomers, served: NDArray[np.bool_]) -> pl.Series:
        """The minutes a month, to six places, half-even: a sum over a common denominator."""
        ground = self._ground
        of_visits = [
            0
            if one.visit is None
            else one.visit.times * one.visit.minutes * ground.visit_shares[one.visit.per]
            for one in customers.regimes
        ]
        numerators = np.array(of_visits, np.int64)[customers.numbers]
        for row, to_do in zip(ground.rows, served, strict=True):
            if row.share:
                numerators += to_do * np.int64(row.share)
        different, numbers = np.unique(numerators, return_inverse=True)
        exact = pl.col("numerator").cast(pl.Int128) * SCALE
        quotient, twice = exact // ground.denominator, exact % ground.denominator * 2
        up = (twice > ground.denominator) | ((twice == ground.denominator) & (quotient % 2 == 1))
        type_ = self._schema["monthly_minutes"]
        minutes = pl.DataFrame({"numerator": different}).select(
            (quotient + up.cast(pl.Int128)).cast(type_) / pl.lit(SCALE).cast(type_)
        )
        return minutes.to_series().gather(pl.Series(numbers.astype(np.uint32)))


def _holds(tag: str) -> pl.Expr:
    return pl.col(value_column(tag)).fill_null(value=False)


def _unknown(tag: str) -> pl.Expr:
    return pl.col(value_column(tag)).is_null()


def _has_status(definition: Definition, status: str) -> pl.Expr:
    if isinstance(definition, Scale | Table):
        return pl.col(status_column(definition.id)) == STATUSES.index(status)
    return _unknown(definition.id)


def _dates(days: NDArray[np.int32]) -> pl.Series:
    series = pl.Series(days)
    return series.set(series == NEVER, None).cast(pl.Date)
