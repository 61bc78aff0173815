"""Expressions of a policy as Polars expressions, equal to the reference evaluator on every input.

Null is unknown, and logic is Kleene's. Nothing here is evaluated as text: names of authors stand in
column names only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from math import prod
from typing import Final

import polars as pl

from workflow_engine.columnar.arithmetic import (
    half_even,
    half_even_by,
    integer,
    product,
    split_product,
)
from workflow_engine.columnar.binding import known, once
from workflow_engine.columnar.columns import attribute_column, value_column
from workflow_engine.columnar.fixed import FixedValues
from workflow_engine.columnar.functions import FUNCTIONS, Asked
from workflow_engine.columnar.list_functions import ListCall, list_function
from workflow_engine.columnar.magnitudes import Bounds
from workflow_engine.columnar.moments import compared, plain_dates
from workflow_engine.columnar.quotients import quotient_of
from workflow_engine.columnar.thresholds import as_at_least, least_numerator, quotient_reaches
from workflow_engine.columnar.widths import INT64, INT128
from workflow_engine.decide.functions import DATED
from workflow_engine.program.expressions import (
    And,
    Arithmetic,
    AttributeValue,
    Call,
    Choose,
    Compare,
    Comparison,
    Constant,
    DefinitionValue,
    Expression,
    IsMissing,
    Negative,
    Not,
    OneOf,
    Or,
    Today,
    ToNumber,
)
from workflow_engine.program.program import Program
from workflow_engine.program.reading import parts
from workflow_engine.program.types import SCALE, Value

_COMPARE: Final[dict[Comparison, Callable[[pl.Expr, pl.Expr], pl.Expr]]] = {
    "==": pl.Expr.eq,
    "!=": pl.Expr.ne,
    "<": pl.Expr.lt,
    "<=": pl.Expr.le,
    ">": pl.Expr.gt,
    ">=": pl.Expr.ge,
}
_MIRRORED: Final[dict[Comparison, Comparison]] = {
    "==": "==",
    "!=": "!=",
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
}
_OF_ONE_KIND: Final = frozenset({"coalesce", "min", "max"})
_AT_ONCE: Final = 4
"""Up to this many options are compared one by one, which is faster than looking them up."""


class Expressions:
    """Makes the Polars expressions of one program on one day.

    Definitions are read from `columns.value_column`, held as `Bounds.held_definition` says,
    attributes from `columns.attribute_column`; both within `bounds.limits`. Each expression is made
    once.
    """

    def __init__(self, program: Program, at: dt.date, bounds: Bounds) -> None:
        self._at = at
        self._bounds = bounds
        self._fixed = FixedValues(program, at)
        self._made: dict[Expression, pl.Expr] = {}
        self._enums: dict[tuple[str, ...], pl.DataType] = {}

    def value(self, expression: Expression) -> pl.Expr:
        """The value of an expression, held as `Bounds.held` says; null is unknown.

        What is the same for every customer is a literal: it takes the height of the frame in
        `with_columns`.
        """
        made = self._made.get(expression)
        if made is None:
            made = self._made[expression] = self._build(expression)
        return made

    def holds(self, condition: Expression | None) -> pl.Expr:
        """Whether a condition is true, false or unknown; no condition is true."""
        return pl.lit(True) if condition is None else self.value(condition)  # noqa: FBT003

    def fitted(self, expression: Expression, form: pl.DataType) -> pl.Expr:
        """The value of an expression, held in a form that can hold it: a wider or larger type."""
        if isinstance(expression, Constant):
            return _literal(expression.value, form)
        return self._as(expression, form)

    def _as(self, expression: Expression, form: pl.DataType) -> pl.Expr:
        made = self.value(expression)
        return made if self._form(expression) == form else made.cast(form)

    def _form(self, expression: Expression) -> pl.DataType:
        if expression.type.kind == "choice":
            return self._enum(tuple(option.id for option in expression.type.options))
        return self._bounds.held(expression)

    def _enum(self, options: tuple[str, ...]) -> pl.DataType:
        known_enum = self._enums.get(options)
        if known_enum is None:
            known_enum = self._enums[options] = pl.Enum(list(options))
        return known_enum

    def _width(self, expression: Expression) -> pl.DataType:
        """The width an expression is calculated with."""
        return pl.Int128() if self._bounds.calculated_wide(expression) else pl.Int64()

    def _build(self, expression: Expression) -> pl.Expr:
        if self._fixed.has(expression):
            return _literal(self._fixed.value(expression), self._form(expression))
        match expression:
            case AttributeValue(name):
                return pl.col(attribute_column(name))
            case DefinitionValue(name, _, field):
                whole = pl.col(value_column(name))
                return whole if field is None else whole.struct.field(field)
            case Compare(op, left, right):
                return self._compare(op, left, right)
            case And(items):
                return pl.all_horizontal(*self._varying(items, neutral=True))
            case Or(items):
                return pl.any_horizontal(*self._varying(items, neutral=False))
            case Not(item):
                return ~self.value(item)
            case OneOf(item, options):
                return self._one_of(item, options)
            case IsMissing(item):
                return self.value(item).is_null()
            case Arithmetic():
                return self._narrowed(expression, self._arithmetic(expression))
            case Negative(item):
                width = self._form(expression)
                return integer(0, width) - self.value(item)  # 128 bits have no negation
            case ToNumber(item):
                width = self._form(expression)
                return self._as(item, width) * integer(SCALE, width)
            case Choose():
                return self._choose(expression)
            case Call():
                return self._call(expression)
            case Constant() | Today():
                raise AssertionError("constants are fixed")

    def _varying(self, items: Sequence[Expression], *, neutral: bool) -> list[pl.Expr]:
        """The parts of a conjunction or disjunction, without those that decide nothing."""
        return [self.value(item) for item in items if not self._fixed.is_value(item, neutral)]

    def _narrowed(self, expression: Expression, made: pl.Expr) -> pl.Expr:
        """What was calculated in 128 bits, in 64 if the result fits."""
        fits = expression.type.numeric and not self._bounds.of(expression).wide
        return made.cast(pl.Int64) if fits and self._width(expression) == pl.Int128 else made

    def _compare(self, op: Comparison, left: Expression, right: Expression) -> pl.Expr:
        if isinstance(right, Constant) and isinstance(right.value, int):
            if isinstance(left, ToNumber):
                return self._compare_whole(op, left.item, right.value)
            if isinstance(left, Call) and left.function in DATED:
                dates = left.arguments[0]
                days = plain_dates(self.value(dates), dates.type.kind)
                return compared(left.function, op, right.value, days, self._at)
            if isinstance(left, Arithmetic) and op not in ("==", "!="):
                made = self._compare_quotient(op, left, right.value)
                if made is not None:
                    return made
        if left.type.kind == "choice":
            return self._compare_choices(op, left, right)
        sides = (left, right)
        if left.type.numeric:
            form = pl.Int128() if any(self._bounds.of(s).wide for s in sides) else pl.Int64()
            return _compared(op, *(self._as(side, form) for side in sides))
        return _compared(op, *(self.value(side) for side in sides))

    def _compare_quotient(self, op: Comparison, node: Arithmetic, limit: int) -> pl.Expr | None:
        """A rounded product or quotient against a constant, if that can do without rounding."""
        if node.op not in ("*", "/") or node.type.kind != "number":
            return None
        form = quotient_of(node)
        limit, holds = as_at_least(op, limit)
        if form.times == 0:
            return None
        if form.by is None and len(form.factors) == 1:
            least, factor = least_numerator(limit, form.over), form.factors[0]
            if form.times > 0:
                bound = Constant(-(-least // form.times), factor.type)
                return self._compare(">=" if holds else "<", factor, bound)
            bound = Constant(least // form.times, factor.type)
            return self._compare("<=" if holds else ">", factor, bound)
        largest = prod(self._bounds.of(f).largest for f in form.factors) * abs(form.times)
        by = 1 if form.by is None else max(self._bounds.of(form.by).largest, 1)
        needed = 2 * largest + abs(form.times) + (2 * abs(limit) + 1) * form.over * by
        if needed > INT128:
            return None
        width = pl.Int128() if needed > INT64 else pl.Int64()
        whole = product([self._as(f, width) for f in form.factors], form.times, width)
        if form.by is None:
            reached = whole >= integer(least_numerator(limit, form.over), width)
        else:
            divisor = self._as(form.by, width)
            reached = quotient_reaches(whole, divisor, limit, form.over, width)
        return reached if holds else ~reached

    def _compare_whole(self, op: Comparison, whole: Expression, millionths: int) -> pl.Expr:
        """An integer against a number: against the whole number next to it."""
        limit, rest = divmod(millionths, SCALE)
        if rest and op in ("==", "!="):
            return once(lambda value: known(value, answer=op == "!="), self.value(whole))
        if rest and op in ("<", ">="):
            limit += 1
        return self._compare(op, whole, Constant(limit, whole.type))

    def _compare_choices(self, op: Comparison, left: Expression, right: Expression) -> pl.Expr:
        for constant, other in ((left, right), (right, left)):
            if isinstance(constant, Constant):
                return self._compare_option(op, other, constant.value)
        options = dict.fromkeys(o.id for side in (left, right) for o in side.type.options)
        form = self._enum(tuple(options))
        return _compared(op, self._as(left, form), self._as(right, form))

    def _compare_option(self, op: Comparison, item: Expression, option: Value) -> pl.Expr:
        if option is not None and option not in [o.id for o in item.type.options]:
            return once(lambda value: known(value, answer=op == "!="), self.value(item))
        return _COMPARE[op](self.value(item), _literal(option, self._form(item)))

    def _one_of(self, item: Expression, options: Sequence[Value]) -> pl.Expr:
        wanted = [option for option in options if option is not None]
        form = self._form(item)
        if item.type.kind == "choice":
            ids = {option.id for option in item.type.options}
            wanted = [option for option in wanted if option in ids]
        elif form == pl.Int64:
            wanted = [o for o in wanted if isinstance(o, int) and abs(o) <= INT64]
        if not wanted:
            return once(lambda value: known(value, answer=False), self.value(item))
        if len(wanted) > _AT_ONCE and form != pl.Int128:
            among = pl.lit(wanted, dtype=pl.List(form))
            return self.value(item).is_in(among)
        literals = [_literal(option, form) for option in wanted]
        return once(
            lambda value: pl.any_horizontal(*(value == literal for literal in literals)),
            self.value(item),
        )

    def _arithmetic(self, node: Arithmetic) -> pl.Expr:
        width = self._width(node)
        if node.op in ("*", "/") and node.type.kind == "number":
            return self._quotient(node, width)
        left, right = self._as(node.left, width), self._as(node.right, width)
        match node.op:
            case "+":
                return left + right
            case "-":
                return left - right
            case _:
                return left * right

    def _quotient(self, node: Arithmetic, width: pl.DataType) -> pl.Expr:
        form = quotient_of(node)
        by_size = sorted(form.factors, key=lambda f: self._bounds.of(f).largest, reverse=True)
        factors = [self._as(factor, width) for factor in by_size]
        if self._bounds.is_split(node):
            return split_product(factors, form.times, form.over, width)
        whole = product(factors, form.times, width)
        if form.by is None:
            return half_even_by(whole, form.over, width)
        by = product([self._as(form.by, width)], form.over, width)
        return half_even(whole, by, width)

    def _choose(self, node: Choose) -> pl.Expr:
        form = self._form(node)
        for answer, branch in ((True, node.then), (False, node.otherwise)):
            if self._fixed.is_value(node.condition, answer):
                return self.fitted(branch, form)
        condition = self.value(node.condition)
        then, otherwise = (self.fitted(side, form) for side in (node.then, node.otherwise))
        if _never_unknown(node.condition):
            return pl.when(condition).then(then).otherwise(otherwise)
        if node.type.kind == "boolean":
            return once(_choose_truth, condition, then, otherwise)
        return once(_choose_value, condition, then, otherwise)

    def _call(self, call: Call) -> pl.Expr:
        first = call.arguments[0]
        if first.type.kind == "list" and call.function != "coalesce":
            asked = ListCall(call, self._element_builder(call), self._bounds)
            return self._narrowed(call, list_function(asked))
        if call.function in _OF_ONE_KIND:
            form = self._form(call)
            given = self._needed(call)
            arguments = tuple(self.fitted(argument, form) for argument in given)
        elif first.type.numeric:
            arguments = (self._as(first, self._width(call)),)
        else:
            arguments = tuple(self.value(argument) for argument in call.arguments)
        asked_one = Asked(call, arguments, self._bounds, self._at)
        return self._narrowed(call, FUNCTIONS[call.function](asked_one))

    def _needed(self, call: Call) -> list[Expression]:
        """The arguments of which one is taken; `coalesce` stops at one that everybody has."""
        if call.function != "coalesce":
            return list(call.arguments)
        needed: list[Expression] = []
        for argument in call.arguments:
            if not self._fixed.is_value(argument, None):
                needed.append(argument)
                if self._fixed.has(argument):
                    break
        return needed

    def _element_builder(self, call: Call) -> Callable[[Expression], pl.Expr]:
        """How the arguments of a list function are made; options of two choices meet as texts."""
        first, *others = call.arguments
        if first.type.item is None or first.type.item.kind != "choice" or not others:
            return self.value
        listed = [option.id for option in first.type.item.options]
        if [option.id for option in others[0].type.options] in ([], listed):
            return self.value
        return lambda e: self._as(e, pl.List(pl.String()) if e.type.kind == "list" else pl.String())


def _compared(op: Comparison, left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """A comparison, with what reads no column on the right.

    Polars 2.1 gives a comparison of a literal with a column the length 1 wherever it holds that
    column as one repeated value, which also results do that are null for every customer.
    """
    if left.meta.root_names():
        return _COMPARE[op](left, right)
    return _COMPARE[_MIRRORED[op]](right, left)


def _choose_truth(condition: pl.Expr, then: pl.Expr, otherwise: pl.Expr) -> pl.Expr:
    return (condition & then) | (~condition & otherwise) | (then & otherwise)


def _choose_value(condition: pl.Expr, then: pl.Expr, otherwise: pl.Expr) -> pl.Expr:
    agreed = pl.when(_compared("==", then, otherwise)).then(then)
    return pl.when(condition).then(then).when(~condition).then(otherwise).otherwise(agreed)


def _never_unknown(condition: Expression) -> bool:
    match condition:
        case IsMissing():
            return True
        case Not() | And() | Or():
            return all(_never_unknown(part) for part in parts(condition))
        case _:
            return False


def _literal(value: Value, form: pl.DataType) -> pl.Expr:
    plain = list(value) if isinstance(value, tuple) else value
    return pl.lit(plain, dtype=form)
