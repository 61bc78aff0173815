"""Shapes that make naive analysis explode: counted in steps, never timed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow_engine.boxes.budget import Budget, BudgetSpent
from workflow_engine.boxes.cover import uncovered
from workflow_engine.boxes.covers import Covers
from workflow_engine.boxes.difference import differences
from workflow_engine.boxes.finding import find_customer
from workflow_engine.boxes.solving import contradict, limits_of, solve
from workflow_engine.checks.registry import run_checks
from workflow_engine.checks.rule_analysis import RuleAnalysis
from workflow_engine.policy import check_texts
from workflow_engine.program.expressions import DefinitionValue
from workflow_engine.program.types import BOOLEAN

CELLS = (3, 2, 4)
WHOLE = tuple((1 << cells) - 1 for cells in CELLS)
BOXES = st.tuples(*(st.integers(1, full) for full in WHOLE))
HEAD = 'policy: {id: hard, version: "1"}\ncustomer:\n  key: id\n  attributes:\n    basic:\n'
NUMBERS = [f"a{k}: {{type: integer, min: 0, max: 100}}" for k in range(6)]
ROWS = 200


def policy(attributes, body):
    lines = "".join(f"      {one}\n" for one in attributes)
    program = check_texts({"policy.yaml": HEAD + lines + body}, analysed=False).program
    assert program is not None
    return program


def table(rows, hit):
    lines = [
        "      - {" + ", ".join([*(f"{k}: '{v}'" for k, v in row.items()), f"then: {n % 3}"]) + "}"
        for n, row in enumerate(rows)
    ]
    head = f"tables:\n  t:\n    gives: {{type: integer}}\n    hit: {hit}\n    otherwise: 9\n"
    return head + "    rows:\n" + "\n".join(lines) + "\n"


def interval(draw):
    low, high = sorted((draw.randint(0, 100), draw.randint(0, 100)))
    return f"{low}..{high}"


def half(draw):
    return draw.choice([f"≥ {draw.randint(0, 30)}", f"≤ {draw.randint(70, 100)}"])


def denied(draw):
    return f"not o{draw.randint(0, 19)} | o{draw.randint(0, 19)}"


def drawn(cell, name="a"):
    draw = random.Random(3)
    return [{f"{name}{k}": cell(draw) for k in range(6)} for _ in range(ROWS)]


def grid():
    never = {"a2": "≥ 0", "a3": "≥ 1", "a4": "≤ 100", "a5": "≠ 50"}
    return [
        {"a0": f"{x * 10}..<{x * 10 + 10}", "a1": f"{y * 5}..<{y * 5 + 5}", **never}
        for x in range(10)
        for y in range(20)
    ]


DATES = [f"a{k}: {{type: date}}" for k in range(6)]
AMOUNTS = [f"a{k}: {{type: number}}" for k in range(6)]
OPTIONS = ", ".join(f"o{n}" for n in range(20))
CHOICES = [f"a{k}: {{type: choice, of: [{OPTIONS}]}}" for k in range(6)]
DAYS = "measures:\n" + "".join(f"  m{k}: days_since(a{k})\n" for k in range(6))
SHARED = "measures:\n" + "".join(f"  m{k}: a{k} - a{(k + 1) % 6}\n" for k in range(6))
SHAPES = {
    "a grid with columns that never matter": (NUMBERS, "", grid(), "unique"),
    "the grid, first": (NUMBERS, "", grid(), "first"),
    "intervals": (NUMBERS, "", drawn(interval), "first"),
    "heavy overlaps": (NUMBERS, "", drawn(half), "first"),
    "days since six dates": (DATES, DAYS, drawn(interval, "m"), "first"),
    "differences that share": (AMOUNTS, SHARED, drawn(interval, "m"), "first"),
    "choices but two": (CHOICES, "", drawn(denied), "first"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_large_table_is_analysed_whole(name):
    attributes, measures, rows, hit = SHAPES[name]
    program = policy(attributes, measures + table(rows, hit))
    codes = {one.code for one in run_checks(program)}
    assert "WE739" not in codes


def chain(length, condition):
    lines = "".join(
        f"  t{k}: {{when: '{condition.format(before=k - 1, one=(k + 1) % 6, other=k % 6)}'}}\n"
        for k in range(1, length)
    )
    return policy(NUMBERS, "tags:\n  t0: {when: 'a0 > 1 and a0 < 90'}\n" + lines)


MIXED = "t{before} and a{one} < 60 or a{other} > 95"


def steps_of(program):
    analysis = RuleAnalysis(program)
    before = analysis.whole.left

    def looked_at(site, ground):
        assert isinstance(ground.never(site.condition), bool)
        return []

    list(analysis.each_site(looked_at))
    assert not analysis.unfinished
    return before - analysis.whole.left


def test_chained_tags_cost_their_number():
    short, long = (steps_of(chain(length, MIXED)) for length in (40, 160))
    assert long < 6 * short


@pytest.mark.parametrize(
    "condition",
    ["not t{before}", MIXED, "t{before} and a{one} > 100"],
    ids=["not", "mixed", "dead"],
)
def test_however_long_a_chain_is_it_is_read(condition):
    program = chain(1200, condition)
    last = DefinitionValue("t1199", BOOLEAN)
    found = find_customer(program, [(last, True)], Budget(1_000_000))
    assert found.verdict == ("impossible" if "> 100" in condition else "found")
    verdicts = {one.verdict for one in differences(program, program, Budget())}
    assert verdicts == {"same"}


def test_what_all_checks_may_do_is_limited_and_the_rest_is_named(monkeypatch):
    monkeypatch.setattr("workflow_engine.checks.rule_analysis.MOST_STEPS", 300)
    found = run_checks(chain(60, MIXED))
    open_ = [one for one in found if one.code == "WE739"]
    assert any("t59" in one.message.en for one in open_)


@settings(max_examples=300)
@given(BOXES, st.lists(BOXES, max_size=7), st.integers(0, 127))
def test_some_of_many_covers(box, boxes, among):
    covers = Covers(boxes)
    named = covers.named(among & covers.all)
    left = covers.leaves(box, among & covers.all, Budget())
    assert (left is None) == (not list(uncovered(box, named, Budget())))
    if left is not None:
        assert all(mask and not mask & ~outer for mask, outer in zip(left, box, strict=True))
        assert not any(all(a & b for a, b in zip(left, one, strict=True)) for one in named)


def test_a_proof_of_cover_stops_at_its_budget():
    draw = random.Random(1)
    boxes = [tuple(draw.choice((1, 2, 3)) for _ in range(20)) for _ in range(200)]
    covers = Covers(boxes)
    with pytest.raises(BudgetSpent):
        covers.leaves((3,) * 20, covers.all, Budget(10))


NAMES = ("x", "y", "z")
DIFFERENCES = st.tuples(
    st.sampled_from([("x", "y"), ("y", "z"), ("z", "x"), ("x", None), (None, "z")]),
    st.integers(-5, 5),
)


@settings(max_examples=300)
@given(st.lists(DIFFERENCES, max_size=7))
def test_differences_contradict_each_other_exactly_if_there_is_no_solution(drawn_limits):
    limits = []
    for (above, below), least in drawn_limits:
        ends = ((above, 1), (below, -1))
        terms = [(name, multiple) for name, multiple in ends if name is not None]
        limits += limits_of(terms, (least, None))
    found = solve(NAMES, limits, lambda _, span: span[0] if span[0] is not None else 0, Budget())
    assert contradict(NAMES, limits, Budget()) == (found == "impossible")
