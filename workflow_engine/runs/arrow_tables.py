"""The tables of a run as Arrow batches of plain types, for engines that know no choices.

A choice becomes a string and an unsigned number a signed one; dates, decimals and lists stay what
they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

import polars as pl
import pyarrow as pa

if TYPE_CHECKING:
    from pyspark.sql.types import DataType, StructType

ROWS_OF_A_BATCH: Final = 131_072
"""Rows that leave at once: some ten megabytes of plan items."""


def arrow_schema(schema: Mapping[str, pl.DataType]) -> pa.Schema:
    """The Arrow types of a table's columns.

    >>> arrow_schema({"item": pl.Enum(["a"]), "rule": pl.UInt32()}).types
    [DataType(string), DataType(int32)]
    """
    return pa.schema([(name, _arrow_type(type_)) for name, type_ in schema.items()])


def spark_schema(schema: pa.Schema) -> StructType:
    """The same columns as Spark knows them."""
    from pyspark.sql.types import StructField, StructType

    return StructType([StructField(field.name, _spark_type(field.type)) for field in schema])


def record_batches(frame: pl.DataFrame, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The rows of a table in the types of `schema`, some at a time."""
    for start in range(0, frame.height, ROWS_OF_A_BATCH):
        rows = frame.slice(start, ROWS_OF_A_BATCH).rechunk()
        table = rows.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(schema)
        yield from table.combine_chunks().to_batches()


def frames_of(batches: Iterable[pa.RecordBatch], rows: int) -> Iterator[pl.DataFrame]:
    """Batches gathered to frames of at least so many rows, the last one with the rest."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(one.num_rows for one in held) >= rows:
            yield _frame(held)
            held = []
    if held:
        yield _frame(held)


def _frame(batches: list[pa.RecordBatch]) -> pl.DataFrame:
    frame = pl.from_arrow(pa.Table.from_batches(batches))
    assert isinstance(frame, pl.DataFrame), "a table has columns"
    return frame


def _arrow_type(type_: pl.DataType) -> pa.DataType:
    match type_:
        case pl.List():
            return pa.list_(_arrow_type(pl.Series(dtype=type_.inner).dtype))
        case pl.Decimal():
            return pa.decimal128(type_.precision, type_.scale)
        case pl.Enum():
            return pa.string()
        case _:
            return _ARROW[type_]


_ARROW: Final[dict[pl.DataType, pa.DataType]] = {
    pl.String(): pa.string(),
    pl.Int32(): pa.int32(),
    pl.UInt32(): pa.int32(),
    pl.Date(): pa.date32(),
    pl.Boolean(): pa.bool_(),
}


def _spark_type(type_: pa.DataType) -> DataType:
    from pyspark.sql import types

    if pa.types.is_list(type_):
        return types.ArrayType(_spark_type(type_.value_type))
    if pa.types.is_decimal(type_):
        return types.DecimalType(type_.precision, type_.scale)
    plain: dict[pa.DataType, DataType] = {
        pa.string(): types.StringType(),
        pa.int32(): types.IntegerType(),
        pa.int64(): types.LongType(),
        pa.date32(): types.DateType(),
        pa.bool_(): types.BooleanType(),
    }
    return plain[type_]
