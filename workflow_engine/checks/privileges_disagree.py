"""Two privileges that give the same customer different things."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from workflow_engine.boxes.budget import Budget
from workflow_engine.boxes.finding import find_customer
from workflow_engine.checks.rule_analysis import STEPS, UNDECIDED, RuleAnalysis
from workflow_engine.checks.rule_names import quoted
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label
from workflow_engine.program.privileges import Privilege

_FIRST = Bilingual("另一项在这里", "the other stands here")
_ANYBODY = Bilingual("任何客户", "any customer")


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE759 for each benefit of which some customer would get two different values.

    A customer of both is shown, or it is proved that there is none and nothing is said.
    """
    for first, second in combinations(analysis.program.privileges.values(), 2):
        given = {benefit.id: benefit for benefit in first.gives}
        differing = [
            benefit
            for benefit in second.gives
            if benefit.id in given and benefit.value != given[benefit.id].value
        ]
        example = _of_both(analysis, first, second) if differing else None
        if example is None:
            continue
        for benefit in differing:
            other = given[benefit.id]
            yield diagnose(
                "WE759",
                benefit.place,
                labels=[Label(other.place, _FIRST)],
                first=first.label,
                second=second.label,
                benefit=benefit.label,
                one=other.value,
                other=benefit.value,
                example=example,
            )


def _of_both(analysis: RuleAnalysis, first: Privilege, second: Privilege) -> Bilingual | None:
    """A customer of both privileges in words; None where there is none or none was found."""
    conditions = [one for one in (first.applies, second.applies) if one is not None]
    if not conditions:
        return _ANYBODY
    wanted = [(condition, True) for condition in conditions]
    found = find_customer(analysis.program, wanted, Budget(STEPS, analysis.whole))
    if found.verdict == "unsure":
        analysis.unsure(quoted(second.label), second.place, UNDECIDED)
    if found.witness is None:
        return None
    return found.witness.text
