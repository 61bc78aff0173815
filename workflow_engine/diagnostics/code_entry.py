"""What is registered for one diagnostic code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Severity

PolicyStage = Literal["draft", "trial", "live"]
Stages: TypeAlias = tuple[Severity | None, Severity | None, Severity | None]
"""The severity in a draft, in a trial and in a live policy; None: nothing is said."""

STAGES: tuple[PolicyStage, ...] = ("draft", "trial", "live")
"""The stages of a policy, in the order of `Stages`."""


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A permanent code, its short name, and its texts with `{named}` arguments.

    `message` says what is wrong and why it matters, `help` what to do. Literal braces are doubled.
    `severity` is that of a live policy; where `stages` are given, earlier stages have their own.
    """

    code: str
    name: str
    severity: Severity
    message: Bilingual
    help: Bilingual | None = None
    stages: Stages | None = field(default=None, kw_only=True)

    def severity_in(self, stage: PolicyStage) -> Severity | None:
        """The severity in a policy of this stage; None: nothing is said there."""
        if self.stages is None:
            return self.severity
        return self.stages[STAGES.index(stage)]


def entry(
    code: str,
    name: str,
    severity: Severity,
    message: tuple[str, str],
    help_: tuple[str, str] | None = None,
    *,
    stages: Stages | None = None,
) -> CodeEntry:
    """A code from its (Chinese, English) pairs.

    Raises ValueError where `severity` is not that of the live stage.
    """
    texts = None if help_ is None else Bilingual(*help_)
    if stages is not None and stages[-1] != severity:
        raise ValueError(f"{code}: the severity of a live policy is {stages[-1]}, not {severity}")
    return CodeEntry(code, name, severity, Bilingual(*message), texts, stages=stages)
