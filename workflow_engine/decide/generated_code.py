"""Python code for expressions: the building material of `row_function`.

No author text ever becomes code. Names in the code are our own (`a3`, `v7`); every text, number or
date of the author is put in as a constant object of the syntax tree, never as source.

An expression has two forms. The *lifted* form gives None for unknown, whatever its parts give. The
*fast* form is plain Python that holds only while its *guards*, the variables that may be None, are
not None.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

from workflow_engine.decide import runtime
from workflow_engine.program.expressions import (
    And,
    Arithmetic,
    AttributeValue,
    Call,
    Choose,
    Compare,
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
from workflow_engine.program.types import SCALE, Type


class _Constants(ast.NodeTransformer):
    """Puts the constant objects in the place of their names."""

    def __init__(self, constants: dict[str, Any]) -> None:
        self._constants = constants

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in self._constants:
            return ast.copy_location(ast.Constant(self._constants[node.id]), node)
        return node


@dataclass(slots=True)
class Fast:
    """The fast form of an expression: its code, its guards, whether a None guard makes it None."""

    code: str
    guards: dict[str, None] = field(default_factory=dict)
    strict: bool = True


class CodeWriter:
    """Collects the lines of one function, its constants and its globals."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._indent = 1
        self._constants: dict[str, Any] = {}
        self._globals: dict[str, Any] = {}
        self._names: dict[tuple[type, Any], str] = {}
        self._counter = 0
        self._hoisted: dict[int, str] = {}
        self._kept: list[Expression] = []
        self.variables: dict[tuple[str, str], str] = {}
        self.never_none: set[str] = set()

    def line(self, text: str) -> None:
        """Add one line at the present depth."""
        self.lines.append("    " * self._indent + text)

    def block(self, header: str) -> None:
        """Open a block."""
        self.line(header)
        self._indent += 1

    def end(self) -> None:
        """Close a block."""
        self._indent -= 1

    def fresh(self, prefix: str) -> str:
        """A new variable name."""
        self._counter += 1
        return f"{prefix}{self._counter}"

    def constant(self, value: Any) -> str:
        """The name that stands for a constant."""
        if value is None:
            return "None"
        key = (type(value), value)
        if key not in self._names:
            simple = isinstance(value, str | int | frozenset)
            name = self.fresh("k" if simple else "g")
            (self._constants if simple else self._globals)[name] = value
            self._names[key] = name
        return self._names[key]

    def use(self, name: str, value: Any) -> str:
        """Make an object known to the code under a name."""
        self._globals[name] = value
        return name

    def function(self, parameters: str) -> FunctionType:
        """The finished function."""
        source = "\n".join([f"def generated({parameters}):", *self.lines])
        tree = _Constants(self._constants).visit(ast.parse(source))
        namespace: dict[str, Any] = {**runtime.LIFTED, **self._globals}
        exec(compile(tree, "<policy>", "exec"), namespace)  # noqa: S102 - our own code, see module
        made: FunctionType = namespace["generated"]
        return made

    def keep(self, expression: Expression) -> str:
        """Calculate an expression into a variable now; later uses of the same node read it."""
        name = self.fresh("h")
        self.line(f"{name} = {self.lifted(expression)}")
        self._hoisted[id(expression)] = name
        self._kept.append(expression)
        return name

    def value(self, expression: Expression) -> str:
        """Code for the value of an expression, None when unknown, by the fast form if it can."""
        fast = self.fast(expression)
        if not fast.guards:
            return fast.code
        known = " and ".join(f"{guard} is not None" for guard in fast.guards)
        if fast.code in fast.guards:
            return fast.code
        return f"({fast.code} if {known} else {'None' if fast.strict else self.lifted(expression)})"

    def fast(self, expression: Expression) -> Fast:
        """The fast form; sub-expressions that have none are calculated into variables first."""
        match expression:
            case Constant(value) if value is not None:
                return Fast(self.constant(value))
            case AttributeValue() | DefinitionValue(field=None):
                name = self._variable(expression)
                return Fast(name, {} if name in self.never_none else {name: None})
            case Today():
                return Fast("today")
            case Compare(op, left, right):
                return self._joined([left, right], lambda a, b: f"({a} {op} {b})")
            case And(items):
                return self._logic(items, " and ")
            case Or(items):
                return self._logic(items, " or ")
            case Not(item):
                return self._joined([item], lambda a: f"(not {a})")
            case OneOf(item, options):
                chosen = self.constant(frozenset(options))
                return self._joined([item], lambda a: f"({a} in {chosen})")
            case Arithmetic(op, left, right, kind) if op in "+-" or (
                op == "*" and kind.kind == "integer"
            ):
                return self._joined([left, right], lambda a, b: f"({a} {op} {b})")
            case Arithmetic("*", left, right):
                multiply = self.use("multiply", runtime.multiply)
                return self._joined([left, right], lambda a, b: f"{multiply}({a}, {b})")
            case Negative(item):
                return self._joined([item], lambda a: f"(-{a})")
            case ToNumber(item):
                return self._joined([item], lambda a: f"({a} * {SCALE})")
            case IsMissing():
                return Fast(self.lifted(expression))
            case Call(function, arguments) if function not in runtime.MAY_BE_UNKNOWN:
                return self._joined(arguments, lambda *a: self._call(function, arguments, a))
            case _:
                name = self._hoisted.get(id(expression)) or self.keep(expression)
                return Fast(name, {name: None})

    def lifted(self, expression: Expression) -> str:
        """The lifted form: one Python expression that gives None for unknown."""
        if id(expression) in self._hoisted:
            return self._hoisted[id(expression)]
        match expression:
            case Constant(value):
                return self.constant(value)
            case DefinitionValue(name, _, str(output)):
                table = self.variables["definition", name]
                return f"(None if {table} is None else {table}[{self.constant(output)}])"
            case AttributeValue() | DefinitionValue():
                return self._variable(expression)
            case And(items):
                return f"all_of({', '.join(map(self.lifted, items))})"
            case Or(items):
                return f"any_of({', '.join(map(self.lifted, items))})"
            case Not(item):
                return f"negate({self.lifted(item)})"
            case Choose(condition, then, otherwise):
                return f"choose({', '.join(map(self.lifted, (condition, then, otherwise)))})"
            case IsMissing(Constant() | Today()):
                return self.constant(False)  # noqa: FBT003 - a constant of the code
            case IsMissing(item):
                return f"({self.lifted(item)} is None)"
            case Call(function, arguments) if function in runtime.TAKES_MISSING:
                return self._call(function, arguments, [self.lifted(a) for a in arguments])
            case Call(function, arguments):
                return self._strict(arguments, lambda *a: self._call(function, arguments, a))
            case Arithmetic("/", left, right):
                divide = self.use("divide", runtime.divide)
                return self._strict((left, right), lambda a, b: f"{divide}({a}, {b})")
            case Today():
                return "today"
            case Compare(_, left, right) | Arithmetic(_, left, right):
                return self._strict((left, right), lambda *a: self._again(expression, a))
            case OneOf(item) | Negative(item) | ToNumber(item):
                return self._strict((item,), lambda *a: self._again(expression, a))

    def _again(self, expression: Expression, operands: tuple[str, ...]) -> str:
        match expression:
            case Compare(op) | Arithmetic(op) if not (
                op == "*" and expression.type.kind == "number"
            ):
                return f"{operands[0]} {op} {operands[1]}"
            case Arithmetic():
                return f"{self.use('multiply', runtime.multiply)}({operands[0]}, {operands[1]})"
            case OneOf(_, options):
                return f"{operands[0]} in {self.constant(frozenset(options))}"
            case Negative():
                return f"-{operands[0]}"
            case _:
                return f"{operands[0]} * {SCALE}"

    def _strict(self, operands: tuple[Expression, ...], build: Callable[..., str]) -> str:
        codes, tests = [], []
        for operand in operands:
            code = self.lifted(operand)
            if isinstance(operand, Today) or (isinstance(operand, Constant) and code != "None"):
                codes.append(code)
                continue
            if code.isidentifier():
                tests.append(f"{code} is None")
                codes.append(code)
            else:
                name = self.fresh("t")
                tests.append(f"({name} := {code}) is None")
                codes.append(name)
        if not tests:
            return f"({build(*codes)})"
        return f"(None if {' or '.join(tests)} else {build(*codes)})"

    def _call(self, function: str, arguments: tuple[Expression, ...], codes: Any) -> str:
        codes = list(codes)
        first = arguments[0].type
        if function == "mean" and first.item is not None and first.item.kind == "integer":
            function = "mean of integers"
        if len(arguments) > 1 and _widens(first, arguments[1].type):
            codes[0] = f"{self.use('widened', runtime.widened)}({codes[0]})"
        name = self.use("f_" + function.replace(" ", "_"), runtime.FUNCTIONS[function])
        if function in runtime.DATED:
            codes.insert(0, "today")
        return f"{name}({', '.join(codes)})"

    def _joined(self, operands: Any, build: Callable[..., str]) -> Fast:
        fasts = [self.fast(operand) for operand in operands]
        guards = {guard: None for fast in fasts for guard in fast.guards}
        return Fast(build(*(f.code for f in fasts)), guards, all(f.strict for f in fasts))

    def _logic(self, items: tuple[Expression, ...], word: str) -> Fast:
        fasts = [self.fast(item) for item in items]
        guards = {guard: None for fast in fasts for guard in fast.guards}
        same = all(f.strict and f.guards.keys() == guards.keys() for f in fasts)
        return Fast(f"({word.join(f.code for f in fasts)})", guards, same)

    def _variable(self, expression: AttributeValue | DefinitionValue) -> str:
        kind = "attribute" if isinstance(expression, AttributeValue) else "definition"
        return self.variables[kind, expression.name]


def _widens(values: Type, limit: Type) -> bool:
    """Whether a list of integers meets a number."""
    return values.item is not None and values.item.kind == "integer" and limit.kind == "number"
