"""Digests of plans: numbers that differ where what is planned for two customers differs.

They are about meaning: items, levels and rules count by their names. Each row of items is the
digest of what it says times an odd number for its due day, and each list of names the sum of their
digests; so both are added up in any order, by customer. Their order follows from what they are and
from the order of the policy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from workflow_engine.columnar.digests import (
    Digests,
    mixed,
    of_names,
    of_values,
    seed,
    sums,
    taken,
)
from workflow_engine.columnar.tables import (
    STATES,
    Tables,
    Traces,
    level_columns,
    priority_order,
)
from workflow_engine.decide.rule_numbers import numbered_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from workflow_engine.program.program import Program

WORD: Final = 64
"""Items whose presence one column of bits tells."""
SETS: Final = ("tags", "unknown_categories", "unknown", "conflicts", "missing")
"""The columns of customers whose lists are in the order of the policy."""
NO_DATE: Final = -(2**31)
_ONE: Final = np.uint64(1)


class PlanDigests:
    """Digests the tables of one program. Safe to share between threads."""

    def __init__(self, program: Program) -> None:
        items = list(program.items.values())
        texts = [f"{one.id}\x1f{one.kind}\x1f{one.by}\x1f{one.minutes}" for one in items]
        self._items = of_names(texts)
        self._states = of_names(list(STATES))
        self._priorities = of_names(priority_order(program))
        rules = [f"{one.kind}\x1f{one.name}\x1f{one.part}" for one in numbered_rules(program)]
        self._rules = of_names(["", *rules])
        self._count = len(items)
        self._rule_columns = {f"{column}_rule" for column in level_columns(program).values()}

    def of(self, tables: Tables) -> Traces:
        """The digests of tables from their rows."""
        counts = rows_of_each(tables)
        items = tables.items
        rows = self.entries(items)
        rows *= factors(items["due"])
        places = items["item"].to_physical().to_numpy().astype(np.uint64)
        held = []
        for word in range(word_count(self._count)):
            bits = np.where(places // WORD == word, _ONE << places % WORD, 0).astype(np.uint64)
            held.append(sums(bits, counts))
        customers = np.zeros(tables.customers.height, np.uint64)
        for values in tables.customers.drop("customer_id", "name").get_columns():
            customers += self.column(values)
        return Traces(sums(rows, counts), tuple(held), customers)

    def entries(self, rows: pl.DataFrame) -> Digests:
        """The digest of each row of items, but for its due day: an odd number."""
        found = taken(self._items, rows["item"].to_physical())
        found += taken(self._states, rows["state"].to_physical())
        found += taken(self._priorities, rows["priority"].to_physical())
        found += taken(self._rules, rows["rule"])
        return mixed(found) | _ONE

    def column(self, values: pl.Series) -> Digests:
        """The digest of each value of a column of customers."""
        start = seed("customers", values.name)
        if values.name in self._rule_columns:
            return taken(self._rules, values) * (start | _ONE)
        if values.name not in SETS:
            return of_values(values, start)
        assert isinstance(values.dtype, pl.List)
        assert isinstance(values.dtype.inner, pl.Enum)
        names = set_names(values.name, values.dtype.inner.categories.to_list())
        elements = values.explode(empty_as_null=False, keep_nulls=False)
        counts = values.list.len().to_numpy().astype(np.int64)
        return sums(taken(names, elements.to_physical()), counts)


def rows_of_each(tables: Tables) -> NDArray[np.int64]:
    """How many rows each customer of the tables has among the items."""
    if tables.counts is not None:
        return tables.counts
    ids = tables.items["customer_id"]
    if not len(ids):
        return np.zeros(tables.customers.height, np.int64)
    turns = (ids != ids.shift(1)).fill_null(value=True)
    starts = np.flatnonzero(turns.to_numpy())
    lengths = np.diff(starts, append=len(ids)).astype(np.int64)
    if len(starts) == tables.customers.height:
        return lengths
    counts = np.zeros(tables.customers.height, np.int64)
    present = tables.customers["customer_id"].is_in(ids.filter(turns).implode())
    counts[present.to_numpy()] = lengths
    return counts


def in_order(parts: Sequence[Traces], order: NDArray[np.int64]) -> Traces:
    """The traces of all parts, in another order."""
    words = zip(*(one.items for one in parts), strict=True)
    return Traces(
        np.concatenate([one.rows for one in parts])[order],
        tuple(np.concatenate(word)[order] for word in words),
        np.concatenate([one.customers for one in parts])[order],
    )


def set_names(column: str, names: list[str]) -> Digests:
    """What each name adds to the digest of a list in one of the columns `SETS`: odd numbers."""
    return mixed(of_names(names) + seed("customers", column)) | _ONE


def factors(dues: pl.Series) -> Digests:
    """By what a due day multiplies the digest of a row."""
    days = dues.to_physical().fill_null(NO_DATE).to_numpy().astype(np.int64)
    return days.view(np.uint64) * np.uint64(2) + _ONE


def word_count(items: int) -> int:
    """How many columns of bits the items of a policy take."""
    return -(-items // WORD)


def words_of(flags: NDArray[np.bool_]) -> Digests:
    """The bits of each row of a matrix, 64 in a word."""
    rows, count = flags.shape
    bits = np.zeros((rows, word_count(count) * WORD // 8), np.uint8)
    bits[:, : -(-count // 8)] = np.packbits(flags, axis=1, bitorder="little")
    return bits.view("<u8").astype(np.uint64, copy=False)
