"""A step that the customer is shown, though in no words."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import ZONES, Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE832 for each exposed cell below the line of visibility without a status."""
    for cell in blueprint.cells:
        if cell.exposed and cell.status is None and ZONES[cell.lane] > 1:
            yield finding(blueprint, "WE832", cell.place, cell=cell.text)
