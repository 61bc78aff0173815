"""The untyped tree of an expression, every node with its place in the author's file."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from workflow_engine.diagnostics.diagnostic import Place

ComparisonWord = Literal["==", "!=", "<", "<=", ">", ">=", "in", "not in"]
ArithmeticSign = Literal["+", "-", "*", "/"]


@dataclass(frozen=True, slots=True)
class NameSyntax:
    """A name, in NFKC; `written` is as the author spelled it."""

    name: str
    written: str
    place: Place


@dataclass(frozen=True, slots=True)
class NumberSyntax:
    """An exact number; `whole` when it was written without a decimal point."""

    value: Decimal
    whole: bool
    place: Place


@dataclass(frozen=True, slots=True)
class TextSyntax:
    """A text in quotes: a text, a date or a choice's value, as the other side decides."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class TruthSyntax:
    """`true` or `false`; `written` because a choice may have an option of that name."""

    value: bool
    written: str
    place: Place


@dataclass(frozen=True, slots=True)
class ListSyntax:
    """`[a, b]`."""

    items: tuple[Syntax, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class ArithmeticSyntax:
    """`left sign right`."""

    sign: ArithmeticSign
    left: Syntax
    right: Syntax
    place: Place


@dataclass(frozen=True, slots=True)
class NegativeSyntax:
    """`-item`."""

    item: Syntax
    place: Place


@dataclass(frozen=True, slots=True)
class ComparisonSyntax:
    """`first op a op b …`: every link must hold."""

    first: Syntax
    links: tuple[tuple[ComparisonWord, Syntax], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class LogicSyntax:
    """`a and b and c`, or the same with `or`."""

    word: Literal["and", "or"]
    items: tuple[Syntax, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class NotSyntax:
    """`not item`."""

    item: Syntax
    place: Place


@dataclass(frozen=True, slots=True)
class MissingSyntax:
    """`item is missing`, or `is not missing` when `negated`."""

    item: Syntax
    negated: bool
    place: Place


@dataclass(frozen=True, slots=True)
class ChooseSyntax:
    """`then if condition else otherwise`."""

    condition: Syntax
    then: Syntax
    otherwise: Syntax
    place: Place


@dataclass(frozen=True, slots=True)
class CallSyntax:
    """`function(arguments)`; `function` may be the name in either language."""

    function: NameSyntax
    arguments: tuple[Syntax, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class OutputSyntax:
    """`table["output"]`."""

    table: NameSyntax
    output: TextSyntax
    place: Place


Syntax: TypeAlias = (
    NameSyntax
    | NumberSyntax
    | TextSyntax
    | TruthSyntax
    | ListSyntax
    | ArithmeticSyntax
    | NegativeSyntax
    | ComparisonSyntax
    | LogicSyntax
    | NotSyntax
    | MissingSyntax
    | ChooseSyntax
    | CallSyntax
    | OutputSyntax
)
