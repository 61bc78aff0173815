"""A machine in a blueprint that no link joins to anything."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.checks.cell_graph import linked_cells
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE768 for each stage with machines of which none is linked, at the first of them.

    The cells of a list belong together, so one link will do for all. Nothing is said of a blueprint
    without links: they are not drawn yet.
    """
    joined = {cell.id for _, source, target in linked_cells(blueprint) for cell in (source, target)}
    for stage in blueprint.stages:
        machines = stage.lane("technology")
        if joined and machines and not any(cell.id in joined for cell in machines):
            yield finding(
                blueprint, "WE768", machines[0].place, stage=stage.label, cell=machines[0].text
            )
