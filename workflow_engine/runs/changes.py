"""What became different in customers' plans, item by item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workflow_engine.columnar.digests import Digests
from workflow_engine.runs.fingerprints import key_digests

CHANGES: Final = ("added", "removed", "changed", "rewritten")
"""`rewritten`: in both plans, but the earlier row is not at hand, so it may be the same."""

NAMED: Final = ("state", "priority", "by")
COUNTED: Final = ("due", "minutes")
COMPARED: Final = ("state", "priority", "due", "by", "minutes")
READ: Final = ("customer_id", "item", *COMPARED)
"""The columns of the table of items that are compared."""

_NONE = -(2**31)

SCHEMA: Final[dict[str, pl.DataType]] = {
    "customer_id": pl.String(),
    "item": pl.String(),
    "change": pl.Enum(CHANGES),
    **{
        f"{when}_{column}": kind
        for column, kind in (
            ("state", pl.String()),
            ("priority", pl.String()),
            ("due", pl.Date()),
            ("by", pl.String()),
            ("minutes", pl.Int32()),
        )
        for when in ("before", "after")
    },
}
"""The columns of the table of changes."""


class Vocabulary:
    """Names of several policies under common numbers."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names: list[str] = []
        self._numbers: dict[str, int] = {}
        self.numbers(list(names))

    def numbers(self, names: list[str]) -> NDArray[np.int64]:
        """The number of each name; new names get the next ones."""
        for name in names:
            if self._numbers.setdefault(name, len(self.names)) == len(self.names):
                self.names.append(name)
        return np.array([self._numbers[name] for name in names], np.int64)

    def of(self, values: pl.Series) -> NDArray[np.int64]:
        """The numbers of a column of names; that of a null is beyond all."""
        if not isinstance(values.dtype, pl.Enum):
            values = values.cast(pl.Enum(values.drop_nulls().unique(maintain_order=True)))
        assert isinstance(values.dtype, pl.Enum)
        numbers = np.append(self.numbers(values.dtype.categories.to_list()), _NONE)
        codes = values.to_physical().cast(pl.Int64).fill_null(len(numbers) - 1)
        found: NDArray[np.int64] = numbers[codes.to_numpy()]
        return found

    def texts(self, numbers: NDArray[np.int64]) -> pl.Series:
        """The names of numbers."""
        places = pl.Series(np.where(numbers == _NONE, 0, numbers))
        missing = pl.Series(numbers == _NONE)
        names = pl.Series(self.names or [""], dtype=pl.String).gather(places)
        return pl.select(pl.when(~missing).then(names)).to_series()


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of plan items as numbers: the place of the customer in a list, and numbers of names.

    `values` has what is compared, by column.
    """

    customer: NDArray[np.int64]
    item: NDArray[np.int64]
    values: Mapping[str, NDArray[np.int64]]


class Comparison:
    """Compares the plans that some customers had with those they have now.

    Args:
        ids: the customers.
        order: the items of the policy of now, in its order.
    """

    def __init__(self, ids: pl.Series, order: Iterable[str]) -> None:
        self._ids = ids
        keys = key_digests(ids)
        self._places = np.argsort(keys)
        self._keys: Digests = keys[self._places]
        self._items = Vocabulary(order)
        self._names = {column: Vocabulary() for column in NAMED}
        self._before: list[Rows] = []

    def add_before(self, rows: pl.DataFrame, whose: NDArray[np.bool_]) -> None:
        """Note earlier rows with the columns of `READ`, as far as they are of customers in `whose`
        (one truth for each of the customers).
        """
        if not rows.height or not len(self._ids):
            return
        ids = rows["customer_id"]
        turns = (ids != ids.shift(1)).fill_null(value=True)
        starts = np.flatnonzero(turns.to_numpy())
        keys = key_digests(ids.filter(turns))
        places = np.searchsorted(self._keys, keys)
        places[places == len(self._keys)] = 0
        customers = self._places[places]
        wanted = (self._keys[places] == keys) & whose[customers]
        customers[~wanted] = -1
        customer = np.repeat(customers, np.diff(starts, append=rows.height))
        ours = customer >= 0
        self._before.append(self._rows(rows.filter(pl.Series(ours)), customer[ours]))

    def changes(
        self,
        after: pl.DataFrame,
        counts: NDArray[np.int64],
        had: Mapping[str, NDArray[np.bool_]],
    ) -> pl.DataFrame:
        """The rows that differ, with the columns of `SCHEMA`, by customer and item.

        Args:
            after: the rows of now, in the order of the customers.
            counts: how many of them each customer has.
            had: for each item of the last run, which of the customers had it.
        """
        now = self._rows(after, np.repeat(np.arange(len(counts)), counts))
        unseen = np.logical_or.reduce([np.zeros(len(counts), np.bool_), *had.values()])
        for rows in self._before:
            unseen[rows.customer] = False
        before = _together([*self._before, self._only_items(unseen, had)])
        old, new = self._matched(before, now)
        both = (old >= 0) & (new >= 0)
        vague = np.zeros(len(old), np.bool_)
        vague[both] = unseen[before.customer[old[both]]]
        differ = ~both | vague
        for column in COMPARED:
            was, is_ = before.values[column], now.values[column]
            differ[both] |= was[old[both]] != is_[new[both]]
        change = np.select(
            [old < 0, new < 0, vague],
            [CHANGES.index("added"), CHANGES.index("removed"), CHANGES.index("rewritten")],
            CHANGES.index("changed"),
        )
        return self._frame(before, now, old[differ], new[differ], change[differ])

    def _rows(self, frame: pl.DataFrame, customer: NDArray[np.int64]) -> Rows:
        values = {column: self._names[column].of(frame[column]) for column in NAMED}
        for column in COUNTED:
            numbers = frame[column].to_physical().cast(pl.Int64).fill_null(_NONE)
            values[column] = numbers.to_numpy()
        return Rows(customer, self._items.of(frame["item"]), values)

    def _only_items(self, unseen: NDArray[np.bool_], had: Mapping[str, NDArray[np.bool_]]) -> Rows:
        """Rows of which no more is known than that they were there."""
        customers, items = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for name, having in had.items():
            places = np.flatnonzero(having & unseen)
            customers.append(places)
            items.append(np.repeat(self._items.numbers([name]), len(places)))
        customer = np.concatenate(customers)
        none = np.full(len(customer), _NONE)
        return Rows(customer, np.concatenate(items), dict.fromkeys(COMPARED, none))

    def _matched(self, before: Rows, now: Rows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pairs of places of rows for one customer and item; -1 where there is none."""
        width = len(self._items.names)
        cells = np.concatenate(
            [
                (rows.customer * width + rows.item) * 2 + later
                for later, rows in enumerate((before, now))
            ]
        )
        order = np.argsort(cells)
        cells = cells[order] // 2
        first = np.append(True, cells[1:] != cells[:-1])[: len(cells)]
        paired = np.append(~first[1:], False)[: len(cells)]
        earlier = len(before.customer)
        places = order[first]
        following = np.where(paired, np.roll(order, -1), -1)[first]
        old = np.where(places < earlier, places, -1)
        new = np.where(places < earlier, following, places)
        return old, np.where(new >= 0, new - earlier, -1)

    def _frame(
        self,
        before: Rows,
        now: Rows,
        old: NDArray[np.int64],
        new: NDArray[np.int64],
        change: NDArray[Any],
    ) -> pl.DataFrame:
        columns: dict[str, pl.Series] = {}
        whose = np.where(old >= 0, _at(before.customer, old), _at(now.customer, new))
        which = np.where(old >= 0, _at(before.item, old), _at(now.item, new))
        columns["customer_id"] = self._ids.gather(pl.Series(whose))
        columns["item"] = self._items.texts(which)
        columns["change"] = pl.Series(change.astype(np.uint8)).cat.to(SCHEMA["change"])
        for column in COMPARED:
            for when, rows, places in (("before", before, old), ("after", now, new)):
                values = _at(rows.values[column], places)
                if column in NAMED:
                    filled = self._names[column].texts(values)
                else:
                    filled = _nullable(values).cast(pl.Int32)
                columns[f"{when}_{column}"] = filled.cast(SCHEMA[f"{when}_{column}"])
        return pl.DataFrame(columns, schema=SCHEMA)


def _at(values: NDArray[np.int64], places: NDArray[np.int64]) -> NDArray[np.int64]:
    if not len(values):
        return np.full(len(places), _NONE)
    return np.where(places >= 0, values[places], _NONE)


def _nullable(values: NDArray[np.int64]) -> pl.Series:
    return pl.select(pl.when(pl.Series(values != _NONE)).then(pl.Series(values))).to_series()


def _together(parts: list[Rows]) -> Rows:
    nothing = np.zeros(0, np.int64)
    return Rows(
        np.concatenate([nothing, *(one.customer for one in parts)]),
        np.concatenate([nothing, *(one.item for one in parts)]),
        {
            column: np.concatenate([nothing, *(one.values[column] for one in parts)])
            for column in COMPARED
        },
    )
