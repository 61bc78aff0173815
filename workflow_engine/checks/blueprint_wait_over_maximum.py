"""A wait that is longer than its own wait point allows."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.promised_time import PromisedTime
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.language.durations import plain
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:
    """WE818 for each cell whose `wait` is more than the `max` of its wait point."""
    time = PromisedTime(program)
    for cell in blueprint.cells:
        point = cell.wait_point
        if point is None or point.maximum is None or cell.wait is None:
            continue
        grant = time.granted(point.maximum, blueprint.time_basis)
        if grant is not None and cell.wait > grant.minutes:
            yield diagnose(
                "WE818",
                cell.place,
                cell=cell.text,
                wait=plain(cell.wait),
                limit=Bilingual(point.maximum.text("zh"), point.maximum.text("en")),
                example=grant.example,
            )
