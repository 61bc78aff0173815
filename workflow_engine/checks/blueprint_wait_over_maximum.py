"""A wait that is longer than its own wait point allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.checks.cell_graph import linked_cells
from workflow_engine.checks.promised_time import PromisedTime
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.language.durations import plain
from workflow_engine.program.blueprints import Blueprint, Cell
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:
    """WE818 for each wait point whose `max` is less than the customer waits there.

    That is the longest `wait` among its own cell and, at a customer action, those that serve it:
    the cells linked to it in its stage.
    """
    time = PromisedTime(program)
    serving: dict[str, list[Cell]] = defaultdict(list)
    for link, source, target in linked_cells(blueprint):
        if source.stage == target.stage and link.loop is None:
            serving[target.id].append(source)
            if link.both_ways:
                serving[source.id].append(target)
    for cell in blueprint.cells:
        point = cell.wait_point
        if point is None or point.maximum is None:
            continue
        waits = [cell, *(serving[cell.id] if cell.lane == "customer" else ())]
        longest = max(waits, key=lambda one: one.wait or 0)
        if longest.wait is None:
            continue
        grant = time.granted(point.maximum, blueprint.time_basis)
        if grant is not None and longest.wait > grant.minutes:
            yield finding(
                blueprint,
                "WE818",
                cell.place,
                cell=longest.text,
                wait=plain(longest.wait),
                limit=Bilingual(point.maximum.text("zh"), point.maximum.text("en")),
                example=grant.example,
            )
