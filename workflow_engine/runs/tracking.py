"""What every run keeps for the next one, and what a run does that builds upon the last one.

A full run plans everybody and writes fingerprints. A change run passes over the customers whose
fingerprint is the same and whom no changed rule concerns; of the others it writes those whose plan
came out different.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workflow_engine.columnar.columns import KEY, POSITION, attribute_column
from workflow_engine.columnar.digests import Digests, of_values, seed
from workflow_engine.columnar.plan_digests import word_count
from workflow_engine.columnar.tables import Chunk, Tables, customer_schema, item_schema
from workflow_engine.program.program import Program
from workflow_engine.runs.again import Again
from workflow_engine.runs.change_tables import ChangeTables
from workflow_engine.runs.fingerprints import (
    Inputs,
    LogDigests,
    PlanFingerprints,
    customer_frame,
    inputs_of,
    inputs_of_large,
)
from workflow_engine.runs.hive import Partition
from workflow_engine.runs.output import Format, system_errors
from workflow_engine.runs.rule_fingerprints import rules_of
from workflow_engine.runs.since import (
    FOLDER,
    SECTION,
    Found,
    LastRun,
    links_from,
    part_of,
    rows_at,
    run_of,
)

_BESIDE = seed("divided by")


@dataclass(slots=True)
class Counts:
    """Of a change run, how many customers are what.

    `new` and `changed` are those written; `same` were planned again with the same result;
    `unchanged` were passed over; `removed` are no longer among the accepted customers.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    unchanged: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Accepted:
    """The customers of a chunk in the order of the input.

    `beside` digests the attribute that divides the tables, if one does. `order` tells where each
    stands in the chunk, its large customers after the others; None: as they come.
    """

    ids: pl.Series
    inputs: Inputs
    beside: Digests | None
    order: NDArray[np.int64] | None = None

    def only(self, chunk: Chunk, some: NDArray[np.bool_]) -> Chunk:
        """The chunk with only some of its customers."""
        if self.order is not None:
            mask = np.empty_like(some)
            mask[self.order] = some
            some = mask
        height = chunk.frame.height
        large = tuple(one for one, kept in zip(chunk.large, some[height:], strict=True) if kept)
        return Chunk(chunk.frame.filter(pl.Series(some[:height])), large)


class Tracking:
    """Fingerprints the customers of a run in the folder it writes; with `last`, a change run.

    Args:
        program: the policy.
        at: the day of the plans.
        folder: where the run is being written; `out`: where it will be.
        log: the service log with the columns customer_id, item, done_on and record.
        partition: by what the tables are divided.
        format_: of the table of changes.
        last: the run to build upon.
    """

    def __init__(
        self,
        program: Program,
        at: dt.date,
        folder: Path,
        *,
        out: Path,
        log: pl.DataFrame | None = None,
        partition: Partition | None = None,
        format_: Format = "parquet",
        last: LastRun | None = None,
    ) -> None:
        divided_by = None if partition is None else partition.id
        self.counts = Counts()
        self._program = program
        self._folder = folder
        self._out = out
        self._log = None if log is None else LogDigests(log, at)
        self._partition = partition
        self._last = last
        self._rules = rules_of(program, at, divided_by)
        self._plans = PlanFingerprints(program, divided_by)
        self._again = None if last is None else Again.because(last.rules, self._rules)
        self._run = 0 if last is None else len(last.links)
        self._customers = 0
        self._next = 0
        self._lock = threading.Lock()
        (folder / FOLDER).mkdir()
        self._changes = None
        if last is not None:
            self._changes = ChangeTables(folder, last, program, format_)

    def tables(self, number: int, chunk: Chunk, plan: Callable[[Chunk], Tables]) -> Tables:
        """What to write of a chunk's plans; its fingerprints and changes are written here.

        `number` counts the chunks from 0; several threads may ask at once, each for its own.
        """
        accepted = self._accepted(chunk)
        if self._last is None or self._again is None:
            tables = plan(chunk)
            planned = self._plans.of(tables, accepted.inputs.names, accepted.beside)
            here = self._rows_of(number, len(accepted.ids))
            self._write(number, accepted, planned.plans, planned.items, here)
            return tables
        found = self._last.find(accepted.inputs.keys)
        again = self._again.whom(self._last, found, accepted.inputs.inputs)
        tables = plan(accepted.only(chunk, again)) if again.any() else _no_plans(self._program)
        return self._settle(number, accepted, found, again, tables)

    def finish(self) -> dict[str, Any]:
        """The sections of the manifest, when all chunks are written.

        In a change run, also tells whom of the last run there is no plan for any more.
        """
        if not self._next:
            self._write_nobody()
        links = () if self._last is None else self._last.links
        sections: dict[str, Any] = {}
        if self._last is not None and self._again is not None:
            assert self._changes is not None
            self.counts.removed = self._changes.remove(self._next)
            sections["changes"] = {
                "since": links_from(self._out, links[-1:])[0][0],
                "planned_again": self._again.reasons,
                **asdict(self.counts),
            }
        sections[SECTION] = {
            **self._rules.as_dict(),
            "customers": self._customers,
            "earlier": links_from(self._out, links),
        }
        return sections

    @property
    def rewritten(self) -> int:
        """Rows of the table of changes that could not be compared with those of before."""
        return 0 if self._changes is None else self._changes.rewritten

    def _accepted(self, chunk: Chunk) -> Accepted:
        frame = chunk.frame
        ids, inputs = frame[KEY], inputs_of(frame, self._log)
        column = None
        if self._partition is not None and self._partition.level is None:
            column = attribute_column(self._partition.id)
        beside = None if column is None else of_values(frame[column], _BESIDE)
        if not chunk.large:
            return Accepted(ids, inputs, beside)
        large = [customer for _, customer in chunk.large]
        positions = [*frame[POSITION].to_list(), *(position for position, _ in chunk.large)]
        order = np.argsort(np.array(positions, np.uint64), kind="stable")
        ids = pl.concat([ids, pl.Series([one.id for one in large], dtype=pl.String)])
        own = inputs_of_large(self._program, large, self._log)
        inputs = Inputs.together([inputs, own]).in_order(order)
        if self._partition is not None and column is not None and beside is not None:
            values = customer_frame(self._program, large, [self._partition.id])[column]
            beside = np.concatenate([beside, of_values(values, _BESIDE)])[order]
        return Accepted(ids.gather(pl.Series(order)), inputs, beside, order)

    def _settle(
        self,
        number: int,
        accepted: Accepted,
        found: Found,
        again: NDArray[np.bool_],
        tables: Tables,
    ) -> Tables:
        beside = None if accepted.beside is None else accepted.beside[again]
        planned = self._plans.of(tables, accepted.inputs.names[again], beside)
        assert len(planned.plans) == again.sum(), "everybody asked for has a plan"
        known = found.known[again]
        differs = ~known | (planned.plans != found.plans[again])
        if self._again is not None and self._again.reordered:
            differs = np.ones_like(known)
        written = again.copy()
        written[again] = differs
        before = found.only(written)
        plans, rows, items = found.plans, found.rows, planned.items
        plans[again] = planned.plans
        rows[written] = self._rows_of(number, int(differs.sum()))
        if not again.all():
            # Somebody is passed over only where the items are the same, in the same order.
            items = found.items
            for bits, now in zip(items, planned.items, strict=True):
                bits[again] = now
        self._write(number, accepted, plans, items, rows)
        with self._lock:
            self.counts.new += int((~known).sum())
            self.counts.changed += int((known & differs).sum())
            self.counts.same += int((~differs).sum())
            self.counts.unchanged += int((~again).sum())
        result = Tables(
            tables.items.filter(pl.Series(np.repeat(differs, planned.counts))),
            tables.customers.filter(pl.Series(differs)),
        )
        assert self._changes is not None
        ids = accepted.ids.filter(pl.Series(written))
        self._changes.write(number, ids, result.items, planned.counts[differs], before)
        return result

    def _rows_of(self, number: int, count: int) -> NDArray[np.uint32]:
        """That so many customers have their rows in this run's part of this number."""
        return rows_at(np.full(count, self._run), np.full(count, number))

    def _write(
        self,
        number: int,
        accepted: Accepted,
        plans: Digests,
        items: tuple[Digests, ...],
        rows: NDArray[np.uint32],
    ) -> None:
        columns = {
            "customer_id": accepted.ids,
            "inputs": accepted.inputs.inputs,
            "plan": plans,
            **{f"items_{word}": bits for word, bits in enumerate(items)},
            "run": run_of(rows),
            "part": part_of(rows),
        }
        with system_errors():
            path = self._folder / FOLDER / f"part-{number:05}.parquet"
            pl.DataFrame(columns).write_parquet(path, compression="lz4", statistics=False)
        with self._lock:
            self._customers += len(accepted.ids)
            self._next = max(self._next, number + 1)

    def _write_nobody(self) -> None:
        nothing = np.zeros(0, np.uint64)
        ids = pl.Series([], dtype=pl.String)
        nobody = Accepted(ids, Inputs(nothing, nothing, nothing), None)
        words = (nothing,) * word_count(len(self._program.items))
        self._write(0, nobody, nothing, words, self._rows_of(0, 0))


def _no_plans(program: Program) -> Tables:
    """The tables of nobody."""
    return Tables(
        pl.DataFrame(schema=item_schema(program)), pl.DataFrame(schema=customer_schema(program))
    )
