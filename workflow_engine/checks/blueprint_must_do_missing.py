"""A must-do item that no blueprint of the policy shows."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check_all(blueprints: Iterable[Blueprint], program: Program) -> Iterable[Diagnostic]:
    """WE824 for each must-do item that no cell performs; nothing where there is no blueprint."""
    drawn = list(blueprints)
    shown = {cell.item for blueprint in drawn for cell in blueprint.cells}
    for item in program.items.values() if drawn else ():
        if item.kind == "must_do" and item.id not in shown:
            yield finding(drawn[0], "WE824", item.place, item=item.label, id=item.id)
