"""A wait point that no monitor watches."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.checks.known_names import one_of
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:
    """WE819 for each wait point with `max` and without `monitor`."""
    known = one_of(program.monitors)
    for cell in blueprint.cells:
        point = cell.wait_point
        if point is not None and point.maximum is not None and point.monitor is None:
            limit = Bilingual(point.maximum.text("zh"), point.maximum.text("en"))
            yield finding(
                blueprint, "WE819", point.place, wait=point.text, limit=limit, known=known
            )
