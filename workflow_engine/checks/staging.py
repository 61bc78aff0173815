"""How bad a finding is depends on the stage of the policy: a draft is still being written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from workflow_engine.diagnostics.code_entry import PolicyStage
from workflow_engine.diagnostics.codes import CODES
from workflow_engine.diagnostics.diagnostic import Diagnostic


def at_stage(found: Iterable[Diagnostic], stage: PolicyStage) -> Iterator[Diagnostic]:
    """The findings with the severity they have at this stage, without those it is silent about.

    A check that set a severity of its own keeps it.
    """
    for one in found:
        entry = CODES[one.code]
        severity = entry.severity_in(stage) if one.severity == entry.severity else one.severity
        if severity == one.severity:
            yield one
        elif severity is not None:
            yield replace(one, severity=severity)
