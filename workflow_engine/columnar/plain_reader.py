"""Cells of one scalar type, whole columns at a time: what is in a plain form and fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol
from zoneinfo import ZoneInfo

import polars as pl

from workflow_engine.columnar import plain_cells
from workflow_engine.columnar.known_cells import KnownCells, KnownTexts
from workflow_engine.columnar.plain_cells import Plain
from workflow_engine.program.types import Type

_LOOKED_UP: Final = ("boolean", "choice", "date")
"""Kinds with few different values, which are looked up when they are written as text."""
_LARGEST: Final = 2**63 - 1


class Limits(Protocol):
    """Up to where the columns calculate exactly (`magnitudes.Limits`)."""

    @property
    def number(self) -> int:
        """The largest absolute number, in millionths."""

    @property
    def integer(self) -> int:
        """The largest absolute integer."""

    @property
    def elements(self) -> int:
        """The longest list."""


@dataclass(frozen=True, slots=True)
class _NoLimits:
    number: int = _LARGEST
    integer: int = _LARGEST
    elements: int = _LARGEST


NO_LIMITS: Final[Limits] = _NoLimits()
"""For columns that nothing is calculated with."""


def largest(type_: Type, limits: Limits) -> int:
    """The largest absolute value that a column of a numeric type may hold."""
    return min(limits.number if type_.kind == "number" else limits.integer, _LARGEST)


class PlainReader:
    """Values of a scalar type within bounds and limits; null is missing, or for others to settle.

    `cells` is the rule for one raw cell of this type. With `only`, the one form of a text that is
    plain is a name it knows (`cells` tells).
    """

    def __init__(
        self,
        type_: Type,
        dtype: pl.DataType,
        zone: ZoneInfo,
        limits: Limits,
        cells: KnownCells,
        *,
        bounds: tuple[object, object] = (None, None),
        only: bool = False,
    ) -> None:
        looked_up = only or type_.kind in _LOOKED_UP
        self._texts = KnownTexts(cells, dtype) if looked_up else None
        self._plain = _no_form(dtype) if only else _plain(type_, dtype, zone, limits)
        self._low, self._high = bounds
        self._largest = largest(type_, limits) if type_.kind == "integer" else None

    def values(self, raw: pl.Series) -> pl.Series:
        """The values of a column of raw cells."""
        if raw.dtype == pl.String and self._texts is not None:
            return self._texts.values(raw)
        values = self._plain(raw)
        if self._largest is not None:
            values = plain_cells.between(values, -self._largest, self._largest)
        return plain_cells.between(values, self._low, self._high)


def unsettled(raw: pl.Series, values: pl.Series) -> pl.Series:
    """Which cells have no value although they hold something."""
    open_ = values.is_null() & raw.is_not_null()
    return open_ & (raw != "") if raw.dtype == pl.String else open_


def _plain(type_: Type, dtype: pl.DataType, zone: ZoneInfo, limits: Limits) -> Plain:
    match type_.kind:
        case "text":
            return plain_cells.text
        case "integer":
            return plain_cells.integer
        case "number":
            return plain_cells.number(largest(type_, limits), type_.unit)
        case "boolean":
            return plain_cells.boolean
        case "date":
            return plain_cells.date(zone)
        case "datetime":
            return plain_cells.datetime(zone)
    return _no_form(dtype)


def _no_form(dtype: pl.DataType) -> Plain:
    return lambda raw: plain_cells.nulls(dtype, len(raw))
