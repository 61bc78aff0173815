"""What tests reach: rule by rule against the decision, and what is said of what they do not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.decide.policies import TODAY, customers, policy_texts
from tests.trial.covered_shop import BASE, SHOP, program_of
from workflow_engine.decide.decider import decide
from workflow_engine.decide.decision import State
from workflow_engine.decide.items import categories_of
from workflow_engine.decide.reference import Evaluator
from workflow_engine.decide.rule_numbers import RuleNumbers
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.program.expressions import And, Constant, Expression, Not, Or
from workflow_engine.program.program import Program
from workflow_engine.program.types import BOOLEAN, SCALE, Value
from workflow_engine.trial.coverage import Coverage, Share, measure
from workflow_engine.trial.coverage_boundaries import sides_of
from workflow_engine.trial.coverage_conditions import conditions, parts_of
from workflow_engine.trial.coverage_text import coverage_text
from workflow_engine.trial.coverage_words import Names
from workflow_engine.trial.exercised import Exercised
from workflow_engine.trial.proposals import finder, impossible_points


@pytest.fixture(scope="module")
def shop() -> Program:
    return program_of(SHOP)


def seen(program: Program, *given_: Mapping[str, Value]) -> dict[str, bool]:
    """Which points customers show who differ from the base."""
    shown = Exercised("t", tuple(({**BASE, **one}, TODAY) for one in given_))
    return {one.point.key: bool(one.tests) for one in measure(program, [shown]).reached}


def newly(program: Program, **given_: Value) -> set[str]:
    """What a customer shows that the base does not."""
    before, after = seen(program, {}), seen(program, {}, given_)
    return {key for key in after if after[key] and not before[key]}


def test_a_big_customer_reaches_the_tag_its_level_and_what_follows(shop: Program) -> None:
    assert newly(shop, tier=28) == {
        "rule:tag:big=true",
        "rule:level:pyramid/top",
        "rule:row:minutes/2",
        "rule:strategy:keep",
        "condition:tag:big/1=true",
        "condition:level:pyramid/top=true",
        "condition:row:minutes/1/1=true",
        "condition:row:minutes/2=true",
        "effect:tag:big/1=true",
        "effect:tag:big/2=true",
        "effect:row:minutes/1/2=false",
        "boundary:big/tier=28",
        "visit:big",
    }


def test_beside_the_limit_is_another_point(shop: Program) -> None:
    assert "boundary:big/tier=27" in newly(shop, tier=27)
    assert not any(key.startswith("boundary:big") for key in newly(shop, tier=29))


@pytest.mark.parametrize(
    ("share", "on", "beside"),
    [("0.3", True, False), ("0.29", False, True), ("0.295", False, True), ("0.28", False, False)],
)
def test_beside_a_number_is_anything_as_near_as_its_next_decimal(
    shop: Program, share: str, on: bool, beside: bool
) -> None:
    shown = seen(shop, {"share": round(float(share) * SCALE)})
    assert shown["boundary:weak/share=300000"] is on
    assert shown["boundary:weak/share=290000"] is beside


def test_a_limit_of_the_attribute_is_not_asked_beyond(shop: Program) -> None:
    keys = {key for key in seen(shop) if key.startswith("boundary:big")}
    assert keys == {"boundary:big/tier=27", "boundary:big/tier=28", "boundary:big/tier=30"}


def test_days_have_their_limit_too(shop: Program) -> None:
    ninety = TODAY - dt.timedelta(days=90)
    assert "boundary:fresh/days_since(joined)=90" in newly(shop, joined=ninety)
    after = newly(shop, joined=ninety - dt.timedelta(days=1))
    assert "boundary:fresh/days_since(joined)=91" in after
    assert "rule:tag:fresh=true" not in after


def test_a_part_of_or_decides_only_where_the_other_is_false(shop: Program) -> None:
    both = newly(shop, share=0, rural=True)
    assert "condition:tag:weak/1=true" in both
    assert "condition:tag:weak/2=true" in both
    assert not any(key.startswith("effect:tag:weak") for key in both)
    assert "effect:tag:weak/1=true" in newly(shop, share=0)
    assert "effect:tag:weak/1=false" in seen(shop)


def test_states_of_an_item(shop: Program) -> None:
    states: dict[str, dict[str, Value]] = {
        "offered": {},
        "active": {"opted_in": ("image",)},
        "not_eligible": {"tier": 7},
        "chosen_but_not_eligible": {"tier": 7, "opted_in": ("image",)},
        "suspended": {"tier": 3, "opted_in": ("wish",)},
    }
    for state, given_ in states.items():
        item = "wish" if state == "suspended" else "image"
        assert seen(shop, given_)[f"state:{item}={state}"], state
    assert "state:stock=due" not in seen(shop), "what is done for everyone has no other state"


def test_an_end_closes_an_item(shop: Program) -> None:
    over = newly(shop, share=SCALE)
    assert {"rule:until:image=true", "rule:item:image=closed"} <= over


def test_an_unknown_answer_is_counted_apart(shop: Program) -> None:
    gap = Exercised("gap", (({**BASE, "tier": None}, TODAY), ({}, TODAY)))
    reached = {one.point.key: one for one in measure(shop, [gap]).reached}
    assert reached["rule:tag:big=true"].unknown == 2
    assert reached["rule:tag:big=true"].tests == reached["rule:tag:big=false"].tests == ()
    assert reached["rule:tag:fresh=false"].unknown == 1
    assert reached["rule:tag:fresh=false"].tests == ("gap",)


def test_what_failures_share_counts_once(shop: Program) -> None:
    move = ("recovery.late", "open", "acknowledge", "acknowledged")
    case = Exercised("case", (), frozenset({move}), frozenset({("recovery.wrong", "manager")}))
    measured = measure(shop, [case])
    assert measured.share("rungs") == Share(1, 1)
    moves = measured.share("transitions")
    one_failure = {
        (move.source, move.command, move.target)
        for move in shop.processes["recovery.wrong"].transitions
    }
    assert moves == Share(1, len(one_failure))


def test_the_tests_that_reach_a_point_are_named_in_order(shop: Program) -> None:
    ones = [Exercised(name, (({**BASE, "tier": 28}, TODAY),)) for name in ("b", "a")]
    reached = {one.point.key: one.tests for one in measure(shop, ones).reached}
    assert reached["rule:tag:big=true"] == ("b", "a")
    assert reached["rule:tag:big=false"] == ()


def test_no_tests_reach_nothing(shop: Program) -> None:
    nothing = measure(shop, [])
    assert nothing.share() == Share(0, len(nothing.reached))
    assert "0%" in coverage_text(nothing, "zh")


def test_the_impossible_is_not_counted(shop: Program) -> None:
    nothing = measure(shop, [])
    less = nothing.without(frozenset({"rule:tag:big=true"}))
    assert less.share("rules").total == nothing.share("rules").total - 1
    assert len(less.missing) == len(nothing.missing) - 1


def test_worst_first(shop: Program) -> None:
    shares = _ratios(measure(shop, [Exercised("t", ((BASE, TODAY),))]))
    assert shares == sorted(shares)
    assert len(shares) > 3


def _ratios(coverage: Coverage) -> list[float]:
    return [
        sum(bool(one.tests) for one in ones) / len(ones) for ones in coverage.by_owner().values()
    ]


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(policy_texts(), st.lists(customers(), min_size=1, max_size=3))
def test_rules_are_reached_where_the_decision_says_so(
    text: str, people: list[dict[str, Value]]
) -> None:
    program = program_of(text)
    numbers = RuleNumbers(program)
    measured = measure(
        program, [Exercised(str(n), ((one, TODAY),)) for n, one in enumerate(people)]
    )
    reached = {one.point.key: set(one.tests) for one in measured.reached}
    for n, one in enumerate(people):
        decision = decide(program, one, TODAY)
        evaluator = Evaluator(program, one, TODAY)
        for rule in numbers.rules:
            definition = program.definitions.get(rule.name)
            if rule.kind == "tag":
                for answer in (True, False):
                    key = f"rule:tag:{rule.name}={str(answer).lower()}"
                    assert (str(n) in reached[key]) is (decision.values[rule.name] is answer)
            elif definition is not None and definition.type.kind != "list" and rule.kind == "level":
                key = f"rule:level:{rule.name}/{rule.part}"
                assert (str(n) in reached[key]) is (decision.values[rule.name] == rule.part)
        for item in program.items.values():
            state = decision.states[item.id]
            if item.kind == "optional":
                key = f"state:{item.id}={state}"
                assert key not in reached or str(n) in reached[key]
                others = {f"state:{item.id}={other}" for other in get_args(State)} - {key}
                assert not any(str(n) in reached.get(other, ()) for other in others)
            key = f"rule:item:{item.id}=open"
            assert (str(n) in reached[key]) is (state in ("due", "active", "offered"))
        held = categories_of(
            program, [evaluator.outcome(name).value for name in ("g0", "g1", "g2")]
        )[0]
        assert program.visits is not None
        for visit in program.visits.rules:
            if program.visits.combine == "most_demanding":
                expected = visit.category in (*held, "general")
                assert (str(n) in reached[f"visit:{visit.category}"]) is expected


def _replaced(
    condition: Expression, part: Expression, answer: bool, count: list[int]
) -> Expression:
    """The condition with the part in one place (the `count`-th) fixed to an answer."""
    if isinstance(condition, And | Or):
        items = tuple(_replaced(item, part, answer, count) for item in condition.items)
        return type(condition)(items)
    if isinstance(condition, Not):
        return Not(_replaced(condition.item, part, answer, count))
    if isinstance(condition, Constant):
        return condition
    count[0] -= 1
    return Constant(answer, BOOLEAN) if count[0] == -1 else condition


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(policy_texts(), customers())
def test_a_part_decides_exactly_where_its_contrary_changes_the_whole(
    text: str, person: dict[str, Value]
) -> None:
    program = program_of(text)
    evaluator = Evaluator(program, person, TODAY)
    for condition in conditions(program, Names(program)):
        for place, part in enumerate(parts_of(condition.whole)):
            if evaluator.holds(part.condition) is None:
                continue
            alone = all(evaluator.holds(one) is wanted for one, wanted in part.neutral)
            answers = {
                evaluator.holds(_replaced(condition.whole, part.condition, value, [place]))
                for value in (True, False)
            }
            assert alone == (answers == {True, False}), condition.key


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(policy_texts(), st.lists(customers(), max_size=3), st.lists(customers(), max_size=3))
def test_more_tests_reach_more_and_each_keeps_what_it_reaches(
    text: str, some: list[dict[str, Value]], others: list[dict[str, Value]]
) -> None:
    program = program_of(text)
    one = Exercised("one", tuple((person, TODAY) for person in some))
    other = Exercised("other", tuple((person, TODAY) for person in others))
    alone = [measure(program, [each]).reached for each in (one, other)]
    for first, second, both in zip(*alone, measure(program, [one, other]).reached, strict=True):
        assert both.tests == first.tests + second.tests
        assert both.unknown == first.unknown + second.unknown
        assert first.point.key == both.point.key
    keys = [each.point.key for each in alone[0]]
    assert len(keys) == len(set(keys))


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(policy_texts())
def test_the_two_sides_of_a_limit_answer_differently(text: str) -> None:
    """Wherever the subject is an attribute: put it on each side and ask the comparison."""
    program = program_of(text)
    for condition in conditions(program, Names(program)):
        for part in parts_of(condition.whole):
            sides = sides_of(part.condition, program)
            names = {getattr(side.subject, "name", None) for side in sides}
            if len(sides) == 2 and names <= set(program.attributes):
                (name,) = names
                answers = [
                    Evaluator(program, {str(name): value}, TODAY).holds(part.condition)
                    for side in sides
                    for value in (side.low, side.high, side.example)
                ]
                assert answers[:3] in ([True] * 3, [False] * 3)
                assert answers[3:] == [not answers[0]] * 3


COMPLETE = """\
policy: {id: shop, title: 店, version: "1", stage: draft}
customer:
  key: id
  attributes:
    basic:
      tier: {type: integer, min: 1, max: 30}
      rural: {type: boolean}
tables:
  credit:
    gives: {type: integer}
    hit: HIT
    rows:
      - {tier: 1..9, rural: true, then: 0}
      - {tier: 1..9, rural: false, then: 5}
      - {tier: 10..30, then: 9}
    otherwise: 0
"""


@pytest.mark.parametrize("hit", ["unique", "any", "first"])
def test_the_otherwise_of_a_complete_table_is_beyond_every_customer(hit: str) -> None:
    """Although a row gives the same: where it is unknown, so is another that gives something else."""
    program = program_of(COMPLETE.replace("HIT", hit))
    missing = measure(program, []).missing
    found = impossible_points(missing, finder(program))
    assert "rule:row:credit/otherwise" in found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_otherwise_is_called_as_its_file_calls_it(lang: Language) -> None:
    program = replace(
        program_of(COMPLETE.replace("HIT", "first")), written_in={"policy.yaml": lang}
    )
    (point,) = [
        one.point
        for one in measure(program, []).reached
        if one.point.key == "rule:row:credit/otherwise"
    ]
    word = {"zh": "否则", "en": "otherwise"}[lang]
    assert point.missing.zh == f"没有客户用到 `{word}` 的结果"
