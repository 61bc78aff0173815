"""Rules that hold at once, so that the order of writing decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from workflow_engine.checks.overlapping_rules import overlap_findings
from workflow_engine.checks.rule_analysis import RuleAnalysis, RuleRegions
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Table


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE719 once for each scale or table in which the order of writing decides."""

    def found(regions: RuleRegions) -> Iterator[Diagnostic]:
        rules = regions.rules
        # A table with `priority` is decided by what its rows give, wherever they stand.
        if rules.hit == "first" or (rules.by_order and not isinstance(rules.definition, Table)):
            yield from islice(overlap_findings("WE719", analysis, regions, different=True), 1)

    return analysis.each_set(found, follows=False)
