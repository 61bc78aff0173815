"""Lists of all that matches: what the rules of a table give each customer, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import polars as pl

from workflow_engine.columnar.rule_outputs import calculated

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workflow_engine.columnar.expressions import Expressions
    from workflow_engine.columnar.rule_outputs import Output
    from workflow_engine.columnar.stages import Stages

_Numbers: TypeAlias = "NDArray[np.int64]"
_BLOCK: Final = 8192
"""Customers that are turned together: they stay in the processor's cache."""


def match_lists(
    answers: Sequence[pl.Expr],
    outputs: Sequence[Output],
    type_: pl.DataType,
    expressions: Expressions,
    stages: Stages,
) -> pl.Expr:
    """For each customer the outputs of the rules that match for certain; null when none does.

    `answers` are in the order of the lists, and the outputs' expressions with them; `type_` is that
    of the lists, whose elements are records where there are several outputs.
    """
    entries: list[_Entries] = []
    columns = [answer.fill_null(value=False) for answer in answers]
    for output in outputs:
        constants = output.constants
        if constants is not None:
            fixed = pl.Series(constants, dtype=output.type)
            entries.append(_Entries(output.name, fixed, slice(0, 0)))
            continue
        place = slice(len(columns), len(columns) + len(answers))
        entries.append(_Entries(output.name, None, place))
        columns += [calculated(one, output.type, expressions, stages) for one in output.given]
    listing = _Listing(len(answers), entries, type_)
    return pl.map_batches(columns, listing.lists, return_dtype=type_)


class _Entries:
    """Where the entries of one output come from: by rule where fixed, else from columns."""

    def __init__(self, name: str, fixed: pl.Series | None, columns: slice) -> None:
        self.name = name
        self._fixed = fixed
        self._columns = columns

    def at(
        self, rows: _Numbers, rules: _Numbers, columns: Sequence[pl.Series], height: int
    ) -> pl.Series:
        """What the rules give in these rows."""
        if self._fixed is not None:
            return self._fixed.gather(rules).alias(self.name)
        below = pl.concat([_full(one, height) for one in columns[self._columns]], rechunk=True)
        return below.gather(rules * height + rows).alias(self.name)


class _Listing:
    """Makes the lists; `rules` are the first columns, what is calculated follows."""

    def __init__(self, rules: int, entries: list[_Entries], type_: pl.DataType) -> None:
        self._rules = rules
        self._entries = entries
        self._type = type_

    def lists(self, columns: Sequence[pl.Series]) -> pl.Series:
        """The list of each row."""
        answers = columns[: self._rules]
        height = len(answers[0])
        rows, rules = _matches(answers)
        without = pl.Series([None], dtype=self._type).new_from_index(0, height)
        if not len(rows):
            return without
        given = [one.at(rows, rules, columns, height) for one in self._entries]
        entry = given[0] if len(given) == 1 else pl.DataFrame(given).to_struct()
        flat = pl.DataFrame({"row": pl.Series(rows).set_sorted(), "entry": entry})
        lists = flat.group_by("row", maintain_order=True).agg("entry")["entry"]
        matched = np.zeros(height, np.bool_)
        matched[rows] = True
        places = np.where(matched, np.cumsum(matched) - 1, len(lists)).astype(np.uint32)
        return lists.cast(self._type).append(without.head(1)).gather(pl.Series(places))


def _full(values: pl.Series, height: int) -> pl.Series:
    """A column in full height: a literal has one value."""
    return values if len(values) == height else values.new_from_index(0, height)


def _matches(answers: Sequence[pl.Series]) -> tuple[_Numbers, _Numbers]:
    """Row and rule of every match, by row and then by rule."""
    rows: list[_Numbers] = []
    rules: list[_Numbers] = []
    for start in range(0, len(answers[0]), _BLOCK):
        block = np.stack([one.slice(start, _BLOCK).to_numpy() for one in answers], axis=1)
        row, rule = np.nonzero(block)
        rows.append(row + start)
        rules.append(rule)
    if not rows:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    return np.concatenate(rows), np.concatenate(rules)
