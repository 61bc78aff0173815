"""Two rules that hold at once and give different results where they must give the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow_engine.checks.overlapping_rules import overlap_findings
from workflow_engine.checks.rule_analysis import RuleAnalysis, RuleRegions
from workflow_engine.diagnostics.diagnostic import Diagnostic


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE718 for each rule that contradicts another under `any`."""

    def found(regions: RuleRegions) -> Iterator[Diagnostic]:
        if regions.rules.hit == "any":
            yield from overlap_findings("WE718", analysis, regions, different=True)

    return analysis.each_set(found, follows=False)
