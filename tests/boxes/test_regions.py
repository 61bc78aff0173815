"""Every region holds exactly the customers for whom the reference evaluator says so."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.decide.policies import HEAD, TODAY, compiled, customers, expressions, policy_texts
from workflow_engine.boxes.budget import Budget, BudgetSpent
from workflow_engine.boxes.cover import contains
from workflow_engine.boxes.locating import Customer, located
from workflow_engine.boxes.regions import Regions
from workflow_engine.boxes.space import space_of
from workflow_engine.decide.reference import Evaluator
from workflow_engine.program.program import Scale, Table, Tag
from workflow_engine.program.reading import expressions_of

STEPS = 30_000


def among(boxes, point):
    return any(contains(box, point) for box in boxes)


def conditions_of(program):
    found = [
        expression
        for definition in program.definitions.values()
        for expression in expressions_of(definition)
        if expression.type.kind == "boolean"
    ]
    found += [item.applies for item in program.items.values() if item.applies is not None]
    return found


def assert_truth(program, space, conditions, points):
    for condition in conditions:
        try:
            truth = Regions(program, space, Budget(STEPS)).of(condition)
        except BudgetSpent:
            continue
        for customer, point in points:
            answer = Evaluator(program, customer.values, customer.day).holds(condition)
            said = {True: truth.yes, False: truth.no, None: truth.unknown}
            assert [among(said[one], point) for one in (True, False, None)] == [
                one is answer for one in (True, False, None)
            ]


@settings(max_examples=70)
@given(policy_texts(), st.lists(customers(), min_size=1, max_size=5))
def test_truth_of_every_condition_of_a_policy(text, rows):
    program, errors = compiled(text)
    assert program is not None, errors
    conditions = conditions_of(program)
    space = space_of(program, conditions)
    points = [(one, located(space, one)) for one in (Customer(row, TODAY) for row in rows)]
    assert_truth(program, space, conditions, points)


@settings(max_examples=70)
@given(policy_texts(), st.lists(customers(), min_size=1, max_size=5))
def test_values_of_every_scale_and_table(text, rows):
    program, errors = compiled(text)
    assert program is not None, errors
    definitions = [d for d in program.definitions.values() if isinstance(d, Scale | Table)]
    rules = [e for d in definitions for e in expressions_of(d) if e.type.kind == "boolean"]
    space = space_of(program, rules)
    points = [(one, located(space, one)) for one in (Customer(row, TODAY) for row in rows)]
    for definition in definitions:
        try:
            outcomes = Regions(program, space, Budget(STEPS)).outcomes(definition.id)
        except BudgetSpent:
            continue
        if outcomes is None:
            continue
        values, none = outcomes
        for customer, point in points:
            outcome = Evaluator(program, customer.values, customer.day).outcome(definition.id)
            known = outcome.status == "known"
            assert among(none, point) is not known
            held = [value for value, boxes in values.items() if among(boxes, point)]
            assert held == ([as_key(definition, outcome.value)] if known else [])


def as_key(definition, value):
    """A value as the regions name it: the level, or the outputs of a row in internal form."""
    if isinstance(definition, Scale):
        return value
    fields = list(value.values()) if isinstance(value, dict) else [value]
    return tuple(
        round(one * 1_000_000) if kind.kind == "number" else one
        for one, (_, kind) in zip(fields, definition.outputs, strict=True)
    )


@settings(max_examples=200)
@given(expressions("boolean", {}, 3), st.lists(customers(), min_size=1, max_size=4))
def test_truth_of_one_condition(text, rows):
    program, errors = compiled(f"{HEAD}\ntags: {{g: {{when: '{text}'}}}}\n")
    assert program is not None, errors
    tag = program.definitions["g"]
    assert isinstance(tag, Tag)
    space = space_of(program, [tag.when])
    points = [(one, located(space, one)) for one in (Customer(row, TODAY) for row in rows)]
    assert_truth(program, space, [tag.when], points)
