"""Cells that were read before: most columns hold few different ones, and each is read once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import polars as pl

from workflow_engine.batch.cells import BadCellError
from workflow_engine.program.types import Value

_MOST_KNOWN: Final = 50_000
"""So many different cells of a column are remembered."""


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell that cannot be used; `code` tells why."""

    code: str


class KnownCells:
    """What single raw cells mean by a rule that may raise `BadCellError`."""

    def __init__(self, read: Callable[[object], Value]) -> None:
        self._read = read
        self._known: dict[tuple[type, str | float], Value | Bad] = {}

    def value(self, cell: object) -> Value | Bad:
        """The value of a cell, None when missing."""
        known = self._known
        # Decimals and moments may be equal and yet be written differently.
        key = (type(cell), cell if isinstance(cell, (str, int, float)) else repr(cell))
        if key not in known:
            if len(known) >= _MOST_KNOWN:
                known = self._known = {}
            known[key] = self._value(cell)
        return known[key]

    def _value(self, cell: object) -> Value | Bad:
        try:
            return self._read(cell)
        except BadCellError as error:
            return Bad(error.code)


class KnownTexts:
    """What texts mean, looked up for whole columns; null where missing or not to be used.

    The texts seen so far are an Enum, so that a column of them is looked up by polars itself.
    Several threads may look up at once: what is known is replaced as a whole, never changed.
    """

    def __init__(self, cells: KnownCells, dtype: pl.DataType) -> None:
        self._cells = cells
        self._dtype = dtype
        self._known: tuple[pl.Enum, pl.Series] = (pl.Enum([]), pl.Series([], dtype=dtype))

    def values(self, raw: pl.Series) -> pl.Series:
        """The values of a column of texts."""
        known, values = self._known
        codes = raw.cast(known, strict=False).to_physical()
        if codes.null_count() > raw.null_count():
            new = raw.filter(codes.is_null() & raw.is_not_null()).unique()
            if len(values) + len(new) > _MOST_KNOWN:
                known, values = pl.Enum([]), values.clear()
                new = raw.drop_nulls().unique()
            known, values = self._known = self._with(known, values, new)
            codes = raw.cast(known, strict=False).to_physical()
        return values.gather(codes)

    def _with(self, known: pl.Enum, values: pl.Series, new: pl.Series) -> tuple[pl.Enum, pl.Series]:
        found = [self._cells.value(text) for text in new.to_list()]
        fresh = [None if isinstance(value, Bad) else value for value in found]
        return (
            pl.Enum(pl.concat([known.categories, new.alias("category")])),
            pl.concat([values, pl.Series(fresh, dtype=self._dtype)]),
        )
