"""Customers read and checked row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from concurrent.futures import Executor
from itertools import count

import polars as pl

from workflow_engine.batch.customers import Customer, CustomerReader, Rejected, repeated
from workflow_engine.columnar.columns import KEY, NAME, POSITION, attribute_column, physical
from workflow_engine.columnar.tables import Chunk
from workflow_engine.program.program import Program
from workflow_engine.runs.given import Given
from workflow_engine.runs.intake import NO_ROWS, Intake

ROWS = 4_096
"""Customers planned together."""


class RowIntake(Intake):
    """By the row reader, in one thread; all customers of its chunks are `large`."""

    def __init__(self, program: Program, given: Given) -> None:
        super().__init__()
        self._given = given
        self._reader = CustomerReader(program, given.beside)
        self._frame = pl.DataFrame(schema=frame_schema(program))
        self._first: dict[str, tuple[str, int]] = {}
        self._behind = 0

    def chunks(self, pool: Executor, width: int) -> Generator[Chunk]:
        """All customers."""
        del pool, width
        waiting: list[tuple[int, Customer]] = []
        positions = count()
        for table, behind in self._given.tables():
            file = self._reader.read_rows(table)
            for read, position in zip(file, positions, strict=False):
                row = self._once(read, table.file)
                if isinstance(row, Rejected):
                    codes = Counter(one.code for one in row.diagnostics)
                    self.rejections.add(1, row.diagnostics, codes)
                    continue
                waiting.append((position, row))
                if len(waiting) == ROWS:
                    yield Chunk(self._frame, tuple(waiting))
                    waiting.clear()
            self._behind = behind
            self.found += (
                one for one in file.diagnostics if one.code != NO_ROWS or self._given.beside is None
            )
        if waiting:
            yield Chunk(self._frame, tuple(waiting))

    def share(self) -> float:
        """By the files that were read to their end."""
        return self._behind / self._given.size if self._given.size else 1.0

    def _once(self, row: Customer | Rejected, file: str) -> Customer | Rejected:
        """The row, rejected if an earlier file has its id; the reader looks after its own file."""
        if row.id is None:
            return row
        first = self._first.setdefault(row.id, (file, row.row))
        return row if first[0] == file else repeated(row, file, first)


def frame_schema(program: Program) -> dict[str, pl.DataType]:
    """The columns of a checked frame."""
    attributes = program.attributes.values()
    return {
        KEY: pl.String(),
        NAME: pl.String(),
        POSITION: pl.UInt64(),
        **{attribute_column(one.id): physical(one.type) for one in attributes},
    }
