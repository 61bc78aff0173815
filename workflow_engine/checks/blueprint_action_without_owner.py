"""An action of people that nobody is named for."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:
    """WE822 for each action of frontstage and backstage without `by`."""
    role = blueprint.owner or next(iter(program.roles), "…")
    for cell in blueprint.cells:
        if cell.lane in ("frontstage", "backstage") and cell.by is None:
            yield finding(blueprint, "WE822", cell.place, cell=cell.text, role=role)
