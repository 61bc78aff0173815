"""Scales and decision tables as one thing: rules of which some hold for a customer."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from workflow_engine.checks.rule_names import level_name, row_name
from workflow_engine.decide.rule_numbers import rule_order
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.program.expressions import Expression
from workflow_engine.program.program import Cell, Program, Row, Scale, Table


@dataclass(frozen=True, slots=True)
class Rule:
    """One level or row; `gives` is the number of its result: equal for rules that give the same."""

    number: int
    name: Bilingual
    when: Expression
    gives: int
    place: Place
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of one scale or table, in the author's order.

    `order` are the indexes in the order in which the hit policy looks at the rules. `otherwise` is
    the number of the result where none holds; None where there is none then.
    """

    definition: Scale | Table
    rules: tuple[Rule, ...]
    order: tuple[int, ...]
    otherwise: int | None

    @property
    def label(self) -> Bilingual:
        """What it is called."""
        return self.definition.label

    @property
    def hit(self) -> str:
        """Its hit policy."""
        return self.definition.hit

    @property
    def by_order(self) -> bool:
        """Whether of several rules that hold the first decides, in the order of `order`."""
        return self.hit in ("first", "priority")


def rule_sets(program: Program) -> Iterator[RuleSet]:
    """All scales and tables of a policy."""
    for definition in program.definitions.values():
        results: dict[Hashable, int] = {}
        match definition:
            case Scale(levels=levels, otherwise=last):
                rules = tuple(
                    Rule(number, level_name(level.label), level.when, number, level.place)
                    for number, level in enumerate(levels, start=1)
                )
                otherwise = None if last is None else 0
            case Table(rows=rows, otherwise=then):
                rules = tuple(_row(row, results) for row in rows)
                otherwise = None if then is None else results.setdefault(then, len(results))
            case _:
                continue
        yield RuleSet(definition, rules, tuple(rule_order(definition)), otherwise)


def _row(row: Row, results: dict[Hashable, int]) -> Rule:
    gives = results.setdefault(row.then, len(results))
    return Rule(row.number, row_name(row.number), row.when, gives, row.place, row.cells)
