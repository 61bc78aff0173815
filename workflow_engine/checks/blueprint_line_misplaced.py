"""A line of a blueprint that is stated where it does not lie."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.blueprint_finding import finding, key, word
from workflow_engine.checks.lane_names import LINE_LABELS, lane_label, line_named, true_lanes
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import LINES, Blueprint, Line, LineName
from workflow_engine.program.program import Program

CUSTOMER_SEES = Bilingual(
    "：客户和前台之间是外部互动线，前台是客户看得见的；客户看不见的，从前台以下才开始",
    (
        ": between the customer and the frontstage lies the line of interaction. The customer "
        "sees the frontstage; what they do not see begins below it"
    ),
)
_NOTHING = Bilingual("", "")


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE801 for each of the three lines, known by its key or its name, between the wrong lanes."""
    for line in blueprint.lines:
        name = meant_line(line)
        between = true_lanes(line.between)
        if name is None or between == LINES[name]:
            continue
        upper, lower = LINES[name]
        above, below = lane_label(between[0]), lane_label(between[1])
        mistaken = name == "visibility" and between == LINES["interaction"]
        yield finding(
            blueprint,
            "WE801",
            line.place,
            line=LINE_LABELS[name],
            upper=lane_label(upper),
            lower=lane_label(lower),
            stated=Bilingual(f"{above.zh}和{below.zh}", f"{above.en} and {below.en}"),
            why=CUSTOMER_SEES if mistaken else _NOTHING,
            lanes=(lanes := ", ".join(key(blueprint, lane) for lane in LINES[name])),
            id=word(blueprint, line.id),
            advice=_advice(blueprint, lanes, own=line.id != name),
        )


def _advice(blueprint: Blueprint, lanes: str, *, own: bool) -> Bilingual:
    """Where the line belongs; one of the author's `own` there would be the same line twice."""
    if own:
        return Bilingual(
            "三条线总是有的：删去它，或给自己的线另起名字",
            "the three lines are always there: remove it, or give a line of your own another name",
        )
    stated = f"`{key(blueprint, 'between')}: [{lanes}]`"
    return Bilingual(
        f"改为 {stated}；三条线的位置是固定的，也可以不写",
        f"write {stated}; the three lines never move, so they need not be stated",
    )


def meant_line(line: Line) -> LineName | None:
    """Which of the three a stated line is: by its key, else by its name.

    None for a line of the author's own, and where key and name are of two different lines.
    """
    key = next((name for name in LINES if name == line.id), None)
    named = line_named(line.label) or line_named(Bilingual.same(line.id))
    return None if key and named and key != named else key or named
