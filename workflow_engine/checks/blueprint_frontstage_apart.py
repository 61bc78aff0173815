"""A frontstage action that no link joins to anything the customer does."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.checks.cell_graph import linked_cells
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE837 for each stage whose frontstage is linked to no customer action, at its first action.

    The actions of a list belong to one conversation, so one link will do for all. Nothing is said
    of a blueprint in which no action of the frontstage is linked to a customer: its links are not
    drawn yet. A stage in which the customer does nothing is told of in any case.
    """
    met = {
        cell.id
        for _, source, target in linked_cells(blueprint)
        if {source.lane, target.lane} == {"customer", "frontstage"}
        for cell in (source, target)
    }
    for stage in blueprint.stages:
        front, customer = stage.lane("frontstage"), stage.lane("customer")
        if met and front and customer and not any(cell.id in met for cell in front):
            yield finding(blueprint, "WE837", front[0].place, stage=stage.label, cell=front[0].text)
