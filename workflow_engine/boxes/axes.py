"""The axes of a space, each cut into cells within which no rule can tell two values apart.

A set of cells of one axis is a mask: an integer whose bit n stands for cell n. Masks depend only on
the order of the cells, which is that of the values, with *missing* last.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from workflow_engine.boxes.positions import Span
from workflow_engine.boxes.variables import Key, Variable
from workflow_engine.program.expressions import Expression
from workflow_engine.program.types import Value


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring positions, both ends included; None where there is no end."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Single:
    """One value of a choice, of truth, or a text that a rule mentions."""

    value: Value


@dataclass(frozen=True, slots=True)
class AnyOther:
    """Every value that no rule mentions; `example` is one."""

    example: Value


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists of which the rules' questions have the same `answers`; `example` is one."""

    answers: tuple[bool | None, ...]
    example: Value


@dataclass(frozen=True, slots=True)
class Missing:
    """No value."""


Cell: TypeAlias = Stretch | Single | AnyOther | Lists | Missing


@dataclass(frozen=True, slots=True)
class Question:
    """What the rules ask of a list, and the cells where the answer is yes and no."""

    asked: Expression
    yes: int
    no: int


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """What regions are bounded along: a variable, or a sum of several (`variable` is None).

    `terms` are the multiples of a sum of positions; a variable is a sum of itself. `facts` are the
    questions about a list, by their keys. `starts` are where the cells of an ordered
    axis start (that of the first is not looked at). A sum is missing where one of its variables is.
    """

    key: Key
    variable: Variable | None
    terms: tuple[tuple[Key, int], ...]
    cells: tuple[Cell, ...]
    facts: Mapping[Key, Question] = field(default_factory=dict)
    starts: tuple[int, ...] = ()

    @property
    def full(self) -> int:
        """All cells."""
        return (1 << len(self.cells)) - 1

    @property
    def missing(self) -> int:
        """The cell for *missing*; 0 if the value is always there."""
        return 1 << (len(self.cells) - 1) if isinstance(self.cells[-1], Missing) else 0

    @property
    def known(self) -> int:
        """All cells but *missing*."""
        return self.full & ~self.missing

    def within(self, spans: Iterable[Span]) -> int:
        """The cells of the positions in one of the spans.

        Raises:
            ValueError: a span ends inside a cell; the space was made without that condition.
        """
        mask = 0
        for low, high in spans:
            if low is not None and high is not None and low > high:
                continue
            first = 0 if low is None else self._starting(low)
            end = len(self.starts) if high is None else self._starting(high + 1)
            if end > first:
                mask |= (1 << end) - (1 << first)
        return mask

    def _starting(self, position: int) -> int:
        """The number of the cell that starts at a position, clipped to the ends of the axis."""
        first, last = self.cells[0], self.cells[len(self.starts) - 1]
        assert isinstance(first, Stretch), "only ordered axes have starts"
        assert isinstance(last, Stretch), "only ordered axes have starts"
        if first.low is not None and position <= first.low:
            return 0
        if last.high is not None and position > last.high:
            return len(self.starts)
        index = bisect_left(self.starts, position, lo=1)
        if index == len(self.starts) or self.starts[index] != position:
            raise ValueError("the space was made without this condition")
        return index

    def among(self, values: frozenset[Value]) -> int:
        """The cells of the values.

        Raises:
            ValueError: a text is not mentioned where the space comes from.
        """
        found = {
            cell.value: 1 << n for n, cell in enumerate(self.cells) if isinstance(cell, Single)
        }
        if any(isinstance(cell, AnyOther) for cell in self.cells) and not values <= set(found):
            raise ValueError(f"the space knows no {sorted(values - set(found), key=repr)}")
        return sum(bit for value, bit in found.items() if value in values)

    def cell_at(self, position: int) -> int:
        """The number of the cell of a position; positions beyond the ends count to the last one."""
        return max(bisect_right(self.starts, position, lo=1) - 1, 0)

    def cell_of(self, value: Value) -> int | None:
        """The number of the cell of a value of an axis without order; None if it has none.

        A list whose questions count needs its answers: `locating` finds its cell.
        """
        for n, cell in enumerate(self.cells):
            if isinstance(cell, AnyOther) or (isinstance(cell, Single) and cell.value == value):
                return n
        return None
