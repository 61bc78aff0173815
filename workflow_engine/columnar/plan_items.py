"""The table of plan items: one integer for each item of each customer, sorted and decoded.

From the highest bits down, a key is the priority's rank, the due day counted from the first one,
and the entry: an item in a state by a rule, in the policy's order of items. So the keys of one
customer sort into the order of the table, and all else of a row is looked up by its entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import polars as pl

from workflow_engine.columnar.digests import sums
from workflow_engine.columnar.dues import NEVER
from workflow_engine.columnar.plan_digests import factors, word_count, words_of
from workflow_engine.columnar.tables import STATES, item_schema, priority_order
from workflow_engine.planning.groundwork import RIDING
from workflow_engine.planning.plan import SERVED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workflow_engine.columnar.digests import Digests
    from workflow_engine.columnar.dues import Services
    from workflow_engine.columnar.history import FoundDues, History
    from workflow_engine.columnar.plan_digests import PlanDigests
    from workflow_engine.columnar.states import Codes, ItemStates, Meaning
    from workflow_engine.planning.groundwork import ItemRow
    from workflow_engine.program.program import Program

    Keys: TypeAlias = NDArray[np.unsignedinteger[Any]]

BLOCK: Final = 2048
"""Customers whose keys are sorted together: they stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class PlannedItems:
    """The rows of items of some customers, and how many each has.

    `held` and `traces` are `items` and `rows` of their digests (`tables.Traces`); no `traces` where
    these are not asked for.
    """

    rows: pl.DataFrame
    counts: NDArray[np.int64]
    held: tuple[Digests, ...]
    traces: Digests | None


class PlanItems:
    """Makes the rows of items; the due days of one history, or of none, fit into its keys.

    They are digested where `digests` is given.
    """

    def __init__(
        self,
        program: Program,
        states: ItemStates,
        services: Services,
        history: History | None = None,
        digests: PlanDigests | None = None,
    ) -> None:
        self._schema = item_schema(program)
        self._services = services
        self._rows = services.ground.rows
        self._ranks = {name: rank for rank, name in enumerate(priority_order(program))}
        dated = [n for n, row in enumerate(self._rows) if row.id in services.of_item]
        self._dated = np.array(dated, np.int64)
        dues = [day for day in services.never_done.tolist() if day != NEVER]
        if history is not None:
            dues += history.bounds or ()
        self._first_day = min(dues, default=0)
        self._undated = max(dues, default=0) - self._first_day + 1
        entries, codes = self._entries(program, states)
        self._entries_table = pl.DataFrame(list(entries), self._entry_schema(), orient="row")
        self._digests: tuple[Digests, Digests] | None = None
        if digests is not None:
            days = pl.int_range(self._undated + 1, dtype=pl.Int32, eager=True)
            days = days.set(days == self._undated, None) + self._first_day
            self._digests = digests.entries(self._entries_table), factors(days)
        self._entry_bits = len(entries).bit_length()
        self._due_bits = self._undated.bit_length()
        bits = self._entry_bits + self._due_bits + len(self._ranks).bit_length()
        self._type: type[np.uint32 | np.uint64] = np.uint32 if bits < 32 else np.uint64
        self._absent = int(np.iinfo(self._type).max)
        self._tables = [
            np.array(
                [self._absent if key is None else self._packed(*key) for key in keys], self._type
            )
            for keys in codes
        ]

    def rows(
        self,
        ids: pl.Series,
        codes: Sequence[Codes],
        served: NDArray[np.bool_],
        visit_days: NDArray[np.int32],
        found: FoundDues | None = None,
    ) -> PlannedItems:
        """The rows of customers.

        Args:
            ids: the customers' ids.
            codes: the code of each item (`ItemStates`).
            served: a line for each item, where it is to be done.
            visit_days: when each customer's next visit is due, `NEVER` without visits.
            found: the due days that the history gave.
        """
        keys = np.empty((len(codes), len(ids)), self._type)
        for line, table, code in zip(keys, self._tables, codes, strict=True):
            np.take(table, code, out=line, mode="clip")
        visits = self._due_part(visit_days)
        for number, row in enumerate(self._rows):
            if row.schedule == RIDING:
                keys[number] += visits * served[number]
        if found is not None:
            self._put(keys, served, found)
        return self._in_order(ids, keys)

    def _entries(
        self, program: Program, states: ItemStates
    ) -> tuple[dict[tuple[Any, ...], int], list[list[tuple[int, int, int] | None]]]:
        """What a row may say, by number, and for each code of an item the parts of its key."""
        entries: dict[tuple[Any, ...], int] = {}
        codes: list[list[tuple[int, int, int] | None]] = []
        for row, one in zip(self._rows, states.items, strict=True):
            keys: list[tuple[int, int, int] | None] = []
            for meaning in one.meanings():
                if meaning is None or meaning.state not in STATES:
                    keys.append(None)
                    continue
                item = row.item
                priority = program.priorities[item.value, meaning.urgency]
                entry = (
                    *(item.id, item.kind, meaning.state, priority),
                    *(item.by, item.minutes, meaning.rule),
                )
                number = entries.setdefault(entry, len(entries))
                keys.append((self._ranks[priority], self._due_code(row, meaning), number))
            codes.append(keys)
        return entries, codes

    def _entry_schema(self) -> dict[str, pl.DataType]:
        names = ("item", "kind", "state", "priority", "by", "minutes", "rule")
        return {name: self._schema[name] for name in names}

    def _due_code(self, row: ItemRow, meaning: Meaning) -> int:
        """The due part of an item that was never done; what visits date is added by customer."""
        if meaning.state not in SERVED:
            return self._undated
        if row.schedule == RIDING:
            return 0
        service = self._services.of_item.get(row.id)
        day = NEVER if service is None else int(self._services.never_done[service])
        return self._undated if day == NEVER else day - self._first_day

    def _packed(self, rank: int, due: int, entry: int) -> int:
        return (rank << self._due_bits | due) << self._entry_bits | entry

    def _due_part(self, days: NDArray[np.int32]) -> Keys:
        """The part of keys that is a due day."""
        due = np.where(days == NEVER, self._undated, days - np.int32(self._first_day))
        parts: Keys = due.astype(self._type)
        parts <<= self._type(self._entry_bits)
        return parts

    def _put(self, keys: Keys, served: NDArray[np.bool_], found: FoundDues) -> None:
        """Put the due days that were found in the place of those of what was never done."""
        of_items = found.services < len(self._dated)
        services, customers = found.services[of_items], found.rows[of_items]
        places = self._dated[services] * keys.shape[1] + customers
        to_do = served.reshape(-1)[places]
        places, services = places[to_do], services[to_do]
        never = self._due_part(self._services.never_done)
        # Differences wrap around below zero, and so do the sums.
        keys.reshape(-1)[places] += self._due_part(found.days[of_items][to_do]) - never[services]

    def _in_order(self, ids: pl.Series, keys: Keys) -> PlannedItems:
        """The rows of all keys: one customer after the other, each one's ascending."""
        size, customers = keys.shape
        parts = [pl.Series([], dtype=pl.UInt32 if self._type == np.uint32 else pl.UInt64)]
        held = np.empty((customers, word_count(size)), np.uint64)
        counts = np.empty(customers, np.int64)
        traces = None if self._digests is None else np.empty(customers, np.uint64)
        blocks = np.empty((min(BLOCK, customers), size), self._type)
        for start in range(0, customers, BLOCK):
            some = slice(start, start + BLOCK)
            block = blocks[: customers - start]
            np.copyto(block, keys[:, some].T)
            held[some] = words_of(block != self._absent)
            np.bitwise_count(held[some]).sum(axis=1, out=counts[some])
            block.sort(axis=1)
            every = pl.Series(block.reshape(-1))
            present = every.filter(every != self._absent)
            if traces is not None:
                traces[some] = self._traced(present.to_numpy(), counts[some])
            parts.append(present)
        rows = self._decoded(ids, pl.concat(parts, rechunk=True), counts)
        return PlannedItems(rows, counts, tuple(held.T), traces)

    def _traced(self, keys: Keys, counts: NDArray[np.int64]) -> Digests:
        """The digests of the rows of some customers."""
        assert self._digests is not None
        entries, dues = self._digests
        places = keys & self._type((1 << self._entry_bits) - 1)
        parts = entries.take(places.astype(np.intp), mode="clip")
        parts *= dues.take(self._days(keys).astype(np.intp), mode="clip")
        return sums(parts, counts)

    def _decoded(self, ids: pl.Series, keys: pl.Series, counts: NDArray[Any]) -> pl.DataFrame:
        packed = keys.to_numpy()
        entries = packed & self._type((1 << self._entry_bits) - 1)
        places = pl.Series(entries.astype(np.uint32, copy=False))
        customers = np.repeat(np.arange(len(ids), dtype=np.uint32), counts)
        columns = {
            "customer_id": ids.gather(pl.Series(customers)),
            "due": self._due_dates(packed),
            **{column.name: _looked_up(column, places) for column in self._entries_table},
        }
        return pl.DataFrame([columns[name].alias(name) for name in self._schema])

    def _due_dates(self, packed: Keys) -> pl.Series:
        days = self._days(packed)
        dues = pl.Series(days.astype(np.uint32, copy=False).view(np.int32))
        dues = dues.set(dues == self._undated, None) + self._first_day
        return dues.cast(pl.Date)

    def _days(self, packed: Keys) -> Keys:
        """The due parts of keys, as numbers from 0 on."""
        days: Keys = packed >> self._type(self._entry_bits)
        days &= self._type((1 << self._due_bits) - 1)
        return days


def _looked_up(column: pl.Series, places: pl.Series) -> pl.Series:
    """The values at some places of a short column."""
    if column.n_unique() == 1:
        return column.new_from_index(0, len(places))
    return column.gather(places)
