"""A stage that says that nobody serves the customer, though somebody does."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE835 once for each stage with `no_contact` and an action of frontstage or technology."""
    for stage in blueprint.stages:
        serving = stage.lane("frontstage", "technology")
        if stage.no_contact is not None and serving:
            yield finding(blueprint, "WE835", stage.place, stage=stage.label, cell=serving[0].text)
