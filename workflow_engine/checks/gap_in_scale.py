"""Customers who have no level of a scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow_engine.checks.file_words import words_at
from workflow_engine.checks.rule_analysis import RuleAnalysis, RuleRegions
from workflow_engine.checks.rule_gaps import gap_examples
from workflow_engine.checks.rule_names import joined
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Scale


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE721 for each scale without an `otherwise` level that has a gap."""

    def found(regions: RuleRegions) -> Iterator[Diagnostic]:
        scale = regions.rules.definition
        if not isinstance(scale, Scale) or scale.otherwise is not None:
            return
        examples = gap_examples(analysis, regions)
        if examples:
            yield diagnose(
                "WE721",
                scale.place,
                keywords=words_at(analysis.program, scale.place),
                name=scale.label,
                example=joined(examples),
            )

    return analysis.each_set(found, follows=False)
