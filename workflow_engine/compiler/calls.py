"""Types of function calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from workflow_engine.compiler.comparisons import Side, element, same_unit, unify
from workflow_engine.compiler.literals import read_value
from workflow_engine.compiler.lowering import name_of, near_advice, to_number
from workflow_engine.compiler.names import is_open
from workflow_engine.compiler.phrases import kind_phrase, named_phrase
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.language.functions import (
    FUNCTIONS,
    Function,
    ParameterKind,
    function_named,
)
from workflow_engine.language.keywords import FUNCTION_NAMES
from workflow_engine.language.syntax import CallSyntax, NumberSyntax, Syntax, TextSyntax
from workflow_engine.program.expressions import Arithmetic, Call, Constant, Expression
from workflow_engine.program.types import BOOLEAN, DATE, INTEGER, NUMBER, Type

if TYPE_CHECKING:
    from workflow_engine.compiler.typing import Typer

_NEEDED: dict[ParameterKind, Bilingual] = {
    "date": Bilingual("日期", "a date"),
    "number": Bilingual("数字", "a number"),
    "text": Bilingual("文字", "a text"),
    "list": Bilingual("列表", "a list"),
    "numbers": Bilingual("数字的列表", "a list of numbers"),
    "ordered list": Bilingual("数字或日期的列表", "a list of numbers or dates"),
    "list or text": Bilingual("列表或文字", "a list or a text"),
    "value": Bilingual("一个值", "a value"),
    "ordered values": Bilingual("数字或日期", "numbers or dates"),
    "date text": Bilingual("带引号的日期", "a date in quotes"),
}
_BOUNDS: dict[ParameterKind, tuple[int, int]] = {"size": (1, 1_000), "places": (0, 6)}
_BELOW = ("all_below", "any_below")


class Argument(NamedTuple):
    """One argument: where it stands and what it is."""

    position: int
    node: Syntax
    kind: ParameterKind


class _Call:
    """One call while it is typed."""

    def __init__(self, typer: Typer, node: CallSyntax, function: Function) -> None:
        self.typer = typer
        self.node = node
        self.function = function

    def wrong(self, argument: Argument, found: Expression, needed: Bilingual | None = None) -> None:
        self.typer.error(
            "WE328",
            argument.node.place,
            function=self.node.function.written,
            position=str(argument.position),
            needed=needed or _NEEDED[argument.kind],
            found=named_phrase(name_of(argument.node), found.type),
            usage=self.function.usage,
        )

    def single(self, argument: Argument, before: Sequence[Expression | None]) -> Expression | None:
        """One argument by the kind of its parameter."""
        typer, node = self.typer, argument.node
        if argument.kind in _BOUNDS:
            return self._written_number(argument)
        if argument.kind in ("element", "part"):
            whole = before[0] if before else None
            if whole is None:
                return None
            if whole.type.kind == "text":
                return self.single(Argument(argument.position, node, "text"), before)
            return self._element(whole, node)
        hint = DATE if argument.kind in ("date", "date text") else None
        if argument.kind == "date text" and isinstance(node, TextSyntax):
            value, diagnostics = read_value(node.text, DATE, node.place)
            typer.diagnostics += diagnostics
            return None if diagnostics else Constant(value, DATE)
        found = typer.infer(node, hint)
        if found is None:
            return None
        if not _takes(argument.kind, found.type):
            self.wrong(argument, found)
            return None
        return found

    def _written_number(self, argument: Argument) -> Expression | None:
        low, high = _BOUNDS[argument.kind]
        node = argument.node
        if isinstance(node, NumberSyntax) and node.whole and low <= node.value <= high:
            return Constant(int(node.value), INTEGER)
        self.typer.error(
            "WE349",
            node.place,
            function=self.node.function.written,
            position=str(argument.position),
            low=str(low),
            high=str(high),
            usage=self.function.usage,
        )
        return None

    def _element(self, whole: Expression, node: Syntax) -> Expression | None:
        item = whole.type.item
        assert item is not None, "a list type knows its elements"
        if self.function.name != "contains" and item.kind == "integer":
            return self._bound(item, node)
        return element(self.typer, node, whole.type)

    def _bound(self, item: Type, node: Syntax) -> Expression | None:
        """A bound for whole numbers: below 60.5 means below 61, above 60.5 means above 60."""
        bound = self.typer.infer(node, item)
        if bound is None or bound.type.kind != "number":
            return None if bound is None else self._checked(bound, item, node)
        if not same_unit(self.typer, item, bound.type, node.place):
            return None
        name = "ceil" if self.function.name in _BELOW else "floor"
        return Call(name, (bound,), Type("integer", unit=bound.type.unit))

    def _checked(self, bound: Expression, item: Type, node: Syntax) -> Expression | None:
        if bound.type.kind != "integer":
            self.wrong(Argument(2, node, "element"), bound, kind_phrase(item))
            return None
        return bound if same_unit(self.typer, item, bound.type, node.place) else None

    def same_kind(self, arguments: Sequence[Argument]) -> list[Expression] | None:
        """Several values made of one kind."""
        typer = self.typer
        nodes = [argument.node for argument in arguments]
        decisive = next((n for n in nodes if not is_open(typer, n)), nodes[0])
        first = typer.infer(decisive)
        if first is None:
            return None
        values: list[Expression] = []
        complete = True
        for argument in arguments:
            value = (
                first
                if argument.node is decisive
                else typer.facing(argument.node, decisive, first.type)
            )
            if value is None:
                complete = False
                continue
            if not _takes(argument.kind, value.type):
                self.wrong(argument, value)
                complete = False
                continue
            if _lists(first, value) or unify(
                typer, Side(decisive, first), Side(argument.node, value), argument.node.place
            ):
                values.append(value)
            else:
                complete = False
        if not complete:
            return None
        return _widened(values)


def _lists(first: Expression, second: Expression) -> bool:
    """Whether both are lists of one kind, which cannot be compared but stand for each other."""
    one, other = first.type.item, second.type.item
    return one is not None and other is not None and one.kind == other.kind


def _widened(values: list[Expression]) -> list[Expression]:
    kinds = {value.type.kind for value in values}
    return [to_number(value) for value in values] if kinds == {"integer", "number"} else values


def _takes(kind: ParameterKind, type_: Type) -> bool:
    match kind:
        case "date":
            return type_.kind in ("date", "datetime")
        case "date text":
            return type_.kind in ("date", "datetime")
        case "number":
            return type_.numeric
        case "text":
            return type_.kind == "text"
        case "list":
            return type_.kind == "list"
        case "numbers":
            return type_.item is not None and type_.item.numeric
        case "ordered list":
            return type_.item is not None and type_.item.ordered
        case "list or text":
            return type_.kind in ("list", "text")
        case "ordered values":
            return type_.ordered
        case _:
            return True


def type_call(typer: Typer, node: CallSyntax) -> Expression | None:
    """The typed form of a call; None when it has mistakes, which `typer` then holds."""
    function = function_named(node.function.name)
    if function is None:
        _unknown_function(typer, node)
        return None
    found = len(node.arguments)
    if found < function.least or (function.most is not None and found > function.most):
        most = function.most
        needed = (
            str(function.least) if most == function.least else f"{function.least}–{most or '…'}"
        )
        typer.error(
            "WE327",
            node.place,
            function=node.function.written,
            needed=needed,
            found=str(found),
            usage=function.usage,
        )
        return None
    kinds = function.parameters
    arguments = [
        Argument(at + 1, argument, kinds[min(at, len(kinds) - 1)])
        for at, argument in enumerate(node.arguments)
    ]
    call = _Call(typer, node, function)
    if kinds[-1] in ("value", "ordered values"):
        return _repeating(call, arguments)
    typed: list[Expression | None] = []
    for argument in arguments:
        typed.append(call.single(argument, typed))
    values = [value for value in typed if value is not None]
    return _result(function, values) if len(values) == len(arguments) else None


def _repeating(call: _Call, arguments: list[Argument]) -> Expression | None:
    name = call.function.name
    if len(arguments) == 1:
        whole = call.typer.infer(arguments[0].node)
        if whole is None:
            return None
        item = whole.type.item
        if item is None or not item.ordered:
            call.wrong(arguments[0], whole, _NEEDED["ordered list"])
            return None
        return Call(name, (whole,), item)
    values = call.same_kind(arguments)
    if values is None:
        return None
    type_ = next((v.type for v in values if v.type.unit is not None), values[0].type)
    if type_.kind == "choice":
        options = {o.id: o for value in values for o in value.type.options}
        type_ = Type("choice", options=tuple(options.values()))
    return Call(name, tuple(values), type_)


def _unknown_function(typer: Typer, node: CallSyntax) -> None:
    name = node.function.name
    near = did_you_mean(name, [*FUNCTIONS, *FUNCTION_NAMES.values()])
    advice = near_advice(near)
    if name in typer.scope.names():
        advice = Bilingual(
            f"`{name}` 不是函数，去掉括号", f"`{name}` is no function: leave the brackets out"
        )
    known = Bilingual("、".join(FUNCTION_NAMES.values()), ", ".join(FUNCTIONS))
    typer.error("WE326", node.function.place, advice=advice, name=name, known=known)


def _result(function: Function, values: list[Expression]) -> Expression:
    first = values[0]
    unit = first.type.unit
    match function.name:
        case "date":
            return first if first.type.kind == "date" else Call("date", (first,), DATE)
        case "round":
            places = values[1] if len(values) > 1 else Constant(0, INTEGER)
            return Call("round", (to_number(first), places), Type("number", unit=unit))
        case "floor" | "ceil":
            if first.type.kind == "integer":
                return first
            return Call(function.name, (first,), Type("integer", unit=unit))
        case "mean":
            return _mean(first)
        case "starts_with" | "ends_with" | "contains":
            return Call(function.name, tuple(values), BOOLEAN)
        case _:
            pass
    match function.result:
        case "same" | "same list":
            type_ = first.type
        case "element":
            assert first.type.item is not None, "a list type knows its elements"
            type_ = first.type.item
        case "boolean":
            type_ = BOOLEAN
        case "number":
            type_ = NUMBER
        case "date":
            type_ = DATE
        case "integer":
            type_ = INTEGER
    return Call(function.name, tuple(values), type_)


def _mean(whole: Expression) -> Expression:
    """The mean of whole numbers is their sum by their count, so that it is an exact number."""
    item = whole.type.item
    assert item is not None, "a list type knows its elements"
    type_ = Type("number", unit=item.unit)
    if item.kind == "number":
        return Call("mean", (whole,), type_)
    total = to_number(Call("sum", (whole,), item))
    count = to_number(Call("count", (whole,), INTEGER))
    return Arithmetic("/", total, count, type_)
