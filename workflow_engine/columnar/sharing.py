"""A policy whose repeated parts are definitions of their own: columns that are calculated once.

The definitions added have names that no author can write (`#0`, `#1`, …). They mean nothing by
themselves: an expression that reads one means what it meant before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from workflow_engine.decide.functions import DATED
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.expressions import (
    And,
    Arithmetic,
    Call,
    Choose,
    Compare,
    DefinitionValue,
    Expression,
    IsMissing,
    Negative,
    Not,
    OneOf,
    Or,
    ToNumber,
)
from workflow_engine.program.program import Definition, Item, Measure, Program, Scale, Table, Tag
from workflow_engine.program.reading import expressions_of, parts

if TYPE_CHECKING:
    from workflow_engine.diagnostics.diagnostic import Place

_MARK = "#"
_WORTH = (And, Or, Not, Compare, OneOf, IsMissing, Choose, Call)
"""What is worth a column when it stands in several places; never a list, which costs more to keep
than the few functions that read it.
"""


def is_part(name: str) -> bool:
    """Whether a definition is a repeated part, not one of the author's."""
    return name.startswith(_MARK)


def with_shared_parts(
    program: Program, marked: Callable[[Expression], Iterable[Expression]]
) -> Program:
    """The program with a definition for each part that stands in several places.

    `marked` names the parts of an expression that get a definition even where they stand once.
    """
    return _Sharing(program, marked).program()


def nodes(expression: Expression) -> Iterator[Expression]:
    """An expression and all its parts."""
    yield expression
    for part in parts(expression):
        yield from nodes(part)


def all_expressions(program: Program) -> Iterator[Expression]:
    """Every expression that decides about a customer."""
    for definition in program.definitions.values():
        yield from expressions_of(definition)
    for item in program.items.values():
        yield from (e for e in (item.applies, item.until) if e is not None)


class _Sharing:
    def __init__(
        self, program: Program, marked: Callable[[Expression], Iterable[Expression]]
    ) -> None:
        self._program = program
        roots = list(all_expressions(program))
        counts = Counter(node for root in roots for node in nodes(root))
        shared = {node for node, times in counts.items() if times > 1}
        shared.update(node for root in roots for node in marked(root))
        for item in program.items.values():  # several columns of an item read its conditions
            shared.update(e for e in (item.applies, item.until) if e is not None)
        self._shared: Collection[Expression] = {node for node in shared if _worth(node)}
        self._names: dict[Expression, str] = {}
        self._definitions: dict[str, Definition] = {}
        self._place: Place = program.head.place

    def program(self) -> Program:
        for name, definition in self._program.definitions.items():
            self._place = definition.place
            self._definitions[name] = self._definition(definition)
        items = {name: self._item(item) for name, item in self._program.items.items()}
        return replace(self._program, definitions=self._definitions, items=items)

    def _definition(self, definition: Definition) -> Definition:
        match definition:
            case Tag(id=name, when=expression):
                changed: Definition = replace(definition, when=self._read(expression))
                self._names.setdefault(expression, name)
                return changed
            case Measure(id=name, value=expression):
                changed = replace(definition, value=self._read(expression))
                self._names.setdefault(expression, name)
                return changed
            case Scale(levels=levels):
                changed_levels = (replace(one, when=self._read(one.when)) for one in levels)
                return replace(definition, levels=tuple(changed_levels))
            case Table():
                rows = (
                    replace(row, when=self._read(row.when), then=self._all(row.then))
                    for row in definition.rows
                )
                otherwise = definition.otherwise
                return replace(
                    definition,
                    rows=tuple(rows),
                    otherwise=None if otherwise is None else self._all(otherwise),
                )

    def _item(self, item: Item) -> Item:
        applies = None if item.applies is None else self._read(item.applies)
        until = None if item.until is None else self._read(item.until)
        return replace(item, applies=applies, until=until)

    def _all(self, expressions: tuple[Expression, ...]) -> tuple[Expression, ...]:
        return tuple(self._read(expression) for expression in expressions)

    def _read(self, expression: Expression) -> Expression:
        """An expression, with shared parts read from their definitions."""
        if expression in self._shared:
            name = self._names.get(expression)
            if name is None:
                name = self._add(expression)
            return DefinitionValue(name, expression.type)
        return _rebuilt(expression, self._read)

    def _add(self, expression: Expression) -> str:
        changed = _rebuilt(expression, self._read)
        name = f"{_MARK}{len(self._names)}"
        label = Bilingual(name, name)
        self._definitions[name] = Measure(name, label, expression.type, changed, self._place)
        self._names[expression] = name
        return name


def _worth(expression: Expression) -> bool:
    if isinstance(expression, Call) and expression.function in DATED:
        return False  # compared with a constant, it is not calculated at all
    return isinstance(expression, _WORTH) and expression.type.kind not in ("list", "record")


def _rebuilt(expression: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """An expression whose direct parts are changed."""
    match expression:
        case And(items) | Or(items):
            return replace(expression, items=tuple(change(item) for item in items))
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return replace(expression, left=change(left), right=change(right))
        case Not(item) | OneOf(item) | IsMissing(item) | Negative(item) | ToNumber(item):
            return replace(expression, item=change(item))
        case Choose(condition, then, otherwise):
            return Choose(change(condition), change(then), change(otherwise), expression.type)
        case Call(_, arguments):
            return replace(expression, arguments=tuple(change(a) for a in arguments))
        case _:
            return expression
