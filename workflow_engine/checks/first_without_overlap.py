"""A table decided by the order of its rows, in which no two rows overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow_engine.checks.file_words import words_at
from workflow_engine.checks.rule_analysis import RuleAnalysis, RuleRegions
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.explain.reach import nodes
from workflow_engine.program.expressions import IsMissing
from workflow_engine.program.program import Table


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE725 for each table with `hit: first`; for scales it is the usual, which nobody wrote.

    Not where a row may match a customer whom a later one fits for certain: for `first` the result
    is then unknown, for `unique` the later row decides.
    """

    def found(regions: RuleRegions) -> Iterator[Diagnostic]:
        table = regions.rules.definition
        several = len(regions.rules.rules) > 1
        if not (isinstance(table, Table) and table.hit == "first" and several):
            return
        if not any(map(regions.real, regions.overlaps)) and not _waiting(regions):
            fix = analysis.fixes.unique(regions.rules)
            words = words_at(analysis.program, table.place)
            yield diagnose("WE725", table.place, fix=fix, keywords=words, table=table.label)

    return analysis.each_set(found)


def _waiting(regions: RuleRegions) -> bool:
    """Whether a customer of one row waits for the data of an earlier one with another result."""
    rules, order = regions.rules.rules, regions.rules.order
    asking = {
        n
        for n, rule in enumerate(rules)
        if IsMissing in map(type, nodes([cell.when for cell in rule.cells if cell.when]))
    }
    return any(
        rules[first].gives != rules[later].gives
        and not regions.apart(regions.yes(later), regions.maybe(first))
        for position, later in enumerate(order)
        if later in asking
        for first in order[:position]
    )
