"""The names and the values that expressions and cells hold, with their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.cells import (
    BothCells,
    CellSyntax,
    CellValue,
    CompareCell,
    EitherCells,
    HasCell,
    NotCell,
    RangeCell,
    parse_cell,
)
from workflow_engine.language.nodes import Written
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
    OutputSyntax,
    Syntax,
    TextSyntax,
)

VALUES = ("levels", "options")
"""What the text on the other side of a comparison may name."""


class Found(NamedTuple):
    """A name as it is spelled; `kinds` is None for one of the terms, `owner` as in a mention."""

    name: str
    written: str
    place: Place
    kinds: tuple[str, ...] | None
    owner: str


def names_in(syntax: Syntax | None) -> Iterator[Found]:
    """The names of an expression, and the values its names are compared with."""
    waiting = [] if syntax is None else [syntax]
    while waiting:
        one = waiting.pop()
        waiting.extend(reversed(_inside(one)))
        if isinstance(one, NameSyntax):
            yield Found(one.name, one.written, one.place, None, "")
        elif isinstance(one, OutputSyntax):
            output = one.output
            yield Found(output.text, output.text, output.place, ("outputs",), one.table.name)
        elif isinstance(one, ComparisonSyntax):
            owner = _compared(one)
            for text in _texts(one):
                yield Found(text.text, text.text, text.place, VALUES, owner)


def values_in(cell: Written) -> Iterator[Written]:
    """The values that one cell of a table holds."""
    syntax, _ = parse_cell(cell)
    waiting: list[CellSyntax] = [] if syntax is None else [syntax]
    while waiting:
        one = waiting.pop(0)
        values: tuple[CellValue, ...] = ()
        if isinstance(one, (CompareCell, HasCell)):
            values = (one.value,)
        elif isinstance(one, RangeCell):
            values = (one.low, one.high)
        elif isinstance(one, NotCell):
            waiting.append(one.item)
        elif isinstance(one, (BothCells, EitherCells)):
            waiting.extend(one.items)
        yield from (value.written for value in values)


def _inside(syntax: Syntax) -> tuple[Syntax, ...]:
    """The direct parts of a node, without the name of a function."""
    match syntax:
        case ListSyntax(items=items) | LogicSyntax(items=items) | CallSyntax(arguments=items):
            return items
        case ArithmeticSyntax(left=left, right=right):
            return (left, right)
        case NegativeSyntax(item=item) | NotSyntax(item=item) | MissingSyntax(item=item):
            return (item,)
        case ComparisonSyntax(first=first, links=links):
            return (first, *(other for _, other in links))
        case ChooseSyntax(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
        case OutputSyntax(table=table):
            return (table,)
        case _:
            return ()


def _compared(comparison: ComparisonSyntax) -> str:
    """The name that a comparison is about, if it is about one."""
    for side in _inside(comparison):
        if isinstance(side, NameSyntax):
            return side.name
        if isinstance(side, OutputSyntax):
            return side.output.text
    return ""


def _texts(comparison: ComparisonSyntax) -> Iterator[TextSyntax]:
    for side in _inside(comparison):
        for one in side.items if isinstance(side, ListSyntax) else (side,):
            if isinstance(one, TextSyntax):
                yield one
