"""Customers proposed for what is missing: each shows what it says, and nothing is left unasked."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.decide.policies import TODAY, customers, policy_texts
from tests.trial.covered_shop import BASE, SHOP, program_of
from workflow_engine.decide.reference import Evaluator
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.program.program import Program
from workflow_engine.program.types import SCALE, Value
from workflow_engine.trial.computing import completed, lacking
from workflow_engine.trial.coverage import Coverage, measure
from workflow_engine.trial.exercised import Exercised
from workflow_engine.trial.proposals import Proposals, finder, impossible_points, propose
from workflow_engine.trial.proposed_file import proposed_file
from workflow_engine.trial.reading import read_tests
from workflow_engine.trial.running import run_tests

IMPOSSIBLE = {
    "condition:tag:big/2=false",  # no customer has a tier above 30
    "effect:tag:big/2=false",
    "state:image=suspended",  # what needs tier 10 is not suspended below tier 5
}


@pytest.fixture(scope="module")
def shop() -> Program:
    return program_of(SHOP)


@pytest.fixture(scope="module")
def made(shop: Program) -> Proposals:
    return propose(measure(shop, []), BASE, TODAY, finder(shop))


def with_proposals(program: Program, before: list[Exercised], made: Proposals) -> Coverage:
    shown = [Exercised(f"p{n}", ((one.values, one.day),)) for n, one in enumerate(made.proposals)]
    return measure(program, [*before, *shown])


def test_everything_a_customer_can_show_is_shown_or_proved_impossible(
    shop: Program, made: Proposals
) -> None:
    after = with_proposals(shop, [], made)
    left = {one.point.key for one in after.missing if one.point.seen is not None}
    assert left == made.impossible
    assert made.unsure == frozenset()
    assert made.impossible == IMPOSSIBLE


def test_each_point_is_asked_for_what_it_wants(shop: Program) -> None:
    missing = measure(shop, []).missing
    assert impossible_points(missing, finder(shop)) == IMPOSSIBLE


def test_both_sides_of_every_limit_are_proposed(made: Proposals) -> None:
    tiers = {one.values["tier"] for one in made.proposals}
    assert {27, 28, 4, 5, 19, 20, 9, 10, 30} <= tiers
    shares = {one.values["share"] for one in made.proposals}
    assert {round(0.29 * SCALE), round(0.3 * SCALE), round(0.9 * SCALE)} <= shares


def test_little_differs_from_the_persona(made: Proposals) -> None:
    assert max(len(one.given) for one in made.proposals) <= 3
    for one in made.proposals:
        assert {**BASE, **one.given} == one.values


def test_the_same_again(shop: Program, made: Proposals) -> None:
    again = propose(measure(shop, []), BASE, TODAY, finder(shop))
    said = [proposed_file(shop, one, persona=None, lang="zh", said="zh") for one in (made, again)]
    assert said[0] == said[1]


def test_what_is_reached_is_not_proposed_again(shop: Program, made: Proposals) -> None:
    after = with_proposals(shop, [], made)
    assert propose(after, BASE, TODAY, finder(shop)).proposals == ()


def test_a_spent_budget_is_unsure_and_never_a_guess(shop: Program) -> None:
    nothing = propose(measure(shop, []), BASE, TODAY, finder(shop, 0))
    assert nothing.proposals == ()
    assert nothing.impossible == frozenset()
    assert "rule:tag:big=true" in nothing.unsure


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("persona", [None, "普通店"])
def test_the_file_runs_green(shop: Program, lang: Language, persona: str | None) -> None:
    base: Mapping[str, Value] = BASE if persona else {}
    made = propose(measure(shop, []), base, TODAY, finder(shop))
    text = proposed_file(shop, made, persona=persona, lang=lang, said=lang)
    texts = {"new.test.yaml": text}
    if persona:
        texts["personas.test.yaml"] = (
            "personas:\n  普通店: {tier: 12, share: 0.5, joined: 2020-01-01, rural: false}\n"
        )
    read = read_tests(texts, shop)
    assert read.diagnostics == ()
    results = run_tests(shop, read.tests)
    assert len(results) == len(made.proposals)
    assert all(one.agrees for one in results)
    reached = measure(shop, [one.exercised for one in results])
    if persona:  # its choices are missing rather than none, which no rule of this policy asks for
        assert reached.share("rules").percent == 100
    assert reached.share("boundaries").percent == 100
    assert reached.without(made.impossible).share("effects").percent == 100


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(policy_texts(), customers(), st.lists(customers(), max_size=3))
def test_on_any_policy(text: str, base: dict[str, Value], people: list[dict[str, Value]]) -> None:
    """What is proposed shows what it says; what is impossible is shown by nobody."""
    program = program_of(text)
    before = [Exercised("before", tuple((one, TODAY) for one in people))]
    measured = measure(program, before)
    made = propose(measured, base, TODAY, finder(program, 60_000))
    after = {one.point.key: one for one in with_proposals(program, before, made).reached}
    missing = {one.point.key for one in measured.missing}
    told: list[str] = []
    for number, one in enumerate(made.proposals):
        for point in one.shows:
            assert f"p{number}" in after[point.key].tests
            told.append(point.key)
    assert len(told) == len(set(told))
    assert set(told) <= missing
    assert not made.impossible & {key for key, one in after.items() if one.tests}
    assert not set(told) & (made.impossible | made.unsure)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(policy_texts(), st.lists(customers(), min_size=8, max_size=8))
def test_nobody_shows_what_is_proved_impossible(text: str, people: list[dict[str, Value]]) -> None:
    program = program_of(text)
    nothing = measure(program, [])
    impossible = impossible_points(nothing.missing, finder(program, 60_000))
    shown = measure(program, [Exercised("t", tuple((one, TODAY) for one in people))])
    assert not impossible & {one.point.key for one in shown.reached if one.tests}


COMPUTED = """\
policy: {id: t, title: 表, version: "1", stage: draft}
customer:
  key: id
  attributes:
    basic:
      tier: {type: integer, min: 1, max: 30}
      amount: {type: number, min: 20}
      bonus: {type: integer, max: 5}
      joined: {type: date, max: 2019-12-31}
      rural: {type: boolean}
      scores: {type: list of number}
measures:
  twice: {value: amount * 2}
tables:
  paid:
    gives: {type: number}
    hit: unique
    rows:
      - {tier: ">= 10", then: twice}
      - {tier: "< 10", then: amount + bonus}
  pair:
    gives: {days: {type: integer}, share: {type: number}}
    hit: first
    rows:
      - {rural: true, then: {days: days_since(joined), share: mean(scores)}}
    otherwise: {days: 1, share: amount / bonus}
"""


def test_what_a_result_is_computed_from_is_filled_in() -> None:
    program = program_of(COMPUTED)
    made = propose(measure(program, []), {}, TODAY, finder(program))
    assert made.unsure == frozenset()
    after = with_proposals(program, [], made)
    assert {one.point.key for one in after.missing} == made.impossible
    for one in made.proposals:
        owner = one.about.owner
        assert lacking(program, owner, one.values, TODAY) == frozenset()
        assert Evaluator(program, one.values, TODAY).missing_for(owner) == frozenset()
    said = proposed_file(program, made, persona=None, lang="en", said="en")
    assert "given: {tier: 10, amount: 20}" in said
    assert "tables: {paid: 40}" in said
    assert "given: {tier: 9, amount: 20, bonus: 5}" in said
    assert "joined: 2019-12-31" in said
    results = run_tests(program, read_tests({"new.test.yaml": said}, program).tests)
    assert len(results) == len(made.proposals)
    assert all(one.agrees for one in results)


def test_what_the_persona_has_is_not_filled_in_again() -> None:
    program = program_of(COMPUTED)
    base: Mapping[str, Value] = {"amount": 7 * SCALE, "bonus": 3, "scores": (SCALE, None)}
    made = propose(measure(program, []), base, TODAY, finder(program))
    for one in made.proposals:
        assert not {"amount", "bonus", "scores"} & set(one.given)


def test_nothing_is_filled_in_where_nothing_is_computed(shop: Program) -> None:
    assert lacking(shop, "minutes", {}, TODAY) == frozenset()
    assert lacking(shop, "big", {}, TODAY) == frozenset()
    assert completed(shop, "minutes", {"tier": 20}, TODAY) == {"tier": 20}
