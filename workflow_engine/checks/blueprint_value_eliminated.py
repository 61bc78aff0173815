"""An action that adds value and is eliminated without a reason."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE828 for each such cell; what the law wants is told of in any case."""
    for cell in blueprint.cells:
        decided = cell.ecrs
        if decided is None or decided.do != "eliminate" or decided.reason is not None:
            continue
        if cell.kind == "adds_value" and not cell.regulatory:
            yield finding(blueprint, "WE828", decided.place, cell=cell.text)
