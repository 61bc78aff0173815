"""The plans of a whole frame of customers: decided, dated and sorted column by column."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from workflow_engine.columnar.by_row import RowTables
from workflow_engine.columnar.columns import KEY, POSITION
from workflow_engine.columnar.customer_table import CustomerTable
from workflow_engine.columnar.decisions import Decisions
from workflow_engine.columnar.dues import NEVER, Services
from workflow_engine.columnar.plan_items import PlanItems
from workflow_engine.columnar.states import ItemStates
from workflow_engine.columnar.tables import Tables
from workflow_engine.columnar.visit_regimes import VisitRegimes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workflow_engine.columnar.history import History
    from workflow_engine.columnar.tables import Chunk
    from workflow_engine.program.program import Program


class Kernel:
    """Plans chunks of customers of one program on the day `at`; safe to share between threads.

    Raises:
        NotColumnar: a rule of the program is beyond what columns calculate exactly.
    """

    def __init__(self, program: Program, at: dt.date) -> None:
        self._program = program
        self._at = at
        self._decisions = Decisions(program, at)
        self._services = Services(program, at)
        self._states = ItemStates(program)
        self._regimes = VisitRegimes(program, self._services)
        self._customers = CustomerTable(program, self._services)
        self._items: tuple[History | None, PlanItems] = None, self._items_of(None)

    def plan(self, chunk: Chunk, history: History | None = None) -> Tables:
        """The tables of a chunk; `history` is that of the same program and day.

        What is beyond the columns is planned customer by customer, and stands in its place.
        """
        if not chunk.large:
            tables, counts = self._planned(chunk.frame, history)
            return Tables(tables.items, tables.customers, counts.astype(np.int64))
        log = None if history is None else history.service_log(one.id for _, one in chunk.large)
        large = [self._rows.tables([one], log) for one in chunk.large]
        tables, counts = self._planned(chunk.frame, history)
        counts = np.append(counts, [len(one.items) for one in large])
        positions = np.append(
            chunk.frame[POSITION].to_numpy(), [position for position, _ in chunk.large]
        ).astype(np.uint64)
        customers = pl.concat([tables.customers, *(one.customers for one in large)])
        items = pl.concat([tables.items, *(one.items for one in large)])
        return Tables(
            _by_position(items, np.repeat(positions, counts)), _by_position(customers, positions)
        )

    @cached_property
    def _rows(self) -> RowTables:
        return RowTables(self._program, self._at)

    def _planned(self, frame: pl.DataFrame, history: History | None) -> tuple[Tables, NDArray[Any]]:
        """The tables of a checked frame, and how many items each customer has."""
        decided = self._decisions.of(frame)
        regimes = self._regimes.of(decided)
        visits = self._regimes.services_of(regimes)
        visit_days = np.append(self._services.never_done, np.int32(NEVER))[visits]
        found = None
        if history is not None:
            found = history.look_up(decided[KEY], visits)
            of_visits = found.services == visits[found.rows]
            visit_days[found.rows[of_visits]] = found.days[of_visits]
        codes = self._states.codes(decided)
        served = self._states.served(codes)
        items, counts = self._items_with(history).rows(
            decided[KEY], codes, served, visit_days, found
        )
        customers = self._customers.rows(decided, regimes, visit_days, served)
        return Tables(items, customers), counts

    def _items_with(self, history: History | None) -> PlanItems:
        """The items' keys for a history; those of the last one are at hand."""
        last, items = self._items
        if last is not history:
            items = self._items_of(history)
            self._items = history, items
        return items

    def _items_of(self, history: History | None) -> PlanItems:
        return PlanItems(self._program, self._states, self._services, history)


def _by_position(table: pl.DataFrame, positions: NDArray[np.uint64]) -> pl.DataFrame:
    return table[np.argsort(positions, kind="stable")]
