"""Expressions that the decisions in Polars are made of."""

from __future__ import annotations

import polars as pl

NO_WORDS = pl.lit(pl.Series([[]], dtype=pl.List(pl.String)))


def all_below(values: pl.Expr, count: int, limit: float) -> pl.Expr:
    """Whether the last `count` elements are below the limit; null if one is missing."""
    last = values.list.tail(count)
    complete = last.list.drop_nulls().list.len() == count
    return pl.when(last.list.max() >= limit).then(False).when(complete).then(True)  # noqa: FBT003


def mean_of_last(values: pl.Expr, count: int) -> pl.Expr:
    """The mean of the last `count` elements if all are there."""
    last = values.list.tail(count)
    return pl.when(last.list.drop_nulls().list.len() == count).then(last.list.mean())


def words(*where: tuple[str, pl.Expr | bool]) -> pl.Expr:
    """The words whose condition holds, as a list; joined and split, which beats `concat_list`."""
    chosen = [pl.when(holds).then(pl.lit(word)) for word, holds in where]
    text = pl.concat_str(chosen, separator=";", ignore_nulls=True)
    return pl.when(text == "").then(NO_WORDS).otherwise(text.str.split(";"))
