"""Lanes of a stage that are not written from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from workflow_engine.checks.blueprint_finding import finding, key
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import LANES, Blueprint, Lane
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE803 once for each stage; frontstage and technology share a row, in any order."""
    for stage in blueprint.stages:
        wrong = next(((a, b) for a, b in pairwise(stage.lanes) if _row(b) < _row(a)), None)
        in_order: list[Lane] = sorted(stage.lanes, key=_row)
        if wrong is not None:
            yield finding(
                blueprint,
                "WE803",
                stage.place,
                stage=stage.label,
                lane=key(blueprint, wrong[1]),
                before=key(blueprint, wrong[0]),
                order=", ".join(key(blueprint, lane) for lane in in_order),
            )


def _row(lane: Lane) -> int:
    return LANES.index("frontstage" if lane == "technology" else lane)
