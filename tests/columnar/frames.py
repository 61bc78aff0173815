"""Frames of random customers, and what the reference evaluator says of each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from tests.decide.policies import TODAY
from workflow_engine.columnar.columns import attribute_column, physical, value_column
from workflow_engine.columnar.magnitudes import Bounds, Limits
from workflow_engine.decide.reference import Evaluator
from workflow_engine.program.expressions import Expression
from workflow_engine.program.program import Program
from workflow_engine.program.reading import expressions_of


def within(program: Program, row: Mapping[str, Any], limits: Limits) -> bool:
    """Whether the columns calculate a customer exactly."""

    def fits(kind: str, value: Any) -> bool:
        if isinstance(value, tuple):
            return len(value) <= limits.elements and all(fits(kind, one) for one in value)
        bound = {"number": limits.number, "integer": limits.integer}.get(kind)
        return bound is None or value is None or abs(value) <= bound

    types = {name: a.type.item or a.type for name, a in program.attributes.items()}
    return all(fits(types[name].kind, row[name]) for name in types)


def attribute_frame(program: Program, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Checked customers as a frame of attribute columns."""
    return pl.DataFrame(
        [
            pl.Series(
                attribute_column(name),
                [_plain(row[name]) for row in rows],
                dtype=physical(attribute.type),
            )
            for name, attribute in program.attributes.items()
        ]
    )


def with_definitions(
    program: Program, rows: Sequence[Mapping[str, Any]], bounds: Bounds
) -> pl.DataFrame:
    """The frame of attributes with the value of every definition as the reference has it."""
    evaluators = [Evaluator(program, row, TODAY) for row in rows]
    return attribute_frame(program, rows).with_columns(
        pl.Series(
            value_column(name),
            [_plain(evaluator.definition(name)) for evaluator in evaluators],
            dtype=bounds.held_definition(name),
        )
        for name in program.definitions
    )


def expressions_in(program: Program) -> Iterator[Expression]:
    """Every expression that a definition or an item of the program has."""
    for definition in program.definitions.values():
        yield from expressions_of(definition)
    for item in program.items.values():
        yield from (e for e in (item.applies, item.until) if e is not None)


def _plain(value: Any) -> Any:
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
