"""Service logs of any size as one frame: the rules and messages of `batch.log`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl

from workflow_engine.batch.cells import convert
from workflow_engine.batch.customers import CustomerReader
from workflow_engine.batch.log import Entry, LogItems, LogReader, ServiceLog, is_record, log_columns
from workflow_engine.columnar.cell_column import CellColumn, Converted
from workflow_engine.columnar.known_cells import KnownCells, KnownTexts
from workflow_engine.columnar.plain_cells import nulls
from workflow_engine.columnar.plain_reader import NO_LIMITS
from workflow_engine.columnar.raw import RawFrame, RawRows
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.planning.history import VISIT
from workflow_engine.program.program import Program
from workflow_engine.program.types import DATE, TEXT, Type, Value
from workflow_engine.runs.opening import open_file

LOG_SCHEMA: Final = {
    "customer_id": pl.String(),
    "item": pl.String(),
    "done_on": pl.Date(),
    "record": pl.Boolean(),
}
"""The columns of a checked log, unless its texts are kept as codes (`LogFrame`)."""
MOST_FINDINGS: Final = 1_000
"""So many findings about rows are told; all rejected rows are counted."""
_ROWS_OF_A_PART: Final = 262_144


@dataclass(frozen=True, slots=True)
class LogFrame:
    """The entries of service logs, in order: `LOG_SCHEMA`; `item` is an id or `visit`.

    Of files that were read in columns, `customer_id` is a Categorical and `item` an Enum.
    `diagnostics` are the findings about the files and the first ones about their rows; rows that do
    not fit are not in the frame, `rejected` counts them. `files` has the file of the first entries,
    with how many there are, then the next.
    """

    frame: pl.DataFrame
    diagnostics: tuple[Diagnostic, ...] = ()
    rejected: int = 0
    files: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, log: ServiceLog) -> LogFrame:
        """The entries of a log that was read row by row."""
        frame = _frame(log.entries)
        counted = ((log.file, frame.height),)
        return cls(frame, first_findings(log.diagnostics), log.rejected, counted)


def first_findings(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Those about files, then those about rows as far as they are told."""
    listed = sorted(findings, key=lambda one: one.place.line > 0)
    files = sum(one.place.line == 0 for one in listed)
    return tuple(listed[: files + MOST_FINDINGS])


def read_log_frame(paths: Sequence[Path], program: Program) -> LogFrame:
    """The service logs of some files (`sources.customer_files`) as one frame.

    Raises:
        DataFileError: a file cannot be read, or one of the three columns is missing.
        MissingExtraError: the package for a kind of file is not installed.
    """
    reader = _Reader(program)
    for path in paths:
        reader.read(path)
    return LogFrame(
        pl.concat([pl.DataFrame(schema=reader.schema), *reader.frames]),
        (*reader.notes, *reader.findings),
        reader.rejected,
        tuple(reader.files),
    )


class _Reader:
    """Reads one file after another."""

    def __init__(self, program: Program) -> None:
        self._program = program
        zone = CustomerReader(program).zone
        items = LogItems(program)
        text = partial(convert, type_=TEXT, zone=zone)

        def column(type_: Type) -> CellColumn:
            return CellColumn(type_, zone, NO_LIMITS, partial(convert, type_=type_, zone=zone))

        def item(cell: object) -> Value:
            written = text(cell)
            return None if written is None else items.find(str(written))

        self.schema = pl.Schema(
            {
                **LOG_SCHEMA,
                "customer_id": pl.Categorical(pl.Categories.random()),
                "item": pl.Enum(list(dict.fromkeys([*program.items, VISIT]))),
            }
        )
        self._text, self._date = column(TEXT), column(DATE)
        self._items = KnownTexts(KnownCells(item), self.schema["item"])
        self._kept = KnownTexts(KnownCells(lambda cell: is_record(text(cell))), pl.Boolean())
        self.frames: list[pl.DataFrame] = []
        self.files: list[tuple[str, int]] = []
        self.notes: list[Diagnostic] = []
        self.findings: list[Diagnostic] = []
        self.rejected = 0

    def read(self, path: Path) -> None:
        """Add a file."""
        opened = open_file(path, _ROWS_OF_A_PART)
        found = log_columns(self._program, opened.columns, opened.file)
        self.notes += opened.notes
        rows = LogReader(self._program, found, opened.file)
        entries = 0
        for part in opened.parts:
            raw = part.load(0)
            frame = self._rows(raw, rows) if isinstance(raw, RawRows) else self._frame(raw, found)
            if isinstance(raw, RawRows):
                self._tell(rows.findings)
            self.frames.append(frame)
            entries += frame.height
        self.rejected += rows.rejected
        self.files.append((opened.file, entries))

    def _rows(self, raw: RawRows, reader: LogReader) -> pl.DataFrame:
        found = [entry for row in raw.rows if (entry := reader.entry(row)) is not None]
        return _frame(found).cast(self.schema)

    def _frame(self, raw: RawFrame, found: Mapping[str, str]) -> pl.DataFrame:
        """The entries of a part; what is wrong with its other rows is told row by row."""
        rows = raw.sound()
        names = {"customer_id": self._program.key, "item": "item", "done_on": "done_on"}
        key = self._read(self._text, rows, found[self._program.key])
        if rows.blank_rows and key.values.null_count():
            blank = rows.blank(among=[found[name] for name in names.values()])
            if blank.any():
                rows = rows.only(~blank)
                key = self._read(self._text, rows, found[self._program.key])
        read = {
            "customer_id": key,
            "item": self._meant(self._items, rows, found["item"]),
            "done_on": self._read(self._date, rows, found["done_on"]),
            "record": self._meant(self._kept, rows, found.get("record")),
        }
        by = self._meant(None, rows, found.get("by"))
        frame = pl.DataFrame(
            {
                "customer_id": _as_codes(key.values, self.schema["customer_id"]),
                "item": read["item"].values,
                "done_on": read["done_on"].values,
                "record": read["record"].values.fill_null(value=False),
            },
            self.schema,
        )
        usable = pl.select(
            pl.all_horizontal(frame[name].is_not_null() for name in names)
        ).to_series()
        bad = sorted({index for one in (*read.values(), by) for index in one.bad})
        usable = usable.scatter(bad, False) if bad else usable  # noqa: FBT003 - a value
        self._reject(raw, rows, (~usable).arg_true().to_list(), found)
        return frame.filter(usable)

    def _read(self, column: CellColumn, rows: RawFrame, written: str | None) -> Converted:
        if written is None:
            return Converted(nulls(pl.String(), rows.frame.height))
        return column.convert(rows.frame[written])

    def _meant(self, texts: KnownTexts | None, rows: RawFrame, written: str | None) -> Converted:
        """What texts are known to mean, which are looked up as they are written."""
        raw = None if written is None else rows.frame[written]
        if raw is None or raw.dtype != pl.String:
            read = self._read(self._text, rows, written)
        else:
            read = Converted(raw)
        return read if texts is None else Converted(texts.values(read.values), read.bad)

    def _reject(
        self, raw: RawFrame, rows: RawFrame, wrong: Sequence[int], found: Mapping[str, str]
    ) -> None:
        """Count rows that do not fit, and tell of the first of them in the order of the file."""
        broken = {raw.number(index): problem for index, problem in raw.problems.items()}
        self.rejected += len(broken) + len(wrong)
        indices = {rows.number(index): index for index in wrong}
        for number in sorted([*broken, *indices]):
            if len(self.findings) >= MOST_FINDINGS:
                return
            if number in broken:
                self._tell([broken[number]])
            else:
                reader = LogReader(self._program, found, raw.file)
                reader.entry(rows.row(indices[number]))
                self._tell(reader.findings)

    def _tell(self, findings: list[Diagnostic]) -> None:
        """Keep some findings as far as there is room, and forget the others."""
        self.findings += findings[: max(0, MOST_FINDINGS - len(self.findings))]
        findings.clear()


def _as_codes(ids: pl.Series, kind: pl.DataType) -> pl.Series:
    """Ids as a Categorical: of those that follow one another only the first is looked up."""
    first = ids.ne_missing(ids.shift())
    if len(ids):
        first = first.scatter(0, True)  # noqa: FBT003 - a value
    return ids.filter(first).cast(kind).gather(first.cum_sum() - 1)


def _frame(entries: Sequence[Entry]) -> pl.DataFrame:
    rows = [(one.customer, one.item, one.done_on, one.record is not None) for one in entries]
    return pl.DataFrame(rows, LOG_SCHEMA, orient="row")
