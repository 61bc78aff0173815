"""Python code for expressions: the building material of `row_function`.

No author text ever becomes code. Names in the code are our own (`a3`, `v7`); every text, number or
date of the author is put in as a constant object of the syntax tree, never as source.

An expression has two forms. The *lifted* form gives None for unknown, whatever its parts give. The
*fast* form is plain Python that holds only while its *guards*, the variables that may be None, are
not None; beside it stands what the expression is when one of them is.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Sequence
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
    """The fast form of an expression: code, its guards, and code for when one of them is None."""

    code: str
    guards: dict[str, None] = field(default_factory=dict)
    otherwise: str = "None"

    @property
    def strict(self) -> bool:
        """Whether any guard that is None makes it None."""
        return self.otherwise == "None"

    @property
    def known(self) -> str:
        """Code that tests the guards."""
        return " and ".join(f"{guard} is not None" for guard in self.guards)


class CodeWriter:
    """Collects the lines of one function, its constants and its globals.

    `shared` are expressions that stand in several places: each is calculated once, into a variable.
    """

    def __init__(self, shared: Collection[Expression] = ()) -> None:
        self._shared = shared
        self.lines: list[str] = []
        self._indent = 1
        self._constants: dict[str, Any] = {}
        self._globals: dict[str, Any] = {}
        self._names: dict[tuple[type, Any], str] = {}
        self._counter = 0
        self._kept: dict[Expression, str] = {}
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
            parts = value if isinstance(value, frozenset) else (value,)
            simple = all(isinstance(part, str | int) for part in parts)
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

    def forget(self, never_none: Collection[str]) -> None:
        """Begin anew, knowing only which variables are never None."""
        self._kept.clear()
        self.never_none = set(never_none)

    def keep(self, expression: Expression, variable: str) -> None:
        """Read the value of this expression from a variable from now on."""
        self._kept.setdefault(expression, variable)

    def value(self, expression: Expression) -> str:
        """Code for the value of an expression, None when unknown."""
        return _value(self.fast(expression))

    def fast(self, expression: Expression) -> Fast:
        """The fast form; what is shared or has none is calculated into a variable first."""
        if expression not in self._kept:
            if expression not in self._shared:
                return self._fast(expression)
            self._calculate(expression, self._fast(expression))
        return self._read(expression)

    def _calculate(self, expression: Expression, fast: Fast) -> None:
        """Put the value of an expression into a variable, unless its fast form is one already."""
        if expression in self._kept:
            return
        name = self._kept[expression] = self.fresh("h")
        self.line(f"{name} = {_value(fast)}")
        if not fast.guards:
            self.never_none.add(name)

    def _read(self, expression: Expression) -> Fast:
        name = self._kept[expression]
        return Fast(name, {} if name in self.never_none else {name: None})

    def _fast(self, expression: Expression) -> Fast:
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
                if expression not in self._kept:
                    name = self.fresh("h")
                    self.line(f"{name} = {self.lifted(expression)}")
                    self._kept[expression] = name
                return self._read(expression)

    def lifted(self, expression: Expression) -> str:
        """The lifted form: one Python expression that gives None for unknown."""
        if expression in self._kept:
            return self._kept[expression]
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
            case IsMissing(item) if not self.fast(item).guards:
                return self.constant(False)  # noqa: FBT003 - a constant of the code
            case IsMissing(item):
                return f"({self.lifted(item)} is None)"
            case Call("all_below", (Call("last", (values, Constant(int(n)))), limit)) if (
                not _widens(values.type, limit.type)
            ):
                below = self.use("last_below", runtime.last_below)
                n_last = self.constant(n)
                return self._strict((values, limit), lambda v, x: f"{below}({v}, {n_last}, {x})")
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
        if function == "days_since":
            day = codes[0] if first.kind == "date" else f"{codes[0]}.date()"
            return f"(today - {day}).days"
        if function == "starts_with":
            return f"{codes[0]}.startswith({codes[1]})"
        if function == "mean" and first.item is not None and first.item.kind == "integer":
            function = "mean of integers"
        if len(arguments) > 1 and _widens(first, arguments[1].type):
            codes[0] = f"{self.use('widened', runtime.widened)}({codes[0]})"
        name = self.use("f_" + function.replace(" ", "_"), runtime.FUNCTIONS[function])
        if function in runtime.DATED:
            codes.insert(0, "today")
        return f"{name}({', '.join(codes)})"

    def _joined(self, operands: Sequence[Expression], build: Callable[..., str]) -> Fast:
        fasts = [self._strict_fast(operand) for operand in operands]
        guards = {guard: None for fast in fasts for guard in fast.guards}
        return Fast(build(*(f.code for f in fasts)), guards)

    def _strict_fast(self, expression: Expression) -> Fast:
        """A fast form that is None whenever a guard is: by a variable, if it is not so itself."""
        fast = self.fast(expression)
        if fast.strict:
            return fast
        self._calculate(expression, fast)
        return self._read(expression)

    def _logic(self, items: tuple[Expression, ...], word: str) -> Fast:
        fasts = [self._strict_fast(item) for item in items]
        guards = {guard: None for fast in fasts for guard in fast.guards}
        code = f"({word.join(f.code for f in fasts)})"
        # With one guard, nothing that needs it can decide while it is None.
        deciding = [f for f in fasts if len(guards) > 1 or not f.guards]
        if all(f.guards.keys() == guards.keys() for f in deciding):
            return Fast(code, guards)
        negation = "not " if word == " and " else ""
        tests = []
        for fast in deciding:
            if fast.code in fast.guards:
                tests.append(f"{fast.code} is False" if negation else fast.code)
            else:
                tests.append(" and ".join(filter(None, [fast.known, f"{negation}{fast.code}"])))
        decided = self.constant(word == " or ")
        return Fast(code, guards, f"({decided} if {' or '.join(tests)} else None)")

    def _variable(self, expression: AttributeValue | DefinitionValue) -> str:
        kind = "attribute" if isinstance(expression, AttributeValue) else "definition"
        return self.variables[kind, expression.name]


def _value(fast: Fast) -> str:
    """Code for the value of a fast form, None when unknown."""
    if not fast.guards or fast.code in fast.guards:
        return fast.code
    return f"({fast.code} if {fast.known} else {fast.otherwise})"


def _widens(values: Type, limit: Type) -> bool:
    """Whether a list of integers meets a number."""
    return values.item is not None and values.item.kind == "integer" and limit.kind == "number"
