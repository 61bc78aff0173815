"""Waste that nothing is decided about."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE827 for each cell of kind `waste` without an ECRS decision."""
    for cell in blueprint.cells:
        if cell.kind == "waste" and cell.ecrs is None:
            yield finding(blueprint, "WE827", cell.place, cell=cell.text)
