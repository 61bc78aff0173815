"""Which engine works on a run."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final, Literal, TypeAlias, TypeVar, get_args

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.errors import NotColumnar, UsageError

Engine: TypeAlias = Literal["auto", "row", "polars"]
T = TypeVar("T")

MOST_THREADS: Final = 8
"""More threads than this would mostly wait for one another, and each holds a chunk."""


def by_engine(
    engine: Engine, *, large: bool, columns: Callable[[], T], rows: Callable[[], T]
) -> tuple[T, Bilingual | None]:
    """What the asked engine makes; `auto` takes the columns where it is worth it and they can.

    With it comes a note for the user where the columns could not.

    Raises:
        NotColumnar: the columns were asked for, but cannot calculate what the policy does.
        UsageError: there is no such engine.
    """
    if engine not in get_args(Engine):
        known = ", ".join(get_args(Engine))
        raise UsageError(
            f"there is no engine {engine!r} here: choose of {known}; Spark frames are planned by "
            "`plan_spark`",
            zh=f"这里没有引擎 {engine!r}：可用 {known}；Spark 的数据表请用 `plan_spark`",
        )
    if engine == "row" or (engine == "auto" and not large):
        return rows(), None
    try:
        return columns(), None
    except NotColumnar as error:
        if engine == "polars":
            raise NotColumnar(
                f"{error}: take the engine `row` or `auto`",
                zh=f"{error.zh}：请改用引擎 `row` 或 `auto`",
            ) from error
        told = Bilingual(f"改为逐户计算：{error.zh}", f"customer by customer: {error}")
        return rows(), told


def threads(asked: int | None, engine: str = "polars") -> int:
    """How many blocks are worked on at once: one for each core that this process may use.

    Python works on one row at a time, so for `row` it is one.
    """
    if engine == "row":
        return 1
    if asked is not None:
        return max(1, asked)
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    return min(cores, MOST_THREADS)
