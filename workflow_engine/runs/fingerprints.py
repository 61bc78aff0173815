"""The fingerprints of customers: of what went into each plan, and of the plan.

A later run compares them to tell whom it must plan again, and whose plan changed. They are about
meaning: items, levels and rules count by their names, so that a policy with one item more does not
change the fingerprints of those who are not concerned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workflow_engine.batch.customers import Customer
from workflow_engine.columnar.columns import KEY, NAME, attribute_column, physical
from workflow_engine.columnar.tables import STATES, Tables, level_columns, priority_order
from workflow_engine.decide.rule_numbers import numbered_rules
from workflow_engine.program.program import Program
from workflow_engine.runs.digests import (
    Digests,
    in_order,
    mixed,
    of_anything,
    of_names,
    of_texts,
    of_values,
    seed,
    taken,
)

WORD = 64
"""Items whose presence one column of bits tells."""
_NO_DATE = -(2**31)


def key_digests(keys: pl.Series) -> Digests:
    """The number under which each customer is found again."""
    return mixed(of_texts(keys) + seed("customer"))


class LogDigests:
    """What a service log says of each customer, for all entries that count on a day.

    `log` has the columns customer_id, item, done_on and record. The order of entries does not
    matter; that one stands there twice does.
    """

    def __init__(self, log: pl.DataFrame, at: dt.date) -> None:
        counting = log.filter(pl.col("done_on") <= at)
        items = counting["item"].cast(pl.String)
        entries = of_values(items.cast(pl.Enum(items.unique().sort())), seed("log", "item"))
        entries += of_values(counting["done_on"], seed("log", "done_on"))
        entries += of_values(counting["record"], seed("log", "record"))
        keys = key_digests(counting["customer_id"].cast(pl.String))
        order = np.argsort(keys)
        keys = keys[order]
        first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])
        self._keys = keys[first]
        entries = mixed(entries)[order]
        self._sums = np.add.reduceat(entries, first) if len(first) else entries

    def of(self, keys: Digests) -> Digests:
        """For each customer the digest of its entries: 0 where it has none."""
        if not len(self._keys):
            return np.zeros(len(keys), np.uint64)
        places = np.searchsorted(self._keys, keys)
        places[places == len(self._keys)] = 0
        return np.where(self._keys[places] == keys, self._sums[places], np.uint64(0))


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
        items = list(program.items.values())
        names = of_names([f"{one.id}\x1f{one.kind}\x1f{one.by}\x1f{one.minutes}" for one in items])
        priorities = priority_order(program)
        combined = (
            names[:, None, None]
            + of_names(list(STATES))[None, :, None]
            + of_names(priorities)[None, None, :]
        )
        self._combined = mixed(combined.reshape(-1).copy())
        self._priorities = len(priorities)
        rules = [f"{one.kind}\x1f{one.name}\x1f{one.part}" for one in numbered_rules(program)]
        self._rules = of_names(["", *rules])
        places = np.arange(len(items))
        self._bits = [
            np.where(
                places // WORD == word, np.uint64(1) << (places % WORD).astype(np.uint64), 0
            ).astype(np.uint64)
            for word in range(word_count(len(items)))
        ]
        self._start = seed("plan", str(divided_by))
        self._by_rule = {f"{column}_rule" for column in level_columns(program).values()}

    def of(self, tables: Tables, names: Digests, beside: Digests | None = None) -> Planned:
        """The fingerprints of the customers of `tables`.

        `names` are the digests of their names (`Inputs`). `beside` is added to each: what else
        tells where the customer's rows stand.
        """
        counts = rows_of_each(tables)
        starts = np.cumsum(counts) - counts
        items = tables.items
        codes = items["item"].to_physical().to_numpy().astype(np.int64)
        held = tuple(_held(bits.take(codes, mode="clip"), starts, counts) for bits in self._bits)
        codes *= len(STATES)
        codes += items["state"].to_physical().to_numpy()
        codes *= self._priorities
        codes += items["priority"].to_physical().to_numpy()
        rows = self._combined.take(codes, mode="clip")
        rows += taken(self._rules, items["rule"])
        due = items["due"].to_physical().fill_null(_NO_DATE).to_numpy()
        rows += np.multiply(due.view(np.uint32), self._start | np.uint64(1), dtype=np.uint64)
        found = in_order(rows, starts, counts, self._start)
        found += names
        found += self._customers(tables.customers)
        if beside is not None:
            found += beside
        return Planned(mixed(found), counts, held)

    def _customers(self, customers: pl.DataFrame) -> Digests:
        found = np.zeros(customers.height, np.uint64)
        for values in customers.drop("customer_id", "name").get_columns():
            name = values.name
            start = seed("customers", name)
            if name in self._by_rule:
                found += taken(self._rules, values) * (start | np.uint64(1))
            else:
                found += of_values(values, start)
        return found


def word_count(items: int) -> int:
    """How many columns of bits the items of a policy take."""
    return -(-items // WORD)


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


def _held(bits: Digests, starts: NDArray[np.int64], counts: NDArray[np.int64]) -> Digests:
    found = np.zeros(len(counts), np.uint64)
    full = counts > 0
    if full.any():
        found[full] = np.bitwise_or.reduceat(bits, starts[full])
    return found


def _beyond(program: Program, customer: Customer, log: LogDigests | None) -> Inputs:
    """Of a customer with a value that no column holds."""
    known = inputs_of(customer_frame(program, [customer], ()), log)
    found = known.inputs
    for name in program.attributes:
        found = found + np.uint64(of_anything(customer.values[name], seed("beyond", name)))
    return Inputs(known.keys, known.names, mixed(found))
