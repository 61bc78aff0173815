"""Columns of a decision table that never change what a customer with the data gets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import and_

from workflow_engine.boxes.axes import Axis
from workflow_engine.boxes.budget import Budget
from workflow_engine.boxes.cover import intersect, uncovered, without
from workflow_engine.boxes.covers import Covers
from workflow_engine.boxes.space import Box, Space
from workflow_engine.boxes.variables import Key
from workflow_engine.checks.rule_analysis import RuleRegions
from workflow_engine.decide.rule_numbers import SINGLE_HITS
from workflow_engine.program.expressions import Expression, IsMissing
from workflow_engine.program.program import Table
from workflow_engine.program.reading import attributes_behind, expressions_of, parts

_MOST_TRIED = 20
"""So many customers are looked at before all of them are."""


def idle_columns(regions: RuleRegions) -> Iterator[str]:
    """The columns without effect: with `any` in every row, or with cells that change nothing.

    Of the second kind only where one row decides, none contradicts another, and no other column
    looks at the same data.
    """
    table = regions.rules.definition
    if not isinstance(table, Table):
        return
    asked = columns_asked(table)
    decided = table.hit in SINGLE_HITS and not regions.conflicting
    axes = {column: _axes(regions, column) for column in asked}
    missing = {name for name, conditions in asked.items() if any(map(_on_missing, conditions))}
    for column, conditions in asked.items():
        if not conditions:
            yield column
        elif decided and column not in missing:
            others = (axes[name] for name in asked if name != column and asked[name])
            open_ = set[int]().union(*(axes[name] for name in missing))
            apart = all(axes[column].isdisjoint(other) for other in others)
            if apart and _without_effect(regions, axes[column], open_):
                yield column


def columns_asked(table: Table) -> Mapping[str, Sequence[Expression]]:
    """The conditions of each column, in the order in which columns are first written."""
    asked: dict[str, list[Expression]] = {}
    for row in table.rows:
        for cell in row.cells:
            conditions = asked.setdefault(cell.column, [])
            if cell.when is not None:
                conditions.append(cell.when)
    return asked


def _on_missing(condition: Expression) -> bool:
    return isinstance(condition, IsMissing) or any(map(_on_missing, parts(condition)))


def _axes(regions: RuleRegions, column: str) -> set[int]:
    """The axes of the table's space that read anything of what a column looks at."""
    program, behind = regions.program, {column}
    if column in program.definitions:
        definition = program.definitions[column]
        behind = {*attributes_behind(program, expressions_of(definition)), "today"}
    axes = regions.space.axes
    reads = {axis.key: axis.variable.reads for axis in axes if axis.variable is not None}
    return {
        n
        for n, axis in enumerate(axes)
        if any(not behind.isdisjoint(reads[key]) for key, _ in _terms(axis))
    }


def _terms(axis: Axis) -> tuple[tuple[Key, int], ...]:
    """The variables of an axis; one that is no sum is its own."""
    return axis.terms if axis.variable is None else ((axis.key, 1),)


def _without_effect(regions: RuleRegions, axes: set[int], open_: set[int]) -> bool:
    """Whether the result is the same wherever a customer stands along some axes.

    Of customers whose data are there, but along `open_`, where rows ask whether they are.
    """
    rules, budget = regions.rules, regions.budget
    whole = tuple(
        axis.full if n in open_ else axis.known for n, axis in enumerate(regions.space.axes)
    )
    if _seen_to_matter(regions, whole, axes):
        return False
    taken: list[Box] = []
    spread: dict[Box, int | None] = {}
    for index in rules.order:
        held = [box for box in (intersect(whole, one) for one in regions.yes(index)) if box]
        # Under `unique` and `any` rows that hold at once leave no result or the same one.
        mine = without(held, taken if rules.by_order else (), budget)
        taken.extend(held)
        if not _put(regions.space, mine, axes, rules.rules[index].gives, spread):
            return False
    rest = uncovered(whole, taken, budget)
    if not _put(regions.space, rest, axes, rules.otherwise, spread):
        return False
    return not _different_meet(spread, budget)


def _seen_to_matter(regions: RuleRegions, whole: Box, axes: set[int]) -> bool:
    """Whether one of a few customers gets something else elsewhere along one of the axes."""
    rules = regions.rules
    boxes = [(rules.rules[index].gives, box) for index in rules.order for box in regions.yes(index)]
    asking = (box for _, box in boxes if any(box[n] != regions.space.axes[n].full for n in axes))
    for box in islice(asking, _MOST_TRIED):
        point = [_lowest(mask & limit) for mask, limit in zip(box, whole, strict=True)]
        if not all(point):
            continue
        for n in axes:
            results: set[int | None] = set()
            cells = whole[n]
            while cells:
                point[n] = _lowest(cells)
                cells ^= point[n]
                regions.budget.spend()
                results.add(_result(boxes, point, rules.otherwise))
            if len(results) > 1:
                return True
            point[n] = _lowest(box[n] & whole[n])
    return False


def _result(
    boxes: Sequence[tuple[int, Box]], point: Sequence[int], otherwise: int | None
) -> int | None:
    """What a customer gets who stands in one cell along each axis."""
    for gives, box in boxes:
        if all(map(and_, box, point)):
            return gives
    return otherwise


def _lowest(mask: int) -> int:
    """The first cell of a mask."""
    return mask & -mask


def _put(
    space: Space,
    boxes: Iterable[Box],
    axes: set[int],
    gives: int | None,
    spread: dict[Box, int | None],
) -> bool:
    """Add boxes, without their limits along some axes; False if one gives something else."""
    for box in boxes:
        wide = tuple(space.axes[n].known if n in axes else mask for n, mask in enumerate(box))
        if spread.setdefault(wide, gives) != gives:
            return False
    return True


def _different_meet(spread: Mapping[Box, int | None], budget: Budget) -> bool:
    """Whether two boxes that give something else have a customer in common."""
    covers = Covers(list(spread))
    giving: dict[int | None, int] = {}
    for n, gives in enumerate(spread.values()):
        giving[gives] = giving.get(gives, 0) | 1 << n
    for box, gives in spread.items():
        budget.spend(1 + len(spread) // 64)
        if covers.meeting(box, covers.all & ~giving[gives]):
            return True
    return False
