"""A frontstage action that uses materials or systems which nobody provides."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.checks.cell_graph import linked_cells
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program

_PROVIDING = ("backstage", "support")


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE813 for each frontstage action with `uses`, without backstage or support to provide it.

    Whoever provides stands in the same stage, or is linked to the action itself, in any direction:
    what was brought to another action, or to the customer, need not be at hand here.
    """
    stages = {cell.stage for cell in blueprint.cells if cell.lane in _PROVIDING}
    served = {
        id_
        for _, source, target in linked_cells(blueprint)
        if source.lane in _PROVIDING or target.lane in _PROVIDING
        for id_ in (source.id, target.id)
    }
    for cell in blueprint.cells:
        if cell.lane != "frontstage" or not cell.uses:
            continue
        if cell.stage in stages or cell.id in served:
            continue
        yield finding(
            blueprint,
            "WE813",
            cell.place,
            cell=cell.text,
            uses=Bilingual(
                "、".join(f"“{one.zh}”" for one in cell.uses),
                ", ".join(f"“{one.en}”" for one in cell.uses),
            ),
        )
