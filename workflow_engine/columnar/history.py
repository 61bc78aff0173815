"""The service log of all customers, boiled down to what planning asks of it."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from workflow_engine.columnar.done_days import DoneDays
from workflow_engine.columnar.dues import NEVER, DueDays, Services, day_of, first_asked
from workflow_engine.columnar.key_index import KeyIndex
from workflow_engine.planning.history import VISIT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workflow_engine.planning.history import ServiceHistory
    from workflow_engine.program.program import Program


@dataclass(frozen=True, slots=True)
class FoundDues:
    """Due days (`dues`) of some rows: which row, which service (`dues.Services`), which day."""

    rows: NDArray[np.int64]
    services: NDArray[np.int64]
    days: NDArray[np.int32]


class History:
    """What was done for whom up to the day `at`, as planning asks for it. Never changes.

    Only days on which a due day rests are kept, six bytes each. `bounds` are the first and the last
    due day there can be, None without any.

    Args:
        log: `customer_id` (String or Categorical), `item` (an item's id or `visit`, String or
            Enum), `done_on` (Date), `record` (Boolean: whether a record form was kept), in any
            order, also with repetitions.
        program: the policy.
        at: the day of the plans; later entries do not count.
    """

    def __init__(self, log: pl.DataFrame, program: Program, at: dt.date) -> None:
        services = Services(program, at)
        self._sources = _Sources(services)
        entries = self._sources.entries(log, at)
        self._index, customers = KeyIndex.of(entries["customer_id"])
        different, places = _different(entries["done_on"].to_physical().to_numpy())
        self._done = DoneDays.of(
            customers,
            entries["source"].to_numpy(),
            places,
            len(self._index.ids),
        ).needed(np.searchsorted(different, self._sources.first_asked))
        self._due_days = DueDays(services, different)
        self.bounds = self._due_days.bounds

    def look_up(self, keys: pl.Series, visits: NDArray[np.int64]) -> FoundDues:
        """The due days of customers, for each service that was done for them.

        Args:
            keys: their ids.
            visits: the service that is each one's visits (`Services.of_visits`), -1 for none.
        """
        rows, customers = self._index.find(keys)
        counts, done = self._done.of_some(customers)
        rows = np.repeat(rows, counts)
        starts = np.flatnonzero(done.first_of_sources())
        sources = done.sources[starts].astype(np.int64)
        services = np.where(sources == self._sources.visits, visits[rows[starts]], sources)
        days = self._due_days.of(services, done.days, starts)
        dated = services >= 0
        return FoundDues(rows[starts][dated], services[dated], days[dated])

    def service_log(self, ids: Iterable[str]) -> ServiceHistory:
        """The history of some customers as `planning` takes it, one by one.

        It has the days on which due dates rest; a visit stands under all items that ride on it.
        """
        keys = pl.Series(list(ids), dtype=pl.String)
        rows, customers = self._index.find(keys)
        counts, done = self._done.of_some(customers)
        days = self._due_days.days[done.days].tolist()
        found: dict[tuple[str, int], list[dt.date]] = {}
        for row, source, day in zip(
            np.repeat(rows, counts).tolist(), done.sources.tolist(), days, strict=True
        ):
            found.setdefault((keys[row], source), []).append(day_of(day))
        return _Done(self._sources.of, found)


def _different(days: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The different days, ascending, and the place of each day among them."""
    first = int(days.min(initial=NEVER))
    seen = np.zeros(max(0, int(days.max(initial=0)) - first + 1), bool)
    seen[days - first] = True
    different = (np.flatnonzero(seen) + first).astype(np.int32)
    return different, (np.cumsum(seen) - 1)[days - first]


class _Sources:
    """The sources of due dates: each dated item by itself, and visits under all their names.

    The source of an item has the number of its service; that of visits, `visits`, comes after them.
    `of` has the source by what planning asks for: an item or `visit`, and whether it needs a
    record. `first_asked` are the days from which on days done matter, by source.
    """

    def __init__(self, services: Services) -> None:
        ground = services.ground
        own = [(row.id, row.needs_record) for row in ground.rows if row.id in services.of_item]
        visits = [(VISIT, False), *ground.riding] if services.of_visits else []
        self.visits = len(own)
        self._names = pl.DataFrame(
            [
                *((item, needed, number) for number, (item, needed) in enumerate(own)),
                *((item, needed, self.visits) for item, needed in dict.fromkeys(visits)),
            ],
            {"item": pl.String, "needs_record": pl.Boolean, "source": pl.UInt16},
            orient="row",
        )
        self.of = dict.fromkeys(visits, self.visits) | {one: n for n, one in enumerate(own)}
        asked = [first_asked(schedule) for schedule in services.schedules]
        asked[self.visits :] = [min([NEVER, *asked[self.visits :]])]
        # An item may itself have the name `visit`: then its days are those of visits, too.
        shared = self.of.get((VISIT, False), self.visits)
        asked[shared] = min(asked[shared], asked[self.visits])
        self.first_asked = np.array(asked, np.int32)

    def entries(self, log: pl.DataFrame, at: dt.date) -> pl.DataFrame:
        """The customers, sources and days of the entries from which something is dated."""
        kind = log["item"].dtype
        names = self._names.with_columns(pl.col("item").cast(kind, strict=False)).drop_nulls("item")
        return (
            log.lazy()
            .filter(pl.col("done_on") <= at)
            .join(names.lazy(), on="item")
            .filter(pl.col("record") | ~pl.col("needs_record"))
            .select("customer_id", "source", "done_on")
            .collect()
        )


class _Done:
    """When what was done for some customers: a `planning.history.ServiceHistory`."""

    def __init__(
        self,
        sources: Mapping[tuple[str, bool], int],
        done: Mapping[tuple[str, int], list[dt.date]],
    ) -> None:
        self._sources = sources
        self._done = done

    def last_done(
        self, customer_id: str, item: str, *, needs_record: bool, until: dt.date
    ) -> dt.date | None:
        """The latest day on which `item` was done, or None."""
        days = self.done_dates(customer_id, item, needs_record=needs_record, until=until)
        return days[-1] if days else None

    def done_dates(
        self, customer_id: str, item: str, *, needs_record: bool, until: dt.date
    ) -> tuple[dt.date, ...]:
        """Every day on which `item` was done, as far as it decides when it is due."""
        source = self._sources.get((item, needs_record))
        days = [] if source is None else self._done.get((customer_id, source), [])
        return tuple(days[: bisect_right(days, until)])
