"""A rule for customers with missing data, behind rules that cannot be decided without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow_engine.checks.rule_analysis import RuleAnalysis, RuleRegions
from workflow_engine.checks.rule_names import listed
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label
from workflow_engine.program.expressions import Expression, IsMissing, Not
from workflow_engine.program.reading import parts

_OPEN = Bilingual("缺资料时，这里定不下来", "without the data this is left open")


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE731 for each rule that asks for missing data where the order decides, if for everybody
    whom it fits an earlier rule with another result may match.
    """

    def found(regions: RuleRegions) -> Iterator[Diagnostic]:
        if not regions.rules.by_order:
            return
        rules = regions.rules.rules
        covered = {index for index, _ in regions.covered}
        for index in regions.rules.order:
            rule = rules[index]
            if not _for_missing(rule.when) or index in covered or regions.nobody(index):
                continue
            mine = regions.yes(index)
            before = [
                n
                for n in regions.before(index)
                if rules[n].gives != rule.gives and not regions.apart(mine, regions.maybe(n))
            ]
            if regions.within(mine, [box for n in before for box in regions.maybe(n)]):
                yield diagnose(
                    "WE731",
                    rule.place,
                    labels=[Label(rules[n].place, _OPEN) for n in before],
                    name=regions.rules.label,
                    rule=rule.name,
                    before=listed([rules[n].name for n in before]),
                )

    return analysis.each_set(found)


def _for_missing(condition: Expression) -> bool:
    """Whether a condition asks for something that is missing."""
    match condition:
        case IsMissing():
            return True
        case Not():
            return False
        case _:
            return any(map(_for_missing, parts(condition)))
