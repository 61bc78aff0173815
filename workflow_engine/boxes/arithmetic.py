"""Arithmetic between attributes by a solver, where the optional package `z3` is installed.

Products and quotients of attributes are taken as they are everywhere else. Here they are written
out, rounding included, for the satisfiability solver Z3: it finds a customer or proves that there
is none. Its work is limited by a count of steps of its own, so that its answer is the same on
every machine; without the package, or where it does not know, what was unsure stays so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from workflow_engine.boxes.axes import Axis, Stretch
from workflow_engine.boxes.locating import Terms, terms_of
from workflow_engine.boxes.positions import limits, position_of
from workflow_engine.boxes.space import Box, Space
from workflow_engine.boxes.variables import Vocabulary
from workflow_engine.program.expressions import (
    Arithmetic,
    AttributeValue,
    Constant,
    Expression,
    Negative,
    Today,
    ToNumber,
)
from workflow_engine.program.types import SCALE

SOLVER_STEPS = 5_000_000
"""Z3's own count (`rlimit`): well under a second."""


def solved(space: Space, box: Box) -> Mapping[str, int] | Literal["impossible", "unsure"]:
    """Positions of the attributes (and "today") in a box, as far as arithmetic restricts them."""
    try:
        import z3
    except ImportError:
        return "unsure"
    system = _System(z3)
    exact = True
    opaque = False
    for n, axis in enumerate(space.axes):
        terms = terms_of(space, axis)
        if box[n] == axis.full or not axis.starts:
            continue
        try:
            system.restrict(axis, box[n], terms)
        except _NotArithmeticError:
            continue
        opaque = opaque or any(variable.opaque for variable, _ in terms)
        # Only of what is known for certain follows that the attributes behind it are there.
        exact = exact and (_plain(terms) or not box[n] & axis.missing)
    return system.answer(exact=exact) if opaque else "unsure"


def _plain(terms: Terms) -> bool:
    """Whether an axis is an attribute by itself."""
    return len(terms) == 1 and not terms[0][0].opaque


class _NotArithmeticError(Exception):
    """An expression that is not made of the four operations."""


class _System:
    """Limits on whole numbers, in the solver's terms. No word of the author's stands in it."""

    def __init__(self, z3: Any) -> None:
        self._z3 = z3
        self._solver = z3.SolverFor("QF_NIA")
        self._solver.set("rlimit", SOLVER_STEPS)
        self._solver.set("random_seed", 0)
        self._names: dict[str, Any] = {}
        self._rounded = 0

    def restrict(self, axis: Axis, mask: int, terms: Terms) -> None:
        """The axis stands in one of the cells of the mask."""
        total = sum(
            multiple * self._position(variable.expression, Vocabulary(variable.program))
            for variable, multiple in terms
        )
        spans = [
            self._z3.And(
                *([] if cell.low is None else [total >= cell.low]),
                *([] if cell.high is None else [total <= cell.high]),
            )
            for n, cell in enumerate(axis.cells)
            if mask >> n & 1 and isinstance(cell, Stretch)
        ]
        self._solver.add(self._z3.Or(*spans))

    def answer(self, *, exact: bool) -> Mapping[str, int] | Literal["impossible", "unsure"]:
        """What the solver found; that there is nothing counts only if it was told all exactly."""
        said = self._solver.check()
        if said == self._z3.unsat and exact:
            return "impossible"
        if said != self._z3.sat:
            return "unsure"
        model = self._solver.model()
        return {
            name: model.eval(one, model_completion=True).as_long()
            for name, one in self._names.items()
        }

    def _position(self, expression: Expression, words: Vocabulary) -> Any:
        """The position of an expression; integers widened to numbers are scaled."""
        expression = words.inlined(expression)
        match expression:
            case Constant(value, kind) if kind.ordered:
                return self._z3.IntVal(position_of(value))
            case AttributeValue(name, kind) if kind.ordered:
                attribute = words.program.attributes.get(name)
                low, high = limits(kind, attribute)
                if attribute is None and kind.numeric:
                    low = 0  # a fact of a case: an amount or a count
                return self._named(name, low, high)
            case Today(kind):
                return self._named("today", *limits(kind))
            case ToNumber(item):
                return self._position(item, words) * SCALE
            case Negative(item):
                return -self._position(item, words)
            case Arithmetic(op, left, right, kind):
                one, other = self._position(left, words), self._position(right, words)
                scale = SCALE if kind.kind == "number" else 1
                match op:
                    case "+":
                        return one + other
                    case "-":
                        return one - other
                    case "*":
                        return one * other if scale == 1 else self._quotient(one * other, SCALE)
                    case "/":
                        self._solver.add(other != 0)
                        return self._quotient(one * SCALE, other)
            case _:
                raise _NotArithmeticError

    def _named(self, name: str, low: int | None, high: int | None) -> Any:
        if name not in self._names:
            one = self._z3.Int(f"x{len(self._names)}")
            self._names[name] = one
            self._solver.add(*([] if low is None else [one >= low]))
            self._solver.add(*([] if high is None else [one <= high]))
        return self._names[name]

    def _quotient(self, dividend: Any, divisor: Any) -> Any:
        """A quotient rounded half-even: the rest is at most half the divisor, a tie is even."""
        self._rounded += 1
        whole = self._z3.Int(f"q{self._rounded}")
        size = self._z3.If(divisor >= 0, divisor, -divisor)
        rest = 2 * (dividend - whole * divisor)
        self._solver.add(rest <= size, rest >= -size)
        tie = self._z3.Or(rest == size, rest == -size)
        self._solver.add(self._z3.Implies(tie, whole % 2 == 0))
        return whole
