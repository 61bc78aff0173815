"""A backstage action that serves nobody at the front."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.checks.cell_graph import arrows, cells_by_id, ends, reached
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import ZONES, Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE811 for each backstage action from which no path of links leads to the front.

    What is decided to be eliminated need serve nobody.
    """
    cells, after = cells_by_id(blueprint), arrows(blueprint)
    for cell in cells.values():
        if (
            cell.lane == "backstage"
            and not ends(cell)
            and not any(
                ZONES[cells[id_].lane] == 1 for id_ in reached(after, cell.id) if id_ in cells
            )
        ):
            yield finding(blueprint, "WE811", cell.place, cell=cell.text)
