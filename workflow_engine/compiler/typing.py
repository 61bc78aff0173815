"""Names and types of expressions: untyped trees become typed ones, or diagnostics.

Both sides of a comparison decide together: a quoted text opposite a date is a date, a bare word
opposite a choice is one of its options. A unit (`元`) is carried by attributes and kept by what
leaves the kind of amount alone; a product or quotient carries none.
"""

from __future__ import annotations

from typing import Any

from workflow_engine.compiler.calls import type_call
from workflow_engine.compiler.comparisons import pair, same_unit, type_comparison
from workflow_engine.compiler.literals import option_id, read_value
from workflow_engine.compiler.lowering import joined, name_of, to_number
from workflow_engine.compiler.names import type_name, type_output_of
from workflow_engine.compiler.phrases import kind_phrase, named_phrase
from workflow_engine.compiler.scope import BrokenNameError, Scope
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.language.conditions import AllOf, AnyOf, Condition, NotOf
from workflow_engine.language.expressions import parse_expression
from workflow_engine.language.syntax import (
    ArithmeticSyntax,
    CallSyntax,
    ChooseSyntax,
    ComparisonSyntax,
    ListSyntax,
    LogicSyntax,
    MissingSyntax,
    NameSyntax,
    NegativeSyntax,
    NotSyntax,
    NumberSyntax,
    OutputSyntax,
    Syntax,
    TextSyntax,
    TruthSyntax,
)
from workflow_engine.program.expressions import (
    Arithmetic,
    Choose,
    Constant,
    Expression,
    IsMissing,
    Negative,
    Not,
)
from workflow_engine.program.types import BOOLEAN, INTEGER, NUMBER, SCALE, TEXT, Type

__all__ = ["Scope", "Typer", "type_condition", "type_expression"]

_OPPOSITE = Bilingual("对面的选项", "the choice on the other side")


class Typer:
    """Types one expression; every mistake found is in `diagnostics`.

    A method that returns None has reported why (or met a name whose mistakes are known).
    """

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.diagnostics: list[Diagnostic] = []
        self.opposite = _OPPOSITE

    def error(
        self, code: str, place: Place, *, advice: Bilingual | None = None, **args: Any
    ) -> None:
        """Report a mistake; `advice` replaces the code's own."""
        self.diagnostics.append(diagnose(code, place, help=advice, **args))

    def lookup(self, node: NameSyntax) -> Expression | None:
        """What a name stands for; Python's own normal form of it counts too."""
        return self.scope.lookup(node.written) or self.scope.lookup(node.name)

    def infer(self, node: Syntax, hint: Type | None = None) -> Expression | None:
        """The typed expression; `hint` is the type on the other side, for literals."""
        try:
            return self._infer(node, hint)
        except BrokenNameError:
            return None

    def facing(self, node: Syntax, other: Syntax, hint: Type | None) -> Expression | None:
        """The typed expression of one side, whose values those of the `other` side decide."""
        name = name_of(other)
        self.opposite = _OPPOSITE if name is None else Bilingual.same(f"`{name}`")
        expression = self.infer(node, hint)
        self.opposite = _OPPOSITE
        return expression

    def _infer(self, node: Syntax, hint: Type | None) -> Expression | None:
        match node:
            case NumberSyntax(value, whole):
                if whole:
                    return Constant(int(value), INTEGER)
                return Constant(int(value * SCALE), NUMBER)
            case TextSyntax(text, place):
                return self._text(text, place, hint)
            case TruthSyntax(value, written):
                if hint is not None and hint.kind == "choice":
                    option = option_id(hint, written)
                    if option is not None:
                        return Constant(option, hint)
                return Constant(value, BOOLEAN)
            case NameSyntax():
                return type_name(self, node, hint)
            case OutputSyntax():
                return type_output_of(self, node)
            case ArithmeticSyntax():
                return self._arithmetic(node)
            case NegativeSyntax(item):
                return self._negative(item)
            case ComparisonSyntax():
                return type_comparison(self, node)
            case LogicSyntax(word, items):
                return joined(word, [self.condition(item) for item in items])
            case NotSyntax(item):
                inner = self.condition(item)
                return None if inner is None else Not(inner)
            case MissingSyntax(item, negated):
                return self._missing(item, negated=negated)
            case ChooseSyntax():
                return self._choose(node, hint)
            case CallSyntax():
                return type_call(self, node)
            case ListSyntax(_, place):
                reason = Bilingual(
                    "一组值只能放在 `in` 后面", "a group of values only follows `in`"
                )
                self.error("WE324", place, reason=reason)
                return None

    def condition(self, node: Syntax) -> Expression | None:
        """The typed expression of something that must be true or false."""
        expression = self.infer(node)
        if expression is None or expression.type.kind == "boolean":
            return expression
        name = name_of(node) or "x"
        type_ = expression.type
        example = {
            "integer": f"{name} >= 1",
            "number": f"{name} >= 1",
            "date": f'{name} >= "2026-01-01"',
            "datetime": f'{name} >= "2026-01-01"',
            "list": f"count({name}) > 0",
            "choice": f'{name} == "{type_.options[0].id if type_.options else "…"}"',
        }.get(type_.kind, f'{name} == "…"')
        found = named_phrase(name_of(node), type_)
        self.error("WE334", node.place, found=found, example=example)
        return None

    def fit(self, expression: Expression, expected: Type, place: Place) -> Expression | None:
        """The expression as a value of the expected type."""
        found = expression.type
        if expected.kind == "number" and found.numeric:
            return to_number(expression)
        same = found.kind == expected.kind
        if same and found.kind == "choice":
            same = {o.id for o in found.options} <= {o.id for o in expected.options}
        elif same and found.kind == "list":
            assert found.item is not None, "a list type knows its elements"
            assert expected.item is not None, "a list type knows its elements"
            same = found.item.kind == expected.item.kind
        if same:
            return expression
        self.error("WE335", place, needed=kind_phrase(expected), found=kind_phrase(found))
        return None

    def _text(self, text: str, place: Place, hint: Type | None) -> Expression | None:
        if hint is None or hint.kind not in ("choice", "date", "datetime"):
            return Constant(text, TEXT)
        value, diagnostics = read_value(text, hint, place, self.opposite)
        self.diagnostics += diagnostics
        return None if diagnostics else Constant(value, hint)

    def _numeric(self, op: str, node: Syntax) -> Expression | None:
        expression = self.infer(node)
        if expression is None or expression.type.numeric:
            return expression
        kind = expression.type.kind
        if kind in ("date", "datetime"):
            hint = Bilingual(
                "日期相隔用 `days_between(a, b)`、`days_since(日期)`",
                "for time between dates use `days_between(a, b)` or `days_since(date)`",
            )
        elif kind == "list":
            hint = Bilingual(
                "列表先用 `sum`、`mean` 等函数", "take `sum`, `mean` … of a list first"
            )
        elif kind == "text" and isinstance(node, TextSyntax):
            hint = Bilingual("数字不加引号", "write numbers without quotes")
        else:
            hint = Bilingual("两边都要是数字", "both sides must be numbers")
        found = named_phrase(name_of(node), expression.type)
        self.error("WE329", node.place, op=op, found=found, hint=hint)
        return None

    def _arithmetic(self, node: ArithmeticSyntax) -> Expression | None:
        left, right = self._numeric(node.sign, node.left), self._numeric(node.sign, node.right)
        if left is None or right is None:
            return None
        unit = None
        if node.sign in ("+", "-"):
            if not same_unit(self, left.type, right.type, node.place):
                return None
            unit = left.type.unit or right.type.unit
        if node.sign == "/" and isinstance(right, Constant) and right.value == 0:
            self.error("WE339", node.place)
            return None
        if node.sign != "/" and left.type.kind == right.type.kind == "integer":
            return Arithmetic(node.sign, left, right, Type("integer", unit=unit))
        type_ = Type("number", unit=unit)
        return Arithmetic(node.sign, to_number(left), to_number(right), type_)

    def _negative(self, node: Syntax) -> Expression | None:
        item = self._numeric("-", node)
        if item is None:
            return None
        if isinstance(item, Constant):
            assert isinstance(item.value, int), "a numeric constant"
            return Constant(-item.value, item.type)
        return Negative(item, item.type)

    def _missing(self, node: Syntax, *, negated: bool) -> Expression | None:
        item: Expression | None = None
        if isinstance(node, NameSyntax):
            found = self.lookup(node)
            if found is not None and found.type.kind == "record":
                item = found
        item = item or self.infer(node)
        if item is None:
            return None
        return Not(IsMissing(item)) if negated else IsMissing(item)

    def _choose(self, node: ChooseSyntax, hint: Type | None) -> Expression | None:
        condition = self.condition(node.condition)
        sides = pair(self, node.then, node.otherwise, node.place, hint)
        if condition is None or sides is None:
            return None
        type_ = sides.left.type
        if type_.kind == "choice" and sides.right.type.options != type_.options:
            known = {o.id for o in type_.options}
            more = tuple(o for o in sides.right.type.options if o.id not in known)
            type_ = Type("choice", options=type_.options + more)
        elif type_.numeric and type_.unit is None:
            type_ = sides.right.type
        return Choose(condition, sides.left, sides.right, type_)


def type_expression(
    syntax: Syntax, scope: Scope, expected: Type | None = None
) -> tuple[Expression | None, list[Diagnostic]]:
    """The typed form of an expression, of the expected type if one is given.

    None when it has mistakes; the diagnostics then say which, or are empty when it uses a name of
    `scope` that is broken itself.
    """
    typer = Typer(scope)
    if expected is not None and expected.kind == "boolean":
        expression = typer.condition(syntax)
    else:
        expression = typer.infer(syntax, expected)
        if expression is not None and expected is not None:
            expression = typer.fit(expression, expected, syntax.place)
    return expression, typer.diagnostics


def type_condition(
    condition: Condition, scope: Scope
) -> tuple[Expression | None, list[Diagnostic]]:
    """The typed form of a condition as the author nested it; every mistake in it at once."""
    diagnostics: list[Diagnostic] = []

    def typed(part: Condition) -> Expression | None:
        match part:
            case AllOf(items, place) | AnyOf(items, place):
                if not items:
                    diagnostics.append(diagnose("WE300", place))
                    return None
                word = "and" if isinstance(part, AllOf) else "or"
                return joined(word, [typed(item) for item in items])
            case NotOf(item):
                inner = typed(item)
                return None if inner is None else Not(inner)
            case _:
                syntax, found = parse_expression(part, scope.language(part.place))
                diagnostics.extend(found)
                if syntax is None:
                    return None
                expression, found = type_expression(syntax, scope, BOOLEAN)
                diagnostics.extend(found)
                return expression

    return typed(condition), diagnostics
