"""Typed expressions: what every backend evaluates.

Each node knows its `type`. Names are resolved, literals are held in the internal form of
`program.types`, integers are widened to numbers explicitly (`ToNumber`), chained comparisons have
become `And`. Logic is three-valued (Kleene): `None` is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from workflow_engine.program.types import BOOLEAN, Type, Value

Comparison = Literal["==", "!=", "<", "<=", ">", ">="]
Operator = Literal["+", "-", "*", "/"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A fixed value."""

    value: Value
    type: Type


@dataclass(frozen=True, slots=True)
class AttributeValue:
    """The customer's value of an attribute; None when missing."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class DefinitionValue:
    """The value of another definition: measure, tag, scale (level id) or table.

    `field` picks one output of a table with several: None when the table gives no value.
    """

    name: str
    type: Type
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """The date of the moment of the decision, in the policy's timezone."""

    type: Type


@dataclass(frozen=True, slots=True)
class Compare:
    """`left op right`, both of the same kind; unknown when either is."""

    op: Comparison
    left: Expression
    right: Expression
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class And:
    """Kleene conjunction: false if any is false, else unknown if any is unknown, else true."""

    items: tuple[Expression, ...]
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class Or:
    """Kleene disjunction: true if any is true, else unknown if any is unknown, else false."""

    items: tuple[Expression, ...]
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class Not:
    """Kleene negation: unknown stays unknown."""

    item: Expression
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class OneOf:
    """Whether `item` equals one of the constants; unknown when `item` is."""

    item: Expression
    options: tuple[Value, ...]
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class IsMissing:
    """Whether `item` has no value for this customer; always true or false."""

    item: Expression
    type: Type = BOOLEAN


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left op right`; both integers or both numbers; `/` is always on numbers.

    `*` and `/` on numbers round half-even to six places; division by zero is unknown.
    """

    op: Operator
    left: Expression
    right: Expression
    type: Type


@dataclass(frozen=True, slots=True)
class Negative:
    """`-item`."""

    item: Expression
    type: Type


@dataclass(frozen=True, slots=True)
class ToNumber:
    """An integer as a number."""

    item: Expression
    type: Type


@dataclass(frozen=True, slots=True)
class Choose:
    """`then if condition else otherwise`; unknown condition: the value if both agree, else None."""

    condition: Expression
    then: Expression
    otherwise: Expression
    type: Type


@dataclass(frozen=True, slots=True)
class Call:
    """A function of `language.functions`, by its name there."""

    function: str
    arguments: tuple[Expression, ...]
    type: Type


Expression: TypeAlias = (
    Constant
    | AttributeValue
    | DefinitionValue
    | Today
    | Compare
    | And
    | Or
    | Not
    | OneOf
    | IsMissing
    | Arithmetic
    | Negative
    | ToNumber
    | Choose
    | Call
)
