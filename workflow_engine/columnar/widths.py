"""How large a value gets, and how wide the column that holds it must be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import gcd
from typing import TYPE_CHECKING, Final

from workflow_engine.columnar.columns import physical
from workflow_engine.program.types import Type, Value

if TYPE_CHECKING:
    import polars as pl

INT64: Final = 2**63 - 1
INT128: Final = 2**127 - 1


@dataclass(frozen=True, slots=True)
class Magnitude:
    """How large a value gets: at most `largest` (absolute, millionths for numbers).

    Each value is a multiple of `step` (0: all are 0). For a list they are about its elements, at
    most `elements` of them; for a record about each of its `fields`.
    """

    largest: int = 0
    step: int = 0
    elements: int = 0
    fields: tuple[tuple[str, Magnitude], ...] = ()

    @property
    def wide(self) -> bool:
        """Whether it needs 128 bits."""
        return self.largest > INT64


NO_NUMBER: Final = Magnitude()
"""The magnitude of what holds no number."""


def held(type_: Type, magnitude: Magnitude) -> pl.DataType:
    """How values of a type and magnitude are held in a column."""
    import polars as pl

    if type_.numeric and magnitude.wide:
        return pl.Int128()
    if type_.kind == "record":
        sizes = dict(magnitude.fields)
        return pl.Struct({name: held(kind, sizes[name]) for name, kind in type_.fields})
    return physical(type_)


def of_value(value: Value, kind: Type) -> Magnitude:
    """The magnitude of a constant."""
    if kind.item is not None and isinstance(value, tuple):
        of_elements = joined([of_value(element, kind.item) for element in value])
        return replace(of_elements, elements=len(value))
    if kind.numeric and isinstance(value, int):
        return Magnitude(abs(value), abs(value))
    return NO_NUMBER


def joined(sizes: Sequence[Magnitude]) -> Magnitude:
    """The magnitude of a value that is one of several."""
    if not sizes:
        return NO_NUMBER
    return Magnitude(
        max(size.largest for size in sizes),
        gcd(*(size.step for size in sizes)),
        max(size.elements for size in sizes),
        sizes[0].fields,
    )


def same_elements(one: Type, other: Type) -> bool:
    """Whether two lists are held in one way."""
    if one.item is None or other.item is None:
        return False
    return [o.id for o in one.item.options] == [o.id for o in other.item.options] and (
        one.item.fields == other.item.fields
    )
