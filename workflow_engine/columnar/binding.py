"""Parts of an expression that are mentioned more than once.

Columns have no local names: mentioning a part twice writes it twice, and nested parts would grow
exponentially. A part becomes the field of a struct instead, is calculated once, and is mentioned by
its name.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl


def once(body: Callable[..., pl.Expr], *parts: pl.Expr) -> pl.Expr:
    """`body(*parts)` with every part calculated once, however often `body` mentions it."""
    if all(part.meta.is_column() or part.meta.is_literal() for part in parts):
        return body(*parts)
    names = [str(index) for index in range(len(parts))]
    result = body(*(pl.field(name) for name in names))
    named = (part.alias(name) for name, part in zip(names, parts, strict=True))
    return pl.struct(*named).struct.with_fields(result=result).struct.field("result")


def known(value: pl.Expr, *, answer: bool) -> pl.Expr:
    """The same answer wherever there is a value, unknown elsewhere."""
    return pl.when(value.is_not_null()).then(pl.lit(answer))


def when_true(condition: pl.Expr, *, answer: bool) -> pl.Expr:
    """The answer where the condition is true, unknown elsewhere."""
    return pl.when(condition).then(pl.lit(answer))
