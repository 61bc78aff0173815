"""Two limits of one value in the wrong places: `30 <= tier <= 28`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from itertools import combinations
from typing import NamedTuple, TypeAlias

from workflow_engine.checks.grounds import Ground
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Edit, Fix, Place
from workflow_engine.diagnostics.lines import lines_of
from workflow_engine.explain.comparisons import bound
from workflow_engine.language.cells import BothCells, CellSyntax, CompareCell, parse_cell
from workflow_engine.language.expressions import parse_expression
from workflow_engine.language.nodes import Written
from workflow_engine.language.syntax import (
    ComparisonSyntax,
    LogicSyntax,
    NameSyntax,
    NumberSyntax,
    Syntax,
    TextSyntax,
)
from workflow_engine.program.expressions import And, Compare, Expression

_LOW = frozenset({">", ">="})
_HIGH = frozenset({"<", "<="})
_QUOTES = ("'", '"')
_CHAIN = re.compile(r"[^<>≤≥]+(?:[<≤]=?[^<>≤≥]+){2}|[^<>≤≥]+(?:[>≥]=?[^<>≤≥]+){2}")
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}

_Limit: TypeAlias = Decimal | dt.date


class _Written(NamedTuple):
    """A limit as it is written: of what, on which side, its value and where that stands."""

    subject: str
    low: bool
    limit: _Limit
    place: Place


def swapped_limits(ground: Ground, condition: Expression) -> Expression | None:
    """A condition that nobody fulfils with two limits exchanged, if somebody then does."""
    if not isinstance(condition, And):
        return None
    items = condition.items
    for one, other in combinations(range(len(items)), 2):
        first, second = bound(items[one]), bound(items[other])
        if first is None or second is None or first.subject != second.subject:
            continue
        if not _other_way_round(first.op, second.op):
            continue
        exchanged = list(items)
        exchanged[one] = Compare(first.op, first.subject, second.limit)
        exchanged[other] = Compare(second.op, second.subject, first.limit)
        made = replace(condition, items=tuple(exchanged))
        apart = ground.apart(ground.sure(items[one]), ground.sure(items[other]))
        if apart and not ground.beside(made).never(made):
            return made
    return None


def asked(text: str | None, said: Bilingual) -> Bilingual:
    """Whether the author meant the condition with its limits exchanged.

    In `30 <= tier <= 28` nothing else can be meant, of two conditions it may be that `or` was.
    """
    either = text is None or not _CHAIN.fullmatch(text)
    zh, en = (f" `{text}`", f"`{text}`") if text else (f"“{said.zh}”", f"“{said.en}”")
    return Bilingual(
        f"上下界写反了？是不是{zh}？" + ("两种情况都算的，用“或”" if either else ""),
        f"are the two limits the wrong way round? Did you mean {en}?"
        + (" Where either case will do, write `or`." if either else ""),
    )


class SwappedTexts:
    """Finds the limits in the texts of a policy, by file."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._lines = {file: lines_of(text) for file, text in sources.items()}

    def condition(self, place: Place) -> tuple[str, Fix] | tuple[None, None]:
        """The condition that is written at a place with two limits exchanged, if that is plain."""
        written = self._written(place)
        syntax = None if written is None else parse_expression(written)[0]
        if written is None or syntax is None:
            return None, None
        return self._exchanged(written, list(_limits(syntax)))

    def cell(self, place: Place) -> tuple[str, Fix] | tuple[None, None]:
        """The same for a cell of a table."""
        written = self._written(place)
        syntax = None if written is None else parse_cell(written)[0]
        if written is None or syntax is None:
            return None, None
        return self._exchanged(written, list(_limits_of_cell(syntax)))

    def _written(self, place: Place) -> Written | None:
        """The text at a place within one line, without its quotes."""
        if place.file not in self._lines or place.line != place.end_line or not place.line:
            return None
        line = self._lines[place.file][place.line - 1]
        text = line[place.column - 1 : place.end_column - 1]
        quoted = len(text) > 1 and text[0] in _QUOTES and text[0] == text[-1]
        if "\\" in text or (quoted and text[0] in text[1:-1]):
            return None
        if not quoted:
            return Written(text, place, inner=place)
        inner = replace(place, column=place.column + 1, end_column=place.end_column - 1)
        return Written(text[1:-1], place, quoted=True, inner=inner)

    def _exchanged(
        self, written: Written, limits: list[_Written]
    ) -> tuple[str, Fix] | tuple[None, None]:
        for one, other in combinations(limits, 2):
            low, high = (one, other) if one.low else (other, one)
            if one.subject != other.subject or one.low == other.low:
                continue
            if type(low.limit) is not type(high.limit) or not _above(low.limit, high.limit):
                continue
            edits = tuple(
                Edit(place, self._at(text))
                for place, text in ((one.place, other.place), (other.place, one.place))
            )
            start = written.inner.column if written.inner is not None else 0
            text = str(written)
            for edit in sorted(edits, key=lambda edit: -edit.place.column):
                first, last = edit.place.column - start, edit.place.end_column - start
                text = text[:first] + edit.text + text[last:]
            title = Bilingual(f"改写为 `{text}`", f"write `{text}`")
            return text, Fix(title, edits, safe=False)
        return None, None

    def _at(self, place: Place) -> str:
        return self._lines[place.file][place.line - 1][place.column - 1 : place.end_column - 1]


def _other_way_round(first: str, second: str) -> bool:
    return (first in _LOW and second in _HIGH) or (first in _HIGH and second in _LOW)


def _above(one: _Limit, other: _Limit) -> bool:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one > other
    return isinstance(one, dt.date) and isinstance(other, dt.date) and one > other


def _limits(syntax: Syntax) -> Iterator[_Written]:
    """The limits that must hold together in an expression."""
    match syntax:
        case LogicSyntax(word="and", items=items):
            for item in items:
                yield from _limits(item)
        case ComparisonSyntax(first=left, links=links):
            for op, right in links:
                if op in _LOW | _HIGH:
                    yield from _limit(left, op, right)
                    yield from _limit(right, _MIRRORED[op], left)
                left = right
        case _:
            return


def _limit(subject: Syntax, op: str, limit: Syntax) -> Iterator[_Written]:
    if not isinstance(subject, NameSyntax):
        return
    match limit:
        case NumberSyntax(value=value):
            yield _Written(subject.name, op in _LOW, value, limit.place)
        case TextSyntax(text=text):
            day = _day(text)
            if day is not None:
                yield _Written(subject.name, op in _LOW, day, limit.place)
        case _:
            return


def _limits_of_cell(syntax: CellSyntax) -> Iterator[_Written]:
    match syntax:
        case BothCells(items=items):
            for item in items:
                yield from _limits_of_cell(item)
        case CompareCell(op=op, value=value) if op in _LOW | _HIGH and not value.quoted:
            text = str(value.written)
            limit = _number(text) or _day(text)
            if limit is not None and value.written.inner is not None:
                yield _Written("", op in _LOW, limit, value.written.place)
        case _:
            return


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
