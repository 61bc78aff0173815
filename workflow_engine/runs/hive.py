"""Folders by the value of one column, as Hive, Spark, DuckDB and Polars name them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from workflow_engine.columnar.columns import KEY, attribute_column
from workflow_engine.columnar.tables import (
    Chunk,
    Tables,
    customer_schema,
    item_schema,
    level_columns,
)
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.errors import UsageError
from workflow_engine.program.program import Program, Scale
from workflow_engine.program.types import Value

NONE = "__HIVE_DEFAULT_PARTITION__"
"""What stands for a missing value in the name of a folder."""
MOST_FOLDERS = 1_000
"""More folders than this are refused: the column is none to partition by."""

_KINDS = ("choice", "boolean", "text", "integer", "date")
_OTHER_KINDS = {
    "list": Bilingual("这是列表；", "it is a list; "),
    "number": Bilingual("这是带小数的数；", "it is a number with decimals; "),
    "datetime": Bilingual("这是日期时间；", "it is a moment; "),
}
_ESCAPED = frozenset("\"#%'*/:=?\\{}[]^<>|&") | {chr(code) for code in (*range(32), 127)}


@dataclass(frozen=True, slots=True)
class Partition:
    """By what the tables are divided: a scale (its level) or an attribute, under `name`."""

    id: str
    name: str
    level: str | None
    """The column of the table of customers, where it is a scale."""

    @classmethod
    def of(cls, program: Program, id_: str) -> Partition:
        """Raises UsageError for what is neither a scale nor an attribute of few values."""
        definition = program.definitions.get(id_)
        if isinstance(definition, Scale):
            return cls(id_, id_, level_columns(program)[id_])
        attribute = program.attributes.get(id_)
        if attribute is not None and id_ != program.key and attribute.type.kind in _KINDS:
            taken = {*item_schema(program), *customer_schema(program)}
            return cls(id_, f"attribute_{id_}" if id_ in taken else id_, None)
        known = [
            *(
                a.id
                for a in program.attributes.values()
                if a.type.kind in _KINDS and a.id != program.key
            ),
            *(d.id for d in program.definitions.values() if isinstance(d, Scale)),
        ]
        near = _printed_as(program, known).get(id_) or did_you_mean(id_, known)
        what = _what_else(program, id_)
        raise UsageError(
            f"--partition-by {id_}: {what.en}name a scale, or an attribute that is a choice, a "
            "text, a whole number, a date or yes/no"
            + (f"; did you mean `{near}`?" if near else ""),
            zh=f"--partition-by {id_}：{what.zh}要写一个分级，或一个属性"
            "（选项、文字、整数、日期、是/否）" + (f"；是不是 `{near}`？" if near else ""),
        )

    def keys(self, tables: Tables, chunk: Chunk | None) -> pl.DataFrame:
        """`customer_id` and the value for each customer of the tables, as the folder names it."""
        if self.level is not None:
            customers = tables.customers
            return customers.select("customer_id", pl.col(self.level).cast(pl.String).alias(KEY))
        assert chunk is not None, "the values of an attribute are in the chunk"
        rows = [
            chunk.frame.select(
                pl.col(KEY).alias("customer_id"),
                pl.col(attribute_column(self.id)).cast(pl.String).alias(KEY),
            )
        ]
        if chunk.large:
            large = [customer for _, customer in chunk.large]
            rows.append(
                pl.DataFrame(
                    {
                        "customer_id": [customer.id for customer in large],
                        KEY: [written(customer.values[self.id]) for customer in large],
                    },
                    {"customer_id": pl.String, KEY: pl.String},
                )
            )
        return pl.concat(rows)

    def folder(self, value: str | None) -> str:
        """The name of the folder of a value.

        >>> Partition("area", "area", None).folder("城东/3")
        'area=城东%2F3'
        """
        return f"{escaped(self.name)}={NONE if value in (None, '') else escaped(str(value))}"


def _printed_as(program: Program, known: Iterable[str]) -> dict[str, str]:
    """The names by what is printed for them."""
    named = {**program.attributes, **program.definitions}
    return {text: id_ for id_ in known for text in (named[id_].label.zh, named[id_].label.en)}


def _what_else(program: Program, id_: str) -> Bilingual:
    """What a name is that divides no tables, as the beginning of a sentence; else nothing."""
    attribute = program.attributes.get(id_)
    if id_ == program.key:
        return Bilingual("这是客户编号；", "it is the customer's id; ")
    if attribute is not None:
        return _OTHER_KINDS[attribute.type.kind]
    if id_ == program.name:
        return Bilingual("这是客户名称；", "it is the customer's name; ")
    if id_ in program.definitions:
        return Bilingual("这不是分级；", "it is no scale; ")
    return Bilingual.same("")


def written(value: Value) -> str | None:
    """A value as the columns write it."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case dt.date():
            return value.isoformat()
        case _:
            return str(value)


def escaped(text: str) -> str:
    """A text within the name of a folder: what means something there is spelt in hex."""
    if text == NONE:
        return f"%{ord(text[0]):02X}{text[1:]}"
    return "".join(f"%{ord(char):02X}" if char in _ESCAPED else char for char in text)


def divided(
    frame: pl.DataFrame, keys: pl.DataFrame, drop: str | None
) -> list[tuple[str | None, pl.DataFrame]]:
    """The rows of a table by value, in their order; without the column `drop`."""
    joined = frame.join(keys, on="customer_id", how="left", maintain_order="left")
    if drop is not None and drop in frame.columns:
        joined = joined.drop(drop)
    parts = joined.partition_by(KEY, include_key=False, as_dict=True, maintain_order=True)
    return [(value, rows) for (value,), rows in parts.items()]
