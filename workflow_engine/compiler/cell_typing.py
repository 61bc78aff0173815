"""Types of table cells and of what a row gives."""

from __future__ import annotations

import re

from workflow_engine.compiler.literals import THIS, literal, truth
from workflow_engine.compiler.lowering import joined, to_number
from workflow_engine.compiler.phrases import kind_phrase, named_phrase
from workflow_engine.compiler.scope import Scope
from workflow_engine.compiler.typing import type_expression
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Edit, Fix, Place
from workflow_engine.language.cells import (
    AnyCell,
    BothCells,
    CellSyntax,
    CellValue,
    CompareCell,
    EitherCells,
    HasCell,
    MissingCell,
    NotCell,
    RangeCell,
)
from workflow_engine.language.expressions import parse_expression
from workflow_engine.language.nodes import Written
from workflow_engine.language.places import rewrite
from workflow_engine.program.expressions import (
    AttributeValue,
    Call,
    Compare,
    Constant,
    DefinitionValue,
    Expression,
    IsMissing,
    Not,
    OneOf,
)
from workflow_engine.program.types import BOOLEAN, Type, Value

__all__ = ["literal", "type_cell", "type_output"]

_DASHED = re.compile(r"\s*(-?[\d.]+)\s*[-~～—–至到]\s*(-?[\d.]+)\s*")
_DATES = re.compile(r"\s*(\d{4}-\d{2}-\d{2})\s*[~～—–至到]\s*(\d{4}-\d{2}-\d{2})\s*")
_LISTING = re.compile(r"\s*(?:[,，、;；/]|\bor\b|或)\s*")


class _CellTyper:
    """One cell of one column."""

    def __init__(self, subject: Expression, scope: Scope) -> None:
        self.subject = subject
        self.type = subject.type
        self.scope = scope
        self.diagnostics: list[Diagnostic] = []

    def typed(self, cell: CellSyntax) -> Expression | None:
        """The condition of a cell; None also for `any`."""
        match cell:
            case AnyCell():
                return None
            case MissingCell():
                return IsMissing(self.subject)
            case NotCell(item):
                return self._denied(item)
            case EitherCells(items):
                return self._either(items)
            case BothCells(items):
                return joined("and", [self.typed(item) for item in items])
            case CompareCell(op, value, place):
                return self._compare(op, value, place)
            case RangeCell():
                return self._range(cell)
            case HasCell(value, place):
                return self._has(value, place)

    def _denied(self, item: CellSyntax) -> Expression | None:
        inner = self.typed(item)
        match inner:
            case None:
                return None
            case Compare("==", left, right):
                return Compare("!=", left, right)
            case Not(denied):
                return denied
            case _:
                return Not(inner)

    def _either(self, items: tuple[CellSyntax, ...]) -> Expression | None:
        typed = [self.typed(item) for item in items]
        if any(isinstance(item, AnyCell) for item in items):
            return None
        values: list[Value] = []
        for one in typed:
            if not (isinstance(one, Compare) and one.op == "==" and one.left == self.subject):
                break
            assert isinstance(one.right, Constant), "a cell compares with written values"
            values.append(one.right.value)
        else:
            return OneOf(self.subject, tuple(dict.fromkeys(values)))
        return joined("or", typed)

    def _unfit(self, place: Place, zh: str, en: str) -> None:
        kind = named_phrase(self._subject_name(), self.type)
        self.diagnostics.append(diagnose("WE343", place, kind=kind, hint=Bilingual(zh, en)))

    def _subject_name(self) -> str | None:
        if isinstance(self.subject, AttributeValue | DefinitionValue):
            return self.subject.name
        return None

    def _plain(self, place: Place, value: CellValue | None = None) -> bool:
        """Whether the column holds single values; otherwise says what to write."""
        if self.type.kind == "list":
            shown = value.written if value is not None else "x"
            self._unfit(
                place,
                f"列表写作 `has {shown}`（含 {shown}）",
                f"for a list write `has {shown}`",
            )
            return False
        if self.type.kind == "record":
            self._unfit(
                place,
                "有几个结果的决策表不能作列；先把一个结果写成指标",
                "a table with several outputs cannot be a column; make one output a measure",
            )
            return False
        return True

    def _ordered(self, place: Place) -> bool:
        if not self._plain(place):
            return False
        if self.type.ordered:
            return True
        self._unfit(
            place, "没有大小之分；直接写值或 `a | b`", "it has no order; write the values, `a | b`"
        )
        return False

    def _value(self, value: CellValue, type_: Type) -> Constant | None:
        """The constant of a cell, in the type of the column."""
        text = value.written
        if type_.kind == "text":
            word = str(text)
            if not value.quoted and truth(word) is not None:
                hint = Bilingual(f'文字写作 `"{word}"`', f'write the text as `"{word}"`')
                self._wrong(text, type_, hint)
                return None
            return Constant(word, type_)
        name = self._subject_name()
        found, diagnostics = literal(text, type_, Bilingual.same(f"`{name}`") if name else THIS)
        if not diagnostics:
            return Constant(found, type_)
        if diagnostics[0].fix is not None or not self._explained(text, type_):
            self.diagnostics += diagnostics
        return None

    def _wrong(self, text: Written, type_: Type, hint: Bilingual) -> None:
        needed = kind_phrase(type_)
        self.diagnostics.append(
            diagnose("WE344", text.place, value=str(text), needed=needed, hint=hint)
        )

    def _explained(self, text: Written, type_: Type) -> bool:
        """Report a usual slip in a value by its own message."""
        dashed = (_DATES if type_.kind in ("date", "datetime") else _DASHED).fullmatch(text)
        if type_.ordered and dashed is not None:
            meant = f"{dashed[1]}..{dashed[2]}"
            reason = Bilingual(f"范围用两个点，写作 `{meant}`", f"it takes two dots, `{meant}`")
            fix = rewrite(text, 0, len(text), meant)
            self.diagnostics.append(
                diagnose("WE342", text.place, fix=fix, range=str(text), reason=reason)
            )
            return True
        parts = [part for part in _LISTING.split(text) if part]
        if len(parts) > 1 and all(not literal(self._same_place(p, text), type_)[1] for p in parts):
            either = " | ".join(parts)
            fix = rewrite(text, 0, len(text), either, safe=not type_.ordered)
            hint = None
            both = " ".join(f"≥ {part}" if n == 0 else f"< {part}" for n, part in enumerate(parts))
            if not type_.ordered:
                hint = Bilingual(f"几个值写作 `{either}`", f"write several values `{either}`")
            self.diagnostics.append(
                diagnose("WE341", text.place, fix=fix, help=hint, both=both, either=either)
            )
            return True
        if self.scope_has(text):
            hint = Bilingual(
                "单元格只与固定的值比较；要比较两个值，写一个指标（相减）或标签作列",
                "cells compare with fixed values; to compare two values make a measure or tag",
            )
            self._wrong(text, type_, hint)
            return True
        return False

    def scope_has(self, text: str) -> bool:
        """Whether the text is a name that an expression could use."""
        return text in self.scope.names()

    @staticmethod
    def _same_place(text: str, written: Written) -> Written:
        return Written(text, written.place)

    def _subject_for(self, value: Constant) -> Expression:
        return to_number(self.subject) if value.type.kind == "number" else self.subject

    def _number_for(self, value: CellValue) -> Type:
        """Whole numbers may be compared with fractions: `≥ 2.5`."""
        if self.type.kind == "integer" and "." in value.written:
            _, wrong = literal(value.written, Type("number"))
            if not wrong:
                return Type("number", unit=self.type.unit)
        return self.type

    def _compare(self, op: str, value: CellValue, place: Place) -> Expression | None:
        if not self._plain(place, value) or (op not in ("==", "!=") and not self._ordered(place)):
            return None
        type_ = self._number_for(value) if op not in ("==", "!=") else self.type
        constant = self._value(value, type_)
        if constant is None:
            return None
        if type_.kind == "boolean":
            holds = constant.value is (op == "==")
            return self.subject if holds else Not(self.subject)
        match op:
            case "==" | "!=" | "<" | "<=" | ">" | ">=":
                return Compare(op, self._subject_for(constant), constant)
            case _:
                raise AssertionError(op)

    def _range(self, cell: RangeCell) -> Expression | None:
        if not self._ordered(cell.place):
            return None
        types = self._number_for(cell.low), self._number_for(cell.high)
        type_ = types[0] if types[0].kind == "number" else types[1]
        low, high = self._value(cell.low, type_), self._value(cell.high, type_)
        if low is None or high is None:
            return None
        assert low.value is not None, "a constant of an ordered type"
        assert high.value is not None, "a constant of an ordered type"
        empty = not (cell.with_low and cell.with_high)
        if low.value > high.value or (empty and low.value == high.value):  # type: ignore[operator]
            self._empty_range(cell, turned=low.value != high.value)
            return None
        subject = self._subject_for(low)
        lower = Compare(">=" if cell.with_low else ">", subject, low)
        return joined("and", [lower, Compare("<=" if cell.with_high else "<", subject, high)])

    def _empty_range(self, cell: RangeCell, *, turned: bool) -> None:
        """Report a range in which no value lies; `turned` when its ends are exchanged."""
        low, high = cell.low.written, cell.high.written
        dots = f"{'' if cell.with_low else '<'}..{'' if cell.with_high else '<'}"
        if turned:
            meant = f"{high}{dots}{low}"
            reason = Bilingual("起点在终点之后，没有值符合", "it starts after its end")
            hint = Bilingual(
                f"起点和终点写反了？写作 `{meant}`", f"are the ends exchanged? write `{meant}`"
            )
        else:
            meant = str(low)
            reason = Bilingual("起点就是终点，却不含它，没有值符合", "it leaves out its only value")
            hint = Bilingual(f"只要 {low}，写作 `{meant}`", f"for {low} alone write `{meant}`")
        fix = None
        if low.inner is not None and high.inner is not None and low.place.line == high.place.line:
            edits = (Edit(low.inner, str(high)), Edit(high.inner, str(low)))
            title = Bilingual(f"改写为 `{meant}`", f"write `{meant}`")
            fix = Fix(title, edits, safe=False) if turned else None
        self.diagnostics.append(
            diagnose(
                "WE342", cell.place, fix=fix, help=hint, range=f"{low}{dots}{high}", reason=reason
            )
        )

    def _has(self, value: CellValue, place: Place) -> Expression | None:
        item = self.type.item
        if item is None:
            self._unfit(
                place, "`has`（含）只用于列表；直接写值", "`has` is for lists; write just the value"
            )
            return None
        constant = self._value(value, item)
        return None if constant is None else Call("contains", (self.subject, constant), BOOLEAN)


def type_cell(
    cell: CellSyntax, subject: Expression, scope: Scope
) -> tuple[Expression | None, list[Diagnostic]]:
    """The condition that `cell` puts on `subject`; None without diagnostics means any value."""
    typer = _CellTyper(subject, scope)
    condition = typer.typed(cell)
    return (None if typer.diagnostics else condition), typer.diagnostics


def type_output(
    written: Written, type_: Type, scope: Scope
) -> tuple[Expression | None, list[Diagnostic]]:
    """What a row gives, as an expression of the output's type.

    A literal; for numbers, dates and truth also an expression. A text is taken as it stands.
    """
    value, wrong = literal(written, type_)
    if not wrong:
        return Constant(value, type_), []
    looks_plain = not any(char.isalpha() or char in "(+*×÷" for char in written)
    if type_.kind not in ("integer", "number", "boolean", "date", "datetime") or looks_plain:
        return None, wrong
    syntax, diagnostics = parse_expression(written, scope.language(written.place))
    if syntax is None:
        return None, diagnostics
    expression, found = type_expression(syntax, scope, type_)
    return expression, diagnostics + found
