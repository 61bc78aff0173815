"""An action that the law wants, and that is eliminated."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE829 for each such cell, whatever reason is given; combined it is still done."""
    for cell in blueprint.cells:
        if cell.regulatory and cell.ecrs is not None and cell.ecrs.do == "eliminate":
            yield finding(blueprint, "WE829", cell.ecrs.place, cell=cell.text)
