"""Typed expressions as phrases for people, in one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.explain import function_phrases as said
from workflow_engine.explain.comparisons import MIRRORED, bound, grouped, unwidened
from workflow_engine.explain.values import listed, number_text, value_text
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
    Operator,
    Or,
    Today,
    ToNumber,
)
from workflow_engine.program.program import Program, Tag
from workflow_engine.program.types import SCALE, Type, Value

SIGNS: Mapping[Comparison, str] = {
    "==": "=",
    "!=": "≠",
    "<": "<",
    "<=": "≤",
    ">": ">",
    ">=": "≥",
}
DENIED: Mapping[Comparison, Comparison] = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
}
OPERATORS: Mapping[Operator, str] = {"+": "+", "-": "−", "*": "×", "/": "÷"}

# How tightly a phrase holds together; a part that holds less tightly gets brackets.
_CHOOSE, _OR, _AND, _STATEMENT, _SUM, _PRODUCT, _SIGN, _ATOM = range(8)

Leaf = Callable[[AttributeValue | DefinitionValue], str]


class Phrase(NamedTuple):
    """Words, and how tightly they hold together."""

    text: str
    tightness: int


class Phrases:
    """Phrases for the expressions of one program in one language; each is made once.

    Nothing is kept of a customer, so one object serves all of them.
    """

    def __init__(self, program: Program, lang: Language) -> None:
        self.program = program
        self.lang = lang
        self._made: dict[tuple[int, bool], str] = {}
        self._kept: list[Expression] = []

    def of(self, expression: Expression, *, denied: bool = False) -> str:
        """An expression as a phrase; `denied` says the contrary of a condition."""
        key = (id(expression), denied)
        if key not in self._made:
            made = self._denied(expression) if denied else self._phrase(expression, self._label)
            self._made[key] = _tightened(made.text)
            self._kept.append(expression)  # an id is only good while its object lives
        return self._made[key]

    def with_values(self, expression: Expression, value: Leaf) -> str:
        """A calculation with the values in the place of the names."""
        return _tightened(self._phrase(expression, value).text)

    def noun(self, expression: Expression) -> str:
        """What is asked about, as a name: a tag's label instead of "has the tag"."""
        if isinstance(expression, (AttributeValue, DefinitionValue)):
            return self._label(expression)
        return self.of(expression)

    def name(self, name: str) -> str:
        """The label of an attribute or a definition."""
        found = self.program.attributes.get(name) or self.program.definitions.get(name)
        return name if found is None else found.label.get(self.lang)

    def names(self, names: tuple[str, ...] | frozenset[str]) -> str:
        """The labels of attributes, in the policy's order."""
        order = [name for name in self.program.attributes if name in names]
        return listed([self.name(name) for name in order], self.lang)

    def value(self, value: Value, kind: Type, unit: str | None = None) -> str:
        """A value as it is printed."""
        return value_text(value, kind, self.lang, unit)

    def attribute_value(self, name: str, value: Value) -> str:
        """The value of an attribute; chosen items are printed by their labels."""
        if name == self.program.choices and isinstance(value, tuple):
            items = self.program.items
            labels = [
                items[item].label.get(self.lang)
                if isinstance(item, str) and item in items
                else self.value(item, self.program.attributes[name].type.item or Type("text"))
                for item in value
            ]
            if labels:
                return listed(labels, self.lang)
        return self.value(value, self.program.attributes[name].type)

    def say(self, words: Bilingual, *texts: str, **named: str) -> str:
        """A sentence with its gaps filled."""
        return words.get(self.lang).format(*texts, **named)

    def _label(self, node: AttributeValue | DefinitionValue) -> str:
        label = self.name(node.name)
        if isinstance(node, DefinitionValue) and node.field is not None:
            return f"{label}·{node.field}"
        return label

    def _bracketed(self, phrase: Phrase, least: int) -> str:
        if phrase.tightness >= least:
            return phrase.text
        return f"（{phrase.text}）" if self.lang == "zh" else f"({phrase.text})"

    def _phrase(self, expression: Expression, leaf: Leaf) -> Phrase:
        match expression:
            case Constant(value, kind):
                return self._constant(value, kind)
            case AttributeValue() | DefinitionValue():
                if expression.type.kind == "boolean" and leaf == self._label:
                    return self._truth(expression, holds=True)
                return Phrase(leaf(expression), _ATOM)
            case Today():
                return Phrase("今天" if self.lang == "zh" else "today", _ATOM)
            case Compare():
                return self._compare(expression, leaf)
            case And():
                return self._joined(self._chained(expression, leaf), _AND)
            case Or(items):
                return self._joined([self._phrase(item, leaf) for item in items], _OR)
            case Not(item):
                return self._denied(item)
            case OneOf() | IsMissing():
                return self._question(expression, leaf, denied=False)
            case Arithmetic():
                return self._arithmetic(expression, leaf)
            case Negative(item):
                inner = self._bracketed(self._phrase(item, leaf), _SIGN)
                return Phrase(f"−{inner}", _SIGN)
            case ToNumber(item):
                return self._phrase(item, leaf)
            case Choose(condition, then, otherwise):
                words = Bilingual("若{0}则为 {1}，否则为 {2}", "{1} if {0}, otherwise {2}")
                texts = (self._phrase(part, leaf).text for part in (condition, then, otherwise))
                return Phrase(self.say(words, *texts), _CHOOSE)
            case Call():
                return self._call(expression, leaf, denied=False)

    def _denied(self, expression: Expression) -> Phrase:
        match expression:
            case Not(item):
                return self._phrase(item, self._label)
            case Compare(op, left, right, kind):
                return self._compare(Compare(DENIED[op], left, right, kind), self._label)
            case AttributeValue() | DefinitionValue():
                return self._truth(expression, holds=False)
            case Constant(bool() as value, kind):
                return self._constant(not value, kind)
            case OneOf() | IsMissing():
                return self._question(expression, self._label, denied=True)
            case Call():
                return self._call(expression, self._label, denied=True)
            case _:
                inner = self._phrase(expression, self._label).text
                return Phrase(self.say(Bilingual("非（{0}）", "not ({0})"), inner), _STATEMENT)

    def _constant(self, value: Value, kind: Type) -> Phrase:
        if isinstance(value, bool):
            words = Bilingual("任何时候", "always") if value else Bilingual("任何时候都不", "never")
            return Phrase(words.get(self.lang), _ATOM)
        return Phrase(self.value(value, kind), _ATOM)

    def _truth(self, node: AttributeValue | DefinitionValue, *, holds: bool) -> Phrase:
        label = self._label(node)
        if isinstance(node, AttributeValue):
            return Phrase(f"{label} = {self.value(holds, node.type)}", _STATEMENT)
        if isinstance(self.program.definitions.get(node.name), Tag):
            yes = Bilingual("有标签“{0}”", "has the tag “{0}”")
            no = Bilingual("没有标签“{0}”", "does not have the tag “{0}”")
        else:
            yes = Bilingual("“{0}”成立", "“{0}” holds")
            no = Bilingual("“{0}”不成立", "“{0}” does not hold")
        return Phrase(self.say(yes if holds else no, label), _STATEMENT)

    def _joined(self, phrases: list[Phrase], tightness: int) -> Phrase:
        if len(phrases) == 1:
            return phrases[0]
        # “and” and “or” side by side are bracketed though the grammar needs it only one way round:
        # readers do not know which of the two binds tighter.
        words = Bilingual("且", "and") if tightness == _AND else Bilingual("或", "or")
        mixed = _STATEMENT if tightness == _OR else tightness
        texts = [
            self._bracketed(phrase, tightness if phrase.tightness == tightness else mixed)
            for phrase in phrases
        ]
        return Phrase(f" {words.get(self.lang)} ".join(texts), tightness)

    def _chained(self, condition: And, leaf: Leaf) -> list[Phrase]:
        phrases = []
        for group in grouped(condition):
            match group:
                case (only,):
                    phrases.append(self._phrase(only, leaf))
                case _:
                    phrases.append(self._range(group, leaf))
        return phrases

    def _range(self, group: tuple[Expression, ...], leaf: Leaf) -> Phrase:
        low, high = sorted((b for b in map(bound, group) if b), key=lambda b: b.op[0] == "<")
        subject = self._operand(low.subject, leaf)
        unit = low.subject.type.unit
        least, most = (self._limit(b.limit, unit, leaf) for b in (low, high))
        signs = SIGNS[MIRRORED[low.op]], SIGNS[high.op]
        return Phrase(f"{least} {signs[0]} {subject} {signs[1]} {most}", _STATEMENT)

    def _operand(self, expression: Expression, leaf: Leaf) -> str:
        if isinstance(expression, (AttributeValue, DefinitionValue)):
            return leaf(expression)
        return self._bracketed(self._phrase(expression, leaf), _SUM)

    def _part(self, whole: Expression, part: Expression, leaf: Leaf) -> str:
        """What a list is said to hold or compared with; a chosen item goes by its label."""
        chosen = isinstance(whole, AttributeValue) and whole.name == self.program.choices
        if chosen and isinstance(part, Constant) and isinstance(part.value, str):
            item = self.program.items.get(part.value)
            if item is not None:
                return f"“{item.label.get(self.lang)}”"
        return self._limit(part, _unit_of(whole), leaf)

    def _limit(self, expression: Expression, unit: str | None, leaf: Leaf) -> str:
        if isinstance(expression, Constant) and not isinstance(expression.value, bool):
            return self.value(expression.value, expression.type, unit)
        return self._operand(expression, leaf)

    def _compare(self, comparison: Compare, leaf: Leaf) -> Phrase:
        limited = bound(comparison)
        if limited is None:
            left, right = comparison.left, comparison.right
            sides = (self._operand(left, leaf), SIGNS[comparison.op], self._operand(right, leaf))
            return Phrase(" ".join(sides), _STATEMENT)
        subject, op, limit = limited
        if isinstance(limit, Constant):
            if isinstance(limit.value, bool):
                same = limit.value is (op == "==")
                return self._phrase(subject, leaf) if same else self._denied(subject)
            amount = self._amount(unwidened(subject), op, limit, leaf)
            if amount is not None:
                return amount
        text = self._limit(limit, subject.type.unit, leaf)
        return Phrase(f"{self._operand(subject, leaf)} {SIGNS[op]} {text}", _STATEMENT)

    def _amount(
        self, subject: Expression, op: Comparison, limit: Constant, leaf: Leaf
    ) -> Phrase | None:
        """A count of time against a written amount: no more than 90 days ago."""
        if not isinstance(subject, Call) or subject.function not in said.TIME_UNITS:
            return None
        assert isinstance(limit.value, int), "time is counted in whole numbers"
        exact = limit.value if limit.type.kind == "number" else limit.value * SCALE
        number = number_text(exact, amount=True)
        chinese, one, several = said.TIME_UNITS[subject.function]
        words = said.AMOUNTS[op].get(self.lang)
        unit = chinese if self.lang == "zh" else one if number == "1" else several
        frames = {"days_until": said.TO_COME, "days_between": said.APART}
        frame = frames.get(subject.function, said.PASSED)
        texts = [self._operand(argument, leaf) for argument in subject.arguments]
        return Phrase(self.say(frame, *texts, amount=f"{words} {number} {unit}"), _STATEMENT)

    def _question(self, node: OneOf | IsMissing, leaf: Leaf, *, denied: bool) -> Phrase:
        subject = self._operand(node.item, leaf)
        if isinstance(node, IsMissing):
            yes, no = (
                Bilingual("{0}缺失", "{0} is missing"),
                Bilingual("{0}有值", "{0} has a value"),
            )
            return Phrase(self.say(no if denied else yes, subject), _STATEMENT)
        values = [self.value(option, node.item.type) for option in node.options]
        yes = Bilingual("{0}属于 {1}", "{0} is one of {1}")
        no = Bilingual("{0}不属于 {1}", "{0} is none of {1}")
        return Phrase(
            self.say(no if denied else yes, subject, listed(values, self.lang)), _STATEMENT
        )

    def _arithmetic(self, node: Arithmetic, leaf: Leaf) -> Phrase:
        tightness = _SUM if node.op in "+-" else _PRODUCT
        left = self._bracketed(self._phrase(node.left, leaf), tightness)
        # a − (b − c): the right side keeps its brackets unless order cannot matter.
        least = tightness if node.op == "+" else tightness + 1
        right = self._bracketed(self._phrase(node.right, leaf), least)
        return Phrase(f"{left} {OPERATORS[node.op]} {right}", tightness)

    def _call(self, call: Call, leaf: Leaf, *, denied: bool) -> Phrase:
        texts = [self._operand(argument, leaf) for argument in call.arguments]
        if call.function in said.STATEMENTS:
            single = _is_single(call.arguments[0]) and call.function in said.OF_ONE
            yes, no = (said.OF_ONE if single else said.STATEMENTS)[call.function]
            texts[1] = self._part(call.arguments[0], call.arguments[1], leaf)
            return Phrase(self.say(no if denied else yes, *texts), _STATEMENT)
        if denied:
            inner = self._call(call, leaf, denied=False).text
            return Phrase(self.say(Bilingual("非（{0}）", "not ({0})"), inner), _STATEMENT)
        if call.function == "round":
            whole = len(texts) == 1 or texts[1] == "0"
            return Phrase(self.say(said.ROUND_WHOLE if whole else said.ROUND, *texts), _ATOM)
        several = {
            "coalesce": said.FIRST_WITH_VALUE,
            "min": said.SMALLEST,
            "max": said.LARGEST,
        }.get(call.function)
        if several is not None and len(texts) > 1:
            return Phrase(self.say(several, listed(texts, self.lang)), _ATOM)
        noun = said.ONE_VALUE[call.function] if _is_single(call) else said.NOUNS[call.function]
        return Phrase(self.say(noun, *texts), _ATOM)


def _tightened(text: str) -> str:
    """No blanks beside full-width brackets, which bring their own."""
    return text.replace(" （", "（").replace("） ", "）")


def _unit_of(expression: Expression) -> str | None:
    kind = expression.type
    return kind.unit if kind.item is None else kind.item.unit


def _is_single(expression: Expression) -> bool:
    """Whether an expression is a list of exactly one value: `last(x, 1)`."""
    match expression:
        case Call("last" | "first", (_, Constant(1))):
            return True
        case _:
            return False
