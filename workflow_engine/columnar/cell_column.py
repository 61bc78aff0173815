"""One attribute's cells, many at a time: plain forms at once, all others through `batch.cells`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl

from workflow_engine.columnar import plain_cells
from workflow_engine.columnar.columns import physical
from workflow_engine.columnar.known_cells import Bad, KnownCells
from workflow_engine.columnar.plain_reader import Limits, PlainReader, largest, unsettled
from workflow_engine.program.types import Type, Value

_SEPARATORS: Final = (";", "；")


@dataclass(slots=True)
class Converted:
    """A column of cells in the physical form of its type, null where missing or not to be used.

    `bad` has the code of what is wrong with a cell by its index; `large` are the indices of values
    beyond the limits.
    """

    values: pl.Series
    bad: dict[int, str] = field(default_factory=dict)
    large: list[int] = field(default_factory=list)


class CellColumn:
    """Reads the cells of one attribute, of the key or of the name.

    `read` is the rule for one raw cell, which counts for every cell that is not in a plain form;
    `read_element` is the rule for one element of a list. With `named`, elements are names that
    `read_element` knows, each may stand once, and blanks between them are nothing. Several threads
    may use one column.
    """

    def __init__(
        self,
        type_: Type,
        zone: ZoneInfo,
        limits: Limits,
        read: Callable[[object], Value],
        read_element: Callable[[object], Value] | None = None,
        *,
        bounds: tuple[object, object] = (None, None),
        named: bool = False,
    ) -> None:
        self._type = type_
        self._element = type_.item if type_.kind == "list" and type_.item else type_
        self._limits = limits
        self._dtype = physical(type_)
        self._named = named
        self._cells = KnownCells(read)
        self._reader = PlainReader(
            self._element,
            physical(self._element),
            zone,
            limits,
            KnownCells(read_element or read),
            bounds=bounds,
            only=named,
        )

    def convert(self, raw: pl.Series) -> Converted:
        """The values of some cells."""
        if isinstance(raw.dtype, (pl.Categorical, pl.Enum)):
            raw = raw.cast(pl.String)
        if raw.null_count() == len(raw):
            return Converted(plain_cells.nulls(self._dtype, len(raw)))
        if self._type.kind == "list":
            values = self._lists(raw)
        else:
            values = self._reader.values(raw)
            if self._type.kind == "text" and raw.dtype == pl.String:
                return Converted(values)
        if values.null_count() == raw.null_count():
            return Converted(values)
        return self._one_by_one(raw, values, unsettled(raw, values).arg_true())

    def _one_by_one(self, raw: pl.Series, values: pl.Series, open_: pl.Series) -> Converted:
        found = Converted(values)
        indices: list[int] = []
        settled: list[Value] = []
        for index, cell in zip(open_.to_list(), raw.gather(open_).to_list(), strict=True):
            value = self._cells.value(cell)
            if isinstance(value, Bad):
                found.bad[index] = value.code
            elif self.is_large(value):
                found.large.append(index)
            elif value is not None:
                indices.append(index)
                settled.append(value)
        if indices:
            found.values = _put(values, indices, pl.Series(settled, dtype=self._dtype))
        return found

    def is_large(self, value: Value) -> bool:
        """Whether a value is beyond the limits."""
        if isinstance(value, tuple):
            return len(value) > self._limits.elements or any(map(self.is_large, value))
        if not isinstance(value, int) or not self._element.numeric:
            return False
        return abs(value) > largest(self._element, self._limits)

    def _lists(self, raw: pl.Series) -> pl.Series:
        """The lists of which every element is settled."""
        lists = self._split(raw) if raw.dtype == pl.String else _as_lists(raw)
        if lists is None:
            return plain_cells.nulls(self._dtype, len(raw))
        sure = whole = True

        def values_of(elements: pl.Series) -> pl.Series:
            nonlocal sure, whole
            values = self._reader.values(elements)
            if values.null_count() > elements.null_count():
                sure = not unsettled(elements, values).any()
            whole = not values.null_count()
            return values

        def unsure(elements: pl.Series) -> pl.Series:
            values = self._reader.values(elements)
            return values.is_null() if self._named else unsettled(elements, values)

        values = _elementwise(lists, values_of, physical(self._element))
        doubt = lists.list.len() > self._limits.elements
        if not sure or (self._named and not whole):
            doubt |= _elementwise(lists, unsure, pl.Boolean()).list.any()
        if self._named:
            doubt |= _twice(values)
        return plain_cells.only(values, ~doubt) if doubt.any() else values

    def _split(self, raw: pl.Series) -> pl.Series:
        first, other = _SEPARATORS
        if self._element.kind == "text":
            raw = raw.str.replace_all(other, first, literal=True)
        cells = raw.to_frame("cell").select(
            pl.when(pl.col("cell") != "").then(pl.col("cell").str.split(first))
        )
        return cells.to_series()


def _as_lists(raw: pl.Series) -> pl.Series | None:
    """Typed lists with elements as they are, texts where they are categories; None for others."""
    dtype = raw.dtype
    if isinstance(dtype, pl.Array):
        raw = raw.arr.to_list()
        dtype = raw.dtype
    if not isinstance(dtype, pl.List):
        return None
    if isinstance(dtype.inner, (pl.Categorical, pl.Enum)):
        return raw.cast(pl.List(pl.String))
    return raw


def _elementwise(
    lists: pl.Series, read: Callable[[pl.Series], pl.Series], dtype: pl.DataType
) -> pl.Series:
    """Lists of what `read` makes of all their elements at once."""
    each = pl.element().map_batches(read, return_dtype=dtype, is_elementwise=True)
    return lists.list.eval(each)


def _twice(lists: pl.Series) -> pl.Series:
    """Which lists hold an element twice."""
    return (lists.list.n_unique() < lists.list.len()).fill_null(value=False)


def _put(values: pl.Series, indices: list[int], settled: pl.Series) -> pl.Series:
    """The values with others at some indices."""
    place = pl.int_range(0, len(values), dtype=pl.UInt32, eager=True)
    new = pl.int_range(len(values), len(values) + len(indices), dtype=pl.UInt32, eager=True)
    return pl.concat([values, settled]).gather(place.scatter(indices, new))
