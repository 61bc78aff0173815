"""Workbooks and JSON Lines in parts, through their row readers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

from workflow_engine.batch.readers import RawRow, read_table
from workflow_engine.columnar.raw import RawRows
from workflow_engine.runs.nth_part import NthPart
from workflow_engine.runs.parts import DataFile, HeldPart, Part


@dataclass(frozen=True, slots=True)
class RowsPart(HeldPart):
    """Rows that were read already."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[RawRow, ...]
    end: int
    stored: Part

    @property
    def span(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def load(self, position: int) -> RawRows:
        """The rows."""
        places = range(position, position + len(self.rows))
        return RawRows(self.file, self.columns, self.rows, places)

    def again(self) -> Part:
        """The same rows from the file."""
        return self.stored


def open_rows(path: Path, size: int) -> DataFile:
    """A file of any kind in parts of `size` rows, read one by one.

    Raises:
        DataFileError: the file cannot be read, is of another kind, or has no columns.
        MissingExtraError: the package for this kind is not installed.
    """
    table = read_table(path)

    def parts() -> Iterator[Part]:
        end = path.stat().st_size
        for number in count():
            rows = tuple(islice(table, size))
            if not rows:
                return
            stored = NthPart(path, size, number, len(rows), end)
            yield RowsPart(table.file, table.columns, rows, end, stored)

    return DataFile(table.file, table.columns, parts(), table.notes)
