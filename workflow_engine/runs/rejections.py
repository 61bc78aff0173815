"""What was wrong with the rows of a run: the first findings are kept, all are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from workflow_engine.diagnostics.diagnostic import Diagnostic

MOST_LISTED = 1_000
"""So many bad cells are listed; all are counted."""


class Rejections:
    """Collects rejected rows in the order of the input.

    `rows` and `findings` count all of them, `codes` the findings by code.
    """

    def __init__(self) -> None:
        self.rows = self.findings = 0
        self.codes: Counter[str] = Counter()
        self.listed: list[Diagnostic] = []

    @property
    def room(self) -> int:
        """How many more findings will be kept."""
        return MOST_LISTED - len(self.listed)

    def as_dict(self) -> dict[str, Any]:
        """The counts, as the manifest has them."""
        return {
            "rows": self.rows,
            "findings": self.findings,
            "listed": len(self.listed),
            "codes": dict(sorted(self.codes.items())),
        }

    def add(self, rows: int, findings: Iterable[Diagnostic], codes: Counter[str]) -> None:
        """Count rows; `codes` counts all their findings, of which `findings` are at hand."""
        self.rows += rows
        self.codes += codes
        self.findings += codes.total()
        self.listed += list(findings)[: self.room]
