"""A stage in which the customer does nothing and nobody serves them."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE804 once for each such stage."""
    for stage in blueprint.stages:
        if not stage.lane("customer", "frontstage", "technology"):
            yield finding(blueprint, "WE804", stage.place, stage=stage.label)
