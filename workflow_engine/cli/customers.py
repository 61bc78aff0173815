"""Going through a file of customers: bad rows are shown and counted, good rows go on."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from workflow_engine.batch.customers import Customer
from workflow_engine.cli.loading import existing_file, show
from workflow_engine.cli.main import FINDINGS, FINE, say
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.errors import UsageError

if TYPE_CHECKING:
    from workflow_engine.policy import Policy

SHOWN_ROWS = 50
"""So many rejected rows are shown in full; all are counted."""

PROGRESS_EVERY = 0.2
"""Seconds between two updates of the progress line."""


class CustomerRun:
    """One pass over a customer file.

    Iterate for the good rows; then `finish` tells the counts and gives the exit code. `only` are
    the ids asked for, None for all; the iteration ends with a UsageError when one is not there.
    With `at`, each customer is read as the version knows it that decides on that day.
    """

    def __init__(
        self,
        policy: Policy,
        path: str,
        *,
        lang: Language,
        only: list[str] | None = None,
        at: dt.date | None = None,
    ) -> None:
        file = existing_file(path)
        self._file = (
            policy.customers.read(file) if at is None else policy.read_customers(file, at=at)
        )
        self._lang: Language = lang
        self._only = None if only is None else dict.fromkeys(only)
        self._seen: set[str] = set()
        self._good = self._rejected_wanted = 0
        show(self._file.diagnostics, {}, lang)
        self._shown = len(self._file.diagnostics)

    def __iter__(self) -> Iterator[Customer]:
        progress = _Progress(self._lang)
        for row in self._file:
            wanted = self._only is None or row.id in self._only
            if isinstance(row, Customer):
                progress.step()
                if wanted:
                    self._good += 1
                    if self._only is not None:
                        self._seen.add(row.id)
                    yield row
            elif wanted or row.id is None:
                self._rejected_wanted += 1
                if self._rejected_wanted <= SHOWN_ROWS:
                    progress.clear()
                    show(row.diagnostics, {}, self._lang)
        progress.clear()
        self._require_all()

    @property
    def complete(self) -> bool:
        """Whether every customer was asked for, not just some."""
        return self._only is None

    @property
    def rejected(self) -> int:
        """How many rows were rejected so far."""
        return self._rejected_wanted

    def finish(self) -> int:
        """Tell how many rows went through, and how many did not; the exit code."""
        show(self._file.diagnostics[self._shown :], {}, self._lang)
        zh = self._lang == "zh"
        rejected = self._rejected_wanted
        if rejected > SHOWN_ROWS:
            more = rejected - SHOWN_ROWS
            say(f"……另有 {more} 行未逐条列出" if zh else f"… and {more} more rows not shown")
        good = self._good
        if self._only is not None and not rejected:
            return FINE
        say(
            f"客户文件共 {good + rejected} 行：{good} 行成功，{rejected} 行被拒绝"
            if zh
            else f"{good + rejected} customer rows: {good} done, {rejected} rejected"
        )
        return FINDINGS if rejected else FINE

    def _require_all(self) -> None:
        """Raise UsageError when an id that was asked for is not in the file.

        Where a row was rejected it may be the one asked for, and has been shown. This comes before
        the iteration ends, so that the old output is not replaced by one that lacks a customer.
        """
        lacking = [id_ for id_ in self._only or () if id_ not in self._seen]
        if lacking and not self._rejected_wanted:
            raise UsageError(
                f"no such customer in the file: {', '.join(lacking)}",
                zh=f"客户文件里没有 {'、'.join(lacking)}",
            )


class _Progress:
    """A counter on the terminal, redrawn a few times a second; silent elsewhere."""

    def __init__(self, lang: Language) -> None:
        self._count = 0
        self._live = sys.stderr.isatty()
        self._next = time.monotonic() + PROGRESS_EVERY
        self._word = "位客户" if lang == "zh" else "customers"

    def step(self) -> None:
        self._count += 1
        if self._live and time.monotonic() >= self._next:
            self._next = time.monotonic() + PROGRESS_EVERY
            print(f"\r{self._count} {self._word}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self._live:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
