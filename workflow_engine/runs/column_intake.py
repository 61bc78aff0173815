"""Customers read and checked in columns, a block at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import Executor, Future
from itertools import chain

import polars as pl

from workflow_engine.columnar.checking import Checked, Checker
from workflow_engine.columnar.magnitudes import Limits
from workflow_engine.columnar.tables import Chunk
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.program.program import Program
from workflow_engine.runs.duplicates import Duplicates
from workflow_engine.runs.given import Given
from workflow_engine.runs.intake import NO_ROWS, Intake, customers_of
from workflow_engine.runs.parts import Block

BLOCK = 65_536
"""Rows that are checked together."""
FEWEST = 32_768
"""Customers that are planned together at least, where there are as many: files may be small."""


class ColumnIntake(Intake):
    """Checks blocks on several threads; ids are looked at in the order of the input."""

    def __init__(self, program: Program, given: Given, limits: Limits) -> None:
        super().__init__()
        self._program = program
        self._given = given
        self._checker = Checker(program, limits, given.beside)
        self._behind = 0

    def chunks(self, pool: Executor, width: int) -> Generator[Chunk]:
        """All customers."""
        duplicates = Duplicates(self._checker)
        files: dict[str, int] = {}
        waiting: list[Chunk] = []
        for block, checked in self._checked(pool, width):
            self._behind = block.read
            self.found += block.findings
            once = duplicates.once(block, checked)
            findings = chain.from_iterable(row.diagnostics for row in once.rejected)
            self.rejections.add(once.rejected_count, findings, once.codes)
            rows = once.rejected_count + customers_of(once.chunk)
            files[block.file] = files.get(block.file, 0) + rows
            waiting.append(once.chunk)
            if sum(map(customers_of, waiting)) >= FEWEST:
                yield joined(waiting)
                waiting.clear()
        if sum(map(customers_of, waiting)):
            yield joined(waiting)
        if self._given.beside is not None:
            return  # its rows may all be of the other version
        told = {one.place.file for one in self.found if one.code == NO_ROWS}
        empty = (file for file, rows in files.items() if not rows and file not in told)
        self.found += [diagnose(NO_ROWS, Place(file)) for file in empty]

    def share(self) -> float:
        """By what lies behind the blocks that were read."""
        return self._behind / self._given.size if self._given.size else 1.0

    def _checked(self, pool: Executor, width: int) -> Generator[tuple[Block, Checked]]:
        """The blocks in order, each checked, with some more in work."""
        waiting: deque[tuple[Block, Future[Checked]]] = deque()

        def first() -> tuple[Block, Checked]:
            block, future = waiting.popleft()
            return block, future.result()

        for block in self._given.blocks(self._program, BLOCK):
            details = self.rejections.room
            waiting.append((block, pool.submit(self._checker.check, block, details=details)))
            if len(waiting) >= width:
                yield first()
        while waiting:
            yield first()


def joined(chunks: Sequence[Chunk]) -> Chunk:
    """Chunks that follow one another as one."""
    if len(chunks) == 1:
        return chunks[0]
    frame = pl.concat([chunk.frame for chunk in chunks], rechunk=True)
    return Chunk(frame, tuple(chain.from_iterable(chunk.large for chunk in chunks)))
