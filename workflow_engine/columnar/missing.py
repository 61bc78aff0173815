"""On which missing attributes something undecided depends, as one column for each attribute.

The union, over all definitions and items, of what `decide.decider.missing_attributes` gives. A part
that is unknown is missing what its own parts are missing; a function of a list also the attribute
behind a list with a gap. What a definition is missing counts for itself already, so that those who
read it add nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from workflow_engine.columnar.columns import (
    STATUSES,
    attribute_column,
    missing_column,
    status_column,
    value_column,
)
from workflow_engine.columnar.rule_answers import any_of
from workflow_engine.columnar.sharing import is_part, nodes
from workflow_engine.decide.reference import attributes_in
from workflow_engine.program.expressions import (
    And,
    AttributeValue,
    Call,
    Choose,
    Constant,
    DefinitionValue,
    Expression,
    IsMissing,
    Or,
)
from workflow_engine.program.program import Item, Measure, Program, Scale, Table, Tag
from workflow_engine.program.reading import parts

if TYPE_CHECKING:
    from workflow_engine.columnar.expressions import Expressions
    from workflow_engine.columnar.gates import Gates
    from workflow_engine.columnar.rule_answers import RuleAnswers
    from workflow_engine.columnar.stages import Stages

_STATUS_UNKNOWN = STATUSES.index("unknown")


@dataclass(frozen=True, slots=True)
class Gap:
    """When an attribute is missing for something: wherever it is null, and in the `cases`.

    `always` is whether the former holds; the cases are Booleans, never null.
    """

    always: bool
    cases: tuple[pl.Expr, ...] = ()

    def joined(self, other: Gap) -> Gap:
        """When it is missing for one thing or another."""
        return Gap(self.always or other.always, (*self.cases, *other.cases))


Gaps = Mapping[str, Gap]


def gated_parts(expression: Expression) -> Iterator[Expression]:
    """The parts of an expression that may be known although an attribute in them is missing."""
    if isinstance(expression, IsMissing):
        return
    if _is_gated(expression) and any(isinstance(n, AttributeValue) for n in nodes(expression)):
        yield expression
    for part in parts(expression):
        yield from gated_parts(part)


class MissingAttributes:
    """Adds the columns of missing attributes of a program with shared parts.

    `asked` limits them to what one definition is missing, also through those it reads.
    """

    def __init__(
        self,
        program: Program,
        expressions: Expressions,
        stages: Stages,
        looked: Mapping[str, RuleAnswers],
        gates: Gates,
        *,
        asked: str | None = None,
    ) -> None:
        self._program = program
        self._asked = asked
        self._expressions = expressions
        self._stages = stages
        self._looked = looked
        self._gates = gates
        self._of_definitions: dict[str, Gaps] = {}
        self._columns = {
            one.value: name for name, one in program.definitions.items() if isinstance(one, Measure)
        }

    def add(self) -> list[str]:
        """Add the column of every attribute; their names."""
        found = _union(self._everything())
        for attribute in self._program.attributes.values():
            gap = found.get(attribute.id, Gap(always=False))
            cases = gap.cases
            if gap.always:
                kept = cases if attribute.type.kind == "list" else ()
                cases = (_is_null(attribute.id), *kept)
            self._stages.add(missing_column(attribute.id), any_of(cases))
        return [missing_column(name) for name in self._program.attributes]

    def _everything(self) -> Iterator[Gaps]:
        if self._asked is not None:
            yield self._of_definition(self._asked)
            return
        for name in self._program.definitions:
            if not is_part(name):
                yield self._of_definition(name)
        for item in self._program.items.values():
            yield from self._of_item(item)

    def _of_definition(self, name: str) -> Gaps:
        if name not in self._of_definitions:
            definition = self._program.definitions[name]
            match definition:
                case Measure(value=expression) | Tag(when=expression):
                    found = self._gaps(expression)
                case Scale():
                    found = _union(self._of_scale(definition))
                case Table():
                    found = _union(self._of_table(definition))
            self._of_definitions[name] = self._once(found)
        return self._of_definitions[name]

    def _once(self, gaps: Gaps) -> Gaps:
        """The same gaps, each in a column of its own, as several others may read them."""
        return {
            name: Gap(gap.always, (self._stages.once(any_of(gap.cases)),)) if gap.cases else gap
            for name, gap in gaps.items()
        }

    def _of_scale(self, scale: Scale) -> Iterator[Gaps]:
        looked = self._looked[scale.id]
        unknown = _unknown(scale.id)
        in_order = scale.hit in ("first", "priority")
        for index, level in enumerate(scale.levels):
            reached = looked.certain >= looked.index(index)
            yield self._only(self._gaps(level.when), unknown & reached if in_order else unknown)

    def _of_table(self, table: Table) -> Iterator[Gaps]:
        looked = self._looked[table.id]
        unknown = _unknown(table.id)
        for expression in table.otherwise or ():
            yield self._only(self._gaps(expression), unknown)
        for index, row in enumerate(table.rows):
            gate = unknown
            if table.hit == "first":
                gate = unknown & (looked.certain >= looked.index(index))
            yield self._only(self._gaps(row.when), gate)
            given = _union(self._gaps(expression) for expression in row.then)
            if given:
                possible = self._expressions.value(row.when).fill_null(value=True)
                yield self._only(given, gate & possible)

    def _of_item(self, item: Item) -> Iterator[Gaps]:
        if item.applies is not None:
            gaps = self._gaps(item.applies)
            if item.until is not None:
                over = self._expressions.value(item.until).fill_null(value=False)
                gaps = self._only(gaps, ~over)
            yield gaps
        if item.until is not None:
            opened = self._expressions.holds(item.applies) | self._gates.granted(item)
            yield self._only(self._gaps(item.until), opened.fill_null(value=True))

    def _gaps(self, expression: Expression) -> Gaps:
        """What an expression is missing where it is unknown."""
        match expression:
            case AttributeValue(name):
                return {name: Gap(always=True)}
            case DefinitionValue(name):
                counted = self._asked is None and not is_part(name)
                return {} if counted else self._of_definition(name)
            case IsMissing():
                return {}
            case Choose(condition, then, otherwise):
                answer = self._expressions.value(condition)
                found = _union(
                    (
                        self._gaps(condition),
                        self._only(self._gaps(then), answer.fill_null(value=True)),
                        self._only(self._gaps(otherwise), ~answer.fill_null(value=False)),
                    )
                )
                return self._only(found, self._is_unknown(expression))
            case Call() if any(a.type.kind == "list" for a in expression.arguments):
                return self._of_list_call(expression)
            case _:
                found = _union(self._gaps(part) for part in parts(expression))
                if _is_gated(expression):
                    return self._only(found, self._is_unknown(expression))
                return found

    def _of_list_call(self, call: Call) -> Gaps:
        """What a function of lists is missing: also what is behind lists with gaps."""
        found = [self._gaps(argument) for argument in call.arguments]
        if call.function == "coalesce":
            found = [self._only(one, self._is_unknown(call)) for one in found]
        elif call.type.kind != "list":
            unknown = self._is_unknown(call)
            for argument in call.arguments:
                behind = attributes_in(argument) if argument.type.kind == "list" else ()
                if behind:
                    case = unknown if _all_gap(call) else unknown & self._has_gap(argument)
                    found.append(dict.fromkeys(sorted(behind), Gap(always=False, cases=(case,))))
        return _union(found)

    def _is_unknown(self, expression: Expression) -> pl.Expr:
        name = self._columns.get(expression)
        if name is not None:
            return pl.col(value_column(name)).is_null()
        return self._stages.once(self._expressions.value(expression)).is_null()

    def _has_gap(self, values: Expression) -> pl.Expr:
        gap = self._expressions.value(values).list.contains(None)
        return self._stages.once(gap.fill_null(value=False))

    @staticmethod
    def _only(gaps: Gaps, gate: pl.Expr) -> Gaps:
        """The gaps where something holds."""
        return {
            name: Gap(
                always=False,
                cases=(gate & any_of([*([_is_null(name)] if gap.always else []), *gap.cases]),),
            )
            for name, gap in gaps.items()
        }


def _is_gated(expression: Expression) -> bool:
    """Whether an expression may be known although one of its parts is unknown, or has a gap."""
    match expression:
        case And() | Or() | Choose():
            return True
        case Call(function, arguments):
            return function == "coalesce" or any(a.type.kind == "list" for a in arguments)
        case _:
            return False


def _all_gap(call: Call) -> bool:
    """Whether a function is unknown only for want of the attribute behind its first argument."""
    values, *others = call.arguments
    if not all(isinstance(other, Constant) for other in others):
        return False
    if isinstance(values, Call) and values.function in ("last", "first"):
        whole, size = values.arguments
        filled = isinstance(size, Constant) and isinstance(size.value, int) and size.value > 0
        return isinstance(whole, AttributeValue) and filled
    return isinstance(values, AttributeValue) and call.function not in ("min", "max", "mean")


def _union(several: Iterable[Gaps]) -> Gaps:
    found: dict[str, Gap] = {}
    for gaps in several:
        for name, gap in gaps.items():
            found[name] = gap if name not in found else found[name].joined(gap)
    return found


def _is_null(attribute: str) -> pl.Expr:
    return pl.col(attribute_column(attribute)).is_null()


def _unknown(definition: str) -> pl.Expr:
    return pl.col(status_column(definition)) == _STATUS_UNKNOWN
