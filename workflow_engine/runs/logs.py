"""Service logs of any size as one frame: the rules and messages of `batch.log`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from workflow_engine.program.program import Program
from workflow_engine.program.types import DATE, TEXT, Type, Value
from workflow_engine.runs.opening import open_file

LOG_SCHEMA: Final = {
    "customer_id": pl.String(),
    "item": pl.String(),
    "done_on": pl.Date(),
    "record": pl.Boolean(),
}
"""The columns of a checked log."""
MOST_FINDINGS: Final = 1_000
"""So many findings about rows are told; all rejected rows are counted."""
_ROWS_OF_A_PART: Final = 262_144


@dataclass(frozen=True, slots=True)
class LogFrame:
    """The entries of service logs, in order: `LOG_SCHEMA`; `item` is an id or `visit`.

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
        return cls(frame, tuple(log.diagnostics), log.rejected, counted)


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
        pl.concat([pl.DataFrame(schema=LOG_SCHEMA), *reader.frames]),
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

        def column(type_: Type) -> CellColumn:
            return CellColumn(type_, zone, NO_LIMITS, partial(convert, type_=type_, zone=zone))

        def item(text: object) -> Value:
            return None if text is None else items.find(str(text))

        self._text, self._date = column(TEXT), column(DATE)
        self._items = KnownTexts(KnownCells(item), pl.String())
        self._kept = KnownTexts(KnownCells(is_record), pl.Boolean())
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
        return _frame([entry for row in raw.rows if (entry := reader.entry(row)) is not None])

    def _frame(self, raw: RawFrame, found: Mapping[str, str]) -> pl.DataFrame:
        """The entries of a part; what is wrong with its other rows is told row by row."""
        rows = raw.sound()
        names = {"customer_id": self._program.key, "item": "item", "done_on": "done_on"}
        blank = rows.blank(among=[found[name] for name in names.values()])
        if blank.any():
            rows = rows.only(~blank)
        read = {name: self._read(self._text, rows, found.get(name)) for name in ("by", "record")}
        for name, column in names.items():
            reader = self._date if name == "done_on" else self._text
            read[name] = self._read(reader, rows, found[column])
        items = self._items.values(read["item"].values)
        frame = pl.DataFrame(
            {
                "customer_id": read["customer_id"].values,
                "item": items,
                "done_on": read["done_on"].values,
                "record": self._kept.values(read["record"].values).fill_null(value=False),
            },
            LOG_SCHEMA,
        )
        usable = pl.select(
            pl.all_horizontal(frame[name].is_not_null() for name in names)
        ).to_series()
        bad = sorted({index for one in read.values() for index in one.bad})
        usable = usable.scatter(bad, False) if bad else usable  # noqa: FBT003 - a value
        self._reject(raw, rows, (~usable).arg_true().to_list(), found)
        return frame.filter(usable)

    def _read(self, column: CellColumn, rows: RawFrame, written: str | None) -> Converted:
        if written is None:
            return Converted(nulls(pl.String(), rows.frame.height))
        return column.convert(rows.frame[written])

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


def _frame(entries: Sequence[Entry]) -> pl.DataFrame:
    rows = [(one.customer, one.item, one.done_on, one.record is not None) for one in entries]
    return pl.DataFrame(rows, LOG_SCHEMA, orient="row")
