"""What of an expression is the same for every customer, and need not be calculated for each.

`x and false` is false whoever the customer is. What is fixed is evaluated once, by the reference,
and stands as a literal in columns.
"""

from __future__ import annotations

import datetime as dt

from workflow_engine.decide.reference import Evaluator
from workflow_engine.program.expressions import (
    And,
    AttributeValue,
    Call,
    Choose,
    Constant,
    DefinitionValue,
    Expression,
    IsMissing,
    Or,
)
from workflow_engine.program.program import Program
from workflow_engine.program.reading import parts
from workflow_engine.program.types import Value


class FixedValues:
    """The expressions of a program whose value depends on no customer, on one day."""

    def __init__(self, program: Program, at: dt.date) -> None:
        self._anybody = Evaluator(program, {}, at)
        self._known: dict[Expression, bool] = {}

    def has(self, expression: Expression) -> bool:
        """Whether the value is the same for every customer."""
        known = self._known.get(expression)
        if known is None:
            known = self._known[expression] = self._is_fixed(expression)
        return known

    def value(self, expression: Expression) -> Value:
        """The value for every customer, in internal form; the expression must be fixed."""
        return self._anybody.value(expression)

    def is_value(self, expression: Expression, value: Value) -> bool:
        """Whether the expression has this value for every customer."""
        return self.has(expression) and self.value(expression) is value

    def _is_fixed(self, expression: Expression) -> bool:
        given = parts(expression)
        match expression:
            case AttributeValue() | DefinitionValue():
                return False
            case And():
                return self._decided(given, decisive=False)
            case Or():
                return self._decided(given, decisive=True)
            case Choose(condition, then, otherwise):
                for answer, branch in ((True, then), (False, otherwise)):
                    if self.is_value(condition, answer):
                        return self.has(branch)
                agreed = self.has(then) and self.has(otherwise)
                return agreed and (self.has(condition) or self.value(then) == self.value(otherwise))
            case Call("coalesce", arguments):
                undecided = (one for one in arguments if not self.is_value(one, None))
                first = next(undecided, None)
                return first is None or self.has(first)
            case IsMissing(item):
                return self.has(item)
            case Constant():
                return True
            case _:
                unknown = any(self.is_value(part, None) for part in given)
                return unknown or all(self.has(part) for part in given)

    def _decided(self, items: tuple[Expression, ...], *, decisive: bool) -> bool:
        return any(self.is_value(item, decisive) for item in items) or all(
            self.has(item) for item in items
        )
