"""The columns of checked and decided frames: how they are named and how each type is held.

| type       | held as                                                                       |
|------------|-------------------------------------------------------------------------------|
| `text`     | String                                                                        |
| `integer`  | Int64                                                                         |
| `number`   | Int64 in millionths; Int128 where a calculation may leave it (`magnitudes`)   |
| `boolean`  | Boolean                                                                       |
| `date`     | Date                                                                          |
| `datetime` | Datetime in microseconds without a zone: local time of the policy's timezone  |
| `choice`   | Enum of the options' ids, in the author's order                               |
| `list of…` | List of the above                                                             |
| record     | Struct of the above                                                           |

Null is missing or unknown, also inside a list. The prefixes keep names of authors apart from ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow_engine.program.types import Type

if TYPE_CHECKING:
    import polars as pl

KEY = "key"
"""The customer's id: String, never null."""
NAME = "name"
"""The customer's name: String, never null."""
POSITION = "position"
"""The place of the row among all rows of the run, from 0: UInt64. The order of every output."""


def attribute_column(id_: str) -> str:
    """The column of an attribute in a checked frame."""
    return f"a:{id_}"


def value_column(definition: str) -> str:
    """The column of a definition's value in a decided frame; null is unknown or no value."""
    return f"d:{definition}"


def status_column(definition: str) -> str:
    """The column of the status of a scale or table, UInt8: an index into `STATUSES`."""
    return f"s:{definition}"


def rule_column(definition: str) -> str:
    """The column of the number of the level or row that decided a scale or table: UInt32."""
    return f"r:{definition}"


def gate_column(item: str) -> str:
    """Boolean: whether a must-do item applies, or an optional one is open to the customer."""
    return f"e:{item}"


def suspended_column(item: str) -> str:
    """Boolean: whether a strategy suspends an optional item; there only where one may."""
    return f"p:{item}"


def item_rule_column(item: str) -> str:
    """The number of the rule that decided an item's state, UInt32; there only where it varies."""
    return f"q:{item}"


def missing_column(attribute: str) -> str:
    """Boolean, never null: whether something undecided depends on this missing attribute."""
    return f"m:{attribute}"


STATUSES = ("known", "unknown", "none", "conflict")


def physical(type_: Type) -> pl.DataType:
    """How a type is held in a checked frame."""
    import polars as pl

    match type_.kind:
        case "text":
            return pl.String()
        case "integer" | "number":
            return pl.Int64()
        case "boolean":
            return pl.Boolean()
        case "date":
            return pl.Date()
        case "datetime":
            return pl.Datetime("us")
        case "choice":
            return pl.Enum([option.id for option in type_.options])
        case "list":
            assert type_.item is not None
            return pl.List(physical(type_.item))
        case "record":
            return pl.Struct({name: physical(field) for name, field in type_.fields})
