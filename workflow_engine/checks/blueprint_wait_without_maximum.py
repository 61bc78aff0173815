"""A wait point that does not say how long the customer waits at most."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE817 for each wait point without `max`."""
    for cell in blueprint.cells:
        point = cell.wait_point
        if point is not None and point.maximum is None:
            yield finding(blueprint, "WE817", point.place, wait=point.text)
