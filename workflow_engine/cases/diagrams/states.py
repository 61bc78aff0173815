"""The drawing of a process: its states and what leads from one to the next."""

from __future__ import annotations

from workflow_engine.cases.diagrams.boxes import (
    BADGE,
    NAME,
    NAME_LINE,
    PADDING,
    SMALL,
    SMALL_LINE,
    WAITS,
    Box,
)
from workflow_engine.cases.diagrams.graph import Graph, graph_of
from workflow_engine.cases.diagrams.routes import Router
from workflow_engine.cases.diagrams.sheet import Label
from workflow_engine.cases.wording import capital
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.drawing.measure import clipped, text_width
from workflow_engine.drawing.mermaid_text import sentence
from workflow_engine.drawing.svg import document, element, path, text, titled
from workflow_engine.program.processes import Process

MARGIN = 24.0
TITLE = 18.0
HEAD = 44.0
FOOT = 34.0
STYLE = (
    ".way{fill:none;stroke:#333;stroke-width:1.4}"
    ".box{fill:#fff;stroke:#111;stroke-width:1.6}"
    ".first{fill:#f1f1f1}"
    ".pause{stroke-dasharray:5 3}"
    ".inner{fill:none;stroke:#111;stroke-width:1}"
    ".name{font-size:14px;font-weight:600;text-anchor:middle;fill:#111}"
    ".small{font-size:11.5px;fill:#333}"
    ".label{font-size:11.5px;text-anchor:middle;fill:#111}"
    ".title{font-size:18px;font-weight:700;fill:#111}"
    ".sign{fill:#333}"
    ".ground{fill:#fff}"
)
_LEGEND: dict[str, dict[Language, str]] = {
    "start": {"zh": "开始", "en": "start"},
    "end": {"zh": "结束", "en": "end"},
    "recorded": {"zh": "只登记，状态不变", "en": "recorded, the state stays"},
    "waits": {"zh": "可暂停，等待客户", "en": "may pause for the customer"},
    "pause": {"zh": "暂停中", "en": "paused"},
}
_STATES: dict[Language, str] = {"zh": "状态：{}", "en": "States: {}"}


def mermaid(process: Process, lang: Language, *, fold: bool = True) -> str:
    """The process as a Mermaid `stateDiagram-v2`.

    `fold` leaves out the twins for waiting of its states. Names of the author are escaped; ids in
    the text are numbers.
    """
    graph = graph_of(process, lang, fold=fold)
    ids = {id_: f"s{number}" for number, id_ in enumerate(graph.nodes)}
    lines = ["stateDiagram-v2", "    direction LR"]
    lines += [
        f'    state "{sentence(node.label)}" as {ids[node.id]}' for node in graph.nodes.values()
    ]
    lines.append(f"    [*] --> {ids[graph.start]}")
    for node in graph.nodes.values():
        lines += [
            f"    {ids[node.id]} --> {ids[node.id]}: {sentence(label)}" for label in node.recorded
        ]
    lines += [
        f"    {ids[edge.source]} --> {ids[edge.target]}: {sentence(label)}"
        for edge in graph.edges
        for label in edge.labels
    ]
    lines += [f"    {ids[node.id]} --> [*]" for node in graph.nodes.values() if node.end]
    return "\n".join(lines) + "\n"


def svg(process: Process, lang: Language, *, fold: bool = True) -> str:
    """The process as an SVG drawing, states from left to right.

    `fold` draws the twin for waiting of a state as a sign in its box. Readable in black and white.
    """
    graph = graph_of(process, lang, fold=fold)
    drawing = Router(graph, lang).drawing()
    title = capital(process.label.get(lang))
    legend, legend_width = _legend(graph, lang)
    wanted = max(drawing.right - drawing.left, legend_width)
    width = wanted + 2 * MARGIN
    height = drawing.bottom - drawing.top + HEAD + FOOT + 2 * MARGIN
    shift = f"translate({MARGIN - drawing.left:.2f} {MARGIN + HEAD - drawing.top:.2f})"
    start = drawing.start
    entry = drawing.boxes[graph.start]
    parts = [
        *(
            element("path", d=path(way), class_="way", marker_end="url(#arrow)")
            for way in drawing.ways
        ),
        element("circle", cx=start[0], cy=start[1], r=7, class_="sign"),
        element(
            "path",
            d=path([(start[0] + 7, start[1]), (entry.left, entry.middle)]),
            class_="way",
            marker_end="url(#arrow)",
        ),
        *(_box(box, lang, first=id_ == graph.start) for id_, box in drawing.boxes.items()),
        *map(_label, drawing.labels),
    ]
    return document(
        title,
        _STATES[lang].format(", ".join(node.label for node in graph.nodes.values())),
        width,
        height,
        STYLE,
        arrowhead(),
        text(clipped(title, TITLE, wanted), MARGIN, MARGIN + TITLE, class_="title"),
        element("g", *("\n" + part for part in parts), "\n", transform=shift),
        element("g", *legend, transform=f"translate({MARGIN} {height - MARGIN:.2f})"),
    )


def arrowhead() -> str:
    """The definition of the arrow at the end of every way."""
    head = element("path", d="M0 0.8L8.5 4.5L0 8.2z", class_="sign")
    marker = element(
        "marker",
        head,
        id="arrow",
        viewBox="0 0 9 9",
        refX=8.5,
        refY=4.5,
        markerWidth=9,
        markerHeight=9,
        markerUnits="userSpaceOnUse",
        orient="auto",
    )
    return element("defs", marker)


def _legend(graph: Graph, lang: Language) -> tuple[list[str], float]:
    """What the signs of this drawing mean, its baseline at 0, and how wide it is."""
    nodes = graph.nodes.values()
    signs = {
        "start": [element("circle", cx=7, cy=-4, r=6, class_="sign")],
        "end": [
            element("rect", x=0.5, y=-10, width=18, height=12, rx=3, class_="box"),
            element("rect", x=3, y=-7.5, width=13, height=7, rx=1.5, class_="inner"),
        ],
        "recorded": [element("circle", cx=9, cy=-4, r=1.8, class_="sign")],
        "waits": _bars(4, 0),
        "pause": [element("rect", x=0.5, y=-10, width=18, height=12, rx=3, class_="box pause")],
    }
    shown = {
        "start": True,
        "end": any(node.end for node in nodes),
        "recorded": any(node.recorded for node in nodes),
        "waits": any(node.waits for node in nodes),
        "pause": any(node.pause for node in nodes),
    }
    parts: list[str] = []
    x = 0.0
    for name, needed in shown.items():
        if not needed:
            continue
        words = _LEGEND[name][lang]
        sign = element("g", *signs[name], transform=f"translate({x:.2f} 0)")
        parts += [sign, text(words, x + 25, 0, class_="small")]
        x += 25 + text_width(words, SMALL) + 26
    return parts, x - 26


def _bars(x: float, y: float) -> list[str]:
    """The sign for a pause, standing on `y`."""
    return [
        element("rect", x=x + shift, y=y - 9, width=2.6, height=9, class_="sign")
        for shift in (0, 5)
    ]


def _box(box: Box, lang: Language, *, first: bool) -> str:
    kind = "box" + (" first" if first else "") + (" pause" if box.node.pause else "")
    parts = [
        element(
            "rect",
            x=box.left,
            y=box.top,
            width=box.width,
            height=box.height,
            rx=9,
            class_=kind,
        )
    ]
    if box.node.end:
        parts.append(
            element(
                "rect",
                x=box.left + 4,
                y=box.top + 4,
                width=box.width - 8,
                height=box.height - 8,
                rx=6,
                class_="inner",
            )
        )
    small = len(box.notes) + box.node.waits
    taken = NAME_LINE * len(box.name) + SMALL_LINE * small + (6 if small else 0)
    y = box.middle - taken / 2 + NAME
    for line in box.name:
        parts.append(text(line, box.centre, y, class_="name"))
        y += NAME_LINE
    y += 3
    x = box.left + PADDING
    for note in box.notes:
        parts.append(element("circle", cx=x + 2, cy=y - 4, r=1.8, class_="sign"))
        parts.append(text(note, x + 10, y, class_="small"))
        y += SMALL_LINE
    if box.node.waits:
        parts += _bars(x, y)
        parts.append(text(WAITS[lang], x + BADGE, y, class_="small"))
    return titled(box.node.label, *parts, class_="state")


def _label(label: Label) -> str:
    parts = []
    if label.behind:
        parts.append(
            element(
                "rect",
                x=label.x - label.width / 2 - 4,
                y=label.y - 13,
                width=label.width + 8,
                height=label.height + 2,
                class_="ground",
            )
        )
    parts += [
        text(line, label.x, label.y + SMALL_LINE * place, class_="label")
        for place, line in enumerate(label.lines)
    ]
    return titled(label.whole, *parts, class_="way-label")
