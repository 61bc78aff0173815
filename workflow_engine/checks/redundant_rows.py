"""Rows of a decision table that could be removed without changing what anybody gets.

Decided on all customers, those with missing data among them, as `decide.hit_policies.single` says:
a row is needless where, of all that may match after it is gone, everything gives the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import and_

from workflow_engine.boxes.cover import uncovered, without
from workflow_engine.boxes.regions import Boxes
from workflow_engine.boxes.space import Box
from workflow_engine.checks.rule_analysis import RuleRegions
from workflow_engine.program.program import Table


@dataclass(frozen=True, slots=True)
class RedundantRow:
    """A row by index, the rows that give the same in its place, and whether `otherwise` does."""

    index: int
    helpers: tuple[int, ...]
    by_otherwise: bool


def redundant_rows(regions: RuleRegions) -> Iterator[RedundantRow]:
    """The redundant rows of a table of which one row decides, without those that never decide.

    Where rows conflict, nothing is said.
    """
    rules = regions.rules
    if not isinstance(rules.definition, Table):
        return
    gives = [rule.gives for rule in rules.rules]
    idle = {index for index, _ in regions.covered}
    match rules.hit:
        case "first" | "priority":
            for position, index in enumerate(rules.order):
                if index not in idle and not regions.nobody(index):
                    after = rules.order[position + 1 :]
                    yield from _one(regions, index, after, regions.before(index), idle)
        case "unique" if not regions.conflicting:
            for index in rules.order:
                others = tuple(n for n in rules.order if n != index)
                if not regions.nobody(index) and gives[index] == rules.otherwise:
                    yield from _one(regions, index, others, (), set(others))
        case "any" if not regions.conflicting:
            removed: set[int] = set()
            for index in reversed(rules.order):
                others = tuple(n for n in rules.order if n != index and n not in removed)
                if not regions.nobody(index):
                    for found in _one(regions, index, others, (), set()):
                        removed.add(index)
                        yield found
        case _:
            return


def _one(
    regions: RuleRegions,
    index: int,
    others: tuple[int, ...],
    before: tuple[int, ...],
    no_help: set[int],
) -> Iterator[RedundantRow]:
    """The row, if `others` and the `otherwise` give its customers the same.

    `before` are the rows that take customers first, `no_help` those not to be relied on.
    """
    earlier = [box for n in before for box in regions.yes(n)]
    sure: list[Box] = []
    for mine in regions.yes(index):
        left = regions.left_by(mine, before)
        if left is None:
            continue
        # Most rows are needed by the first customer looked at.
        if regions.rules.by_order and not _same_next(regions, index, left, others):
            return
        for box in uncovered(mine, earlier, regions.budget):
            if regions.rules.by_order and not _same_next(regions, index, box, others):
                return
            sure.append(box)
    replaced = _replaced(regions, index, (tuple(sure), ()), others, no_help)
    if replaced is None:
        return
    # Only now those for whom the row may match: there are many more boxes of them.
    open_ = without(regions.maybe(index), [*earlier, *regions.yes(index)], regions.budget)
    again = _replaced(regions, index, ((), open_), others, no_help)
    if again is None:
        return
    helpers = tuple(n for n in others if n in replaced.helpers or n in again.helpers)
    yield RedundantRow(index, helpers, replaced.by_otherwise or again.by_otherwise)


def _replaced(
    regions: RuleRegions,
    index: int,
    customers: tuple[Boxes, Boxes],
    others: tuple[int, ...],
    no_help: set[int],
) -> RedundantRow | None:
    """How the customers of a row get the same without it; None where some do not.

    INVARIANT: for the first of `customers` no other result is possible so far; for the second, for
    whom the row itself only may match, no other result is certain.
    """
    rules, budget = regions.rules, regions.budget
    sure, open_ = customers
    helpers: list[int] = []
    different: list[int] = []
    for n in others:
        if not sure and not open_:
            break
        if rules.rules[n].gives != rules.rules[index].gives:
            different.append(n)
            if rules.by_order and not _harmless(regions, sure, open_, n):
                return None
        elif n not in no_help:
            left = without(sure, regions.yes(n), budget), without(open_, regions.maybe(n), budget)
            if left != (sure, open_):
                helpers.append(n)
            sure, open_ = left
    left_over = bool(sure or open_)
    if left_over and rules.otherwise != rules.rules[index].gives:
        return None
    # Without an order every row is looked at, wherever it stands; one that is certain decides.
    if not rules.by_order and not all(_harmless(regions, sure, (), n) for n in different):
        return None
    return RedundantRow(index, tuple(helpers), left_over)


def _same_next(regions: RuleRegions, index: int, box: Box, after: tuple[int, ...]) -> bool:
    """Whether one customer of a box, taken at will, gets the same from what comes next."""
    rules = regions.rules
    point = [mask & -mask for mask in box]
    for n in after:
        regions.budget.spend()
        if any(all(map(and_, one, point)) for one in regions.yes(n)):
            return rules.rules[n].gives == rules.rules[index].gives
    return rules.otherwise == rules.rules[index].gives


def _harmless(regions: RuleRegions, sure: Boxes, open_: Boxes, other: int) -> bool:
    """Whether a row with another result takes none of the customers."""
    return regions.apart(sure, regions.maybe(other)) and regions.apart(open_, regions.yes(other))
