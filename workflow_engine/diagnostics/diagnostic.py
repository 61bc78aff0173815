"""What is told to a policy author: values, collected, never raised one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from workflow_engine.diagnostics.bilingual import Bilingual

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of author text: 1-based lines and columns, columns in code points, end exclusive.

    `file` is the path as the author knows it (relative to where they work). `line` 0 means the
    file or folder as a whole.
    """

    file: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Label:
    """A second place that belongs to the finding, with its role in it ("first defined here")."""

    place: Place
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text at `place` by `text`."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that mends the finding; `safe` means it cannot change what the policy decides."""

    title: Bilingual
    edits: tuple[Edit, ...]
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: what, where, why it matters (`message`), and what to do (`help`).

    `code` is permanent and is listed in `diagnostics/codes.py`; `args` are the values put into the
    message's template, so that a test or another program need not read prose.
    """

    code: str
    severity: Severity
    message: Bilingual
    place: Place
    labels: tuple[Label, ...] = ()
    help: Bilingual | None = None
    fix: Fix | None = None
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Allowed:
    """A finding of a check that the author allowed by a comment: why, and where that is written."""

    finding: Diagnostic
    reason: str
    place: Place
