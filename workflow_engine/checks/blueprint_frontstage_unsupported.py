"""A frontstage action that uses materials or systems which nobody provides."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.cell_graph import arrows, cells_by_id, reached
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program

_PROVIDING = ("backstage", "support")


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE813 for each frontstage action with `uses`, without backstage or support to provide it.

    Whoever provides stands in the same stage, leads to the action along links, or is linked to it.
    """
    below = [cell for cell in cells_by_id(blueprint).values() if cell.lane in _PROVIDING]
    after = arrows(blueprint)
    served = {id_ for cell in below for id_ in (*reached(after, cell.id), cell.id)}
    stages = {cell.stage for cell in below}
    for cell in blueprint.cells:
        asks = {cell.id, *after.get(cell.id, ())}
        if cell.lane != "frontstage" or not cell.uses or cell.stage in stages or asks & served:
            continue
        yield diagnose(
            "WE813",
            cell.place,
            cell=cell.text,
            uses=Bilingual(
                "、".join(f"“{one.zh}”" for one in cell.uses),
                ", ".join(f"“{one.en}”" for one in cell.uses),
            ),
        )
