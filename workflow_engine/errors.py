"""Exceptions for programmers; an author's mistake is a `Diagnostic` value instead.

* WorkflowEngineError
  + PolicyError            the policy has mistakes; carries every diagnostic
  + CustomerError          one customer handed over in Python does not fit the schema
  + DataFileError          a customer file or service log cannot be read at all; carries diagnostics
  + UsageError             a caller asked for something that cannot be: bad option, unknown name
    - MissingExtraError    the feature needs an optional package that is not installed
    - CalendarError        a working calendar is wrong or has no such time (also a ValueError)
  + OutputError            a result could not be written; the old one is untouched
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workflow_engine.diagnostics.diagnostic import Diagnostic


class WorkflowEngineError(Exception):
    """Something went wrong in the workflow engine."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class PolicyError(WorkflowEngineError):
    """The policy has mistakes and cannot be loaded."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        lines = [f"{d.code} {d.place}: {d.message.en}" for d in self.diagnostics]
        super().__init__("\n".join(["the policy has mistakes and cannot be loaded", *lines]))


class CustomerError(WorkflowEngineError):
    """The customer does not fit the policy's schema."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(f"{d.code}: {d.message.en}" for d in self.diagnostics))


class DataFileError(WorkflowEngineError):
    """A data file cannot be read at all; single bad rows are reported as values instead."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(f"{d.code} {d.place}: {d.message.en}" for d in self.diagnostics))


class UsageError(WorkflowEngineError):
    """The request cannot be carried out as it was made.

    The message is English; `zh` is the same for a Chinese reader.
    """

    def __init__(self, message: str, *, zh: str | None = None) -> None:
        self.zh = message if zh is None else zh
        super().__init__(message)


class MissingExtraError(UsageError):
    """An optional package is needed for this."""

    def __init__(self, *, package: str, extra: str, purpose: str) -> None:
        self.package = package
        self.extra = extra
        install = f"pip install 'workflow-engine[{extra}]'"
        super().__init__(
            f"{purpose} needs the package `{package}`: {install}",
            zh=f"需要先安装 `{package}` 才能读写这种文件：{install}",
        )


class CalendarError(UsageError, ValueError):
    """The working calendar is wrong, or has no such time."""


class OutputError(WorkflowEngineError):
    """The result could not be written."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(f"cannot write `{path}`: {reason}")
