"""Comparisons of numbers and dates in one normal form: a sum of whole multiples, within limits.

`days_since(joined_on) <= 90`, `joined_on >= today - 90` and the like ask the same sum
`joined_on - today` for positions of at least -90. What is no sum (a quotient of two attributes,
`months_since`, a rounding) stands in it as a variable of its own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor, gcd, lcm

from workflow_engine.boxes.positions import Span, position_of, unit
from workflow_engine.boxes.variables import Key, Variable, Vocabulary
from workflow_engine.program.expressions import (
    Arithmetic,
    Call,
    Comparison,
    Constant,
    DefinitionValue,
    Expression,
    Negative,
    Operator,
    Today,
    ToNumber,
)
from workflow_engine.program.types import DATE, SCALE, Type

_DAYS = ("days_since", "days_until", "days_between")


@dataclass(slots=True)
class Sum:
    """`constant` and multiples of variables, in values.

    A variable with the multiple 0 has cancelled out: the sum is still missing where it is missing.
    """

    constant: Fraction = Fraction(0)
    terms: dict[Key, Fraction] = field(default_factory=dict)
    variables: dict[Key, Variable] = field(default_factory=dict)

    def plus(self, other: Sum, times: Fraction = Fraction(1)) -> Sum:
        """This sum and a multiple of another."""
        terms = dict(self.terms)
        for key, multiple in other.terms.items():
            terms[key] = terms.get(key, Fraction(0)) + multiple * times
        return Sum(
            self.constant + other.constant * times, terms, {**self.variables, **other.variables}
        )

    def exact(self, factor: Fraction) -> bool:
        """Whether a multiple of it has at most six places, whatever the variables hold."""
        steps = [m * unit(self.variables[key].type) for key, m in self.terms.items()]
        return all((step * factor * SCALE).denominator == 1 for step in (*steps, self.constant))


@dataclass(frozen=True, slots=True)
class Limited:
    """A comparison as limits of a sum of positions; `terms` have no common divisor.

    The first multiple is positive. `variables` are all that must be known, those that cancelled
    out among them. Without terms the sum is 0: it holds if a span has that position.
    """

    terms: tuple[tuple[Key, int], ...]
    spans: tuple[Span, ...]
    variables: tuple[Variable, ...]


def sum_of(expression: Expression, words: Vocabulary) -> Sum:
    """An ordered expression as a sum."""
    if isinstance(expression, DefinitionValue) and expression.name in words.sums:
        return words.sums[expression.name]
    expression = words.inlined(expression)
    match expression:
        case Constant(value, kind):
            return Sum(position_of(value) * unit(kind))
        case ToNumber(item):
            return sum_of(item, words)
        case Negative(item):
            return Sum().plus(sum_of(item, words), Fraction(-1))
        case Arithmetic("+" | "-" as op, left, right):
            sign = Fraction(1 if op == "+" else -1)
            return sum_of(left, words).plus(sum_of(right, words), sign)
        case Arithmetic(op, left, right, kind):
            product = _product(op, sum_of(left, words), sum_of(right, words), kind)
            return product or _single(words.variable(expression))
        case Call(name, arguments) if name in _DAYS:
            return _days(name, arguments, words)
        case _:
            return _single(words.variable(expression))


def limited(op: Comparison, left: Expression, right: Expression, words: Vocabulary) -> Limited:
    """`left op right` as limits of a sum."""
    difference = sum_of(left, words).plus(sum_of(right, words), Fraction(-1))
    variables = tuple(difference.variables[key] for key in sorted(difference.terms, key=repr))
    multiples = [
        (one.key, difference.terms[one.key] * unit(one.type))
        for one in variables
        if difference.terms[one.key]
    ]
    if not multiples:
        return Limited((), _spans(op, -difference.constant), variables)
    scale = lcm(*(multiple.denominator for _, multiple in multiples))
    whole = [(key, int(multiple * scale)) for key, multiple in multiples]
    divisor = gcd(*(multiple for _, multiple in whole))
    if whole[0][1] < 0:
        op, divisor = _MIRRORED[op], -divisor
    terms = tuple((key, multiple // divisor) for key, multiple in whole)
    return Limited(terms, _spans(op, -difference.constant * scale / divisor), variables)


_MIRRORED: dict[Comparison, Comparison] = {
    "==": "==",
    "!=": "!=",
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
}


def _spans(op: Comparison, limit: Fraction) -> tuple[Span, ...]:
    """The whole positions x with `x op limit`."""
    below, above = ceil(limit) - 1, floor(limit) + 1
    match op:
        case "<":
            return ((None, below),)
        case "<=":
            return ((None, floor(limit)),)
        case ">":
            return ((above, None),)
        case ">=":
            return ((ceil(limit), None),)
        case "==":
            return ((floor(limit), floor(limit)),) if limit.denominator == 1 else ()
        case "!=":
            return ((None, below), (above, None)) if limit.denominator == 1 else ((None, None),)


def _single(variable: Variable) -> Sum:
    return Sum(Fraction(0), {variable.key: Fraction(1)}, {variable.key: variable})


def _product(op: Operator, left: Sum, right: Sum, kind: Type) -> Sum | None:
    """A product or quotient with a constant, where nothing is rounded; else None."""
    if op == "*" and not left.terms:
        left, right = right, left
    if right.terms or (op == "/" and not right.constant):
        return None
    factor = right.constant if op == "*" else 1 / right.constant
    if kind.kind == "number" and not left.exact(factor):
        return None
    return Sum().plus(left, factor)


def _days(name: str, arguments: tuple[Expression, ...], words: Vocabulary) -> Sum:
    """A number of days between two dates, the day of the decision being one of them."""
    dates = [_date(argument, words) for argument in arguments]
    today = _single(words.variable(Today(DATE)))
    match name:
        case "days_since":
            return today.plus(dates[0], Fraction(-1))
        case "days_until":
            return dates[0].plus(today, Fraction(-1))
        case _:
            return dates[1].plus(dates[0], Fraction(-1))


def _date(expression: Expression, words: Vocabulary) -> Sum:
    """The date of an expression; of a moment its day."""
    if expression.type.kind == "datetime":
        if isinstance(expression, Constant) and isinstance(expression.value, dt.datetime):
            return Sum(Fraction(expression.value.toordinal()))
        return _single(words.variable(Call("date", (expression,), DATE)))
    return sum_of(expression, words)
