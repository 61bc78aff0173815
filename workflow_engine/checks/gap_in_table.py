"""Customers whom no row of a decision table fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow_engine.checks.file_words import words_at
from workflow_engine.checks.rule_analysis import RuleAnalysis, RuleRegions
from workflow_engine.checks.rule_gaps import gap_examples
from workflow_engine.checks.rule_names import joined
from workflow_engine.decide.rule_numbers import SINGLE_HITS
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.explain.reach import attributes_reached, reached
from workflow_engine.program.program import Program, Table


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE720 for each table without `otherwise` that has a gap; lists and counts may be empty.

    Where values are collected, a customer who gets none is nothing unusual: it is information.
    """

    def found(regions: RuleRegions) -> Iterator[Diagnostic]:
        table = regions.rules.definition
        if not isinstance(table, Table) or table.otherwise is not None:
            return
        summed = table.hit == "collect" and table.aggregate in ("sum", "min", "max")
        if table.hit not in SINGLE_HITS and not summed:
            return
        examples = gap_examples(analysis, regions)
        if examples:
            yield diagnose(
                "WE720",
                table.place,
                severity="info" if summed else None,
                help=_advice(analysis.program, regions, table),
                keywords=words_at(analysis.program, table.place),
                name=table.label,
                example=joined(examples),
            )

    return analysis.each_set(found, follows=False)


def _advice(program: Program, regions: RuleRegions, table: Table) -> Bilingual | None:
    """What to do where every attribute has its limits already."""
    conditions = reached(program, [rule.when for rule in regions.rules.rules])
    open_ = [
        attribute.label
        for name in attributes_reached(program, conditions)
        if (attribute := program.attributes[name]).type.ordered
        and (attribute.minimum is None or attribute.maximum is None)
    ]
    if open_:
        return None
    word = words_at(program, table.place).keys["otherwise"]
    return Bilingual(f"补一行，或写 `{word}`", f"add a row or `{word}`")
