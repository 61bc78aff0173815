"""A cell of a decision table that no customer fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow_engine.checks.condition_reasons import Reasons
from workflow_engine.checks.rule_analysis import RuleAnalysis, RuleRegions
from workflow_engine.checks.rule_names import column_name
from workflow_engine.checks.swapped_bounds import asked, swapped_limits
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE713 for each such cell."""

    def found(regions: RuleRegions) -> Iterator[Diagnostic]:
        reasons = Reasons(analysis, regions)
        for rule in regions.rules.rules:
            for cell in rule.cells:
                if cell.when is not None and regions.never(cell.when):
                    exchanged = swapped_limits(regions, cell.when)
                    text, fix, question = None, None, None
                    if exchanged is not None:
                        text, fix = analysis.limits.cell(cell.place)
                        question = asked(text, analysis.said(exchanged))
                    yield diagnose(
                        "WE713",
                        cell.place,
                        fix=fix or analysis.fixes.removed(regions.rules, rule),
                        help=question,
                        table=regions.rules.label,
                        row=rule.name,
                        column=column_name(analysis.program, cell.column),
                        cell=cell.text,
                        reason=reasons.why_never(cell.when),
                    )

    return analysis.each_set(found)
