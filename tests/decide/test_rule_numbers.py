"""Rules by number: which ones there are, and which of them decided about a customer."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.decide.policies import TODAY, compiled, customers, policy_texts
from workflow_engine.decide.decider import decide
from workflow_engine.decide.reference import Evaluator
from workflow_engine.decide.rule_numbers import NumberedRule, RuleNumbers, numbered_rules
from workflow_engine.program.program import Program, Scale, Table
from workflow_engine.program.types import Value

POLICY = """
policy: {id: numbers, version: "1", stage: draft}
roles: {manager: {label: 经理}}
customer:
  key: id
  attributes:
    basic:
      size: {type: integer}
      open: {type: boolean}
      left: {type: boolean}
      opted_in: {type: list of text}
measures:
  double: size * 2
tags:
  large: {when: 'double >= 20'}
scales:
  pyramid:
    levels:
      top: {when: 'size > 50', strategy: grow}
      low: {when: 'size < 5', strategy: stop}
      middle: {otherwise: true}
tables:
  rank:
    hit: priority
    gives: {type: choice, of: [x, y, z]}
    rows:
      - {size: '≥ 1', then: z}
      - {size: '≥ 10', then: x}
      - {size: '≥ 5', then: y}
    otherwise: z
  sole:
    hit: unique
    gives: {type: integer}
    rows:
      - {size: '< 10', then: 1}
      - {size: '5..20', then: 2}
  every:
    hit: rule_order
    gives: {type: integer}
    rows:
      - {size: '< 10', then: 1}
categories: {of: [large], otherwise: general}
must_do:
  visit: {every: 1 month}
optional:
  offer: {every: 1 month, eligible: open, until: left}
  plain: {every: 1 month}
strategies:
  grow: {grants: [offer]}
  stop: {suspends_optional_except: [plain]}
"""


@pytest.fixture(scope="module")
def program() -> Program:
    made, errors = compiled(POLICY)
    assert made is not None, errors
    return made


def test_rules_are_numbered_from_1_in_the_programs_order(program):
    rules = numbered_rules(program)
    assert [rule.number for rule in rules] == list(range(1, len(rules) + 1))
    assert [(rule.kind, rule.name, rule.part) for rule in rules] == [
        ("tag", "large", None),
        ("level", "pyramid", "top"),
        ("level", "pyramid", "low"),
        ("level", "pyramid", "middle"),
        ("row", "rank", 1),
        ("row", "rank", 2),
        ("row", "rank", 3),
        ("row", "rank", None),
        ("row", "sole", 1),
        ("row", "sole", 2),
        ("row", "every", 1),
        ("item", "visit", None),
        ("item", "offer", None),
        ("item", "plain", None),
        ("until", "offer", None),
        ("strategy", "grow", None),
        ("strategy", "stop", None),
    ]


def test_each_rule_has_its_place(program):
    lines = POLICY.splitlines()
    written = {
        ("level", "top"): "top:",
        ("row", 2): ", then: ",
        ("item", "offer"): "offer: {",
        ("strategy", "grow"): "grow: {",
    }
    for one in numbered_rules(program):
        text = written.get((one.kind, one.part or one.name), "")
        assert text in lines[one.place.line - 1]
    rows = [one for one in numbered_rules(program) if one.name == "rank" and one.part is not None]
    assert [lines[row.place.line - 1].strip()[-2] for row in rows] == ["z", "x", "y"]


def rule(program: Program, number: int | None) -> NumberedRule | None:
    return None if number is None else numbered_rules(program)[number - 1]


def decided(program: Program, name: str, size: int | None) -> str | int | None:
    """The level or row that decides for a customer of a size; "nothing" where none does."""
    evaluator = Evaluator(program, {"size": size}, TODAY)
    found = rule(program, RuleNumbers(program).definition_rule(evaluator, name))
    return "nothing" if found is None else found.part


@pytest.mark.parametrize(
    ("name", "size", "part"),
    [
        ("pyramid", 60, "top"),
        ("pyramid", 4, "low"),
        ("pyramid", 30, "middle"),
        ("pyramid", None, "nothing"),
        ("rank", 30, 2),  # x is before y and z, whatever the order of the rows
        ("rank", 7, 3),
        ("rank", 1, 1),
        ("rank", 0, None),
        ("sole", 4, 1),
        ("sole", 7, "nothing"),  # two rows match: a conflict
        ("sole", 30, "nothing"),
        ("every", 4, "nothing"),  # a list is of several rows
        ("large", 60, "nothing"),
        ("double", 60, "nothing"),
    ],
)
def test_the_rule_that_decided_a_definition(program, name, size, part):
    assert decided(program, name, size) == part


@pytest.mark.parametrize(
    ("item", "customer", "expected"),
    [
        ("visit", {"size": 30}, ("item", "visit")),
        ("plain", {"size": 4}, ("item", "plain")),
        ("offer", {"size": 30, "open": True}, ("item", "offer")),
        ("offer", {"size": 30, "open": True, "left": True}, ("until", "offer")),
        ("offer", {"size": 60, "open": True}, ("item", "offer")),
        ("offer", {"size": 60, "open": False}, ("strategy", "grow")),
        ("offer", {"size": 60}, ("strategy", "grow")),
        ("offer", {"size": 60, "left": True}, ("until", "offer")),
        ("offer", {"size": 4, "open": True}, ("strategy", "stop")),
        ("offer", {"size": 4, "left": True}, ("until", "offer")),
        ("offer", {"open": True}, ("item", "offer")),
        ("offer", {}, ("item", "offer")),
    ],
)
def test_the_rule_that_decided_an_item(program, item, customer: Mapping[str, Value], expected):
    evaluator = Evaluator(program, customer, TODAY)
    number = RuleNumbers(program).item_rule(evaluator, program.items[item])
    found = rule(program, number)
    assert found is not None
    assert (found.kind, found.name) == expected


@settings(
    max_examples=100,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
)
@given(policy_texts(), st.lists(customers(), min_size=1, max_size=4))
def test_the_rule_gives_what_was_decided(text, rows):
    program, errors = compiled(text)
    assert program is not None, errors
    numbers = RuleNumbers(program)
    for row in rows:
        evaluator = Evaluator(program, row, TODAY)
        for name, definition in program.definitions.items():
            number = numbers.definition_rule(evaluator, name)
            if number is None:
                assert not isinstance(definition, Scale) or evaluator.definition(name) is None
                continue
            assert gives(program, rule(program, number), evaluator) == evaluator.definition(name)
        assert_states_follow(program, numbers, row)


def gives(program: Program, found: NumberedRule | None, evaluator: Evaluator) -> Value:
    """What the level or row of a number gives a customer."""
    assert found is not None
    definition = program.definitions[found.name]
    if isinstance(definition, Scale):
        assert isinstance(found.part, str)
        return found.part
    assert isinstance(definition, Table)
    then = definition.otherwise if found.part is None else definition.rows[int(found.part) - 1].then
    assert then is not None
    values = [evaluator.value(expression) for expression in then]
    if len(values) == 1:
        return values[0]
    return {name: value for (name, _), value in zip(definition.outputs, values, strict=True)}


def assert_states_follow(program: Program, numbers: RuleNumbers, row: Mapping[str, Value]) -> None:
    """The kind of the rule agrees with the state it is said to have decided."""
    states = decide(program, row, TODAY).states
    evaluator = Evaluator(program, row, TODAY)
    for item in program.items.values():
        found = rule(program, numbers.item_rule(evaluator, item))
        assert found is not None
        state = states[item.id]
        if found.kind == "until":
            assert state in ("not_eligible", "chosen_but_not_eligible")
        elif found.kind == "strategy" and item.id in program.strategies[found.name].suspends:
            assert state not in ("active", "offered")
        elif found.kind == "item" and item.kind == "must_do":
            assert found.name == item.id
        elif found.kind == "strategy":
            assert item.id in program.strategies[found.name].grants
