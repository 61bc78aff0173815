"""A line of a blueprint that carries the name of another."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding, word
from workflow_engine.checks.blueprint_line_misplaced import CUSTOMER_SEES
from workflow_engine.checks.lane_names import LINE_LABELS, line_named, true_lanes
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import LINES, Blueprint
from workflow_engine.program.program import Program

_NOTHING = Bilingual("", "")


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE802 for each line whose name belongs to another.

    Either one of the three is called like another of them, or a line of the author's own, lying
    where one of the three lies, is called like it.
    """
    for line in blueprint.lines:
        named = line_named(line.label) or line_named(Bilingual.same(line.id))
        own = next((name for name in LINES if name == line.id), None)
        if named is None or named == own:
            continue
        if own is None and true_lanes(line.between) != LINES[named]:
            continue  # misplaced
        mistaken = own == "interaction" and named == "visibility"
        printed = LINE_LABELS[own or named]
        right = word(blueprint, named)
        advice = (
            Bilingual(
                f"写在 `{right}` 名下，或给自己的线另起名字",
                f"write it under `{right}`, or give a line of your own another name",
            )
            if own is None
            else Bilingual(
                f"改名为“{printed.zh}”，或不写名字",
                f"call it “{printed.en}”, or leave the name out",
            )
        )
        yield finding(
            blueprint,
            "WE802",
            line.place,
            label=line.label or Bilingual.same(line.id),
            id=word(blueprint, line.id),
            why=CUSTOMER_SEES if mistaken else _NOTHING,
            advice=advice,
        )
