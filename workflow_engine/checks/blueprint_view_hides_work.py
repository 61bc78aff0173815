"""A view that hides from a role what it does itself."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.blueprint.views import seen
from workflow_engine.checks.blueprint_finding import finding, word
from workflow_engine.checks.ladder_paths import role_label
from workflow_engine.checks.lane_names import LINE_LABELS
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import LINES, ZONES, Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:
    """WE830 once for each stated view, at the lowest cell of the role that it hides."""
    for role in blueprint.views:
        view = seen(blueprint, role)
        hidden = [cell for cell in blueprint.cells if cell.by == role and cell.lane in view.hidden]
        if not hidden or view.hidden_below is None:
            continue
        deepest = max(hidden, key=lambda cell: ZONES[cell.lane])
        needed = (*LINES, "all")[ZONES[deepest.lane]]
        yield finding(
            blueprint,
            "WE830",
            deepest.place,
            role=role_label(program, role),
            line=LINE_LABELS[view.hidden_below],
            cell=deepest.text,
            needed=word(blueprint, needed),
        )
