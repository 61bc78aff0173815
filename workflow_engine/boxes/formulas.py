"""Conditions over the axes of a space: what the regions of an expression are made of.

Every node is Kleene's: true, false or unknown at a point. Nodes are compared by identity, and one
expression of a program has one node, so that what is shared is worked out once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from workflow_engine.boxes.positions import Span
from workflow_engine.boxes.variables import Key, Variable
from workflow_engine.program.expressions import Expression
from workflow_engine.program.types import Value


@dataclass(frozen=True, slots=True, eq=False)
class Fixed:
    """True, false or unknown everywhere."""

    answer: bool | None


@dataclass(frozen=True, slots=True, eq=False)
class Every:
    """Kleene conjunction."""

    items: tuple[Formula, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Some:
    """Kleene disjunction."""

    items: tuple[Formula, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Denied:
    """Kleene negation."""

    item: Formula


@dataclass(frozen=True, slots=True, eq=False)
class Surely:
    """Whether the item is certainly `answer` (None: unknown); never unknown itself."""

    item: Formula
    answer: bool | None


@dataclass(frozen=True, slots=True, eq=False)
class Within:
    """Whether a sum of positions lies in a span; unknown where one of the variables is missing."""

    terms: tuple[tuple[Key, int], ...]
    spans: tuple[Span, ...]
    variables: tuple[Variable, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Among:
    """Whether a variable without order has one of the values; unknown where it is missing."""

    variable: Variable
    values: frozenset[Value]


@dataclass(frozen=True, slots=True, eq=False)
class ListFact:
    """Whether a list is as a function of the language asks."""

    variable: Variable
    fact: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Lacking:
    """Whether a variable is missing; never unknown."""

    variable: Variable


@dataclass(frozen=True, slots=True, eq=False)
class Deciding:
    """A scale or table of which at most one rule's output is the value.

    `outputs` has one value for each rule, `otherwise` the value where no rule matches: None if
    there is none. Rules stand in the order in which the hit policy looks at them: `hit` is then
    `first` (also for priority), `unique` or `any`.
    """

    name: str
    hit: str
    rules: tuple[Formula, ...]
    outputs: tuple[Value, ...]
    otherwise: Value


@dataclass(frozen=True, slots=True, eq=False)
class ByValue:
    """A condition for each value of what is decided; unknown where there is no value."""

    deciding: Deciding
    cases: tuple[tuple[Value, Formula], ...]


@dataclass(frozen=True, slots=True, eq=False)
class WithoutValue:
    """Whether what is decided has no value; never unknown."""

    deciding: Deciding


Formula: TypeAlias = (
    Fixed
    | Every
    | Some
    | Denied
    | Surely
    | Within
    | Among
    | ListFact
    | Lacking
    | ByValue
    | WithoutValue
)

ALWAYS = Fixed(True)  # noqa: FBT003 - a constant of logic
NEVER = Fixed(False)  # noqa: FBT003
UNKNOWN = Fixed(None)
