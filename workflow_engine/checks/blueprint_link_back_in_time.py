"""A link that leads back in time, though it is no loop."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.checks.cell_graph import linked_cells
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program

_EARLIER = Bilingual("它在前面", "this comes earlier")


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE814 for each link that is no loop and leads to an earlier stage, or up the list of a lane.

    In a list, an exchange (`both_ways`) has no direction.
    """
    stages = {stage.id: place for place, stage in enumerate(blueprint.stages)}
    order = {cell.id: place for place, cell in enumerate(blueprint.cells)}
    for link, source, target in linked_cells(blueprint):
        if link.loop is not None:
            continue
        ago = stages[target.stage] < stages[source.stage]
        listed = (source.stage, source.lane) == (target.stage, target.lane)
        if ago or (listed and not link.both_ways and order[target.id] < order[source.id]):
            yield finding(
                blueprint,
                "WE814",
                link.place,
                labels=[Label(target.place, _EARLIER)],
                source=source.text,
                target=target.text,
            )
