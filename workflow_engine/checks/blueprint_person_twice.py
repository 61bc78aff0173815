"""One role that does two things at the same time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

from workflow_engine.blueprint.value_stream import forward_links
from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.checks.cell_graph import reached
from workflow_engine.checks.ladder_paths import role_label
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program

_OTHER = Bilingual("同时还在做这件", "and this at the same time")


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:
    """WE821 for each pair of actions of one role in one stage, in different lanes.

    Both take minutes, and no way along links leads from one to the other, so that nothing puts them
    one after the other, as the list of a lane does with its cells. An exchange does too: one person
    goes to and fro between its sides.
    """
    links = [replace(link, both_ways=False) for link in blueprint.links]
    for stage in blueprint.stages:
        after = forward_links(stage, links)
        busy = [
            cell
            for cell in stage.lane("frontstage", "backstage", "support")
            if cell.by is not None and cell.minutes
        ]
        for first, second in combinations(busy, 2):
            if first.by is None or first.by != second.by:
                continue
            ordered = second.id in reached(after, first.id) or first.id in reached(after, second.id)
            if not ordered:
                yield finding(
                    blueprint,
                    "WE821",
                    second.place,
                    labels=[Label(first.place, _OTHER)],
                    stage=stage.label,
                    role=role_label(program, first.by),
                    first=first.text,
                    second=second.text,
                )
