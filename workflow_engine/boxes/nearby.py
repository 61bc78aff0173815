"""Customers near one, whose values make expressions that are taken as they are come out right.

A bounded search that varies one attribute after another: along a line it looks for a crossing and
halves the distance. What it finds is checked; that it finds nothing proves nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, product
from typing import NamedTuple

from workflow_engine.boxes.axes import Axis, Stretch
from workflow_engine.boxes.budget import Budget
from workflow_engine.boxes.locating import Customer, Terms, cell_of, position_on
from workflow_engine.boxes.points import EXAMPLE_DAY, usual_value
from workflow_engine.boxes.positions import limits, position_of, value_at
from workflow_engine.program.expressions import Constant, Expression, OneOf
from workflow_engine.program.program import Attribute, Program
from workflow_engine.program.reading import parts
from workflow_engine.program.types import SCALE, Type, Value

_ROUNDS = 4
_MOST_SEEDS = 12
_MOST_FOUND = 12
_DAYS = (0, 1, 30, 31, 90, 91, 365, 366, 1_000, 4_000, 10_000, 45_000)


@dataclass(frozen=True, slots=True)
class Target:
    """What an axis should come to: one of the cells of `mask`. `terms` are what it sums up."""

    axis: Axis
    mask: int
    terms: Terms

    @property
    def opaque(self) -> bool:
        """Whether an expression that is taken as it is has a part in it."""
        return any(variable.opaque for variable, _ in self.terms)

    @property
    def attribute(self) -> str | None:
        """The attribute that the axis is, or "today"; None for sums and expressions."""
        if len(self.terms) > 1 or self.opaque:
            return None
        return next(iter(self.terms[0][0].reads))

    def reached(self, customer: Customer) -> bool:
        """Whether a customer stands in one of the cells."""
        cell = cell_of(self.axis, self.terms, customer)
        return cell is not None and bool(self.mask >> cell & 1)

    def ends(self) -> Iterator[int]:
        """The first and last positions of the cells."""
        for n, cell in enumerate(self.axis.cells):
            if isinstance(cell, Stretch) and self.mask >> n & 1:
                yield from (end for end in (cell.low, cell.high) if end is not None)


def nearby(
    program: Program, customer: Customer, targets: Sequence[Target], budget: Budget
) -> Iterator[Customer]:
    """The customer, then others near it that reach all targets, if it does not.

    Raises:
        BudgetSpent: while it goes on.
    """
    yield customer
    opaque = [target for target in targets if target.opaque]
    if not opaque:
        return
    found = 0
    for seed in _seeds(program, customer, opaque):
        for candidate in _towards(program, seed, targets, budget):
            yield candidate
            found += 1
            if found == _MOST_FOUND:
                return


def _towards(
    program: Program, customer: Customer, targets: Sequence[Target], budget: Budget
) -> Iterator[Customer]:
    """Customers reached by changing one attribute after another, each for fewer failed targets."""
    current, failed = customer, _failed(customer, targets, budget)
    for _ in range(_ROUNDS):
        if not failed:
            yield current
            return
        best: tuple[int, Customer] | None = None
        for changed in _changes(program, current, failed, targets, budget):
            left = len(_failed(changed, targets, budget))
            if left == 0:
                yield changed
            if left < len(failed) and (best is None or left < best[0]):
                best = left, changed
        if best is None or best[0] == 0:
            return
        current = best[1]
        failed = _failed(current, targets, budget)


def _failed(customer: Customer, targets: Sequence[Target], budget: Budget) -> list[Target]:
    budget.spend(len(targets))
    return [target for target in targets if not target.reached(customer)]


def _seeds(program: Program, customer: Customer, opaque: Sequence[Target]) -> Iterator[Customer]:
    """The customer with values for what the expressions read, where they may not be missing."""
    names = {
        name
        for target in opaque
        if not target.mask & target.axis.missing
        for variable, _ in target.terms
        for name in variable.reads
        if name != "today" and customer.values.get(name) is None
    }
    attributes = [attribute for name, attribute in program.attributes.items() if name in names]
    starts = [_starts(attribute) for attribute in attributes]
    yield customer
    for values in islice(product(*starts), _MOST_SEEDS if attributes else 0):
        named = zip((attribute.id for attribute in attributes), values, strict=True)
        yield Customer({**customer.values, **dict(named)}, customer.day)


def _starts(attribute: Attribute) -> list[Value]:
    usual = usual_value(attribute)
    kind = attribute.type
    if not kind.numeric:
        return [usual]
    low, high = limits(kind, attribute)
    more = [step * (SCALE if kind.kind == "number" else 1) for step in (1, 100)]
    inside = [x for x in more if (low is None or low <= x) and (high is None or x <= high)]
    return list(dict.fromkeys([*inside, usual]))


def _changes(
    program: Program,
    customer: Customer,
    failed: Sequence[Target],
    targets: Sequence[Target],
    budget: Budget,
) -> Iterator[Customer]:
    """The customer with one of the attributes changed that a failed target reads.

    What the attribute itself may be bounds the values tried.
    """
    own = {name: target for target in targets if (name := target.attribute) is not None}
    for target in failed:
        names = {name for variable, _ in target.terms for name in variable.reads}
        written = [value for one, _ in target.terms for value in constants(one.expression)]
        for name in (*(n for n in program.attributes if n in names), "today"):
            if name not in names:
                continue
            attribute = program.attributes.get(name)
            kind = Type("date") if attribute is None else attribute.type
            bounds = own.get(name)
            ends = [*target.ends(), *(() if bounds is None else bounds.ends())]
            tried = [
                value
                for value in dict.fromkeys(candidates(kind, attribute, written, ends))
                if bounds is None or bounds.reached(customer.having(name, value))
            ]
            for value in tried:
                yield customer.having(name, value)
            if kind.ordered and target.axis.starts:
                yield from _crossings(_Line(customer, name, kind), target, tried, budget)
            if attribute is not None and not attribute.required and bounds is None:
                yield customer.having(name, None)


class _Line(NamedTuple):
    """A customer, one attribute of whom moves."""

    customer: Customer
    name: str
    kind: Type

    def at(self, position: int) -> Customer:
        return self.customer.having(self.name, value_at(position, self.kind))


def _crossings(
    line: _Line, target: Target, tried: Sequence[Value], budget: Budget
) -> Iterator[Customer]:
    """Between two values that miss the target on different sides, one that meets it."""
    ends = list(target.ends())
    if not ends:
        return
    low, high = min(ends), max(ends)

    def side(position: int) -> int:
        """Below the target (-1), above it (1), or within its outer ends; 0 also where missing."""
        budget.spend()
        found = position_on(target.terms, line.at(position))
        return 0 if found is None else (found > high) - (found < low)

    positions = sorted(position_of(value) for value in tried)
    sides = [side(position) for position in positions]
    for (here, one), (there, other) in pairwise(zip(positions, sides, strict=True)):
        if one * other != -1:
            continue
        inside, outside = here, there
        while outside - inside > 1:
            middle = (inside + outside) // 2
            found = side(middle)
            if found == 0:
                yield line.at(middle)
                break
            inside, outside = (middle, outside) if found == one else (inside, middle)


def candidates(
    kind: Type, attribute: Attribute | None, written: Sequence[Value], positions: Iterable[int] = ()
) -> Iterator[Value]:
    """Values of an attribute that may matter: far ones, and those the rules mention."""
    if kind.ordered:
        low, high = limits(kind, attribute)
        for position in sorted({*_line(kind, written), *positions}):
            if (low is None or low <= position) and (high is None or position <= high):
                yield value_at(position, kind)
    elif kind.kind == "boolean":
        yield from (True, False)
    elif kind.kind == "choice":
        yield from (option.id for option in kind.options)
    elif kind.kind == "text":
        texts = [value for value in written if isinstance(value, str)]
        yield from (*texts, *(one + other for one in texts for other in texts), "", "其他")
    elif kind.item is not None and kind.item.ordered:
        item = kind.item
        yield ()
        for position in sorted({*_line(item, written), *positions}):
            if item.kind in ("date", "datetime") and position < 1:
                continue
            for length in (1, 2, 4):
                yield (value_at(position, item),) * length


def _line(kind: Type, written: Sequence[Value]) -> Iterator[int]:
    """Positions along a line: the written ones, their neighbours, and ever farther ones."""
    if kind.kind in ("date", "datetime"):
        step = 1 if kind.kind == "date" else 86_400
        day = EXAMPLE_DAY.toordinal() if step == 1 else (EXAMPLE_DAY - dt.date(1970, 1, 1)).days
        for distance in _DAYS:
            yield from ((day - distance) * step, (day + distance) * step)
        yield from ((day + 31 * month) * step for month in range(12))
    else:
        step = SCALE if kind.kind == "number" else 1
        yield from (0, 1, -1)
        for power in range(7):
            yield from (step * 10**power, -step * 10**power)
    for value in written:
        if isinstance(value, int) and not isinstance(value, bool) and kind.numeric:
            yield from (value + near for near in (-step, -1, 0, 1, step))


def constants(expression: Expression) -> Iterator[Value]:
    """The constants of an expression."""
    match expression:
        case Constant(value):
            yield value
        case OneOf(_, options):
            yield from options
        case _:
            pass
    for part in parts(expression):
        yield from constants(part)
