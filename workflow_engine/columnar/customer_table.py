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
from workflow_engine.columnar.plan_digests import set_names
from workflow_engine.columnar.tables import customer_schema, level_columns
from workflow_engine.program.program import Scale, Table, Tag
from workflow_engine.program.types import SCALE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from workflow_engine.columnar.digests import Digests
    from workflow_engine.columnar.dues import Services
    from workflow_engine.columnar.plan_digests import PlanDigests
    from workflow_engine.columnar.visit_regimes import RegimesOfCustomers
    from workflow_engine.program.program import Definition, Program


class CustomerTable:
    """Makes the rows of customers; they are digested where `digests` is given."""

    def __init__(
        self, program: Program, services: Services, digests: PlanDigests | None = None
    ) -> None:
        self._program = program
        self._digests = digests
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
    ) -> tuple[pl.DataFrame, Digests | None]:
        """The rows of a decided frame, and the digest of each but for its id and name.

        Args:
            decided: what `Decisions` gives.
            customers: the customers' visit regimes.
            visit_days: when each customer's next visit is due, `NEVER` without visits.
            served: a line for each item, where it is to be done.
        """
        definitions = self._program.definitions.values()
        table = _Table(self._schema, decided, self._digests)
        table.put_flags("tags", {tag: _holds(tag) for tag in self._tags})
        table.put_flags("unknown_categories", {tag: _unknown(tag) for tag in self._category_tags})
        table.put("visit_due", _dates(visit_days))
        table.put_some("monthly_minutes", *self._minutes(customers, served))
        table.put_flags("unknown", {one.id: _has_status(one, "unknown") for one in definitions})
        table.put_flags(
            "conflicts",
            {
                one.id: _has_status(one, "conflict")
                for one in definitions
                if isinstance(one, Scale | Table)
            },
        )
        table.put_flags(
            "missing",
            {
                name: pl.col(missing_column(name))
                for name in self._program.attributes
                if missing_column(name) in decided.columns
            },
        )
        for column in self._regimes(customers):
            table.put_some(column.name, column, customers.numbers)
        for scale, name in self._levels.items():
            table.put(name, decided[value_column(scale)].cast(self._schema[name]))
            table.put(f"{name}_rule", decided[rule_column(scale)])
        return table.frame(), table.digests

    @property
    def _category_tags(self) -> tuple[str, ...]:
        return () if self._program.categories is None else self._program.categories.of

    def _regimes(self, customers: RegimesOfCustomers) -> pl.DataFrame:
        """What follows from the categories alone: a row for each regime."""
        names = ("categories", "visit_times", "visit_per", "visit_minutes", "visit_modes")
        rows: list[tuple[Any, ...]] = []
        for one in customers.regimes:
            visit = one.visit
            told: list[Any] = [None] * 4
            if visit is not None:
                told = [visit.times, visit.per, visit.minutes, list(visit.modes)]
            rows.append((list(one.categories), *told))
        return pl.DataFrame(rows, {name: self._schema[name] for name in names}, orient="row")

    def _minutes(
        self, customers: RegimesOfCustomers, served: NDArray[np.bool_]
    ) -> tuple[pl.Series, NDArray[np.intp]]:
        """The different minutes a month, and which of them each customer has.

        To six places, half-even: a sum over a common denominator.
        """
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
        return minutes.to_series(), numbers


class _Table:
    """Columns of customers as they are put in, and the sum of their digests where asked for."""

    def __init__(
        self, schema: Mapping[str, pl.DataType], decided: pl.DataFrame, asked: PlanDigests | None
    ) -> None:
        self._schema = schema
        self._decided = decided
        self._columns = {"customer_id": decided[KEY].alias("customer_id"), "name": decided[NAME]}
        self._asked = asked
        self.digests = None if asked is None else np.zeros(decided.height, np.uint64)

    def put(self, name: str, values: pl.Series) -> None:
        """A column."""
        self._columns[name] = values.alias(name)
        if self.digests is not None and self._asked is not None:
            self.digests += self._asked.column(self._columns[name])

    def put_some(self, name: str, different: pl.Series, numbers: NDArray[np.intp]) -> None:
        """A column of few different values: which one each customer has."""
        self._columns[name] = different.gather(pl.Series(numbers.astype(np.uint32))).alias(name)
        if self.digests is not None and self._asked is not None:
            self.digests += self._asked.column(different.alias(name)).take(numbers)

    def put_flags(self, name: str, flags: dict[str, pl.Expr]) -> None:
        """A column with the names of the flags that hold."""
        type_ = self._schema[name]
        assert isinstance(type_, pl.List)
        assert isinstance(type_.inner, pl.Enum)
        names = None if self._asked is None else set_names(name, list(flags))
        lists, found = lists_of(self._decided, flags, type_.inner, names)
        self._columns[name] = lists.alias(name)
        if found is not None:
            self.digests = found if self.digests is None else self.digests + found

    def frame(self) -> pl.DataFrame:
        """The table."""
        return pl.DataFrame([self._columns[name] for name in self._schema])


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
