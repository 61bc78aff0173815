"""The rules of a policy, numbered, and which of them decided.

Numbers run from 1: first what defines (tags, the levels of scales, the rows of tables, each with
its `otherwise`) in the program's order, then the items, then their `until`, then the strategies.
They are stable for one policy: a run's manifest lists them with their places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from workflow_engine.decide.decider import by_strategy
from workflow_engine.decide.reference import Evaluator, output_rank
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.program.expressions import Constant
from workflow_engine.program.program import (
    Item,
    Measure,
    Program,
    Row,
    Scale,
    Strategy,
    Table,
    Tag,
)

RuleKind: TypeAlias = Literal["tag", "level", "row", "item", "until", "strategy"]

SINGLE_HITS = frozenset({"unique", "any", "first", "priority"})
"""Hit policies under which one row decides."""


@dataclass(frozen=True, slots=True)
class NumberedRule:
    """One rule: `name` is the definition, item or strategy it belongs to.

    `part` is the id of a level or the number of a row; None for a table's `otherwise` and for all
    other kinds.
    """

    number: int
    kind: RuleKind
    name: str
    part: str | int | None
    place: Place


class RuleNumbers:
    """The numbered rules of a program, with each number at hand.

    `first` has the number of a tag, of a scale's first level or a table's first row; the others
    follow it, `otherwise` last. `item`, `until` and `strategy` have the numbers by id.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self.rules = tuple(_numbered(program))
        self.first: dict[str, int] = {}
        self.item: dict[str, int] = {}
        self.until: dict[str, int] = {}
        self.strategy: dict[str, int] = {}
        kinds = {"item": self.item, "until": self.until, "strategy": self.strategy}
        for rule in self.rules:
            kinds.get(rule.kind, self.first).setdefault(rule.name, rule.number)

    def definition_rule(self, evaluator: Evaluator, name: str) -> int | None:
        """The number of the level or row that decided a scale or a table with a single hit.

        The first that matches for certain in the order of the hit policy, else the `otherwise`;
        None for definitions of other kinds and wherever there is no known value.
        """
        definition = self._program.definitions[name]
        if not isinstance(definition, Scale | Table) or definition.hit not in SINGLE_HITS:
            return None
        if evaluator.status(name) != "known":
            return None
        rules = definition.levels if isinstance(definition, Scale) else definition.rows
        for index in rule_order(definition):
            if evaluator.holds(rules[index].when) is True:
                return self.first[name] + index
        return self.first[name] + len(rules)

    def item_rule(self, evaluator: Evaluator, item: Item) -> int:
        """The number of the rule that decided the state of an item."""
        if item.kind == "must_do":
            return self.item[item.id]
        if item.until is not None and evaluator.holds(item.until) is True:
            return self.until[item.id]
        strategy = self._in_force(evaluator, lambda one: item.id in one.suspends)
        if strategy is None and evaluator.holds(item.applies) is not True:
            strategy = self._in_force(evaluator, lambda one: item.id in one.grants)
        return self.item[item.id] if strategy is None else self.strategy[strategy]

    def _in_force(self, evaluator: Evaluator, test: Callable[[Strategy], bool]) -> str | None:
        """The strategy that makes a test true of the customer; None where it is not true.

        Of the first scale whose levels that may hold all pass it: the strategy of the first level.
        """
        program = self._program
        if by_strategy(program, evaluator, test) is not True:
            return None
        for scale in program.definitions.values():
            if not isinstance(scale, Scale):
                continue
            levels = evaluator.possible_levels(scale)
            names = [None if level is None else level.strategy for level in levels]
            if all(name is not None and test(program.strategies[name]) for name in names):
                return names[0]
        return None


def numbered_rules(program: Program) -> tuple[NumberedRule, ...]:
    """All rules of a program by number."""
    return tuple(_numbered(program))


def rule_order(definition: Scale | Table) -> list[int]:
    """The indexes of levels or rows in the order in which the hit policy looks at them.

    By the priority of what rows give, ties in their own order, where the policy says so. Outputs
    with priorities are choices, which rows give as constants: the order is the same for everybody.
    """
    if isinstance(definition, Scale):
        return list(range(len(definition.levels)))
    rows = definition.rows
    if definition.hit not in ("priority", "output_order"):
        return list(range(len(rows)))
    return sorted(range(len(rows)), key=lambda index: row_rank(definition, rows[index]))


def row_rank(table: Table, row: Row) -> tuple[int, ...]:
    """Where a row's output stands among its table's priorities, as `reference.output_rank`."""
    values = {
        name: expression.value if isinstance(expression, Constant) else None
        for (name, _), expression in zip(table.outputs, row.then, strict=True)
    }
    return output_rank(table, values if len(values) > 1 else next(iter(values.values())))


def _numbered(program: Program) -> Iterator[NumberedRule]:
    for number, (kind, name, part, place) in enumerate(_rules(program), start=1):
        yield NumberedRule(number, kind, name, part, place)


def _rules(program: Program) -> Iterator[tuple[RuleKind, str, str | int | None, Place]]:
    for name, definition in program.definitions.items():
        match definition:
            case Measure():
                continue
            case Tag():
                yield "tag", name, None, definition.place
            case Scale(levels=levels, otherwise=otherwise):
                for level in (*levels, *(() if otherwise is None else (otherwise,))):
                    yield "level", name, level.id, level.place
            case Table():
                for row in definition.rows:
                    yield "row", name, row.number, row.place
                if definition.otherwise is not None:
                    yield "row", name, None, definition.place
    for item in program.items.values():
        yield "item", item.id, None, item.place
    for item in program.items.values():
        if item.until is not None:
            yield "until", item.id, None, item.place
    for strategy in program.strategies.values():
        yield "strategy", strategy.id, None, strategy.place
