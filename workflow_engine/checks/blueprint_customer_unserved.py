"""A customer who acts where nobody serves them."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE805 once for each stage with customer actions, without service and without a reason."""
    for stage in blueprint.stages:
        acting = stage.lane("customer")
        if acting and stage.no_contact is None and not stage.lane("frontstage", "technology"):
            yield finding(
                blueprint, "WE805", acting[0].place, stage=stage.label, cell=acting[0].text
            )
