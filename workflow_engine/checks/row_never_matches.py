"""A row of a decision table whose cells cannot all hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow_engine.checks.condition_reasons import NOT_TOGETHER, Reasons
from workflow_engine.checks.first_few import MOST_SHOWN
from workflow_engine.checks.rule_analysis import RuleAnalysis, RuleRegions
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE715 for each such row, unless one of its cells is to blame alone (WE713)."""

    def found(regions: RuleRegions) -> Iterator[Diagnostic]:
        reasons = Reasons(analysis, regions)
        told = 0
        for index, rule in enumerate(regions.rules.rules):
            if not rule.cells or not regions.nobody(index):
                continue
            cells = [cell.when for cell in rule.cells if cell.when is not None]
            if not any(map(regions.never, cells)):
                told += 1  # of those that are not shown nobody asks why
                why = NOT_TOGETHER if told > MOST_SHOWN else reasons.why_never(rule.when)
                yield diagnose(
                    "WE715",
                    rule.place,
                    fix=analysis.fixes.removed(regions.rules, rule),
                    table=regions.rules.label,
                    row=rule.name,
                    reason=why,
                )

    return analysis.each_set(found)
