"""The sixty tags in other engines, each in the fastest fair way we found for it.

Values come as floats, dates as day numbers, and tags that name other tags have them inlined where
the engine has no names for results. What one call can answer is asked in one call.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from benchmarks.conditions import (
    All,
    AllBelow,
    AnyOf,
    Between,
    Compare,
    Condition,
    Days,
    Is,
    Mean,
    Missing,
    Not,
    Product,
    Quotient,
    Starts,
    TagHolds,
    Truth,
    inlined,
)
from benchmarks.customer_generator import TODAY
from benchmarks.policy_generator import Policy

Tags = Mapping[str, bool]
Judge = Callable[[dict[str, Any]], Tags]
"""From a customer's natural values (and `today` as a day number) to the tags."""


@dataclass(frozen=True, slots=True)
class _Dialect:
    """How an engine writes what the engines write differently."""

    conjunction: str
    disjunction: str
    negation: str
    null: str
    element: Callable[[str, int], str]
    starts: Callable[[str, str], str]
    number: Callable[[Decimal], str]
    tag: Callable[[str], str] = str


ZEN = _Dialect(
    " and ",
    " or ",
    "not ",
    "null",
    lambda name, back: f"{name}[len({name}) - {back}]",
    lambda name, word: f'startsWith({name}, "{word}")',
    str,
    lambda tag: f"$.{tag}",
)
CEL = _Dialect(
    " && ",
    " || ",
    "!",
    "null",
    lambda name, back: f"{name}[size({name}) - {back}]",
    lambda name, word: f'{name}.startsWith("{word}")',
    lambda constant: str(float(constant)),
)
RULE_ENGINE = _Dialect(
    " and ",
    " or ",
    "not ",
    "null",
    lambda name, back: f"{name}[-{back}]",
    lambda name, word: f'{name}.starts_with("{word}")',
    str,
)


def expression(condition: Condition, dialect: _Dialect) -> str:
    """The condition in an engine's language."""

    def constant(value: int | Decimal) -> str:
        return str(value) if isinstance(value, int) else dialect.number(value)

    def part(item: Condition) -> str:
        return f"({expression(item, dialect)})"

    match condition:
        case Compare(name, op, value):
            left = "(contribution - service_cost)" if name == "net" else name
            return f"{left} {op} {constant(value)}"
        case Between(name, low, high):
            both = f"{name} >= {constant(low)}", f"{name} <= {constant(high)}"
            return dialect.conjunction.join(both)
        case Is(name, (word,)):
            return f'{name} == "{word}"'
        case Is(name, words):
            quoted = ", ".join(f'"{word}"' for word in words)
            return f"{name} in [{quoted}]"
        case Truth(name):
            return name
        case TagHolds(tag):
            return dialect.tag(tag)
        case Days(name, op, value):
            return f"(today - {name}) {op} {value}"
        case Product(left, op, right, factor):
            return f"{left} {op} {right} * {constant(factor)}"
        case Quotient(left, right, op, value):
            return f"{left} / {right} {op} {constant(value)}"
        case AllBelow(name, count, value):
            low = [f"{dialect.element(name, i)} < {constant(value)}" for i in range(count, 0, -1)]
            return dialect.conjunction.join(low)
        case Mean(name, count, op, value):
            total = " + ".join(dialect.element(name, i) for i in range(count, 0, -1))
            return f"({total}) / {constant(Decimal(count))} {op} {constant(value)}"
        case Starts(name, word):
            return dialect.starts(name, word)
        case Missing(name):
            return f"{name} == {dialect.null}"
        case Not(item):
            return f"{dialect.negation}{part(item)}"
        case All(items):
            return dialect.conjunction.join(part(item) for item in items)
        case AnyOf(items):
            return dialect.disjunction.join(part(item) for item in items)


def zen_graph(policy: Policy) -> Judge:
    """`zen-engine`: one decision with one expression node of sixty entries, loaded once."""
    import zen

    entries = [
        {"id": tag, "key": tag, "value": expression(condition, ZEN)}
        for tag, condition in policy.tags.items()
    ]
    place = {"x": 0, "y": 0}
    graph = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": place},
            {
                "id": "tags",
                "type": "expressionNode",
                "name": "tags",
                "position": place,
                "content": {"expressions": entries},
            },
            {"id": "out", "type": "outputNode", "name": "out", "position": place},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "tags", "type": "edge"},
            {"id": "2", "sourceId": "tags", "targetId": "out", "type": "edge"},
        ],
    }
    decision = zen.ZenEngine().create_decision(json.dumps(graph))

    def judge(customer: dict[str, Any]) -> Tags:
        result: Tags = decision.evaluate(customer)["result"]
        return result

    return judge


def zen_expression(policy: Policy) -> Judge:
    """`zen-engine`: one compiled expression that gives all sixty tags as an object."""
    import zen

    compiled = zen.compile_expression(_one_map(policy, ZEN, quote=""))

    def judge(customer: dict[str, Any]) -> Tags:
        result: Tags = compiled.evaluate(customer)
        return result

    return judge


def cel_map(policy: Policy) -> Judge:
    """`common-expression-language` (Rust): one compiled expression that gives a map of the tags."""
    import cel

    program = cel.compile(_one_map(policy, CEL, quote='"'))

    def judge(customer: dict[str, Any]) -> Tags:
        result: Tags = program.execute(customer)
        return result

    return judge


def cel_programs(policy: Policy) -> Judge:
    """`common-expression-language` (Rust): sixty compiled programs over one context."""
    import cel

    programs = {
        tag: cel.compile(expression(inlined(condition, policy.tags), CEL))
        for tag, condition in policy.tags.items()
    }

    def judge(customer: dict[str, Any]) -> Tags:
        context = cel.Context(variables=customer)
        return {tag: program.execute(context) for tag, program in programs.items()}

    return judge


def rule_engine_rules(policy: Policy) -> Judge:
    """`rule-engine`: sixty parsed rules."""
    import rule_engine

    rules = {
        tag: rule_engine.Rule(expression(inlined(condition, policy.tags), RULE_ENGINE))
        for tag, condition in policy.tags.items()
    }

    def judge(customer: dict[str, Any]) -> Tags:
        return {tag: rule.matches(customer) for tag, rule in rules.items()}

    return judge


def rule_engine_map(policy: Policy) -> Judge:
    """`rule-engine`: one parsed rule that gives a mapping of the tags."""
    import rule_engine

    rule = rule_engine.Rule(_one_map(policy, RULE_ENGINE, quote='"'))

    def judge(customer: dict[str, Any]) -> Tags:
        result: Tags = rule.evaluate(customer)
        return result

    return judge


ENGINES: dict[str, tuple[Callable[[Policy], Judge], ...]] = {
    "zen-engine": (zen_graph, zen_expression),
    "common-expression-language": (cel_map, cel_programs),
    "rule-engine": (rule_engine_rules, rule_engine_map),
}
"""The ways that were tried of each engine, by its name on the package index."""


def prepared(natural: dict[str, Any]) -> dict[str, Any]:
    """A customer's natural values with the day of the decision."""
    return {**natural, "today": TODAY.toordinal()}


def _one_map(policy: Policy, dialect: _Dialect, *, quote: str) -> str:
    entries = (
        f"{quote}{tag}{quote}: {expression(inlined(condition, policy.tags), dialect)}"
        for tag, condition in policy.tags.items()
    )
    return "{" + ", ".join(entries) + "}"
