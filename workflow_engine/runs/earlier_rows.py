"""The rows of plan items that earlier runs wrote, as far as they are still at hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workflow_engine.runs.changes import READ
from workflow_engine.runs.since import Link, part_of, run_of


class EarlierRows:
    """Reads parts of the tables of items of linked runs. Safe to share between threads.

    At hand is what stands in parts of Parquet, in a folder that still holds the run it held then.
    """

    def __init__(self, links: tuple[Link, ...]) -> None:
        self._folders = [link.folder / "items" if link.there() else None for link in links]

    def read(self, rows: NDArray[np.uint32]) -> Iterator[tuple[NDArray[np.bool_], pl.DataFrame]]:
        """The parts in which rows are (`since.rows_at`), with the columns of `changes.READ`.

        Each comes with the rows that are meant to be in it: it may hold more, out of date.
        """
        places = np.unique(rows)
        for place, run, part in zip(places, run_of(places), part_of(places), strict=True):
            folder = self._folders[run]
            if folder is not None:
                for path in sorted(folder.rglob(f"part-{part:05}.parquet")):
                    for frame in _read(path):
                        yield rows == place, frame


def _read(path: Path) -> Iterator[pl.DataFrame]:
    try:
        yield pl.read_parquet(path, columns=list(READ), hive_partitioning=False)
    except (OSError, pl.exceptions.PolarsError):
        return  # as good as gone: the rows are told as not at hand
