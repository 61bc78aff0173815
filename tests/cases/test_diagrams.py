"""Drawings: everything in them, nothing over anything else, nothing that breaks out."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workflow_engine
from tests.cases import processes as made
from tests.planning.policies import ROLES, program
from workflow_engine.cases.diagrams import ladder_mermaid, ladder_svg, mermaid, svg
from workflow_engine.cases.diagrams.graph import graph_of
from workflow_engine.cases.diagrams.routes import Router
from workflow_engine.drawing.measure import text_width
from workflow_engine.program.processes import State, Transition

GOLDEN = Path(__file__).parent / "golden"
NS = "{http://www.w3.org/2000/svg}"
SIZES = {"name": 14, "small": 11.5, "label": 11.5, "limit": 12, "reason": 12}
HAND_MADE = [made.recovery(), made.branching(), made.nasty()]
LIMITS = {"manager": Decimal(500), "supervisor": Decimal(2000)}
PROGRAM = program(
    roles={role.id: replace(role, compensation_up_to=LIMITS.get(role.id)) for role in ROLES}
)


def shipped():
    for folder in ("rules/tobacco-retail", "rules/vip"):
        policy = workflow_engine.load(folder).program
        yield from (
            pytest.param(policy, process, id=f"{folder}:{process.id}")
            for process in policy.processes.values()
        )


SHIPPED = list(shipped())
ALL = [*SHIPPED, *(pytest.param(PROGRAM, process, id=process.id[:9]) for process in HAND_MADE)]


AGREED = {
    "recovery.zh.mmd": lambda: mermaid(made.recovery(), "zh"),
    "recovery.all.en.mmd": lambda: mermaid(made.recovery(), "en", fold=False),
    "branching.en.mmd": lambda: mermaid(made.branching(), "en"),
    "ladder.zh.mmd": lambda: ladder_mermaid(made.recovery(), PROGRAM, "zh"),
    "nasty.zh.mmd": lambda: mermaid(made.nasty(), "zh"),
    "nasty.ladder.zh.mmd": lambda: ladder_mermaid(made.nasty(), PROGRAM, "zh"),
}
"""Texts as they were agreed on; `python -m tests.cases.test_diagrams` writes them anew."""


@pytest.mark.parametrize("name", AGREED)
def test_mermaid_is_as_agreed(name):
    assert AGREED[name]() == (GOLDEN / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text", [mermaid(made.nasty(), "en"), ladder_mermaid(made.nasty(), PROGRAM, "en")]
)
def test_every_line_of_mermaid_is_one_of_ours(text):
    label = r"(?:[^\x00-\x1f\"<>;`%{}\[\]|#]|#\d+;)*"
    known = (
        r"stateDiagram-v2|flowchart BT|    direction LR"
        rf'|    state "{label}" as s\d+'
        rf"|    (?:\[\*\]|s\d+) --> (?:\[\*\]|s\d+)(?:: {label})?"
        rf'|    r\d+(?:\["|\(\["){label}(?:<br/>{label})*(?:"\]|"\]\))'
        rf'|    r\d+ -->\|"{label}(?:<br/>{label})*"\| r\d+'
    )
    for line in text.splitlines():
        assert re.fullmatch(known, line), line


def boxes_of(drawing):
    return list(drawing.boxes.values())


def apart(one, other):
    return (
        one.right < other.left
        or other.right < one.left
        or one.bottom < other.top
        or other.bottom < one.top
    )


def sound(process, lang):
    """No two boxes touch, no way runs through a box, no label lies on a box or another label."""
    drawing = Router(graph_of(process, lang), lang).drawing()
    boxes = boxes_of(drawing)
    for number, box in enumerate(boxes):
        assert all(apart(box, other) for other in boxes[number + 1 :])
        for label in drawing.labels:
            left, right = label.x - label.width / 2, label.x + label.width / 2
            top, bottom = label.y - 11, label.y - 11 + label.height
            assert right < box.left or left > box.right or bottom < box.top or top > box.bottom
        for way in drawing.ways:
            for (x1, y1), (x2, y2) in pairwise(way):
                inside_x = max(x1, x2) > box.left + 0.5 and min(x1, x2) < box.right - 0.5
                inside_y = max(y1, y2) > box.top + 0.5 and min(y1, y2) < box.bottom - 0.5
                assert not (inside_x and inside_y), (way, box.node.id)
    spans = [
        (
            label.x - label.width / 2,
            label.x + label.width / 2,
            label.y - 11,
            label.y - 11 + label.height,
        )
        for label in drawing.labels
    ]
    for number, (left, right, top, bottom) in enumerate(spans):
        for other in spans[number + 1 :]:
            assert right < other[0] or left > other[1] or bottom < other[2] or top > other[3]
    for left, right, top, bottom in spans:
        assert drawing.left <= left <= right <= drawing.right + 0.5
        assert drawing.top <= top + 5
        assert bottom <= drawing.bottom + 12


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("policy", "process"), ALL)
def test_nothing_lies_on_anything_else(policy, process, lang):  # noqa: ARG001
    sound(process, lang)


@st.composite
def random_processes(draw):
    size = draw(st.integers(1, 7))
    names = [f"s{n}" for n in range(size)]
    label = st.sampled_from(
        ["办", "a long name of a state that wraps", "核对客户提供的全部材料", "x"]
    )
    states = [
        State(name, made.both(draw(label)), end=draw(st.booleans()), pause=draw(st.booleans()))
        for name in names
    ]
    move = st.builds(
        Transition,
        st.sampled_from(["go", "send back", "转交下一个环节处理", "x"]),
        st.sampled_from(names),
        st.sampled_from(names),
    )
    return made.process(states, draw(st.lists(move, max_size=12)))


@given(random_processes())
@settings(max_examples=150, deadline=None)
def test_random_processes_are_drawn_soundly(process):
    sound(process, "zh")
    ET.fromstring(svg(process, "en"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("policy", "process"), ALL)
def test_text_stays_in_its_box(policy, process, lang):
    for drawn in (svg(process, lang), ladder_svg(process, policy, lang)):
        root = ET.fromstring(drawn)
        groups = [g for g in root.iter(f"{NS}g") if g.get("class") in ("state", "rung")]
        assert groups
        for group in groups:
            box = group.find(f"{NS}rect")
            left, width = float(box.get("x")), float(box.get("width"))
            top, height = float(box.get("y")), float(box.get("height"))
            for text in group.iter(f"{NS}text"):
                size = SIZES[text.get("class")]
                wide = text_width(text.text or "", size)
                x, y = float(text.get("x")), float(text.get("y"))
                begin = x - wide / 2 if text.get("class") in ("name", "limit") else x
                assert left <= begin
                assert begin + wide <= left + width
                assert top <= y - size * 0.8
                assert y <= top + height


@pytest.mark.parametrize(("policy", "process"), ALL)
def test_everything_lies_on_the_sheet(policy, process):
    for drawn in (svg(process, "zh"), ladder_svg(process, policy, "zh")):
        root = ET.fromstring(drawn)
        width, height = float(root.get("width")), float(root.get("height"))
        for group in root.findall(f"{NS}g"):
            dx, dy = map(float, re.findall(r"-?[\d.]+", group.get("transform", "0 0")))
            for box in group.iter(f"{NS}rect"):
                assert dx + float(box.get("x")) >= 0
                assert dx + float(box.get("x")) + float(box.get("width")) <= width
                assert dy + float(box.get("y")) + float(box.get("height")) <= height
            for text in group.iter(f"{NS}text"):
                assert 0 <= dy + float(text.get("y")) <= height


def texts(drawn):
    root = ET.fromstring(drawn)
    return [node.text for node in root.iter(f"{NS}text")]


def test_twins_are_folded_into_a_sign_unless_asked_for():
    folded, whole = svg(made.recovery(), "zh"), svg(made.recovery(), "zh", fold=False)
    assert "已开立（等客户）" not in "".join(texts(folded))
    assert texts(folded).count("可等待客户") == 6
    assert "等客户" in "".join(texts(whole))
    assert "可等待客户" not in texts(whole)


def test_a_twin_with_a_way_of_its_own_is_not_folded():
    process = made.recovery()
    more = (*process.transitions, Transition("give up", "open_waiting", "closed"))
    assert "open_waiting" in graph_of(replace(process, transitions=more), "en").nodes
    assert "open_waiting" not in graph_of(process, "en").nodes


def test_guards_stand_beside_their_commands():
    assert "sort [tier ≥ 10]" in texts(svg(made.branching(), "en"))


def test_limits_and_reasons_stand_on_the_ladder():
    shown = texts(ladder_svg(made.recovery(), PROGRAM, "zh"))
    assert "责任人 · 补偿限额 500元" in shown
    assert "补偿限额 2,000元" in shown
    assert "补偿金额不限" in shown
    assert "承认逾期" in shown
    assert "（同左）" in shown
    bottom_up = [
        float(y)
        for y in re.findall(
            r'<rect x="0" y="([\d.]+)" width="228"', ladder_svg(made.recovery(), PROGRAM, "zh")
        )
    ]
    assert bottom_up[:3] == sorted(bottom_up[:3], reverse=True)


def test_a_process_without_a_ladder_says_so():
    shown = texts(ladder_svg(made.branching(), PROGRAM, "en"))
    assert "no ladder: the owner keeps the case" in shown


def test_no_text_of_the_author_is_markup():
    for drawn in (svg(made.nasty(), "zh"), ladder_svg(made.nasty(), PROGRAM, "zh")):
        root = ET.fromstring(drawn)
        known = {"svg", "title", "desc", "style", "rect", "defs", "marker", "path", "g", "text"}
        assert {node.tag.removeprefix(NS) for node in root.iter()} <= known | {"circle"}
        assert "<script" not in drawn


if __name__ == "__main__":
    for name, written in AGREED.items():
        (GOLDEN / name).write_text(written(), encoding="utf-8", newline="\n")
