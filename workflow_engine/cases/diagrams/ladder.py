"""The drawing of an escalation ladder: roles from the bottom to the top, and why one climbs."""

from __future__ import annotations

from dataclasses import dataclass

from workflow_engine.cases.diagrams.states import MARGIN, TITLE, arrowhead
from workflow_engine.cases.wording import capital, money
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.drawing.measure import clipped, text_width, wrapped
from workflow_engine.drawing.mermaid_text import sentence
from workflow_engine.drawing.svg import document, element, path, text, titled
from workflow_engine.program.processes import Process, Rung
from workflow_engine.program.program import Program

ROLE_WIDTH = 228.0
ROLE, SMALL = 15.0, 12.0
ROLE_LINE, SMALL_LINE = 20.0, 18.0
REASONS = 300.0
BETWEEN = 26.0
"""From the arrow of a rung to its reasons."""
COLUMN_GAP = 40.0
HEAD = 46.0
STYLE = (
    ".way{fill:none;stroke:#333;stroke-width:1.8}"
    ".role{fill:#fff;stroke:#111;stroke-width:1.6}"
    ".top{stroke-width:2.8}"
    ".owner{fill:#f1f1f1}"
    ".again{stroke-dasharray:5 3}"
    ".name{font-size:15px;font-weight:600;text-anchor:middle;fill:#111}"
    ".limit{font-size:12px;text-anchor:middle;fill:#333}"
    ".reason{font-size:12px;fill:#111}"
    ".small{font-size:12px;fill:#555}"
    ".title{font-size:18px;font-weight:700;fill:#111}"
    ".sign{fill:#333}"
)
_WORDS: dict[str, dict[Language, str]] = {
    "title": {"zh": "{}：升级阶梯", "en": "{}: escalation ladder"},
    "limit": {"zh": "补偿限额 {}", "en": "grants up to {}"},
    "any amount": {"zh": "补偿金额不限", "en": "grants any amount"},
    "nothing": {"zh": "无权决定补偿", "en": "grants no compensation"},
    "any of": {"zh": "任一情形即升级：", "en": "climbs when any of these holds:"},
    "cannot": {"zh": "无法解决时升级", "en": "climbs when it cannot be resolved"},
    "owner": {"zh": "责任人", "en": "owner"},
    "again": {"zh": "（同左）", "en": "(as on the left)"},
    "nobody": {
        "zh": "没有升级阶梯：无法解决时由责任人自行处理",
        "en": "no ladder: the owner keeps the case",
    },
}


@dataclass(frozen=True, slots=True)
class _Role:
    """One role of a column; `again` when it stands in a column before as well."""

    id: str
    name: str
    limit: str
    owner: bool = False
    top: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class _Column:
    """Roles from the bottom to the top, and the reasons to climb between each two of them."""

    roles: tuple[_Role, ...]
    reasons: tuple[tuple[str, ...], ...]


def ladder_mermaid(process: Process, program: Program, lang: Language) -> str:
    """The ladder of a process as a Mermaid `flowchart BT`, the first role at the bottom."""
    columns = _columns(process, program, lang)
    ids: dict[str, str] = {}
    lines = ["flowchart BT"]
    for column in columns:
        for role in column.roles:
            if role.id in ids:
                continue
            ids[role.id] = f"r{len(ids)}"
            shape = '(["{}"])' if role.top else '["{}"]'
            label = f"{sentence(role.name)}<br/>{sentence(role.limit)}"
            lines.append(f"    {ids[role.id]}{shape.format(label)}")
    for column in columns:
        for number, reasons in enumerate(column.reasons):
            source, target = column.roles[number], column.roles[number + 1]
            label = "<br/>".join(map(sentence, reasons))
            lines.append(f'    {ids[source.id]} -->|"{label}"| {ids[target.id]}')
    return "\n".join(lines) + "\n"


def ladder_svg(process: Process, program: Program, lang: Language) -> str:
    """The ladder of a process as an SVG drawing: who answers first stands at the bottom.

    Beside each arrow stand the reasons to climb, in each box what its role may grant.
    """
    columns = _columns(process, program, lang)
    drawn = [_drawn(column, lang) for column in columns]
    title = capital(_WORDS["title"][lang].format(process.label.get(lang)))
    height = max((height for _, _, height in drawn), default=0.0)
    x = MARGIN
    parts: list[str] = []
    for pieces, width, own_height in drawn:
        moved = f"translate({x:.2f} {MARGIN + HEAD + height - own_height:.2f})"
        parts.append(element("g", *("\n" + piece for piece in pieces), "\n", transform=moved))
        x += width + COLUMN_GAP
    wanted = max(x - COLUMN_GAP - MARGIN, min(text_width(title, TITLE), 900.0))
    if not any(column.reasons for column in columns):
        note = _WORDS["nobody"][lang]
        parts.append(text(note, MARGIN, MARGIN + HEAD + height + 24, class_="small"))
        height += 30
        wanted = max(wanted, text_width(note, SMALL))
    return document(
        title,
        " → ".join(role.name for column in columns for role in column.roles),
        wanted + 2 * MARGIN,
        height + HEAD + 2 * MARGIN,
        STYLE,
        arrowhead(),
        text(clipped(title, TITLE, wanted), MARGIN, MARGIN + TITLE, class_="title"),
        *parts,
    )


def _columns(process: Process, program: Program, lang: Language) -> list[_Column]:
    """The ladder of the owner first, then what leads into it from other roles."""
    rungs = {rung.role: rung for rung in process.ladder}
    reached = {rung.to for rung in process.ladder}
    feet = [rung.role for rung in process.ladder if rung.role not in reached]
    if process.owner is not None:
        feet = [process.owner, *(foot for foot in feet if foot != process.owner)]
    standing: set[str] = set()
    columns = []
    for foot in (*feet, *rungs):
        if foot in standing:
            continue
        columns.append(_column(foot, standing, process, program, lang))
    return columns


def _column(
    foot: str,
    standing: set[str],
    process: Process,
    program: Program,
    lang: Language,
) -> _Column:
    rungs = {rung.role: rung for rung in process.ladder}
    names, reasons = [foot], []
    known = set(standing)
    standing.add(foot)
    while names[-1] in rungs:
        rung = rungs[names[-1]]
        texts = tuple(trigger.text.get(lang) for trigger in rung.any)
        reasons.append(texts or (_WORDS["cannot"][lang],))
        ended = rung.to in standing
        names.append(rung.to)
        standing.add(rung.to)
        if ended:
            break
    roles = tuple(
        _role(name, rungs, process, program, lang, again=name in known and place > 0)
        for place, name in enumerate(names)
    )
    return _Column(roles, tuple(reasons))


def _role(
    id_: str,
    rungs: dict[str, Rung],
    process: Process,
    program: Program,
    lang: Language,
    *,
    again: bool,
) -> _Role:
    role = program.roles.get(id_)
    top = id_ not in rungs
    limit = None if role is None else role.compensation_up_to
    if limit is not None:
        words = _WORDS["limit"][lang].format(money(limit, lang))
    else:
        words = _WORDS["any amount" if top and process.ladder else "nothing"][lang]
    name = id_ if role is None else role.label.get(lang)
    if again:
        words = _WORDS["again"][lang]
    return _Role(id_, name, words, id_ == process.owner, top, again)


def _drawn(column: _Column, lang: Language) -> tuple[list[str], float, float]:
    """The pieces of a column with its top at 0, its width and its height."""
    names = [wrapped(role.name, ROLE, ROLE_WIDTH - 24, lines=3) for role in column.roles]
    heights = [26 + ROLE_LINE * len(lines) + SMALL_LINE for lines in names]
    blocks = [
        [wrapped(reason, SMALL, REASONS - 12, lines=4) for reason in reasons]
        for reasons in column.reasons
    ]
    gaps = [46 + SMALL_LINE * (1 + sum(map(len, block))) for block in blocks]
    total = sum(heights) + sum(gaps)
    pieces: list[str] = []
    y = total
    width = ROLE_WIDTH
    for number, role in enumerate(column.roles):
        y -= heights[number]
        pieces.append(_role_box(role, names[number], y, heights[number], lang))
        if number == len(blocks):
            break
        gap = gaps[number]
        middle = ROLE_WIDTH / 2
        pieces.append(
            element(
                "path",
                d=path([(middle, y), (middle, y - gap)]),
                class_="way",
                marker_end="url(#arrow)",
            )
        )
        left = middle + BETWEEN
        line = y - gap + 34
        pieces.append(text(_WORDS["any of"][lang], left, line, class_="small"))
        widest = text_width(_WORDS["any of"][lang], SMALL)
        for lines in blocks[number]:
            line += SMALL_LINE
            pieces.append(element("circle", cx=left + 3, cy=line - 4, r=2, class_="sign"))
            for place, words in enumerate(lines):
                line += SMALL_LINE if place else 0
                pieces.append(text(words, left + 12, line, class_="reason"))
                widest = max(widest, text_width(words, SMALL) + 12)
        width = max(width, left + widest)
        y -= gap
    return pieces, width, total


def _role_box(role: _Role, name: list[str], y: float, height: float, lang: Language) -> str:
    kind = "role" + (" top" if role.top else "") + (" owner" if role.owner else "")
    kind += " again" if role.again else ""
    middle = ROLE_WIDTH / 2
    parts = [element("rect", x=0, y=y, width=ROLE_WIDTH, height=height, rx=9, class_=kind)]
    line = y + 12 + ROLE
    for words in name:
        parts.append(text(words, middle, line, class_="name"))
        line += ROLE_LINE
    limit = f"{_WORDS['owner'][lang]} · {role.limit}" if role.owner else role.limit
    parts.append(text(clipped(limit, SMALL, ROLE_WIDTH - 12), middle, line, class_="limit"))
    return titled(role.name, *parts, class_="rung")
