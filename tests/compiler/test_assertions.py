"""`never`: what names stand for, and that an item's name means what the engine decides."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.compiler.small_policy import BASE, found_in
from tests.decide.policies import TODAY, compiled, customers, policy_texts
from workflow_engine.decide.decider import decide
from workflow_engine.decide.reference import Evaluator
from workflow_engine.model.translate import translate_text
from workflow_engine.policy import check_texts
from workflow_engine.program.types import SCALE

SECTIONS = """
scales:
  pyramid:
    levels:
      negative: {when: net < 0, strategy: out}
      usual: {otherwise: true}
must_do: {count: {for: big, every: 1 month}}
optional:
  care: {eligible: big, every: 1 month}
  tea: {every: 1 month}
strategies: {out: {suspends_optional_except: [tea]}}
"""
ITEMS = ("must", "must_if", "must_group", "o0", "o1", "o2")


def program_of(more):
    """The program of a policy about which no check has anything to say yet."""
    program, errors = compiled(BASE + SECTIONS + more)
    assert program is not None, errors
    return program


def holds(program, **customer):
    values = dict.fromkeys(program.attributes) | customer
    day = dt.date(2026, 11, 21)
    return [Evaluator(program, values, day).holds(one.expression) for one in program.never]


def test_levels_items_and_tags_by_their_names():
    never = "never: [negative and care, negative and tea, count, {all: [big, not negative]}]"
    program = program_of(never)
    poor = {"tier": 30, "sales": 0, "costs": 5 * SCALE}
    assert holds(program, **poor) == [False, True, True, False]
    assert holds(program, tier=30, sales=0, costs=0) == [False, False, True, True]
    assert holds(program, sales=0, costs=0) == [False, False, None, None]


def test_what_the_author_wrote_is_kept_on_one_line():
    program = program_of("never:\n  - any: [big and\n      rich, {not: tea}]\n")
    (assertion,) = program.never
    assert assertion.text == "(big and rich) or (not tea)"


def test_one_condition_may_stand_alone():
    assert len(program_of("never: negative and care").never) == 1


def test_a_name_that_could_be_two_things_is_asked_for():
    other = "scales:\n  loyalty: {levels: {negative: {when: big}, usual: {otherwise: true}}}"
    text = SECTIONS.replace("scales:", other)
    (found,) = found_in(text + "never: [negative and care]")
    assert found.code == "WE385"
    assert 'loyalty == "negative"' in found.help.en
    clear = text + "never: ['pyramid == \"negative\" and care']"
    assert found_in(clear) == []


def test_an_unknown_name_has_the_nearest_as_help():
    (found,) = found_in(SECTIONS + "never: [negativ and care]")
    assert found.code == "WE325"
    assert "negative" in found.help.en


def test_a_tag_goes_before_a_level_of_its_name():
    text = SECTIONS.replace("negative: {when: net < 0", "rich: {when: net < 0")
    program, _ = compiled(BASE + text + "never: [rich]")
    assert holds(program, tier=1, sales=200 * SCALE, costs=0) == [True]


def test_the_hash_is_that_of_the_meaning():
    english = {"p.yaml": BASE_TEXT + SECTIONS + "never: [negative and care]\n"}
    chinese = {"p.yaml": translate_text(english["p.yaml"], "p.yaml", "zh")[0]}
    without = {"p.yaml": BASE_TEXT + SECTIONS}
    programs = [check_texts(files).program for files in (english, chinese, without)]
    assert "绝不" in chinese["p.yaml"]
    assert programs[0].hash == programs[1].hash != programs[2].hash
    assert programs[1].never[0].text == "negative 且 care"


BASE_TEXT = """
policy: {id: small, version: "1"}
roles: {clerk: {label: 客户经理}}
customer:
  key: id
  attributes:
    basic: {tier: {type: integer}, net: {type: number}}
tags: {big: {when: tier >= 28}}
"""


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(policy_texts(), st.lists(customers(), min_size=1, max_size=4))
def test_an_items_name_is_true_exactly_of_who_gets_it_by_choosing(text, rows):
    program, errors = compiled(f"{text}\nnever: [{', '.join(ITEMS)}]")
    assert program is not None, errors
    for row in rows:
        states = decide(program, {**row, "opted_in": ("o0", "o1", "o2")}, TODAY).states
        evaluator = Evaluator(program, row, TODAY)
        for item, assertion in zip(ITEMS, program.never, strict=True):
            answer = evaluator.holds(assertion.expression)
            given_to = states[item] in ("due", "active")
            if answer is not None:
                assert answer is given_to, (item, states[item])


def test_who_gets_it_is_told_where_everything_is_known():
    """A guard against an expression that is unknown of everybody."""
    program = program_of("never: [tea, care]")
    assert holds(program, tier=30, sales=0, costs=SCALE) == [True, False]
