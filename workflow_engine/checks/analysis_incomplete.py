"""What the other checks of rules could not find out."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.rule_analysis import RuleAnalysis
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE739 once for each definition of which something is open; comes after all other checks."""
    for open_ in analysis.unfinished.values():
        yield diagnose("WE739", open_.place, what=open_.what, why=open_.why)
