"""The fingerprints of customers: of what went into each plan, and of the plan.

A later run compares them to tell whom it must plan again, and whose plan changed. They are about
meaning: items, levels and rules count by their names, so that a policy with one item more does not
change the fingerprints of those who are not concerned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workflow_engine.batch.customers import Customer
from workflow_engine.columnar.columns import KEY, NAME, attribute_column, physical
from workflow_engine.columnar.digests import (
    Digests,
    mixed,
    of_anything,
    of_texts,
    of_values,
    seed,
)
from workflow_engine.columnar.key_index import coded
from workflow_engine.columnar.plan_digests import PlanDigests, rows_of_each
from workflow_engine.columnar.tables import Tables
from workflow_engine.program.program import Program

_ENTRIES_AT_ONCE: Final = 1 << 19
"""Entries of the log of which the digests are held at once."""


def key_digests(keys: pl.Series) -> Digests:
    """The number under which each customer is found again."""
    return mixed(of_texts(keys) + seed("customer"))


class LogDigests:
    """What a service log says of each customer, for all entries that count on a day.

    `log` has the columns customer_id (String or Categorical), item (String or Enum), done_on and
    record. The order of entries does not
    matter; that one stands there twice does.
    """

    def __init__(self, log: pl.DataFrame, at: dt.date) -> None:
        ids, customers = coded(log["customer_id"])
        sums = np.zeros(len(ids), np.uint64)
        for start in range(0, log.height, _ENTRIES_AT_ONCE):
            part = slice(start, start + _ENTRIES_AT_ONCE)
            counting = log[part]["done_on"] <= at
            entries = _entry_digests(log[part].filter(counting))
            np.add.at(sums, customers[part][counting.to_numpy()], entries)
        keys = key_digests(ids)
        order = np.argsort(keys)
        self._keys, self._sums = keys[order], sums[order]

    def of(self, keys: Digests) -> Digests:
        """For each customer the digest of its entries: 0 where it has none."""
        if not len(self._keys):
            return np.zeros(len(keys), np.uint64)
        places = np.searchsorted(self._keys, keys)
        places[places == len(self._keys)] = 0
        return np.where(self._keys[places] == keys, self._sums[places], np.uint64(0))


def _entry_digests(log: pl.DataFrame) -> Digests:
    """The digest of each entry, whosever it is."""
    items = log["item"]
    if items.dtype == pl.String:
        items = items.cast(pl.Enum(items.unique().sort()))
    entries = of_values(items, seed("log", "item"))
    entries += of_values(log["done_on"], seed("log", "done_on"))
    entries += of_values(log["record"], seed("log", "record"))
    return mixed(entries)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Of some customers: under which number each is found again, its name, and all that went in.

    The place of the row in the input does not count.
    """

    keys: Digests
    names: Digests
    inputs: Digests

    def in_order(self, order: NDArray[np.int64]) -> Inputs:
        """The same customers in another order."""
        return Inputs(self.keys[order], self.names[order], self.inputs[order])

    @classmethod
    def together(cls, parts: Sequence[Inputs]) -> Inputs:
        """The customers of all parts, one after the other."""
        return cls(
            np.concatenate([one.keys for one in parts]),
            np.concatenate([one.names for one in parts]),
            np.concatenate([one.inputs for one in parts]),
        )


def inputs_of(frame: pl.DataFrame, log: LogDigests | None = None) -> Inputs:
    """The customers of a checked frame: their ids, names, values and log entries."""
    keys, names = key_digests(frame[KEY]), of_values(frame[NAME], seed("name"))
    found = keys + names
    for name in frame.columns:
        if name.startswith(attribute_column("")):
            found += of_values(frame[name], seed("attribute", name))
    if log is not None:
        found += log.of(keys)
    return Inputs(keys, names, mixed(found))


def inputs_of_large(
    program: Program, customers: Sequence[Customer], log: LogDigests | None = None
) -> Inputs:
    """The same for customers that are planned one by one.

    Equal to `inputs_of` for every customer whose values columns could hold.
    """
    try:
        return inputs_of(customer_frame(program, customers), log)
    except (OverflowError, TypeError, pl.exceptions.PolarsError):
        if len(customers) == 1:
            return _beyond(program, customers[0], log)
    middle = len(customers) // 2
    halves = customers[:middle], customers[middle:]
    return Inputs.together([inputs_of_large(program, half, log) for half in halves])


def customer_frame(
    program: Program, customers: Sequence[Customer], attributes: Iterable[str] | None = None
) -> pl.DataFrame:
    """Checked customers as a checked frame, without POSITION; with all attributes or only some.

    Raises OverflowError, TypeError or PolarsError for a value that no column holds.
    """
    columns = [
        pl.Series(KEY, [one.id for one in customers], pl.String),
        pl.Series(NAME, [one.name for one in customers], pl.String),
    ]
    for name in program.attributes if attributes is None else attributes:
        values = [one.values[name] for one in customers]
        kind = physical(program.attributes[name].type)
        columns.append(pl.Series(attribute_column(name), values, kind, strict=True))
    return pl.DataFrame(columns)


@dataclass(frozen=True, slots=True)
class Planned:
    """What was planned for each customer of some tables, in their order.

    `plans` are the fingerprints over all rows of both tables, `counts` how many rows each has in
    the table of items. `items` says which: a bit for each item of the policy, in its order, 64 in
    a column.
    """

    plans: Digests
    counts: NDArray[np.int64]
    items: tuple[Digests, ...]


class PlanFingerprints:
    """Fingerprints the tables of one program. Safe to share between threads.

    `divided_by` names what divides the tables into folders, as it is part of where a row stands.
    """

    def __init__(self, program: Program, divided_by: str | None = None) -> None:
        self._digests = PlanDigests(program)
        self._start = seed("plan", str(divided_by))

    def of(self, tables: Tables, names: Digests, beside: Digests | None = None) -> Planned:
        """The fingerprints of the customers of `tables`.

        `names` are the digests of their names (`Inputs`). `beside` is added to each: what else
        tells where the customer's rows stand.
        """
        traces = tables.traces or self._digests.of(tables)
        found = mixed(traces.rows + self._start)
        found += names
        found += traces.customers
        if beside is not None:
            found += beside
        return Planned(mixed(found), rows_of_each(tables), traces.items)


def _beyond(program: Program, customer: Customer, log: LogDigests | None) -> Inputs:
    """Of a customer with a value that no column holds."""
    known = inputs_of(customer_frame(program, [customer], ()), log)
    found = known.inputs
    for name in program.attributes:
        found = found + np.uint64(of_anything(customer.values[name], seed("beyond", name)))
    return Inputs(known.keys, known.names, mixed(found))
