"""The table of changes of a change run, and the list of customers who have no plan any more."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workflow_engine.columnar.tables import item_schema
from workflow_engine.program.program import Program
from workflow_engine.runs.changes import SCHEMA, Comparison
from workflow_engine.runs.earlier_rows import EarlierRows
from workflow_engine.runs.output import Format, system_errors
from workflow_engine.runs.since import Found, LastRun

FOLDER: Final = "changes"
"""The folder of the table of changes."""
REMOVED: Final = "removed.csv"
"""The file with the ids of customers who have no plan any more."""


class ChangeTables:
    """Writes them into the folder of a run. Safe to share between threads.

    `rewritten` counts the rows of items that could not be compared with what was before.
    """

    def __init__(self, folder: Path, last: LastRun, program: Program, format_: Format) -> None:
        self._folder = folder
        self._last = last
        self._items = list(program.items)
        self._item_schema = item_schema(program)
        self._format = format_
        self._earlier = EarlierRows(last.links)
        self._lock = threading.Lock()
        self.rewritten = 0
        (folder / FOLDER).mkdir()

    def write(
        self,
        number: int,
        ids: pl.Series,
        items: pl.DataFrame,
        counts: NDArray[np.int64],
        before: Found,
    ) -> None:
        """The changes of some customers.

        `items` are their rows of now and `counts` how many each has, both in the order of `ids`;
        `before` is what the last run says of them.
        """
        comparison = Comparison(ids, self._items)
        known = np.flatnonzero(before.known)
        for some, rows in self._earlier.read(before.rows[known]):
            whose = np.zeros(len(ids), np.bool_)
            whose[known[some]] = True
            comparison.add_before(rows, whose)
        self._write(number, comparison.changes(items, counts, dict(self._last.had(before))))

    def remove(self, number: int) -> int:
        """Write the customers that the run did not have; returns how many there are.

        Their items are the last parts of the table of changes, from `number` on.
        """
        count = 0
        none = pl.DataFrame(schema=self._item_schema)
        with system_errors(), (self._folder / REMOVED).open("wb") as stream:
            pl.DataFrame(schema={"customer_id": pl.String}).write_csv(stream, include_bom=True)
            for part, (ids, before) in enumerate(self._last.gone(), number):
                if len(ids):
                    ids.to_frame("customer_id").write_csv(stream, include_header=False)
                    count += len(ids)
                    self.write(part, ids, none, np.zeros(len(ids), np.int64), before)
        if not any((self._folder / FOLDER).iterdir()):
            self._write(0, pl.DataFrame(schema=SCHEMA))
        return count

    def _write(self, number: int, found: pl.DataFrame) -> None:
        with self._lock:
            self.rewritten += int((found["change"] == "rewritten").sum())
        with system_errors():
            path = self._folder / FOLDER / f"part-{number:05}.{self._format}"
            if self._format == "parquet":
                found.write_parquet(path)
            else:
                found.write_csv(path, include_bom=True)
