"""The types of values, and how each is held while a program runs.

| type       | held as                                                        |
|------------|----------------------------------------------------------------|
| `text`     | `str`                                                          |
| `integer`  | `int`                                                          |
| `number`   | `int`, in millionths: an exact decimal with six places         |
| `boolean`  | `bool`                                                         |
| `date`     | `datetime.date`                                                |
| `datetime` | naive `datetime.datetime`, local time of the policy's timezone |
| `choice`   | `str`, the option's id                                         |
| `list of…` | `tuple` of the above                                           |

A missing or unknown value is `None`, also inside a list.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

from workflow_engine.diagnostics.bilingual import Bilingual

Kind = Literal[
    "text", "integer", "number", "boolean", "date", "datetime", "choice", "list", "record"
]

SCALE = 1_000_000
"""A `number` is held as an integer count of millionths."""

Value: TypeAlias = (
    "str | int | bool | dt.date | dt.datetime | tuple[Value, ...] | dict[str, Value] | None"
)
"""What a definition or attribute may hold while a program runs (`dict`: a table's record)."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a choice: its id and how it is printed."""

    id: str
    label: Bilingual


@dataclass(frozen=True, slots=True)
class Type:
    """The type of an attribute, a definition or an expression.

    `options` are the values of a choice, in the author's order (which is the order of priority).
    `item` is the type of a list's elements; `fields` are the outputs of a table with several.
    `unit` is set for integers and numbers that carry one (`元`, `天`).
    """

    kind: Kind
    options: tuple[Option, ...] = ()
    item: Type | None = None
    unit: str | None = None
    fields: tuple[tuple[str, Type], ...] = ()

    @property
    def numeric(self) -> bool:
        """Whether arithmetic and order apply as for numbers."""
        return self.kind in ("integer", "number")

    @property
    def ordered(self) -> bool:
        """Whether `<` and `≥` apply."""
        return self.kind in ("integer", "number", "date", "datetime")

    def option(self, name: str) -> str | None:
        """The id of the option with this id or label (in either language), or None."""
        for option in self.options:
            if option.id == name:
                return option.id
        for option in self.options:
            if name in (option.label.zh, option.label.en):
                return option.id
        return None

    def __str__(self) -> str:
        if self.kind == "list" and self.item is not None:
            return f"list of {self.item}"
        return self.kind


TEXT = Type("text")
INTEGER = Type("integer")
NUMBER = Type("number")
BOOLEAN = Type("boolean")
DATE = Type("date")
DATETIME = Type("datetime")


def list_of(item: Type) -> Type:
    """The type of a list whose elements have type `item`."""
    return Type("list", item=item)
