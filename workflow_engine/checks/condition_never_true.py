"""A condition that holds for no customer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow_engine.checks.condition_reasons import Reasons
from workflow_engine.checks.condition_sites import Site
from workflow_engine.checks.rule_analysis import Ground, RuleAnalysis
from workflow_engine.checks.swapped_bounds import asked, swapped_limits
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE711 for each such condition."""

    def found(site: Site, ground: Ground) -> Iterator[Diagnostic]:
        if ground.never(site.condition):
            exchanged = swapped_limits(ground, site.condition)
            text, fix = None, None
            if exchanged is not None:
                text, fix = analysis.limits.condition(site.place)
            yield diagnose(
                "WE711",
                site.place,
                fix=fix,
                help=None if exchanged is None else asked(text, analysis.said(exchanged)),
                what=site.what,
                condition=analysis.said(site.condition),
                reason=Reasons(analysis, ground).why_never(site.condition),
            )

    return analysis.each_site(found)
