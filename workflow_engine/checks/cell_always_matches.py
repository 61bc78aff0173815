"""A cell of a decision table that every customer with a value fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow_engine.checks.condition_reasons import Reasons
from workflow_engine.checks.merged_cells import ANY
from workflow_engine.checks.rule_analysis import RuleAnalysis, RuleRegions
from workflow_engine.checks.rule_names import column_name
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.language.stray_commas import expression_word


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE714 for each such cell."""

    def found(regions: RuleRegions) -> Iterator[Diagnostic]:
        reasons = Reasons(analysis, regions)
        for rule in regions.rules.rules:
            for cell in rule.cells:
                if cell.when is not None and regions.always(cell.when):
                    lang = analysis.program.written_in.get(cell.place.file, "en")
                    yield diagnose(
                        "WE714",
                        cell.place,
                        fix=analysis.fixes.rewritten(cell, ANY),
                        table=regions.rules.label,
                        row=rule.name,
                        column=column_name(analysis.program, cell.column),
                        cell=cell.text,
                        anything=expression_word(ANY, lang),
                        reason=reasons.why_always(cell.when),
                    )

    return analysis.each_set(found)
