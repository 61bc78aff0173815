"""A step that is shown to the customer, who sees it anyway."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import ZONES, Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE833 for each exposed cell above the line of visibility."""
    for cell in blueprint.cells:
        if cell.exposed and ZONES[cell.lane] < 2:
            yield finding(blueprint, "WE833", cell.place, cell=cell.text)
