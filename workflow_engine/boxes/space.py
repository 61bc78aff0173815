"""The space of customers as some conditions see them, cut into cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from workflow_engine.boxes.axes import (
    AnyOther,
    Axis,
    Cell,
    Lists,
    Missing,
    Question,
    Single,
    Stretch,
)
from workflow_engine.boxes.formulas import (
    Among,
    ByValue,
    Deciding,
    Denied,
    Every,
    Fixed,
    Formula,
    Lacking,
    ListFact,
    Some,
    Surely,
    Within,
    WithoutValue,
)
from workflow_engine.boxes.list_cells import list_cells, unlike
from workflow_engine.boxes.positions import Span, limits
from workflow_engine.boxes.reading import Reader
from workflow_engine.boxes.variables import TODAY_KEY, Key, Variable
from workflow_engine.program.expressions import AttributeValue, Call, Expression
from workflow_engine.program.program import Attribute, Program
from workflow_engine.program.types import Value

Box: TypeAlias = tuple[int, ...]
"""A region of customers: for each axis of a space the mask of the cells that belong to it."""


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """The axes that conditions look at. `index` gives the place of an axis by its key.

    `together` keeps, for a place and a mask, the cells of the mask with neighbours as one.

    Axes of variables come first, in the order in which the conditions look at them, then the sums.
    """

    axes: tuple[Axis, ...]
    index: Mapping[Key, int]
    programs: tuple[Program, ...]
    readers: tuple[Reader, ...]
    together: dict[tuple[int, int], list[Cell]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How much was read to make it: formulas and cells."""
        cells = sum(len(axis.cells) for axis in self.axes)
        return cells + sum(reader.size for reader in self.readers)

    @property
    def whole(self) -> Box:
        """All customers."""
        return tuple(axis.full for axis in self.axes)

    def reader(self, program: Program) -> Reader:
        """What reads the expressions of one of the space's programs."""
        return self.readers[next(n for n, one in enumerate(self.programs) if one is program)]

    def place(self, key: Key) -> int:
        """The number of an axis.

        Raises:
            ValueError: the space was made without the condition that asks for it.
        """
        if key not in self.index:
            raise ValueError("the space was made without this condition")
        return self.index[key]


def space_of(program: Program, conditions: Iterable[Expression]) -> Space:
    """The space that tells apart whatever the conditions, and what they read, tell apart."""
    return shared_space([(program, conditions)])


def shared_space(parts: Sequence[tuple[Program, Iterable[Expression]]]) -> Space:
    """One space for conditions of several programs: the customers that all of them accept."""
    readers = [Reader(program) for program, _ in parts]
    formulas = [
        [reader.formula(condition) for condition in conditions]
        for reader, (_, conditions) in zip(readers, parts, strict=True)
    ]
    return space_for(list(zip(readers, formulas, strict=True)))


def space_for(parts: Sequence[tuple[Reader, Iterable[Formula]]]) -> Space:
    """The space of formulas, each read by the reader of its program."""
    readers = tuple(reader for reader, _ in parts)
    programs = tuple(reader.program for reader in readers)
    found = _Cuts()
    for reader, formulas in parts:
        for formula in formulas:
            found.collect(formula, reader)
    found.settle(programs)
    variables = [_axis(variable, found, programs) for variable in found.variables.values()]
    ends = {axis.key: _ends(axis) for axis in variables}
    may_lack = {axis.key: axis.missing for axis in variables}
    sums = []
    for terms, cuts in found.sums.items():
        cells, starts = _stretches(cuts, _reach(terms, ends))
        lacking = (Missing(),) if any(may_lack[key] for key, _ in terms) else ()
        sums.append(Axis(("sum", terms), None, terms, (*cells, *lacking), {}, starts))
    axes = (*variables, *sums)
    return Space(axes, {axis.key: n for n, axis in enumerate(axes)}, programs, readers)


class _Cuts:
    """Where conditions cut the axes."""

    def __init__(self) -> None:
        self.variables: dict[Key, Variable] = {}
        self.positions: dict[Key, set[int]] = {}
        self.sums: dict[tuple[tuple[Key, int], ...], set[int]] = {}
        self.values: dict[Key, dict[Value, None]] = {}
        self.facts: dict[Key, dict[Key, Variable]] = {}
        self.lists: dict[Key, list[Lists]] = {}
        self._seen: dict[int, Formula | Deciding] = {}

    def collect(self, formula: Formula, reader: Reader) -> None:
        """Take in a formula and all its parts."""
        waiting: list[Formula] = [formula]
        while waiting:
            node = waiting.pop()
            if id(node) in self._seen:
                continue
            self._seen[id(node)] = node
            match node:
                case Every(items) | Some(items):
                    waiting.extend(reversed(items))
                case Denied(item) | Surely(item):
                    waiting.append(item)
                case ByValue(deciding, cases):
                    waiting.extend(case for _, case in reversed(cases))
                    waiting.extend(reversed(deciding.rules))
                case WithoutValue(deciding):
                    waiting.extend(reversed(deciding.rules))
                case Within(terms, spans, variables):
                    self._within(terms, spans, variables)
                case Among(variable, values):
                    self._variable(variable)
                    self.values[variable.key].update(dict.fromkeys(sorted(values, key=str)))
                case ListFact(variable, fact):
                    self._variable(variable)
                    asked = reader.words.variable(fact)
                    self.facts.setdefault(variable.key, {})[asked.key] = asked
                case Lacking(variable):
                    self._variable(variable)
                case Fixed():
                    pass

    def settle(self, programs: Sequence[Program]) -> None:
        """Cut the lists; where too many would have to be tried, each question is its own axis."""
        for key, asked in self.facts.items():
            attributes = _attributes(self.variables[key], programs)
            facts = [question.expression for question in asked.values()]
            lists = list_cells(self.variables[key], facts, attributes[0] if attributes else None)
            if lists is not None:
                self.lists[key] = lists
                continue
            for question in asked.values():
                self._variable(question)

    def _variable(self, variable: Variable) -> None:
        if variable.key not in self.variables:
            self.variables[variable.key] = variable
            self.positions[variable.key] = set()
            self.values[variable.key] = {}

    def _within(
        self,
        terms: tuple[tuple[Key, int], ...],
        spans: tuple[Span, ...],
        variables: tuple[Variable, ...],
    ) -> None:
        for variable in variables:
            self._variable(variable)
        if not terms:
            return
        single = len(terms) == 1
        cuts = self.positions[terms[0][0]] if single else self.sums.setdefault(terms, set())
        for low, high in spans:
            cuts |= {low} if low is not None else set()
            cuts |= {high + 1} if high is not None else set()


def _axis(variable: Variable, found: _Cuts, programs: Sequence[Program]) -> Axis:
    """The axis of a variable, cut where conditions cut it."""
    key, kind = variable.key, variable.type
    attributes = _attributes(variable, programs)
    facts: dict[Key, Question] = {}
    starts: tuple[int, ...] = ()
    cells: list[Cell]
    if kind.ordered:
        stretches, starts = _stretches(found.positions[key], _limits(variable, attributes))
        cells = list(stretches)
    elif kind.kind == "boolean":
        cells = [Single(True), Single(False)]  # noqa: FBT003 - values of the language
    elif kind.kind == "choice":
        options = [{o.id for o in attribute.type.options} for attribute in attributes]
        cells = [Single(o.id) for o in kind.options if all(o.id in ids for ids in options)]
    elif kind.kind == "text":
        mentioned = list(found.values[key])
        cells = [*map(Single, mentioned), AnyOther(unlike([str(text) for text in mentioned]))]
    else:
        cells, facts = _list_axis(variable, found)
    if not any(attribute.required for attribute in attributes) and key != TODAY_KEY:
        cells.append(Missing())
    terms = ((key, 1),) if kind.ordered else ()
    return Axis(key, variable, terms, tuple(cells), facts, starts)


def _list_axis(variable: Variable, found: _Cuts) -> tuple[list[Cell], dict[Key, Question]]:
    """The cells of a list, and where each question about it is answered yes and no."""
    lists = found.lists.get(variable.key)
    if lists is None:
        return [AnyOther(())], {}
    facts = {
        key: Question(
            question.expression,
            sum(1 << cell for cell, one in enumerate(lists) if one.answers[n] is True),
            sum(1 << cell for cell, one in enumerate(lists) if one.answers[n] is False),
        )
        for n, (key, question) in enumerate(found.facts[variable.key].items())
    }
    return list(lists), facts


def _attributes(variable: Variable, programs: Sequence[Program]) -> list[Attribute]:
    """The attribute that a variable is, in each program that has it."""
    expression = variable.expression
    if not isinstance(expression, AttributeValue):
        return []
    having = [program.attributes.get(expression.name) for program in programs]
    return [attribute for attribute in having if attribute is not None]


def _limits(variable: Variable, attributes: Sequence[Attribute]) -> Span:
    """The positions a variable may have in every program."""
    expression = variable.expression
    function = expression.function if isinstance(expression, Call) else None
    low, high = limits(variable.type, None, function)
    if isinstance(expression, AttributeValue) and not attributes and variable.type.numeric:
        low = 0  # a fact of a case: an amount or a count
    for attribute in attributes:
        least, most = limits(variable.type, attribute)
        low = least if low is None else low if least is None else max(low, least)
        high = most if high is None else high if most is None else min(high, most)
    return low, high


def _stretches(cuts: set[int], reach: Span) -> tuple[tuple[Stretch, ...], tuple[int, ...]]:
    """The positions within reach, cut; and where each cell starts."""
    low, high = reach
    inside = sorted(
        cut for cut in cuts if (low is None or cut > low) and (high is None or cut <= high)
    )
    first = low if low is not None else (inside[0] - 1 if inside else 0)
    lows = [low, *inside]
    highs = [*(cut - 1 for cut in inside), high]
    cells = tuple(Stretch(one, other) for one, other in zip(lows, highs, strict=True))
    return cells, (first, *inside)


def _ends(axis: Axis) -> Span:
    """The first and last position of an ordered axis."""
    stretches = [cell for cell in axis.cells if isinstance(cell, Stretch)]
    return (stretches[0].low, stretches[-1].high) if stretches else (None, None)


def _reach(terms: tuple[tuple[Key, int], ...], ends: Mapping[Key, Span]) -> Span:
    """The positions a sum may have, from those of its variables."""
    low: int | None = 0
    high: int | None = 0
    for key, multiple in terms:
        least, most = ends[key] if multiple > 0 else ends[key][::-1]
        low = None if low is None or least is None else low + multiple * least
        high = None if high is None or most is None else high + multiple * most
    return low, high
