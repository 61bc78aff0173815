"""The plans of a whole frame of customers: decided, dated and sorted column by column."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from workflow_engine.columnar.by_row import RowTables
from workflow_engine.columnar.columns import KEY, POSITION
from workflow_engine.columnar.customer_table import CustomerTable
from workflow_engine.columnar.decisions import Decisions
from workflow_engine.columnar.dues import NEVER, Services
from workflow_engine.columnar.plan_digests import PlanDigests, in_order, rows_of_each
from workflow_engine.columnar.plan_items import PlanItems
from workflow_engine.columnar.states import ItemStates
from workflow_engine.columnar.tables import Tables, Traces
from workflow_engine.columnar.visit_regimes import VisitRegimes

if TYPE_CHECKING:
    from workflow_engine.columnar.history import History
    from workflow_engine.columnar.tables import Chunk
    from workflow_engine.program.program import Program


class Kernel:
    """Plans chunks of customers of one program on the day `at`; safe to share between threads.

    With `traced`, tables come with the digests of the plans.

    Raises:
        NotColumnar: a rule of the program is beyond what columns calculate exactly.
    """

    def __init__(self, program: Program, at: dt.date, *, traced: bool = False) -> None:
        self._program = program
        self._at = at
        self._digests = PlanDigests(program) if traced else None
        self._decisions = Decisions(program, at)
        self._services = Services(program, at)
        self._states = ItemStates(program)
        self._regimes = VisitRegimes(program, self._services)
        self._customers = CustomerTable(program, self._services, self._digests)
        self._items: tuple[History | None, PlanItems] = None, self._items_of(None)

    def plan(self, chunk: Chunk, history: History | None = None) -> Tables:
        """The tables of a chunk; `history` is that of the same program and day.

        What is beyond the columns is planned customer by customer, and stands in its place.
        """
        if not chunk.large:
            return self._planned(chunk.frame, history)
        log = None if history is None else history.service_log(one.id for _, one in chunk.large)
        large = [self._rows.tables([one], log) for one in chunk.large]
        tables = self._planned(chunk.frame, history)
        counts = np.append(rows_of_each(tables), [len(one.items) for one in large])
        positions = np.append(
            chunk.frame[POSITION].to_numpy(), [position for position, _ in chunk.large]
        ).astype(np.uint64)
        customers = pl.concat([tables.customers, *(one.customers for one in large)])
        items = pl.concat([tables.items, *(one.items for one in large)])
        order = np.argsort(positions, kind="stable")
        traces = None
        if tables.traces is not None and self._digests is not None:
            traces = in_order([tables.traces, *map(self._digests.of, large)], order)
        items = items[np.argsort(np.repeat(positions, counts), kind="stable")]
        return Tables(items, customers[order], counts[order], traces)

    @cached_property
    def _rows(self) -> RowTables:
        return RowTables(self._program, self._at)

    def _planned(self, frame: pl.DataFrame, history: History | None) -> Tables:
        """The tables of a checked frame."""
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
        items = self._items_with(history).rows(decided[KEY], codes, served, visit_days, found)
        customers, digests = self._customers.rows(decided, regimes, visit_days, served)
        traces = None
        if items.traces is not None and digests is not None:
            traces = Traces(items.traces, items.held, digests)
        return Tables(items.rows, customers, items.counts, traces)

    def _items_with(self, history: History | None) -> PlanItems:
        """The items' keys for a history; those of the last one are at hand."""
        last, items = self._items
        if last is not history:
            items = self._items_of(history)
            self._items = history, items
        return items

    def _items_of(self, history: History | None) -> PlanItems:
        return PlanItems(self._program, self._states, self._services, history, self._digests)
