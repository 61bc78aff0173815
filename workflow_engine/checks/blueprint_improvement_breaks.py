"""Decisions that leave a stage without the customer, or the customer without service."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.blueprint.ecrs import after
from workflow_engine.checks import (
    blueprint_customer_unserved,
    blueprint_frontstage_without_customer,
    blueprint_stage_without_customer,
)
from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program

_CHECKS = (
    blueprint_stage_without_customer.check,
    blueprint_customer_unserved.check,
    blueprint_frontstage_without_customer.check,
)


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:
    """WE836 for each finding of these checks in the blueprint afterwards that is not there now."""
    if all(cell.ecrs is None for cell in blueprint.cells):
        return
    afterwards = after(blueprint).blueprint
    for one in _CHECKS:
        now = {found.place for found in one(blueprint, program)}
        for found in one(afterwards, program):
            if found.place not in now:
                yield finding(blueprint, "WE836", found.place, what=found.message)
