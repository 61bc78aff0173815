"""Which entries of a service log no plan uses: those of other customers, and later ones."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.runs.logs import LogFrame


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the log: `customers` has hash, entries, the place of the first, and the id."""

    name: str
    late: int
    customers: pl.DataFrame


class LogUse:
    """The customers of a log, and which of them are planned; the log itself is not kept.

    Customers are known by hashes of 64 bits. The chance that any two of a hundred million have the
    same is one in thousands; then the warning counts the entries of one customer less.
    """

    def __init__(self, log: LogFrame, at: dt.date) -> None:
        self._at = at
        self._files = []
        start = 0
        for name, count in log.files:
            entries = log.frame.slice(start, count)
            late = int((entries["done_on"] > at).sum())
            self._files.append(_File(name, late, _customers(entries)))
            start += count
        hashes = [pl.Series(dtype=pl.UInt64), *(file.customers["hash"] for file in self._files)]
        self._known = pl.concat(hashes).unique().sort().to_numpy()
        self._planned: NDArray[np.bool_] = np.zeros(len(self._known), np.bool_)

    def planned(self, ids: pl.Series) -> None:
        """Note that these are planned."""
        hashes = ids.hash().to_numpy()
        places = np.searchsorted(self._known, hashes)
        inside = places < len(self._known)
        places, hashes = places[inside], hashes[inside]
        self._planned[places[self._known[places] == hashes]] = True

    def warnings(self) -> list[Diagnostic]:
        """The warnings of `batch.log.ServiceLog.check`, for each file of the log."""
        others = pl.Series(self._known[~self._planned], dtype=pl.UInt64)
        found: list[Diagnostic] = []
        for file in self._files:
            place = Place(file.name)
            unknown = file.customers.filter(pl.col("hash").is_in(others.implode())).sort("place")
            if unknown.height:
                count, example = f"{unknown['entries'].sum():,}", str(unknown["id"][0])
                found.append(diagnose("WE602", place, count=count, example=example))
            if file.late:
                day = self._at.isoformat()
                found.append(diagnose("WE604", place, count=f"{file.late:,}", day=day))
        return found


def _customers(entries: pl.DataFrame) -> pl.DataFrame:
    return (
        entries.lazy()
        .select("customer_id", pl.int_range(pl.len(), dtype=pl.UInt32).alias("place"))
        .group_by("customer_id")
        .agg(pl.len().alias("entries"), pl.col("place").min())
        .select(
            pl.col("customer_id").cast(pl.String).hash().alias("hash"),
            "entries",
            "place",
            pl.col("customer_id").cast(pl.String).alias("id"),
        )
        .collect()
    )
