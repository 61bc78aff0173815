"""A row of a decision table without which every customer gets the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow_engine.checks.file_words import words_at
from workflow_engine.checks.redundant_rows import redundant_rows
from workflow_engine.checks.rule_analysis import RuleAnalysis, RuleRegions
from workflow_engine.checks.rule_names import listed
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE722 for each such row.

    Where the rows are for everybody, the author wrote them out on purpose: that one of them could
    be left to `otherwise` is then not said, which has nobody (WE716).
    """

    def found(regions: RuleRegions) -> Iterator[Diagnostic]:
        rules = regions.rules.rules
        words = words_at(analysis.program, regions.rules.definition.place)
        otherwise = Bilingual.same(f"`{words.keys['otherwise']}`")
        for row in redundant_rows(regions):
            if row.by_otherwise and regions.nobody_left:
                continue
            others = [rules[n].name for n in row.helpers]
            yield diagnose(
                "WE722",
                rules[row.index].place,
                fix=analysis.fixes.removed(regions.rules, rules[row.index]),
                table=regions.rules.label,
                row=rules[row.index].name,
                others=listed([*others, otherwise] if row.by_otherwise else others),
            )

    return analysis.each_set(found)
