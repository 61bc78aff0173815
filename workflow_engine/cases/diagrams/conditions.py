"""A guard in the short form that stands beside an arrow."""

from __future__ import annotations

from decimal import Decimal

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.language.durations import plain
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
from workflow_engine.program.process_facts import fact_label
from workflow_engine.program.types import SCALE, Type, Value

_SIGNS = {"==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥", "*": "×", "/": "÷"}
_WORDS: dict[str, dict[Language, str]] = {
    "and": {"zh": " 且 ", "en": " and "},
    "or": {"zh": " 或 ", "en": " or "},
    "not": {"zh": "非 ", "en": "not "},
    "in": {"zh": " 属于 ", "en": " in "},
    "missing": {"zh": "缺失", "en": " is missing"},
    "today": {"zh": "今天", "en": "today"},
    "true": {"zh": "是", "en": "yes"},
    "false": {"zh": "否", "en": "no"},
    "none": {"zh": "无", "en": "none"},
}


def short_condition(expression: Expression, lang: Language) -> str:
    """The condition with the names of the policy and as few brackets as it can be read with."""
    return _text(expression, lang, 0)


def _text(node: Expression, lang: Language, binding: int) -> str:
    """`binding` is how tightly what stands around it binds; a looser one gets brackets."""

    def word(name: str) -> str:
        return _WORDS[name][lang]

    match node:
        case Constant(value, kind):
            return _value(value, kind, lang)
        case AttributeValue(name):
            label = fact_label(name)
            return name if label is None else label.get(lang)
        case DefinitionValue(name, _, field):
            return name if field is None else f"{name}.{field}"
        case Today():
            return word("today")
        case ToNumber(item):
            return _text(item, lang, binding)
        case Or(items):
            return _bracketed(word("or").join(_text(i, lang, 1) for i in items), binding > 0)
        case And(items):
            return _bracketed(word("and").join(_text(i, lang, 2) for i in items), binding > 1)
        case Not(item):
            return word("not") + _text(item, lang, 3)
        case Compare(op, left, right):
            text = f"{_text(left, lang, 3)} {_SIGNS[op]} {_text(right, lang, 3)}"
            return _bracketed(text, binding > 2)
        case OneOf(item, options):
            kind = item.type
            listed = "、" if lang == "zh" else ", "
            shown = listed.join(_value(option, kind, lang) for option in options)
            return _bracketed(f"{_text(item, lang, 3)}{word('in')}{shown}", binding > 2)
        case IsMissing(item):
            return _text(item, lang, 3) + word("missing")
        case Negative(item):
            return "−" + _text(item, lang, 4)
        case Arithmetic(op, left, right):
            sign = _SIGNS.get(op, op)
            return _bracketed(f"{_text(left, lang, 4)} {sign} {_text(right, lang, 4)}", binding > 3)
        case Choose(condition, then, otherwise):
            parts = (_text(part, lang, 1) for part in (condition, then, otherwise))
            return "{} ? {} : {}".format(*parts)
        case Call(function, arguments):
            return f"{function}({', '.join(_text(a, lang, 0) for a in arguments)})"


def _bracketed(text: str, needed: bool) -> str:  # noqa: FBT001
    return f"({text})" if needed else text


def _value(value: Value, kind: Type, lang: Language) -> str:
    if isinstance(value, bool):
        return _WORDS["true" if value else "false"][lang]
    if value is None:
        return _WORDS["none"][lang]
    if kind.kind == "number" and isinstance(value, int):
        return plain(Decimal(value) / SCALE)
    if isinstance(value, str):
        return next((o.label.get(lang) for o in kind.options if o.id == value), value)
    return str(value)
