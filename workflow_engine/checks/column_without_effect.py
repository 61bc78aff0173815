"""A column of a decision table that decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow_engine.checks.idle_columns import idle_columns
from workflow_engine.checks.rule_analysis import RuleAnalysis, RuleRegions
from workflow_engine.checks.rule_names import column_name
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE724 for each such column, at its first cell.

    Not where a row that looks at it can never match: it would decide something, were the row right.
    """

    def found(regions: RuleRegions) -> Iterator[Diagnostic]:
        for column in idle_columns(regions):
            rules = regions.rules.rules
            looking = (
                index
                for index, rule in enumerate(rules)
                if any(cell.column == column and cell.when is not None for cell in rule.cells)
            )
            if any(map(regions.nobody, looking)):
                continue
            cells = (cell for rule in rules for cell in rule.cells)
            yield diagnose(
                "WE724",
                next(cell.place for cell in cells if cell.column == column),
                table=regions.rules.label,
                column=column_name(analysis.program, column),
            )

    return analysis.each_set(found)
