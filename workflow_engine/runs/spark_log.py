"""The service log of a Spark frame, checked where its rows are, by the rules of `batch.log`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

import polars as pl
import pyarrow as pa

from workflow_engine.batch.cells import BadCellError, convert, shown
from workflow_engine.batch.log import LogItems, is_record
from workflow_engine.columnar.cell_column import CellColumn
from workflow_engine.columnar.known_cells import KnownCells, KnownTexts
from workflow_engine.columnar.plain_reader import NO_LIMITS
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.program.types import DATE, TEXT, Type, Value
from workflow_engine.runs.arrow_tables import arrow_schema, frames_of, record_batches
from workflow_engine.runs.logs import LOG_SCHEMA
from workflow_engine.runs.spark_order import (
    LOG_COLUMNS,
    PROBLEM,
    SERVICE_LOG,
    Order,
    rejected_schema,
)
from workflow_engine.runs.spark_reasons import RejectedRow, rejected_row

ENTRIES_AT_ONCE: Final = 262_144
_NEEDED: Final = ("customer_id", "item", "done_on")
_TYPES: Final = {"done_on": DATE}
_ENTRY: Final = Bilingual("服务记录", "the service log")


@dataclass(frozen=True, slots=True)
class LogPart:
    """Some rows of the log: entries under `LOG_SCHEMA`, and what is wrong with the others.

    `rejected_rows` counts rows, of which `rejected` has each finding.
    """

    entries: pl.DataFrame
    rejected: pl.DataFrame
    rejected_rows: int


class LogCheck:
    """Checks the rows of a log whose columns are called by what they hold (`LOG_COLUMNS`)."""

    def __init__(self, order: Order) -> None:
        self._lang = order.lang
        self._zone = ZoneInfo(order.program.head.timezone)
        self._columns = {name: self._column(_TYPES.get(name, TEXT)) for name in LOG_COLUMNS}
        self._items = LogItems(order.program)
        self._ids = KnownTexts(KnownCells(self._id), pl.String())
        self._kept = KnownTexts(KnownCells(is_record), pl.Boolean())

    def table(self, table: str, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The `entries` of some rows, or what is `rejected`."""
        for part in self.parts(batches):
            frame = part.entries if table == "entries" else part.rejected
            yield from record_batches(frame, arrow_schema(frame.schema))

    def parts(self, batches: Iterable[pa.RecordBatch]) -> Iterator[LogPart]:
        """The rows in their order, some at a time."""
        for frame in frames_of(batches, ENTRIES_AT_ONCE):
            yield self._part(frame)

    def _part(self, raw: pl.DataFrame) -> LogPart:
        values, bad = {}, set[int]()
        broken = pl.DataFrame(schema=dict.fromkeys(PROBLEM, pl.String()))
        if PROBLEM[0] in raw.columns:
            broken = raw.filter(pl.col(PROBLEM[0]).is_not_null()).select(PROBLEM)
            raw = raw.filter(pl.col(PROBLEM[0]).is_null()).drop(PROBLEM)
        for name in raw.columns:
            read = self._columns[name].convert(raw[name])
            values[name] = read.values
            bad |= read.bad.keys()
        values["item"] = self._ids.values(values["item"])
        for name in _NEEDED:
            bad.update(values[name].is_null().arg_true())
        record = values.get("record", pl.repeat(None, raw.height, dtype=pl.String, eager=True))
        entries = pl.DataFrame(
            {
                **{name: values[name] for name in _NEEDED},
                "record": self._kept.values(record).fill_null(False),  # noqa: FBT003 - a value
            },
            LOG_SCHEMA,
        )
        if bad:
            entries = entries.with_row_index("row").filter(~pl.col("row").is_in(bad)).drop("row")
        found: list[RejectedRow] = [(SERVICE_LOG, None, "", "", *told) for told in broken.rows()]
        found += [
            rejected_row(one, SERVICE_LOG, id_, self._lang)
            for index in sorted(bad)
            for id_, one in self._findings(raw.row(index, named=True))
        ]
        return LogPart(
            entries, pl.DataFrame(found, rejected_schema(), orient="row"), broken.height + len(bad)
        )

    def _findings(self, row: Mapping[str, Any]) -> list[tuple[str | None, Diagnostic]]:
        """What is wrong with a row, beside the id of its customer."""
        found = []
        id_: str | None = None
        for name, cell in row.items():
            try:
                value = convert(cell, _TYPES.get(name, TEXT), self._zone)
                if name == "item" and value is not None:
                    self._items.find(str(value))
                if value is None and name in _NEEDED:
                    found.append(diagnose("WE524", Place(SERVICE_LOG), where=_ENTRY, column=name))
                if name == "customer_id" and value is not None:
                    id_ = str(value)
            except BadCellError as error:
                found.append(
                    diagnose(
                        error.code,
                        Place(SERVICE_LOG),
                        help=error.hint,
                        where=_ENTRY,
                        column=name,
                        value=shown(cell),
                        rule=error.rule,
                    )
                )
        return [(id_, one) for one in found]

    def _id(self, written: object) -> Value:
        return None if written is None else self._items.find(str(written))

    def _column(self, type_: Type) -> CellColumn:
        read = partial(convert, type_=type_, zone=self._zone)
        return CellColumn(type_, self._zone, NO_LIMITS, read)
