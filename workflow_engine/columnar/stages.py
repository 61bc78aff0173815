"""Columns that build on each other: each calculated once, after everything it reads."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl


class Stages:
    """Named columns of a frame, each an expression over the frame and columns added before it."""

    def __init__(self) -> None:
        self._expressions: dict[str, pl.Expr] = {}

    def add(self, name: str, expression: pl.Expr) -> pl.Expr:
        """Calculate a column under a name."""
        self._expressions[name] = expression.alias(name)
        return pl.col(name)

    def once(self, expression: pl.Expr) -> pl.Expr:
        """The column of an expression that others mention; a column is one already."""
        if expression.meta.is_column():
            return expression
        return self.add(f"h:{len(self._expressions)}", expression)

    def for_columns(self, wanted: Iterable[str]) -> Staged:
        """What it takes to calculate some of the columns; others are the frame's."""
        kept = tuple(wanted)
        depths: dict[str, int] = {}
        needed: set[str] = set()
        waiting = [name for name in kept if name in self._expressions]
        while waiting:
            name = waiting.pop()
            if name not in needed:
                needed.add(name)
                waiting += [read for read in self._reads(name) if read in self._expressions]
        for name in self._expressions:
            if name in needed:
                depths[name] = max((depths.get(r, -1) + 1 for r in self._reads(name)), default=0)
        stages: list[list[pl.Expr]] = [[] for _ in range(1 + max(depths.values(), default=-1))]
        literals: list[pl.Expr] = []
        for name, depth in depths.items():
            of_stage = stages[depth] if self._reads(name) else literals
            of_stage.append(self._expressions[name])
        return Staged(literals, stages, kept)

    def _reads(self, name: str) -> list[str]:
        return self._expressions[name].meta.root_names()


class Staged:
    """Columns in stages: each stage reads the frame and the stages before it.

    `literals` are columns that read nothing.
    """

    def __init__(
        self, literals: list[pl.Expr], stages: list[list[pl.Expr]], kept: tuple[str, ...]
    ) -> None:
        self._literals = literals
        self._stages = stages
        self._kept = kept

    def of(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The columns to be kept, in the height of the frame."""
        # A column that Polars holds as one repeated value is written out: not all of its
        # operations give those their height (`expressions`).
        frame = pl.DataFrame(frame.with_columns(self._literals).get_columns())
        for stage in self._stages:
            frame = frame.with_columns(stage)
        return frame.select(self._kept)
