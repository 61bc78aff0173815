"""A link that crosses more than one line."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.checks.cell_graph import linked_cells
from workflow_engine.checks.lane_names import lane_label, lines_between
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import ZONES, Blueprint, Lane
from workflow_engine.program.program import Program

_ROWS: tuple[Lane, ...] = ("customer", "frontstage", "backstage", "support")
"""The lane that stands for each zone."""


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE808 for each link between lanes with more than one of the three lines between them."""
    for link, source, target in linked_cells(blueprint):
        upper, lower = sorted((ZONES[source.lane], ZONES[target.lane]))
        if lower - upper < 2:
            continue
        skipped = [lane_label(lane) for lane in _ROWS[upper + 1 : lower]]
        yield finding(
            blueprint,
            "WE808",
            link.place,
            source=source.text,
            target=target.text,
            count=str(lower - upper),
            lines=lines_between(upper, lower),
            through=Bilingual(
                "、".join(lane.zh for lane in skipped), " and ".join(lane.en for lane in skipped)
            ),
        )
