"""What is registered for one diagnostic code."""

from __future__ import annotations

from dataclasses import dataclass

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Severity


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A permanent code, its short name, and its texts with `{named}` arguments.

    `message` says what is wrong and why it matters, `help` what to do. Literal braces are doubled.
    """

    code: str
    name: str
    severity: Severity
    message: Bilingual
    help: Bilingual | None = None


def entry(
    code: str,
    name: str,
    severity: Severity,
    message: tuple[str, str],
    help_: tuple[str, str] | None = None,
) -> CodeEntry:
    """A code from its (Chinese, English) pairs."""
    texts = None if help_ is None else Bilingual(*help_)
    return CodeEntry(code, name, severity, Bilingual(*message), texts)
