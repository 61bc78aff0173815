"""Parts that the typing of expressions, calls and cells share."""

from __future__ import annotations

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.language.syntax import CallSyntax, NameSyntax, OutputSyntax, Syntax
from workflow_engine.program.expressions import And, Constant, Expression, Or, ToNumber
from workflow_engine.program.types import SCALE, Type


def to_number(expression: Expression) -> Expression:
    """An integer expression as a number; a number stays as it is."""
    if expression.type.kind == "number":
        return expression
    type_ = Type("number", unit=expression.type.unit)
    if isinstance(expression, Constant):
        assert isinstance(expression.value, int), "an integer constant"
        return Constant(expression.value * SCALE, type_)
    return ToNumber(expression, type_)


def comparable(left: Type, right: Type) -> bool:
    """Whether values of both types can be equal."""
    if left.numeric and right.numeric:
        return True
    if left.kind != right.kind or left.kind in ("list", "record"):
        return False
    if left.kind == "choice":
        return not {o.id for o in left.options}.isdisjoint(o.id for o in right.options)
    return True


def name_of(node: Syntax) -> str | None:
    """The name to show for a part of an expression, if it is just a name."""
    match node:
        case NameSyntax(written=written):
            return written
        case OutputSyntax(table, output):
            return f'{table.written}["{output.text}"]'
        case CallSyntax(function):
            return f"{function.written}(…)"
        case _:
            return None


def near_advice(near: str | None) -> Bilingual | None:
    """The advice that asks whether the nearest word was meant."""
    return None if near is None else Bilingual(f"是不是 `{near}`？", f"did you mean `{near}`?")


def joined(word: str, items: list[Expression | None]) -> Expression | None:
    """All items under one `And` or `Or`; None when one is missing its type."""
    known = [item for item in items if item is not None]
    if len(known) < len(items):
        return None
    if len(known) == 1:
        return known[0]
    kind = And if word == "and" else Or
    flat: list[Expression] = []
    for item in known:
        flat += item.items if isinstance(item, kind) else (item,)
    return kind(tuple(flat))
