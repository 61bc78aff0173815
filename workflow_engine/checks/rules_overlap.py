"""Two rules that hold at once where the hit policy allows one only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow_engine.checks.overlapping_rules import overlap_findings
from workflow_engine.checks.rule_analysis import RuleAnalysis, RuleRegions
from workflow_engine.diagnostics.diagnostic import Diagnostic


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE717 for each rule that overlaps another under `unique`."""

    def found(regions: RuleRegions) -> Iterator[Diagnostic]:
        if regions.rules.hit == "unique":
            yield from overlap_findings("WE717", analysis, regions)

    return analysis.each_set(found, follows=False)
