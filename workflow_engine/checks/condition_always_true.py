"""A condition that holds for every customer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow_engine.checks.condition_reasons import Reasons
from workflow_engine.checks.condition_sites import Site
from workflow_engine.checks.rule_analysis import Ground, RuleAnalysis
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic


def check(analysis: RuleAnalysis) -> Iterable[Diagnostic]:
    """WE710 for each such condition."""

    def found(site: Site, ground: Ground) -> Iterator[Diagnostic]:
        if ground.always(site.condition):
            yield diagnose(
                "WE710",
                site.place,
                what=site.what,
                condition=analysis.said(site.condition),
                reason=Reasons(analysis, ground).why_always(site.condition),
            )

    return analysis.each_site(found)
