"""A frontstage that acts where no customer is."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE806 once for each stage with people or machines at the front and no customer action."""
    for stage in blueprint.stages:
        serving = stage.lane("frontstage", "technology")
        if serving and not stage.lane("customer"):
            yield finding(
                blueprint, "WE806", serving[0].place, stage=stage.label, cell=serving[0].text
            )
