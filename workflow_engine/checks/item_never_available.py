"""An optional item that has ended for everybody who could have it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from workflow_engine.boxes.budget import BudgetSpent
from workflow_engine.checks.file_words import words_at
from workflow_engine.checks.rule_analysis import TOO_MUCH, Ground, RuleAnalysis
from workflow_engine.checks.rule_names import quoted
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.expressions import And, Expression, Not


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE727 for each such item; where nobody is eligible at all, WE711 says so, and WE710
    where it has ended for everybody.
    """
    granted = {name for one in analysis.program.strategies.values() for name in one.grants}
    for item in analysis.program.items.values():
        if item.until is None or item.applies is None or item.id in granted:
            continue
        ground = analysis.ground(And((item.applies, Not(item.until))))
        try:
            eligible = ground.sure(item.applies)
            ended = _ended(item.applies, item.until, ground) and not ground.always(item.until)
        except BudgetSpent:
            analysis.unsure(quoted(item.label), item.place, TOO_MUCH)
            continue
        if eligible and ended:
            one = diagnose(
                "WE727",
                item.until_place or item.place,
                keywords=words_at(analysis.program, item.place),
                item=item.label,
                eligible=analysis.said(item.applies),
                until=analysis.said(item.until),
            )
            again = partial(_ended, item.applies, item.until)
            if not analysis.follows(one, item.label, again, And((item.applies, item.until))):
                yield one


def _ended(eligible: Expression, until: Expression, ground: Ground) -> bool:
    """Whether whoever is eligible has met the condition that ends it."""
    return ground.within(ground.sure(eligible), ground.sure(until))
