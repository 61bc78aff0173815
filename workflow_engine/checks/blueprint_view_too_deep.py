"""A view of somebody who serves customers that goes down to the support processes."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.blueprint.views import ALL
from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.checks.ladder_paths import role_label
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:
    """WE831 for each stated view without an end whose role acts frontstage, and not in support."""
    for role, line in blueprint.views.items():
        acts = [cell for cell in blueprint.cells if cell.by == role]
        front = [cell for cell in acts if cell.lane == "frontstage"]
        supports = any(cell.lane == "support" for cell in acts)
        if line == ALL and front and not supports:
            yield finding(blueprint, "WE831", blueprint.place, role=role_label(program, role))
