"""Names and types of expressions: untyped trees become typed ones, or diagnostics.

Both sides of a comparison decide together: a quoted text opposite a date is a date, a bare word
opposite a choice is one of its options. A unit (`元`) is carried by attributes and kept by what
leaves the kind of amount alone; a product or quotient carries none.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from workflow_engine.compiler.literals import option_id, read_value
from workflow_engine.compiler.phrases import kind_phrase, named_phrase, options_phrase
from workflow_engine.compiler.scope import BrokenNameError, Scope
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.language.conditions import AllOf, AnyOf, Condition, NotOf
from workflow_engine.language.expressions import parse_expression
from workflow_engine.language.functions import function_named
from workflow_engine.language.keywords import EXPRESSION_WORDS
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
from workflow_engine.program.types import (
    BOOLEAN,
    DATE,
    INTEGER,
    NUMBER,
    SCALE,
    TEXT,
    Type,
    Value,
)

__all__ = ["Scope", "Typer", "to_number", "type_condition", "type_expression"]

_TODAY = frozenset({"today", EXPRESSION_WORDS["today"]})
_SUBJECT = Bilingual("对面的选项", "the choice on the other side")


class Typed(NamedTuple):
    """Two expressions made of one kind."""

    left: Expression
    right: Expression


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


class Typer:
    """Types one expression; every mistake found is in `diagnostics`.

    A method that returns None has reported why (or met a name whose mistakes are known).
    """

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.diagnostics: list[Diagnostic] = []

    def error(
        self, code: str, place: Place, *, advice: Bilingual | None = None, **args: Any
    ) -> None:
        """Report a mistake; `advice` replaces the code's own."""
        self.diagnostics.append(diagnose(code, place, help=advice, **args))

    def lookup(self, node: NameSyntax) -> AttributeValue | DefinitionValue | None:
        """What a name stands for; Python's own normal form of it counts too."""
        return self.scope.lookup(node.written) or self.scope.lookup(node.name)

    def infer(self, node: Syntax, hint: Type | None = None) -> Expression | None:
        """The typed expression; `hint` is the type on the other side, for literals."""
        try:
            return self._infer(node, hint)
        except BrokenNameError:
            return None

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
                return self._name(node, hint)
            case OutputSyntax():
                return self._output(node)
            case ArithmeticSyntax():
                return self._arithmetic(node)
            case NegativeSyntax(item):
                return self._negative(item, node.place)
            case ComparisonSyntax():
                return self._comparison(node)
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
                from workflow_engine.compiler.calls import type_call

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
        value, diagnostics = read_value(text, hint, place, _SUBJECT)
        self.diagnostics += diagnostics
        return None if diagnostics else Constant(value, hint)

    def _name(self, node: NameSyntax, hint: Type | None) -> Expression | None:
        if node.name in _TODAY:
            return Today(DATE)
        found = self.lookup(node)
        unfit = found is None or (hint is not None and not comparable(found.type, hint))
        if unfit and hint is not None and hint.kind == "choice":
            option = option_id(hint, node.name)
            if option is not None:
                return Constant(option, hint)
        if found is not None:
            if found.type.kind == "record":
                outputs = ", ".join(name for name, _ in found.type.fields)
                first = found.type.fields[0][0]
                self.error("WE337", node.place, name=node.written, outputs=outputs, first=first)
                return None
            return found
        self._unknown_name(node, hint)
        return None

    def _unknown_name(self, node: NameSyntax, hint: Type | None) -> None:
        if hint is not None and hint.kind == "choice":
            known = [n for o in hint.options for n in {o.id, o.label.zh, o.label.en}]
            near = did_you_mean(node.name, [*known, *self.scope.names()])
            self.error(
                "WE332",
                node.place,
                advice=_near(near),
                value=node.written,
                subject=_SUBJECT,
                options=options_phrase(hint),
            )
            return
        advice = None
        function = function_named(node.name)
        apart = self._apart(node.name)
        if function is not None:
            usage = function.usage
            advice = Bilingual(
                f"`{node.written}` 是函数，写作 `{usage}`",
                f"`{node.written}` is a function: write `{usage}`",
            )
        elif apart is not None:
            advice = Bilingual(
                f"是不是 `{apart}`？词与词之间要空格",
                f"did you mean `{apart}`, with spaces between?",
            )
        elif node.name in ("missing", EXPRESSION_WORDS["is missing"]):
            advice = Bilingual("写作 `x is missing`（x 缺失）", "write `x is missing`")
        else:
            advice = _near(did_you_mean(node.name, self.scope.names()))
        self.error("WE325", node.place, advice=advice, name=node.written)

    def _apart(self, name: str) -> str | None:
        """`净贡献缺失` as `净贡献 缺失`, when that makes it a known name and a word."""
        known = set(self.scope.names())
        for english in ("and", "or", "is not missing", "is missing", "not in", "in", "!=", "=="):
            word = EXPRESSION_WORDS[english]
            left, found, right = name.partition(word)
            if found and left in known:
                return " ".join(filter(None, (left, word, right)))
        word = EXPRESSION_WORDS["not"]
        if name.startswith(word) and name[len(word) :] in known:
            return f"{word} {name[len(word) :]}"
        return None

    def _output(self, node: OutputSyntax) -> Expression | None:
        found = self.lookup(node.table)
        if found is None:
            self._unknown_name(node.table, None)
            return None
        fields = dict(found.type.fields)
        if found.type.kind != "record" or not isinstance(found, DefinitionValue):
            self.error(
                "WE338",
                node.place,
                advice=Bilingual(
                    f"只写 `{node.table.written}`", f"write just `{node.table.written}`"
                ),
                name=node.table.written,
                output=node.output.text,
                outputs=Bilingual("只有一个值", "a single value"),
            )
            return None
        if node.output.text not in fields:
            self.error(
                "WE338",
                node.output.place,
                advice=_near(did_you_mean(node.output.text, fields)),
                name=node.table.written,
                output=node.output.text,
                outputs=", ".join(f"`{name}`" for name in fields),
            )
            return None
        return DefinitionValue(found.name, fields[node.output.text], node.output.text)

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
            if not self.same_unit(left.type, right.type, node.place):
                return None
            unit = left.type.unit or right.type.unit
        if node.sign == "/" and isinstance(right, Constant) and right.value == 0:
            self.error("WE339", node.place)
            return None
        if node.sign != "/" and left.type.kind == right.type.kind == "integer":
            return Arithmetic(node.sign, left, right, Type("integer", unit=unit))
        type_ = Type("number", unit=unit)
        return Arithmetic(node.sign, to_number(left), to_number(right), type_)

    def _negative(self, node: Syntax, place: Place) -> Expression | None:
        item = self._numeric("-", node)
        if item is None:
            return None
        if isinstance(item, Constant):
            assert isinstance(item.value, int), "a numeric constant"
            return Constant(-item.value, item.type)
        return Negative(item, item.type)

    def same_unit(self, left: Type, right: Type, place: Place) -> bool:
        """Whether the units agree; a value without one goes with every unit."""
        if left.unit is None or right.unit is None or left.unit == right.unit:
            return True
        self.error("WE331", place, left=left.unit, right=right.unit)
        return False

    def pair(
        self, left: Syntax, right: Syntax, place: Place, hint: Type | None = None
    ) -> Typed | None:
        """Both sides typed with a view to each other and made of one kind."""
        if self.is_open(left) and not self.is_open(right):
            second = self.infer(right, hint)
            first = self.infer(left, hint or (second.type if second is not None else None))
        else:
            first = self.infer(left, hint)
            second = self.infer(right, hint or (first.type if first is not None else None))
        if first is None or second is None:
            return None
        return self.unify(first, second, left, right, place)

    def unify(
        self, first: Expression, second: Expression, left: Syntax, right: Syntax, place: Place
    ) -> Typed | None:
        """Two typed sides made of one kind, or None and why that cannot be."""
        if not comparable(first.type, second.type):
            self._different(first, second, left, right, place)
            return None
        if not self.same_unit(first.type, second.type, place):
            return None
        if first.type.kind != second.type.kind:
            return Typed(to_number(first), to_number(second))
        return Typed(first, second)

    def _different(
        self, first: Expression, second: Expression, left: Syntax, right: Syntax, place: Place
    ) -> None:
        kinds = {first.type.kind, second.type.kind}
        advice = None
        if kinds == {"date", "datetime"}:
            advice = Bilingual(
                "先用 `date(…)` 取日期", "take the date of the moment with `date(…)`"
            )
        elif "list" in kinds:
            advice = Bilingual(
                "列表用 `contains(列表, 值)`、`all_below(列表, 60)` 等函数",
                "test lists with `contains(list, value)`, `all_below(list, 60)` and the like",
            )
        elif "text" in kinds and kinds & {"integer", "number", "boolean"}:
            advice = Bilingual(
                "数字和 true / false 不加引号", "write numbers and true / false without quotes"
            )
        self.error(
            "WE330",
            place,
            advice=advice,
            left=named_phrase(name_of(left), first.type),
            right=named_phrase(name_of(right), second.type),
        )

    def is_open(self, node: Syntax) -> bool:
        """Whether the other side decides what this is."""
        match node:
            case TextSyntax() | TruthSyntax():
                return True
            case NameSyntax(name):
                return name not in _TODAY and self._is_unknown(node)
            case _:
                return False

    def _is_unknown(self, node: NameSyntax) -> bool:
        try:
            return self.lookup(node) is None
        except BrokenNameError:
            return False

    def _comparison(self, node: ComparisonSyntax) -> Expression | None:
        links: list[Expression | None] = []
        left = node.first
        for op, right in node.links:
            if op in ("in", "not in"):
                links.append(self._membership(left, right, node.place, negated=op == "not in"))
            else:
                links.append(self._compare(op, left, right, node.place))
            left = right
        return joined("and", links)

    def _compare(
        self, op: Comparison, left: Syntax, right: Syntax, place: Place
    ) -> Expression | None:
        sides = self.pair(left, right, place)
        if sides is None:
            return None
        if op not in ("==", "!=") and not sides.left.type.ordered:
            self.error("WE336", place, kind=kind_phrase(sides.left.type), op=op)
            return None
        return Compare(op, sides.left, sides.right)

    def _membership(
        self, left: Syntax, right: Syntax, place: Place, *, negated: bool
    ) -> Expression | None:
        if isinstance(right, ListSyntax):
            test = self._one_of(left, right)
        else:
            test = self._contained(left, right, place)
        if test is None:
            return None
        return Not(test) if negated else test

    def _one_of(self, left: Syntax, group: ListSyntax) -> Expression | None:
        item = self.infer(left)
        if item is None:
            return None
        if not group.items:
            empty = Bilingual("空的 `[]`", "an empty `[]`")
            self.error("WE348", group.place, found=empty)
            return None
        members: list[Expression | None] = []
        for node in group.items:
            member = self.infer(node, item.type)
            sides = None if member is None else self.unify(item, member, left, node, node.place)
            members.append(None if sides is None else sides.right)
        found = [member for member in members if member is not None]
        if len(found) < len(members):
            return None
        if item.type.kind == "integer" and any(m.type.kind == "number" for m in found):
            item, found = to_number(item), [to_number(member) for member in found]
        if all(isinstance(member, Constant) for member in found):
            values: dict[Value, None] = {}
            for member in found:
                assert isinstance(member, Constant), "checked above"
                values[member.value] = None
            return OneOf(item, tuple(values))
        return joined("or", [Compare("==", item, member) for member in found])

    def _contained(self, left: Syntax, right: Syntax, place: Place) -> Expression | None:
        whole = self.infer(right)
        if whole is None:
            return None
        if whole.type.kind == "text" and not isinstance(whole, Constant):
            part = self.infer(left)
            if part is None:
                return None
            part = self.fit(part, TEXT, left.place)
            return None if part is None else Call("contains", (whole, part), BOOLEAN)
        if whole.type.kind != "list":
            found = named_phrase(name_of(right), whole.type)
            self.error("WE348", right.place, found=found)
            return None
        element = self.element(left, whole.type)
        return None if element is None else Call("contains", (whole, element), BOOLEAN)

    def element(self, node: Syntax, list_type: Type) -> Expression | None:
        """A value that is compared with the elements of a list."""
        item = list_type.item
        assert item is not None, "a list type knows its elements"
        value = self.infer(node, item)
        if value is None:
            return None
        if not self.same_unit(item, value.type, node.place):
            return None
        if item.kind == "number" and value.type.kind == "integer":
            return to_number(value)
        if item.kind != value.type.kind or not comparable(item, value.type):
            self.error(
                "WE330",
                node.place,
                left=named_phrase(name_of(node), value.type),
                right=Bilingual(
                    f"列表的元素（{kind_phrase(item).zh}）",
                    f"an element of the list ({kind_phrase(item).en})",
                ),
            )
            return None
        return value

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
        sides = self.pair(node.then, node.otherwise, node.place, hint)
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


def _near(near: str | None) -> Bilingual | None:
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
                syntax, found = parse_expression(part)
                diagnostics.extend(found)
                if syntax is None:
                    return None
                expression, found = type_expression(syntax, scope, BOOLEAN)
                diagnostics.extend(found)
                return expression

    return typed(condition), diagnostics
