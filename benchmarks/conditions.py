"""Conditions of the generated policy, independent of the engine that will judge them.

A number constant is a `Decimal`, an integer an `int`; comparing an attribute of one with a constant
of the other does not occur.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Compare:
    """`attribute op constant`; the attribute may be the measure `net`."""

    attribute: str
    op: str
    constant: int | Decimal


@dataclass(frozen=True, slots=True)
class Between:
    """`low <= attribute <= high`."""

    attribute: str
    low: int | Decimal
    high: int | Decimal


@dataclass(frozen=True, slots=True)
class Is:
    """A choice or text equals a word; with several words it is one of them."""

    attribute: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """A boolean attribute is true."""

    attribute: str


@dataclass(frozen=True, slots=True)
class Days:
    """Days from a date to today, compared."""

    attribute: str
    op: str
    constant: int


@dataclass(frozen=True, slots=True)
class Product:
    """`left op right * factor`, on numbers, rounded to six places."""

    left: str
    op: str
    right: str
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Quotient:
    """`left / right op constant`, on numbers, rounded to six places; unknown for a right of 0."""

    left: str
    right: str
    op: str
    constant: Decimal


@dataclass(frozen=True, slots=True)
class AllBelow:
    """Each of the last `count` elements of a list is below the constant."""

    attribute: str
    count: int
    constant: Decimal


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of the last `count` elements, compared."""

    attribute: str
    count: int
    op: str
    constant: Decimal


@dataclass(frozen=True, slots=True)
class Starts:
    """A text starts with a word."""

    attribute: str
    word: str


@dataclass(frozen=True, slots=True)
class Missing:
    """An attribute has no value."""

    attribute: str


@dataclass(frozen=True, slots=True)
class TagHolds:
    """Another tag."""

    tag: str


@dataclass(frozen=True, slots=True)
class Not:
    """Not."""

    item: Condition


@dataclass(frozen=True, slots=True)
class All:
    """And."""

    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Or."""

    items: tuple[Condition, ...]


Condition: TypeAlias = (
    Compare
    | Between
    | Is
    | Truth
    | Days
    | Product
    | Quotient
    | AllBelow
    | Mean
    | Starts
    | Missing
    | TagHolds
    | Not
    | All
    | AnyOf
)


def policy_text(condition: Condition) -> str:
    """The condition in the policy language."""
    match condition:
        case Compare(attribute, op, constant):
            return f"{attribute} {op} {constant}"
        case Between(attribute, low, high):
            return f"{low} <= {attribute} <= {high}"
        case Is(attribute, (word,)):
            return f'{attribute} == "{word}"'
        case Is(attribute, words):
            quoted = ", ".join(f'"{word}"' for word in words)
            return f"{attribute} in [{quoted}]"
        case Truth(name) | TagHolds(name):
            return name
        case Days(attribute, op, constant):
            return f"days_since({attribute}) {op} {constant}"
        case Product(left, op, right, factor):
            return f"{left} {op} {right} * {factor}"
        case Quotient(left, right, op, constant):
            return f"{left} / {right} {op} {constant}"
        case AllBelow(attribute, count, constant):
            return f"all_below(last({attribute}, {count}), {constant})"
        case Mean(attribute, count, op, constant):
            return f"mean(last({attribute}, {count})) {op} {constant}"
        case Starts(attribute, word):
            return f'starts_with({attribute}, "{word}")'
        case Missing(attribute):
            return f"{attribute} is missing"
        case Not(item):
            return f"not ({policy_text(item)})"
        case All(items):
            return " and ".join(_part(item) for item in items)
        case AnyOf(items):
            return " or ".join(_part(item) for item in items)


def _part(condition: Condition) -> str:
    text = policy_text(condition)
    return f"({text})" if isinstance(condition, All | AnyOf | Not) else text


def inlined(condition: Condition, tags: dict[str, Condition]) -> Condition:
    """The condition with the tags it names replaced by their own conditions."""
    match condition:
        case TagHolds(tag):
            return inlined(tags[tag], tags)
        case Not(item):
            return Not(inlined(item, tags))
        case All(items):
            return All(tuple(inlined(item, tags) for item in items))
        case AnyOf(items):
            return AnyOf(tuple(inlined(item, tags) for item in items))
        case _:
            return condition
