"""A customer action without anything to see or to hold."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE807 once for each stage with customer actions and no evidence."""
    for stage in blueprint.stages:
        acting = stage.lane("customer")
        if acting and not stage.lane("evidence"):
            yield finding(
                blueprint, "WE807", acting[0].place, stage=stage.label, cell=acting[0].text
            )
