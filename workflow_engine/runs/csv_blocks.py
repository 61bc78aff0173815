"""CSV files in parts: cut by us where records end, parsed by polars where they are worked on.

What polars reads differently from Python's `csv` is told beforehand: the ends of lines, quotes in
odd places, a long cell, and afterwards by a mark at the end of each record that is not where it
should be. Such records are read by `csv`, so that every row is what the row reader sees.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

import polars as pl

from workflow_engine.batch.read_text import broken_csv, csv_row, delimiter_of, text_encoding
from workflow_engine.batch.readers import RawRow, file_error, header, os_reason, unreadable
from workflow_engine.columnar.plain_cells import BLANKS
from workflow_engine.columnar.raw import RawFrame
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.runs.csv_text import (
    MARK,
    ByteReader,
    CsvText,
    Piece,
    Recoded,
    decodes,
    first_piece,
)
from workflow_engine.runs.nth_part import NthPart, changed
from workflow_engine.runs.parts import DataFile, HeldPart, Part

_PROBE = 1 << 16
_BLANK = BLANKS.encode() + b'"'
"""With the delimiter: bytes that a part is made of when it has no rows but blank ones."""
_LARGEST = 1 << 26
"""No part has more bytes than this, whatever the length of its rows."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all parts of a file have in common; `width` are the cells of its header."""

    file: str
    columns: tuple[str, ...]
    width: int
    delimiter: str

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names; nobody asks for those without one, but their rows are not blank."""
        return tuple(name or f"\0{index}" for index, name in enumerate(self.columns))

    def row(self, number: int, cells: list[str]) -> RawRow | None:
        """A record under the columns; None when it is blank."""
        return csv_row(self.file, number, self.columns, cells)

    def cells(self, record: bytes) -> list[str]:
        """The cells of one record, none when it is blank."""
        lines = io.StringIO(record.decode(), newline="")
        return next(csv.reader(lines, delimiter=self.delimiter, strict=True), [])

    def is_blank(self, piece: Piece) -> bool:
        """Whether there are no rows in it but blank ones."""
        if piece.data.lstrip(_BLANK + self.delimiter.encode()):
            return False
        return all(self.row(0, self.cells(record)) is None for record in piece.records())

    def frame(self, rows: Sequence[RawRow | None]) -> pl.DataFrame:
        """Some rows as texts; without cells where there is no row, or a broken one."""
        nameless = dict.fromkeys((name for name in self.names if name not in self.columns), "-")
        values = [{} if row is None else {**nameless, **row.values} for row in rows]
        return pl.DataFrame(
            {name: pl.Series([v.get(name) for v in values], dtype=pl.String) for name in self.names}
        )


@dataclass(frozen=True, slots=True)
class PiecePart(HeldPart):
    """Records that polars parses; `stored` is where they lie in the file."""

    sheet: Sheet
    piece: Piece
    end: int
    stored: Part

    @property
    def span(self) -> int:
        """One place for each line."""
        return self.piece.lines

    def load(self, position: int) -> RawFrame:
        """The rows, numbered by the lines on which they begin."""
        sheet, numbers = self.sheet, self.piece.numbers()
        frame, odd = self._parsed()
        problems: dict[int, Diagnostic] = {}
        if odd:
            records = self.piece.records()
            rows = [sheet.row(int(numbers[i]), sheet.cells(records[i])) for i in odd]
            for index, row in zip(odd, rows, strict=True):
                if row is not None and row.problem is not None:
                    problems[index] = row.problem
            frame = _replaced(frame, odd, sheet.frame(rows))
        positions = numbers - self.piece.line + position
        return RawFrame(sheet.file, frame, numbers, positions, problems, blank_rows=True)

    def again(self) -> Part:
        """The same rows from the file."""
        return self.stored

    def _parsed(self) -> tuple[pl.DataFrame, list[int]]:
        """The cells under the columns, and the rows that have more or fewer than the header."""
        sheet = self.sheet
        width = sheet.width
        cells = self._even() if self.piece.has_cells(width, sheet.delimiter.encode()) else None
        if cells is None:
            marked = self.piece.marked(sheet.delimiter.encode())
            cells = self._read(marked, width + 1, extra_columns="ignore")
            odd = cells[str(width)].ne_missing(MARK.decode())
        else:
            odd = pl.repeat(False, cells.height, eager=True)  # noqa: FBT003 - a value
        for index in range(len(sheet.columns), width):
            odd |= cells[str(index)].is_not_null()
        named = {name: cells[str(i)] for i, name in enumerate(sheet.names)}
        return pl.DataFrame(named), odd.arg_true().to_list() if odd.any() else []

    def _even(self) -> pl.DataFrame | None:
        """The cells of as many records as there are lines, unless one has more than the header."""
        data = self.piece.data
        # Without its end, polars does not see that the last line has an empty cell more.
        data = data if data.endswith(b"\n") else data + b"\n"
        try:
            cells = self._read(data, self.sheet.width, extra_columns="raise")
        except pl.exceptions.PolarsError:
            return None
        return cells if cells.height == self.piece.lines else None

    def _read(
        self, data: bytes, width: int, extra_columns: Literal["ignore", "raise"]
    ) -> pl.DataFrame:
        return pl.read_csv(
            data,
            has_header=False,
            schema={str(index): pl.String for index in range(width)},
            separator=self.sheet.delimiter,
            quote_char='"' if self.piece.quoted else None,
            truncate_ragged_lines=extra_columns == "ignore",
            missing_columns="insert",
            extra_columns=extra_columns,
            glob=False,
        )


@dataclass(frozen=True, slots=True)
class StoredPiece:
    """Records that lie in a UTF-8 file as they are parsed, `size` bytes from `start` on."""

    path: Path
    sheet: Sheet
    start: int
    size: int
    line: int
    span: int
    end: int

    def load(self, position: int) -> RawFrame:
        """The rows, numbered by the lines on which they begin."""
        try:
            with self.path.open("rb") as file:
                file.seek(self.start)
                data = file.read(self.size)
        except OSError as error:
            raise unreadable(self.path, os_reason(error)) from error
        piece = first_piece(data, self.line, self.sheet.delimiter.encode(), last=True)
        if piece is None or piece.lines != self.span:
            raise changed(self.path)
        return PiecePart(self.sheet, piece, self.end, self).load(position)


@dataclass(frozen=True, slots=True)
class RecordsPart(HeldPart):
    """Records that `csv` has parsed, each with its number."""

    sheet: Sheet
    records: list[tuple[int, list[str]]]
    first: int
    span: int
    end: int
    stored: Part

    def load(self, position: int) -> RawFrame:
        """The rows, numbered by the lines on which they begin."""
        rows = [self.sheet.row(number, cells) for number, cells in self.records]
        problems = {
            index: row.problem
            for index, row in enumerate(rows)
            if row is not None and row.problem is not None
        }
        numbers = pl.Series([number for number, _ in self.records], dtype=pl.UInt64)
        return RawFrame(
            self.sheet.file,
            self.sheet.frame(rows),
            numbers,
            numbers - self.first + position,
            problems,
            blank_rows=True,
        )

    def again(self) -> Part:
        """The same rows from the file."""
        return self.stored


def open_csv(path: Path, size: int) -> DataFile:
    """A CSV file in parts of about `size` rows, in the encodings of `batch.read_text`.

    Raises:
        DataFileError: the encoding is unknown, or there is no header.
    """
    encoding, notes = text_encoding(path, decodes)
    with path.open(encoding=encoding, newline="") as lines:
        delimiter = delimiter_of(lines)
    with path.open("rb") as file:
        heading = next(_records(path, CsvText(_utf8(file, encoding)), delimiter), None)
    if heading is None:
        raise file_error("WE511", path)
    columns = header(path, heading[1])
    sheet = Sheet(str(path), columns, len(heading[1]), delimiter)
    return DataFile(str(path), columns, _parts(path, encoding, sheet, size), notes)


def _utf8(file: BinaryIO, encoding: str) -> ByteReader:
    """The file's text in UTF-8, from behind its mark on."""
    if encoding != "utf-8-sig":
        return Recoded(file, encoding)
    if file.read(3) != codecs.BOM_UTF8:
        file.seek(0)
    return file


def _records(path: Path, text: CsvText, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Records that are not blank, each with the line on which it starts."""
    reader = csv.reader(text.lines(), delimiter=delimiter, strict=True)
    line = text.line
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                yield line, record
            line = text.line
    except csv.Error as error:
        raise broken_csv(path, line, error) from error


def _parts(path: Path, encoding: str, sheet: Sheet, size: int) -> Iterator[Part]:
    delimiter = sheet.delimiter.encode()
    try:
        with path.open("rb") as file:
            source = _utf8(file, encoding)
            skipped = file.tell()
            text = CsvText(source)
            next(_records(path, text, sheet.delimiter))
            probe = text.ahead(_PROBE)
            bytes_ = min(max(len(probe) * size // max(probe.count(b"\n"), 1), 1), _LARGEST)
            number = 0
            while True:
                first, begun = text.line, text.taken
                piece = text.piece(bytes_, delimiter) if text.ahead(1) else None
                end = file.tell()
                if piece is not None and sheet.is_blank(piece):
                    continue
                if piece is not None:
                    stored: Part = NthPart(path, size, number, piece.lines, end)
                    if source is file:
                        start = skipped + begun
                        stored = StoredPiece(
                            path, sheet, start, piece.size, first, piece.lines, end
                        )
                    yield PiecePart(sheet, piece, end, stored)
                    number += 1
                    continue
                records = []
                for record in _records(path, text, sheet.delimiter):
                    records.append(record)
                    if text.taken - begun >= bytes_:
                        break
                if not records:
                    return
                span = text.line - first
                stored = NthPart(path, size, number, span, end)
                yield RecordsPart(sheet, records, first, span, end, stored)
                number += 1
    except OSError as error:
        raise unreadable(path, os_reason(error)) from error


def _replaced(frame: pl.DataFrame, indices: list[int], rows: pl.DataFrame) -> pl.DataFrame:
    """The frame with some of its rows replaced."""
    place = pl.int_range(0, frame.height, dtype=pl.UInt32, eager=True)
    new = pl.int_range(frame.height, frame.height + rows.height, dtype=pl.UInt32, eager=True)
    return pl.concat([frame, rows])[place.scatter(indices, new)]
