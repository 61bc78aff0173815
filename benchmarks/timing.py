"""Interleaved timing: every contender gets its turn in every round, medians are compared."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: how long ours and theirs take in seconds, and what was promised.

    `limit` is the most that ours ÷ theirs may be; with `faster` it is the least that theirs ÷ ours
    may be.
    """

    ours: str
    theirs: str
    our_seconds: float
    their_seconds: float
    limit: float | None = None
    faster: bool = False

    @property
    def ratio(self) -> float:
        """Ours ÷ theirs, or with `faster` theirs ÷ ours."""
        if self.faster:
            return self.their_seconds / self.our_seconds
        return self.our_seconds / self.their_seconds

    @property
    def target(self) -> str:
        """What was promised, in words."""
        if self.limit is None:
            return "–"
        return f"≥ {self.limit:g}× faster" if self.faster else f"≤ {self.limit:g}×"

    @property
    def met(self) -> bool | None:
        """Whether the promise is kept; None where nothing was promised."""
        if self.limit is None:
            return None
        return self.ratio >= self.limit if self.faster else self.ratio <= self.limit


def interleaved(
    contenders: Mapping[str, Callable[[], object]],
    rounds: int,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, float]:
    """The median seconds of each contender over the rounds; the first round does not count.

    The clock counts processor time of all threads, so that a busy machine does not count.
    """
    times: dict[str, list[float]] = {name: [] for name in contenders}
    gc.collect()
    for round_ in range(rounds + 1):
        for name, run in contenders.items():
            start = clock()
            run()
            taken = clock() - start
            if round_:
                times[name].append(taken)
    return {name: median(taken) for name, taken in times.items()}


def table(title: str, rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [
        f"### {title}",
        "",
        "| ours | against | ours | theirs | ratio | target | |",
        "|---|---|--:|--:|--:|---|---|",
    ]
    for row in rows:
        ratio = f"{row.ratio:.1f}× faster" if row.faster else f"{row.ratio:.2f}×"
        verdict = {True: "met", False: "missed", None: ""}[row.met]
        lines.append(
            f"| {row.ours} | {row.theirs} | {_shown(row.our_seconds)} | {_shown(row.their_seconds)}"
            f" | {ratio} | {row.target} | {verdict} |"
        )
    return "\n".join(lines) + "\n"


def _shown(seconds: float) -> str:
    return f"{seconds * 1e6:.1f} µs" if seconds < 1e-3 else f"{seconds * 1e3:.1f} ms"
