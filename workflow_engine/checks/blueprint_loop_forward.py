"""A link that is marked as a loop, though it leads forward in time."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.checks.cell_graph import linked_cells
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE834 for each loop to a later stage, or down the list of a lane."""
    stages = {stage.id: place for place, stage in enumerate(blueprint.stages)}
    order = {cell.id: place for place, cell in enumerate(blueprint.cells)}
    for link, source, target in linked_cells(blueprint):
        later = stages[target.stage] > stages[source.stage]
        listed = (source.stage, source.lane) == (target.stage, target.lane)
        if link.loop is not None and (later or (listed and order[target.id] > order[source.id])):
            yield finding(blueprint, "WE834", link.place, source=source.text, target=target.text)
