"""Section `tables`: decision tables with the hit policies of DMN."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, PlainValidator, model_validator

from workflow_engine.language.nodes import Written
from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import (
    Cell,
    Label,
    Options,
    Outputs,
    Period,
    Text,
    TypeWord,
    WordName,
)
from workflow_engine.model.leaves import as_it_is, fail
from workflow_engine.model.shapes import Scalar

Aggregate = Literal["list", "sum", "min", "max", "count"]
HITS = (
    "unique",
    "first",
    "any",
    "priority",
    "rule_order",
    "output_order",
    "collect",
)
AGGREGATES = ("list", "sum", "min", "max", "count")
COLLECTS = tuple(f"collect {aggregate}" for aggregate in AGGREGATES)


class OutputType(Entry):
    """The type of one output; for a choice `of` is the order of priority."""

    type: TypeWord
    of: Options | None = None
    label: Label | None = None
    unit: Text | None = None


class Gives(Entry):
    """What a table gives: either the one output's type, or outputs by name."""

    rest: ClassVar[str | None] = "outputs"

    type: TypeWord | None = None
    of: Options | None = None
    unit: Text | None = None
    outputs: dict[WordName, OutputType] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_way(self) -> Gives:
        details = self.of is not None or self.unit is not None
        if self.outputs and (self.type is not None or details):
            fail("WE233")
        return self


class Row(Entry):
    """One rule: cells by column, and what the row gives."""

    rest: ClassVar[str | None] = "cells"

    then: Outputs
    valid: Period | None = None
    cells: dict[Text, Cell] = Field(default_factory=dict)


class Table(Entry):
    """A decision table; `hit` may hold the aggregate too (`collect sum`)."""

    gives: Gives
    rows: tuple[Row, ...]
    label: Label | None = None
    hit: Annotated[Written, Scalar("keyword", HITS + COLLECTS), PlainValidator(as_it_is)] | None = (
        None
    )
    collect: (
        Annotated[
            Aggregate,
            Scalar("keyword", AGGREGATES),
            PlainValidator(as_it_is),
        ]
        | None
    ) = None
    otherwise: Outputs | None = None
