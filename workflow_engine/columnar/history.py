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
from workflow_engine.columnar.dues import NEVER, Services, day_of, due_days, first_asked
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
    services: NDArray[np.uint16]
    days: NDArray[np.int32]


class History:
    """What was done for whom up to the day `at`, as planning asks for it. Never changes.

    A few bytes are kept for each customer and service: the day it is due, and the days it was done
    on which that rests. `earliest` and `latest` are the first and the last of the due days, None
    where there is none.

    Args:
        log: `customer_id` (String), `item` (an item's id or `visit`, String), `done_on` (Date),
            `record` (Boolean: whether a record form was kept), in any order, also with repetitions.
        program: the policy.
        at: the day of the plans; later entries do not count.
    """

    def __init__(self, log: pl.DataFrame, program: Program, at: dt.date) -> None:
        self.at = at
        services = Services(program, at)
        self._sources = _Sources(services)
        entries = self._sources.entries(log, at)
        self._index = KeyIndex(entries["customer_id"].unique())
        customers = len(self._index.ids)
        numbers = pl.DataFrame({"customer_id": self._index.ids}).with_row_index("customer")
        numbered = entries.join(numbers, on="customer_id")
        done = DoneDays(
            numbered["source"].to_numpy(),
            numbered["customer"].to_numpy(),
            numbered["done_on"].to_physical().to_numpy(),
        ).by_number()
        self._dues = self._due(services, done).by_customer(customers)
        self._done = self._sources.needed(done).by_customer(customers)
        dated = self._dues.days[self._dues.days != NEVER]
        self.earliest = int(dated.min()) if len(dated) else None
        self.latest = int(dated.max()) if len(dated) else None

    def look_up(self, keys: pl.Series) -> FoundDues:
        """The due days of customers, for each service that was done for them."""
        rows, customers = self._index.find(keys)
        counts, places = self._dues.places(customers)
        return FoundDues(
            np.repeat(rows, counts), self._dues.numbers[places], self._dues.days[places]
        )

    def service_log(self, ids: Iterable[str]) -> ServiceHistory:
        """The history of some customers as `planning` takes it, one by one.

        It has the days from which due dates come; a visit stands under all items that ride on it.
        """
        keys = pl.Series(list(ids), dtype=pl.String)
        rows, customers = self._index.find(keys)
        counts, places = self._done.places(customers)
        sources, days = self._done.numbers[places].tolist(), self._done.days[places].tolist()
        done: dict[tuple[str, int], list[dt.date]] = {}
        for row, source, day in zip(np.repeat(rows, counts).tolist(), sources, days, strict=True):
            done.setdefault((keys[row], source), []).append(day_of(day))
        return _Done(self._sources.of, done)

    def _due(self, services: Services, done: DoneDays) -> DoneDays:
        """The due days, with the numbers of services."""
        found = []
        for source, dated in enumerate(self._sources.services):
            part = done.part(source)
            starts = np.flatnonzero(part.first_of_customers())
            for service in dated if len(starts) else ():
                days = due_days(services.schedules[service], part.days, starts)
                numbers = np.full(len(days), service, np.uint16)
                found.append(DoneDays(numbers, part.customers[starts], days))
        return DoneDays.joined(found)


class _Sources:
    """The sources of due dates: each dated item by itself, and visits under all their names.

    The source of an item has the number of its service, that of visits comes after. `services` are
    the services that are dated from each source; `of` has the source by what planning asks for: an
    item or `visit`, and whether it needs a record.
    """

    def __init__(self, services: Services) -> None:
        ground = services.ground
        own = [(row.id, row.needs_record) for row in ground.rows if row.id in services.of_item]
        visits = [(VISIT, False), *ground.riding] if services.of_visits else []
        self.services: list[tuple[int, ...]] = [(number,) for number in range(len(own))]
        self.services.append(tuple(services.of_visits.values()))
        self._names = pl.DataFrame(
            [
                *((item, needed, number) for number, (item, needed) in enumerate(own)),
                *((item, needed, len(own)) for item, needed in dict.fromkeys(visits)),
            ],
            {"item": pl.String, "needs_record": pl.Boolean, "source": pl.UInt16},
            orient="row",
        )
        self.of = dict.fromkeys(visits, len(own)) | {one: n for n, one in enumerate(own)}
        asked = [
            min([NEVER, *(first_asked(services.schedules[service]) for service in dated)])
            for dated in self.services
        ]
        # An item may itself have the name `visit`: then its days are those of visits, too.
        shared = self.of.get((VISIT, False), len(own))
        asked[shared] = min(asked[shared], asked[-1])
        self._asked = np.array(asked, np.int32)

    def entries(self, log: pl.DataFrame, at: dt.date) -> pl.DataFrame:
        """The customers, sources and days of the entries from which something is dated."""
        return (
            log.lazy()
            .filter(pl.col("done_on") <= at)
            .join(self._names.lazy(), on="item")
            .filter(pl.col("record") | ~pl.col("needs_record"))
            .select("customer_id", "source", "done_on")
            .collect()
        )

    def needed(self, done: DoneDays) -> DoneDays:
        """The days from which due dates come: the last of each, and those a schedule counts."""
        last = np.append(done.first_of_customers()[1:], True)
        return done.only(last[: len(done.days)] | (done.days >= self._asked[done.numbers]))


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
