"""What the lanes and lines of a blueprint are called in a finding, and which names authors use."""

from __future__ import annotations

import unicodedata

from workflow_engine.blueprint.words import LANE_NAMES, LINE_NAMES
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.blueprints import LANES, LINES, Lane, LineName

LINE_LABELS: dict[LineName, Bilingual] = {
    name: Bilingual(printed.zh, printed.en.lower()) for name, printed in LINE_NAMES.items()
}
"""The three lines, from top to bottom, as a sentence names them."""

_ALSO: dict[str, LineName] = {
    "互动线": "interaction",
    "交互线": "interaction",
    "外部交互线": "interaction",
    "互动分界线": "interaction",
    "interaction line": "interaction",
    "external interaction line": "interaction",
    "line of external interaction": "interaction",
    "可见线": "visibility",
    "可视分界线": "visibility",
    "能见度线": "visibility",
    "visibility line": "visibility",
    "内部交互线": "internal_interaction",
    "内部互动分界线": "internal_interaction",
    "internal interaction line": "internal_interaction",
}
"""Other names under which the literature knows them."""


def lane_label(lane: Lane) -> Bilingual:
    """A lane in words."""
    printed = LANE_NAMES[lane]
    return Bilingual(printed.zh, printed.en.lower())


def line_named(label: Bilingual | None) -> LineName | None:
    """The line of the three that a label is the name of, in either language."""
    if label is None:
        return None
    known = dict(_ALSO)
    for name, printed in LINE_LABELS.items():
        known.update(dict.fromkeys((_folded(name), printed.zh, printed.en), name))
    return next(
        (known[word] for text in (label.zh, label.en) if (word := _folded(text)) in known), None
    )


def true_lanes(between: tuple[Lane, Lane]) -> tuple[Lane, Lane]:
    """The lanes of a line from top to bottom; technology stands in the row of the frontstage."""
    above, below = sorted(
        ("frontstage" if lane == "technology" else lane for lane in between), key=LANES.index
    )
    return above, below


def lines_between(upper: int, lower: int) -> Bilingual:
    """The names of the lines between two zones, in the order of the page."""
    crossed = [LINE_LABELS[name] for name in list(LINES)[upper:lower]]
    return Bilingual("、".join(one.zh for one in crossed), ", ".join(one.en for one in crossed))


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold().replace("_", " ").replace("-", " ")
    return " ".join(text.removeprefix("the ").split())
