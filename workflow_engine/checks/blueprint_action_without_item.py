"""An action of people with neither a service item nor steps."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.checks.cell_graph import ends
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE825 for each action of frontstage and backstage from which no procedure can be written.

    What is decided to be eliminated needs none.
    """
    for cell in blueprint.cells:
        acts = cell.lane in ("frontstage", "backstage") and not ends(cell)
        if acts and cell.item is None and not cell.steps:
            yield finding(blueprint, "WE825", cell.place, cell=cell.text)
