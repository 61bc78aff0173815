"""Cells of decision tables: `28`, `≥ 5 < 10`, `18..<30`, `高 | 中`, `not 低`, `any`, `missing`.

A cell says what one column must be. What its values mean (a number, a date, an option) is decided
by the column's type, later. `not` stands first and denies everything after it: `not 高 | 中` is
neither; `not missing` is one word of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Fix, Place
from workflow_engine.language.keywords import EXPRESSION_WORDS
from workflow_engine.language.nodes import Written
from workflow_engine.language.places import part, rewrite

CellComparison = Literal["==", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class CellValue:
    """A value, not yet read; `quoted` when it stands in quotes inside the cell."""

    written: Written
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class AnyCell:
    """`any`, `-` or nothing: the column does not matter."""

    place: Place


@dataclass(frozen=True, slots=True)
class MissingCell:
    """`missing`: the customer has no value."""

    place: Place


@dataclass(frozen=True, slots=True)
class CompareCell:
    """`≥ 5`; a bare value is `==`."""

    op: CellComparison
    value: CellValue
    place: Place


@dataclass(frozen=True, slots=True)
class RangeCell:
    """`18..30`: from `low` to `high`, each end included or not."""

    low: CellValue
    high: CellValue
    with_low: bool
    with_high: bool
    place: Place


@dataclass(frozen=True, slots=True)
class HasCell:
    """`has x`: the list contains x."""

    value: CellValue
    place: Place


@dataclass(frozen=True, slots=True)
class NotCell:
    """`not …`."""

    item: CellSyntax
    place: Place


@dataclass(frozen=True, slots=True)
class BothCells:
    """`≥ 5 < 10`: all of them."""

    items: tuple[CellSyntax, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class EitherCells:
    """`高 | 中`, or a list of cells: at least one of them."""

    items: tuple[CellSyntax, ...]
    place: Place


CellSyntax: TypeAlias = (
    AnyCell | MissingCell | CompareCell | RangeCell | HasCell | NotCell | BothCells | EitherCells
)

_MAX_CHARACTERS = 2_000
_OPERATORS: dict[str, CellComparison] = {
    "==": "==", "=": "==", "!=": "!=", "<>": "!=", "≠": "!=", "<=": "<=", "=<": "<=", "≤": "<=",
    "≦": "<=", ">=": ">=", "=>": ">=", "≥": ">=", "≧": ">=", "<": "<", ">": ">",
    "不等于": "!=", "等于": "==",
}  # fmt: skip
_OPERATOR = re.compile("|".join(sorted(map(re.escape, _OPERATORS), key=len, reverse=True)))
_RANGE = re.compile(r"(<?)\.\.(<?)")
_JOINT = re.compile(r"\s*(?:,|、|;|\band\b|且|&&?)\s*$")
_WIDE = str.maketrans("＜＞＝！｜．－，；", "<>=!|.-,;")
_QUOTES = {'"': '"', "'": "'", "“": "”", "「": "」"}

_ANY = ("any", EXPRESSION_WORDS["any"], "-", "—", "–")
_IS_MISSING = ("missing", "is missing", EXPRESSION_WORDS["is missing"])
_NOT_MISSING = re.compile(
    rf"(?:is )?not\s+missing|{EXPRESSION_WORDS['not']}\s+{EXPRESSION_WORDS['is missing']}"
    rf"|{EXPRESSION_WORDS['is not missing']}"
)
_NOT = re.compile(
    rf"(?!(?:{_NOT_MISSING.pattern})\s*(?:\||$))"
    rf"(?:not\s+|not(?=[\"'“「<>=≠≥≤])|{EXPRESSION_WORDS['not']}\s+)"
)
_HAS = re.compile(rf"(?:has\s+|{EXPRESSION_WORDS['has']}\s+)")


class _CellReader:
    """One cell; positions in `plain` (full-width signs made plain) are those of `written`."""

    def __init__(self, written: Written) -> None:
        self.written = written
        self.plain = written.translate(_WIDE)
        self.diagnostics: list[Diagnostic] = []

    def bad(self, place: Place, zh: str, en: str) -> None:
        self.diagnostics.append(
            diagnose("WE340", place, cell=str(self.written), reason=Bilingual(zh, en))
        )

    def read(self, start: int, end: int) -> CellSyntax | None:
        """The cell between two positions."""
        piece = part(self.written, start, end)
        start += len(self.plain[start:end]) - len(self.plain[start:end].lstrip())
        text = self.plain[start : start + len(piece)]
        end = start + len(piece)
        if text == "" or text in _ANY:
            return AnyCell(piece.place)
        if _NOT_MISSING.fullmatch(text):
            return NotCell(MissingCell(piece.place), piece.place)
        denied = _NOT.match(text)
        if denied is not None:
            inner = self.read(start + denied.end(), end)
            if isinstance(inner, AnyCell):
                self.bad(piece.place, "`not` 后面缺少值", "a value is missing after `not`")
                return None
            return None if inner is None else NotCell(inner, piece.place)
        items = [self._single(low, high) for low, high in self._split(start, end)]
        known = [item for item in items if item is not None]
        if len(known) < len(items):
            return None
        if len(known) > 1 and any(isinstance(item, AnyCell) for item in known):
            self.bad(piece.place, "`any` 之外再写别的值没有意义", "nothing can be added to `any`")
            return None
        return known[0] if len(known) == 1 else EitherCells(tuple(known), piece.place)

    def _split(self, start: int, end: int) -> list[tuple[int, int]]:
        """The stretches between `|`, leaving alone what stands in quotes."""
        spans: list[tuple[int, int]] = []
        at, closing = start, ""
        for index in range(start, end):
            char = self.plain[index]
            if closing:
                closing = "" if char == closing else closing
            elif char in _QUOTES and not self.plain[at:index].strip(" \t<>=!≠≥≤."):
                closing = _QUOTES[char]
            elif char == "|":
                spans.append((at, index))
                at = index + 1
        return [*spans, (at, end)]

    def _single(self, start: int, end: int) -> CellSyntax | None:
        piece = part(self.written, start, end)
        text = self.plain[start:end].strip()
        if not text:
            self.bad(piece.place, "`|` 旁边缺少值", "a value is missing beside `|`")
            return None
        if text in _IS_MISSING:
            return MissingCell(piece.place)
        if _NOT_MISSING.fullmatch(text):
            return NotCell(MissingCell(piece.place), piece.place)
        if text in _ANY:
            return AnyCell(piece.place)
        if _NOT.match(text):
            self.bad(
                piece.place,
                "`not` 要写在最前面，对后面全部有效",
                "`not` stands first and denies everything after it",
            )
            return None
        offset = start + self.plain[start:end].index(text)
        has = _HAS.match(text)
        if has is not None:
            return HasCell(self._value(offset + has.end(), offset + len(text)), piece.place)
        if _OPERATOR.match(text):
            return self._comparisons(offset, offset + len(text))
        closing = _QUOTES.get(text[0])
        ends = None if closing and text.find(closing, 1) == len(text) - 1 else _RANGE.search(text)
        if ends is not None:
            return self._range(offset, len(text), ends)
        value = self._value(offset, offset + len(text))
        return CompareCell("==", value, piece.place)

    def _value(self, start: int, end: int) -> CellValue:
        written = part(self.written, start, end)
        closing = _QUOTES.get(written[:1])
        if (
            closing is not None
            and len(written) > 1
            and written.find(closing, 1) == len(written) - 1
        ):
            inside = part(written, 1, len(written) - 1)
            exact = Written(written[1:-1], inside.place, quoted=True, inner=inside.inner)
            return CellValue(exact, quoted=True)
        return CellValue(written)

    def _comparisons(self, start: int, end: int) -> CellSyntax | None:
        found = list(_OPERATOR.finditer(self.plain, start, end))
        items: list[CellSyntax] = []
        for index, operator in enumerate(found):
            stop = found[index + 1].start() if index + 1 < len(found) else end
            joint = _JOINT.search(self.plain, operator.end(), stop)
            if index + 1 < len(found) and joint is not None:
                if joint.group().strip() in (",", "、", ";"):
                    self._comma(joint.start(), joint.end())
                    return None
                stop = joint.start()
            value = self._value(operator.end(), stop)
            if not value.written:
                self.bad(
                    part(self.written, operator.start(), stop).place,
                    f"`{operator.group()}` 后面缺少值",
                    f"a value is missing after `{operator.group()}`",
                )
                return None
            place = part(self.written, operator.start(), stop).place
            items.append(CompareCell(_OPERATORS[operator.group()], value, place))
        if len(items) == 1:
            return items[0]
        return BothCells(tuple(items), part(self.written, start, end).place)

    def _comma(self, start: int, end: int) -> None:
        both = f"{self.written[:start]} {self.written[end:].lstrip()}"
        either = f"{self.written[:start]} | {self.written[end:].lstrip()}"
        fix = rewrite(self.written, start, end, " ", safe=False)
        if fix is not None:
            fix = Fix(Bilingual(f"改写为 `{both}`", f"write `{both}`"), fix.edits, safe=False)
        self.diagnostics.append(
            diagnose(
                "WE341",
                part(self.written, start, end).place,
                fix=fix,
                both=both,
                either=either,
            )
        )

    def _range(self, offset: int, length: int, ends: re.Match[str]) -> RangeCell | None:
        low = self._value(offset, offset + ends.start())
        high = self._value(offset + ends.end(), offset + length)
        piece = part(self.written, offset, offset + length)
        if not low.written or not high.written or _RANGE.search(high.written.translate(_WIDE)):
            reason = Bilingual("要有一个起点和一个终点", "it needs one start and one end")
            self.diagnostics.append(diagnose("WE342", piece.place, range=str(piece), reason=reason))
            return None
        return RangeCell(low, high, not ends[1], not ends[2], piece.place)


def parse_cell(
    written: Written | tuple[Written, ...],
) -> tuple[CellSyntax | None, list[Diagnostic]]:
    """The meaning of one cell, or of a list of cells (any of them); None and why not."""
    if isinstance(written, Written):
        if len(written) > _MAX_CHARACTERS:
            length, limit = str(len(written)), str(_MAX_CHARACTERS)
            return None, [diagnose("WE301", written.place, length=length, limit=limit)]
        reader = _CellReader(written)
        return reader.read(0, len(written)), reader.diagnostics
    items: list[CellSyntax] = []
    diagnostics: list[Diagnostic] = []
    for one in written:
        cell, found = parse_cell(one)
        diagnostics += found
        if cell is not None:
            items.append(cell)
    if diagnostics or not items:
        return None, diagnostics
    return (items[0] if len(items) == 1 else EitherCells(tuple(items), items[0].place)), []


_WORDS = ("any", "has", "true", "false")


def translate_cell(text: str, to: str) -> str:
    """The same cell with its words in the other language (`zh`, `en`); values and signs stay.

    >>> translate_cell("not missing", "zh"), translate_cell("高 | 缺失", "en")
    ('不缺失', '高 | missing')
    """
    written = Written(text, Place(""))
    reader = _CellReader(written)
    denied = _NOT.match(reader.plain)
    if denied is not None:
        word = EXPRESSION_WORDS["not"] if to == "zh" else "not"
        return f"{word} {_translated_spans(text[denied.end() :], to)}"
    if text.strip() in ("-", "—", "–"):
        return text
    return _translated_spans(text, to)


def _translated_spans(text: str, to: str) -> str:
    reader = _CellReader(Written(text, Place("")))
    spans = reader._split(0, len(text))  # noqa: SLF001 - same module
    return "|".join(_translated_word(text[start:end], to) for start, end in spans)


def _translated_word(text: str, to: str) -> str:
    word = text.strip()
    lead = text[: len(text) - len(text.lstrip())]
    tail = text[len(text.rstrip()) :]
    if word in _IS_MISSING:
        word = EXPRESSION_WORDS["is missing"] if to == "zh" else "missing"
    elif _NOT_MISSING.fullmatch(word):
        word = EXPRESSION_WORDS["is not missing"] if to == "zh" else "not missing"
    elif (has := _HAS.match(word)) is not None:
        word = f"{EXPRESSION_WORDS['has'] if to == 'zh' else 'has'} {word[has.end() :]}"
    else:
        for english in _WORDS:
            if word in (english, EXPRESSION_WORDS[english]):
                word = EXPRESSION_WORDS[english] if to == "zh" else english
                break
    return f"{lead}{word}{tail}"
