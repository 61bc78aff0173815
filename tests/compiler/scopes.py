"""A scope with one name of every type, and typed expressions in short form."""

from __future__ import annotations

from workflow_engine.compiler.scope import BrokenNameError, Scope
from workflow_engine.diagnostics.bilingual import Bilingual
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
from workflow_engine.program.types import (
    BOOLEAN,
    DATE,
    DATETIME,
    INTEGER,
    NUMBER,
    TEXT,
    Option,
    Type,
    list_of,
)

GROWTH = Type(
    "choice",
    options=tuple(
        Option(id_, Bilingual(label, id_))
        for id_, label in (("high", "高"), ("medium", "中"), ("low", "低"))
    ),
)
ANSWER = Type("choice", options=tuple(Option(n, Bilingual.same(n)) for n in ("是", "否", "today")))
ATTRIBUTES = {
    "tier": INTEGER,
    "档位": INTEGER,
    "net": Type("number", unit="元"),
    "cost": Type("number", unit="元"),
    "stay": Type("integer", unit="天"),
    "share": NUMBER,
    "joined_on": DATE,
    "seen": DATETIME,
    "smart": BOOLEAN,
    "growth": GROWTH,
    "answer": ANSWER,
    "name": TEXT,
    "scores": list_of(NUMBER),
    "ranks": list_of(INTEGER),
    "dates": list_of(DATE),
    "opted": list_of(GROWTH),
}
VISIT = Type("record", fields=(("minutes", INTEGER), ("mode", GROWTH)))
DEFINITIONS = {"big": BOOLEAN, "high": BOOLEAN, "visit": VISIT, "all_visits": list_of(VISIT)}


class Sample(Scope):
    def lookup(self, name: str) -> AttributeValue | DefinitionValue | None:
        if name == "broken":
            raise BrokenNameError
        if name in ATTRIBUTES:
            return AttributeValue(name, ATTRIBUTES[name])
        if name in DEFINITIONS:
            return DefinitionValue(name, DEFINITIONS[name])
        return None

    def names(self) -> list[str]:
        return [*ATTRIBUTES, *DEFINITIONS, "broken"]


SCOPE = Sample()


def shown(expression: Expression | None) -> str:
    """Prefix-free short form: `#` marks a number in millionths, `N()` a widened integer."""
    match expression:
        case None:
            return "any"
        case Constant(value, type_):
            return f"#{value}" if type_.kind == "number" else str(value)
        case AttributeValue(name):
            return name
        case DefinitionValue(name, _, field):
            return name if field is None else f"{name}.{field}"
        case Today():
            return "today"
        case Compare(op, left, right):
            return f"({shown(left)} {op} {shown(right)})"
        case And(items):
            return f"and({', '.join(map(shown, items))})"
        case Or(items):
            return f"or({', '.join(map(shown, items))})"
        case Not(item):
            return f"not({shown(item)})"
        case OneOf(item, options):
            return f"({shown(item)} in {list(options)})"
        case IsMissing(item):
            return f"missing({shown(item)})"
        case Arithmetic(op, left, right):
            return f"({shown(left)} {op} {shown(right)})"
        case Negative(item):
            return f"-{shown(item)}"
        case ToNumber(item):
            return f"N({shown(item)})"
        case Choose(condition, then, otherwise):
            return f"({shown(then)} if {shown(condition)} else {shown(otherwise)})"
        case Call(function, arguments):
            return f"{function}({', '.join(map(shown, arguments))})"
