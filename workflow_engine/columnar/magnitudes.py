"""How large the numbers of a policy get, and so how wide the columns must be that hold them.

The row engine calculates with integers of any size; columns have 64 or 128 bits. Every customer
whose numbers and lists stay within `Limits` is calculated exactly in columns; the others are
planned one by one (`tables.Chunk.large`). The limits are as generous as the policy allows, and are
checked for every step of every calculation, not for results only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import gcd, prod
from typing import TYPE_CHECKING, Final

from workflow_engine.columnar.quotients import quotient_of
from workflow_engine.columnar.widths import (
    INT64,
    INT128,
    NO_NUMBER,
    Magnitude,
    held,
    joined,
    of_value,
    same_elements,
)
from workflow_engine.errors import NotColumnar
from workflow_engine.program.expressions import (
    Arithmetic,
    AttributeValue,
    Call,
    Choose,
    Compare,
    Constant,
    DefinitionValue,
    Expression,
    Negative,
    ToNumber,
)
from workflow_engine.program.program import Definition, Measure, Program, Scale, Table, Tag
from workflow_engine.program.reading import parts
from workflow_engine.program.types import SCALE, Type

if TYPE_CHECKING:
    import polars as pl

ELEMENTS: Final = 1_000
"""The longest list of a customer that is calculated in columns."""
_COMMON: Final = 9
"""Numbers up to 10⁹ units are what a policy must at least be able to hold without need."""
_GENEROUS: Final = (12, 11, 10)
_TIGHT: Final = (8, 7, 6, 5, 4)

_FIXED: Final = {
    "days_since": 3_652_058,
    "days_until": 3_652_058,
    "days_between": 3_652_058,
    "months_since": 119_988,
    "years_since": 9_999,
    "year": 9_999,
    "month": 12,
    "day": 31,
    "length": 2**32,
}
"""The largest absolute value of functions of dates (years 1 to 9999) and texts."""
_SAME: Final = frozenset({"min", "max", "coalesce", "abs"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Up to where the columns calculate exactly: absolute values of what a customer has.

    `number` is in millionths, also for the elements of lists; `elements` is the longest list.
    """

    number: int
    integer: int
    elements: int


class Bounds:
    """The magnitudes of every expression and definition of a program, within `limits`.

    `also` are expressions that the program itself does not hold, such as a condition to count by.

    Raises:
        NotColumnar: a calculation does not fit into 128 bits, or the elements of a list into 64.
    """

    def __init__(self, program: Program, limits: Limits, also: Iterable[Expression] = ()) -> None:
        self.limits = limits
        self._program = program
        self._known: dict[Expression, Magnitude] = {}
        self._needed: dict[Expression, int] = {}
        self._split: set[Arithmetic] = set()
        self._definitions: dict[str, Magnitude] = {}
        self._about = ""
        for self._about, definition in program.definitions.items():
            self._definitions[self._about] = self._defined(definition)
        for self._about, item in program.items.items():
            for condition in (item.applies, item.until):
                if condition is not None:
                    self.of(condition)
        self._about = program.head.id
        for expression in also:
            self.of(expression)

    def of(self, expression: Expression) -> Magnitude:
        """The magnitude of an expression."""
        known = self._known.get(expression)
        if known is None:
            known = self._known[expression] = self._checked(expression, self._measured(expression))
        return known

    def of_definition(self, name: str) -> Magnitude:
        """The magnitude of a definition's value."""
        return self._definitions[name]

    def held(self, expression: Expression) -> pl.DataType:
        """How the value of an expression is held: its physical type, with 128 bits if needed."""
        return held(expression.type, self.of(expression))

    def held_definition(self, name: str) -> pl.DataType:
        """How the value of a definition is held; wide outputs of a record have 128 bits."""
        return held(self._program.definitions[name].type, self._definitions[name])

    def calculated_wide(self, expression: Expression) -> bool:
        """Whether a step of the calculation of an expression itself needs 128 bits."""
        return max(self._needed.get(expression, 0), self.of(expression).largest) > INT64

    def is_split(self, node: Arithmetic) -> bool:
        """Whether a product is too large itself, so that a factor is cut before multiplying."""
        return node in self._split

    def wide_count(self) -> int:
        """How many expressions and definitions need 128 bits."""
        expressions = sum(self.calculated_wide(expression) for expression in self._known)
        return expressions + sum(m.wide for m in self._definitions.values())

    def _checked(self, expression: Expression, found: Magnitude) -> Magnitude:
        needed = max(self._needed.get(expression, 0), found.largest)
        if needed > INT128 or (expression.type.kind == "list" and found.wide):
            raise self._too_large()
        return found

    def _too_large(self) -> NotColumnar:
        name = self._about
        return NotColumnar(
            f"the numbers of `{name}` can get too large for columns",
            zh=f"“{name}”的计算结果可能超出列式计算的范围",
        )

    def _defined(self, definition: Definition) -> Magnitude:
        match definition:
            case Measure(value=expression) | Tag(when=expression):
                return self.of(expression)
            case Scale():
                for level in definition.levels:
                    self.of(level.when)
                return NO_NUMBER
            case Table():
                return self._table(definition)

    def _table(self, table: Table) -> Magnitude:
        for row in table.rows:
            self.of(row.when)
        groups = [row.then for row in table.rows]
        if table.otherwise is not None:
            groups.append(table.otherwise)
        rows = len(table.rows)
        if table.hit == "collect" and table.aggregate == "count":
            return joined([Magnitude(rows, 1), *(self.of(e) for e in table.otherwise or ())])
        columns = [joined([self.of(e) for e in group]) for group in zip(*groups, strict=True)]
        if table.hit == "collect" and table.aggregate == "sum":
            return self._fitting(replace(columns[0], largest=columns[0].largest * rows))
        if len(table.outputs) == 1:
            whole = columns[0]
        else:
            names = [name for name, _ in table.outputs]
            whole = Magnitude(fields=tuple(zip(names, columns, strict=True)))
        if table.type.kind != "list":
            return whole
        if any(column.wide for column in columns):
            raise self._too_large()
        return replace(whole, elements=max(rows, 1))

    def _fitting(self, magnitude: Magnitude) -> Magnitude:
        if magnitude.largest > INT128:
            raise self._too_large()
        return magnitude

    def _measured(self, expression: Expression) -> Magnitude:
        match expression:
            case Constant(value, kind):
                return of_value(value, kind)
            case AttributeValue(name, kind):
                return self._attribute(name, kind)
            case DefinitionValue(name, _, field):
                whole = self._definitions[name]
                return whole if field is None else dict(whole.fields)[field]
            case Arithmetic():
                return self._arithmetic(expression)
            case Negative(item):
                return self.of(item)
            case ToNumber(item):
                inner = self.of(item)
                return Magnitude(inner.largest * SCALE, inner.step * SCALE)
            case Choose(condition, then, otherwise):
                self.of(condition)
                self._alike(expression, (then, otherwise))
                return joined([self.of(then), self.of(otherwise)])
            case Call():
                return self._call(expression)
            case Compare(_, left, right) if left.type.kind in ("list", "record"):
                self._alike(expression, (left, right))
                return NO_NUMBER
            case _:
                for part in parts(expression):
                    self.of(part)
                return NO_NUMBER

    def _attribute(self, name: str, kind: Type) -> Magnitude:
        if kind.kind == "list" and kind.item is not None:
            return replace(self._attribute(name, kind.item), elements=self.limits.elements)
        if not kind.numeric:
            return NO_NUMBER
        largest = self.limits.number if kind.kind == "number" else self.limits.integer
        attribute = self._program.attributes.get(name)
        if attribute is not None:
            ends = attribute.minimum, attribute.maximum
            bounds = [abs(end) for end in ends if isinstance(end, int)]
            if len(bounds) == len(ends):
                largest = min(largest, max(bounds))
        return Magnitude(largest, 1)

    def _arithmetic(self, node: Arithmetic) -> Magnitude:
        left, right = self.of(node.left), self.of(node.right)
        if node.op in ("+", "-"):
            found = Magnitude(left.largest + right.largest, gcd(left.step, right.step))
            self._needed[node] = max(left.largest, right.largest)
            return found
        if node.type.kind == "integer":
            self._needed[node] = max(left.largest, right.largest)
            return Magnitude(left.largest * right.largest, left.step * right.step)
        return self._quotient(node)

    def _quotient(self, node: Arithmetic) -> Magnitude:
        form = quotient_of(node)
        factors = [self.of(factor) for factor in form.factors]
        by = None if form.by is None else self.of(form.by)
        whole = prod(factor.largest for factor in factors) * abs(form.times)
        largest_by = form.over * (1 if by is None else by.largest)
        least_by = form.over * (1 if by is None else max(by.step, 1))
        largest = whole // least_by + (0 if form.exact else 1)
        if by is None and whole > INT128 and len(factors) > 1:
            self._split.add(node)
            small, large = sorted(factor.largest for factor in factors)
            whole = max(large // form.over + 2, form.over) * small * abs(form.times)
        operands = [factor.largest for factor in factors]
        self._needed[node] = max([whole, 2 * largest_by + 1, abs(form.times), *operands])
        step = abs(form.times) * prod(f.step for f in factors) if form.exact else 1
        return Magnitude(largest, step)

    def _call(self, call: Call) -> Magnitude:
        sizes = [self.of(argument) for argument in call.arguments]
        first = sizes[0]
        match call.function:
            case name if name in _FIXED:
                return Magnitude(_FIXED[name], 1)
            case "last" | "first":
                return replace(first, elements=constant_integer(call.arguments[1]))
            case "count":
                return Magnitude(first.elements, 1)
            case "sum":
                return Magnitude(first.largest * first.elements, first.step)
            case "mean":
                return self._mean(call, first)
            case "round":
                step = round_step(call)
                self._needed[call] = max(first.largest, 2 * step + 1)
                return Magnitude(first.largest + step, step)
            case "floor" | "ceil":
                self._needed[call] = first.largest + SCALE
                return Magnitude(first.largest // SCALE + 1, 1)
            case name if name in _SAME:
                self._alike(call, call.arguments)
                found = joined(sizes)
                return found if call.type.kind == "list" else replace(found, elements=0)
            case _:
                return NO_NUMBER

    def _mean(self, call: Call, values: Magnitude) -> Magnitude:
        item = call.arguments[0].type.item
        times = SCALE if item is not None and item.kind == "integer" else 1
        self._needed[call] = max(values.largest * values.elements * times, 2 * values.elements + 1)
        return Magnitude(values.largest * times + 1, 1)

    def _alike(self, expression: Expression, values: Sequence[Expression]) -> None:
        """Lists that stand for each other must be held in one way; columns have one type."""
        kinds = [value.type for value in values]
        if expression.type.kind == "list" and any(not same_elements(kinds[0], k) for k in kinds):
            raise self._unlike()
        if isinstance(expression, Compare | Choose) and kinds[0].kind in ("list", "record"):
            raise self._unlike()

    def _unlike(self) -> NotColumnar:
        name = self._about
        return NotColumnar(
            f"`{name}` puts lists of different kinds in one place, which columns do not",
            zh=f"“{name}”把不同的列表当作同一种使用，列式计算不支持",
        )


def limits_of(program: Program, also: Iterable[Expression] = ()) -> Limits:
    """The limits within which every calculation of a program is exact in columns.

    Numbers and integers have at least nine digits before the point, and up to twelve when that
    costs no more 128-bit columns; fewer only where products of many numbers leave no choice.
    `also` are expressions that the program itself does not hold.

    Raises:
        NotColumnar: no limits would do.
    """
    also = tuple(also)
    try:
        common = Bounds(program, _limits(_COMMON), also)
    except NotColumnar:
        return _tight(program, also)
    fewest = common.wide_count()
    for digits in _GENEROUS:
        try:
            bounds = Bounds(program, _limits(digits), also)
        except NotColumnar:
            continue
        if bounds.wide_count() <= fewest:
            return bounds.limits
    return common.limits


def _tight(program: Program, also: Sequence[Expression]) -> Limits:
    for digits in _TIGHT[:-1]:
        try:
            return Bounds(program, _limits(digits), also).limits
        except NotColumnar:
            continue
    return Bounds(program, _limits(_TIGHT[-1]), also).limits


def _limits(digits: int) -> Limits:
    return Limits(10**digits * SCALE, 10**digits, ELEMENTS)


def constant_integer(expression: Expression) -> int:
    """The size or number of places that a call was written with: at least 0."""
    assert isinstance(expression, Constant), "the compiler takes nothing else"
    assert isinstance(expression.value, int), "the compiler takes nothing else"
    return max(expression.value, 0)


def round_step(call: Call) -> int:
    """What `round` makes a number a multiple of, in millionths."""
    places = constant_integer(call.arguments[1]) if len(call.arguments) > 1 else 0
    step: int = 10 ** (6 - min(places, 6))
    return step
