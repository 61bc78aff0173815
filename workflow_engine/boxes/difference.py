"""What two versions of a policy decide differently: proved equal, or shown by a customer.

Compared are tags, measures, scales and tables by what they come to, and items by their state for a
customer who chose them; wordings, labels and places do not count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from workflow_engine.boxes.budget import Budget, BudgetSpent
from workflow_engine.boxes.cover import without
from workflow_engine.boxes.eligibility import states
from workflow_engine.boxes.forms import sum_of
from workflow_engine.boxes.formulas import Formula, Surely, WithoutValue
from workflow_engine.boxes.locating import Customer
from workflow_engine.boxes.nearby import candidates, constants
from workflow_engine.boxes.points import EXAMPLE_DAY, usual_value
from workflow_engine.boxes.reading import Reader
from workflow_engine.boxes.regions import Boxes, Regions
from workflow_engine.boxes.space import Space, space_for
from workflow_engine.boxes.witness import Witness, plainest_first, search_among, told
from workflow_engine.decide.decider import eligible, suspended
from workflow_engine.decide.items import must_do_state, optional_state
from workflow_engine.decide.reference import Evaluator
from workflow_engine.program.expressions import DefinitionValue, Expression
from workflow_engine.program.program import (
    Attribute,
    Definition,
    Item,
    Measure,
    Program,
    Scale,
    Table,
    Tag,
)
from workflow_engine.program.reading import attributes_behind, expressions_of, parts
from workflow_engine.program.types import Value

_MOST_VALUES = 24
_TURNS = 48
_VARIED = 12
"""Every so many turns the values are varied one by one as well."""
Kind: TypeAlias = Literal["measure", "tag", "scale", "table", "item"]
Answer: TypeAlias = "Callable[[Evaluator], Value]"


@dataclass(frozen=True, slots=True)
class Difference:
    """How one definition or item differs.

    `same` is proved; `different` has a witness with what each version says of it (`old` and `new`
    in internal form, None where there is no value, an item's state otherwise); `unsure` where the
    budget allowed neither.
    """

    kind: Kind
    name: str
    verdict: Literal["same", "different", "unsure", "added", "removed"]
    witness: Witness | None = None
    old: Value = None
    new: Value = None


def differences(old: Program, new: Program, budget: Budget) -> tuple[Difference, ...]:
    """Every definition and item of two versions, in the order of the new one, removed ones last.

    Each gets its share of what is left of the budget. Never raises when the budget is spent.
    """
    names = [*dict.fromkeys([*new.definitions, *old.definitions])]
    items = [*dict.fromkeys([*new.items, *old.items])]
    found: list[Difference] = []
    comparison = _Comparison(old, new)
    for place, name in enumerate([*names, *items]):
        share = Budget(max(budget.left, 0) // max((len(names) + len(items) - place) // 4, 1))
        given = share.left
        if place < len(names):
            found.append(comparison.definition(name, share))
        else:
            found.append(comparison.item(name, share))
        budget.left -= given - max(share.left, 0)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Task:
    """What is compared: how each version answers, and how much may be done."""

    kind: Kind
    name: str
    answers: tuple[Answer, Answer]
    budget: Budget


class _Comparison:
    """Two versions side by side."""

    def __init__(self, old: Program, new: Program) -> None:
        self._old = old
        self._new = new
        self._programs = (old, new)
        self._readers = (Reader(old), Reader(new))

    def definition(self, name: str, budget: Budget) -> Difference:
        """How a measure, tag, scale or table differs."""
        one, other = (program.definitions.get(name) for program in self._programs)
        if one is None or other is None:
            there = one or other
            assert there is not None, "the name is of one of the two"
            return Difference(_kind(there), name, "removed" if other is None else "added")
        kind = _kind(other)
        keys = [reader.words.definition_key(name) for reader in self._readers]
        if keys[0] == keys[1] and _shape(one) == _shape(other):
            return Difference(kind, name, "same")

        def answer(evaluator: Evaluator) -> Value:
            return evaluator.definition(name)

        task = _Task(kind, name, (answer, answer), budget)
        if self._retyped(expressions_of(one), expressions_of(other)):
            return Difference(kind, name, "unsure")
        try:
            if _shape(one) == _shape(other) and self._equal_sums(one, other):
                return Difference(kind, name, "same")
            values = self._values((one, other), budget) if _shape(one) == _shape(other) else None
            found = None if values is None else self._shown(task, *values)
            return found or self._sampled(task, (one, other))
        except BudgetSpent:
            return Difference(kind, name, "unsure")

    def item(self, name: str, budget: Budget) -> Difference:
        """How the state of an item differs for customers who chose it."""
        one, other = (program.items.get(name) for program in self._programs)
        if one is None or other is None:
            return Difference("item", name, "removed" if other is None else "added")
        task = _Task("item", name, (_state(self._old, one), _state(self._new, other)), budget)
        if self._retyped(*map(_of_item, self._programs, (one, other))):
            return Difference("item", name, "unsure")
        try:
            before, after = states(self._readers[0], one), states(self._readers[1], other)
            space = space_for(
                [(self._readers[0], before.values()), (self._readers[1], after.values())]
            )
            regions = [Regions(program, space, budget) for program in (self._old, self._new)]
            values: list[Mapping[Value, Boxes]] = [
                {state: where.where(formula) for state, formula in formulas.items()}
                for where, formulas in zip(regions, (before, after), strict=True)
            ]
            return self._shown(task, space, values) or Difference("item", name, "unsure")
        except BudgetSpent:
            return Difference("item", name, "unsure")

    def _retyped(self, old: Sequence[Expression], new: Sequence[Expression]) -> bool:
        """Whether an attribute that both read has another type: no customer fits both versions."""
        both = attributes_behind(self._old, old) & attributes_behind(self._new, new)
        return any(
            str(self._old.attributes[name].type) != str(self._new.attributes[name].type)
            for name in both
            if name in self._old.attributes and name in self._new.attributes
        )

    def _values(
        self, definitions: tuple[Definition, Definition], budget: Budget
    ) -> tuple[Space, list[Mapping[Value, Boxes]]] | None:
        """Where each version has each of its values; None where that cannot be told."""
        formulas: list[Mapping[Value, Formula]] = []
        for reader, definition in zip(self._readers, definitions, strict=True):
            by_value = _by_value(reader, definition)
            if by_value is None:
                return None
            formulas.append(by_value)
        space = space_for(
            [(reader, one.values()) for reader, one in zip(self._readers, formulas, strict=True)]
        )
        found: list[Mapping[Value, Boxes]] = []
        for program, definition, one in zip(self._programs, definitions, formulas, strict=True):
            regions = Regions(program, space, budget)
            outcomes = (
                regions.outcomes(definition.id) if isinstance(definition, Scale | Table) else None
            )
            found.append(
                {value: regions.where(formula) for value, formula in one.items()}
                if outcomes is None
                else outcomes[0]
            )
        return space, found

    def _shown(
        self, task: _Task, space: Space, values: Sequence[Mapping[Value, Boxes]]
    ) -> Difference | None:
        """A customer with two values, or that there is none; None where neither was found."""
        old, new = values
        boxes = [
            box
            for value in dict.fromkeys([*old, *new])
            for one, other in ((old, new), (new, old))
            for box in without(one.get(value, ()), other.get(value, ()), task.budget)
        ]
        proved = True
        for box in plainest_first(space, boxes):
            found = search_among(self._new, space, box, self._differ(task), task.budget)
            if found.witness is not None:
                return self._different(task, found.witness)
            proved = proved and found.verdict == "impossible"
        return Difference(task.kind, task.name, "same") if proved else None

    def _equal_sums(self, one: Definition, other: Definition) -> bool:
        """Whether two measures are the same sum."""
        if not (isinstance(one, Measure) and isinstance(other, Measure) and one.type.ordered):
            return False
        sums = [
            sum_of(measure.value, reader.words)
            for measure, reader in zip((one, other), self._readers, strict=True)
        ]
        left = sums[0].plus(sums[1], Fraction(-1))
        alike = sums[0].variables.keys() == sums[1].variables.keys()
        return alike and not left.constant and not any(left.terms.values())

    def _sampled(self, task: _Task, definitions: tuple[Definition, Definition]) -> Difference:
        """A customer with two values among some that the constants of the rules suggest."""
        reads: set[str] = set()
        written: list[Value] = []
        for program, definition in zip(self._programs, definitions, strict=True):
            expressions = _behind(program, definition)
            reads |= attributes_behind(program, expressions)
            written += [value for one in expressions for value in constants(one)]
        attributes = {**self._old.attributes, **self._new.attributes}
        named = [attributes[name] for name in attributes if name in reads]
        differ = self._differ(task)
        for customer in _samples(named, [*attributes.values()], written):
            task.budget.spend(8)
            if differ(customer):
                return self._different(task, told(self._new, customer, frozenset(reads)))
        return Difference(task.kind, task.name, "unsure")

    def _differ(self, task: _Task) -> Callable[[Customer], bool]:
        def differ(customer: Customer) -> bool:
            one, other = self._answers(task, customer.values, customer.day)
            return one != other

        return differ

    def _answers(
        self, task: _Task, values: Mapping[str, Value], day: dt.date
    ) -> tuple[Value, Value]:
        one, other = task.answers
        return one(Evaluator(self._old, values, day)), other(Evaluator(self._new, values, day))

    def _different(self, task: _Task, witness: Witness) -> Difference:
        old, new = self._answers(task, witness.values, witness.day)
        return Difference(task.kind, task.name, "different", witness, old, new)


def _by_value(reader: Reader, definition: Definition) -> Mapping[Value, Formula] | None:
    """When a definition has each of its values; scales and tables stand for all of theirs."""
    match definition:
        case Tag(when=condition) | Measure(value=condition) if condition.type.kind == "boolean":
            formula = reader.formula(condition)
            return {answer: Surely(formula, answer) for answer in (True, False)}
        case Scale() | Table():
            deciding = reader.deciding(definition.id)
            return None if deciding is None else {None: WithoutValue(deciding)}
        case _:
            return None


def _of_item(program: Program, item: Item) -> list[Expression]:
    """What the state of an item depends on: its own conditions, and the levels with strategies."""
    own = [one for one in (item.applies, item.until) if one is not None]
    scales = [one for one in program.definitions.values() if isinstance(one, Scale)]
    return own + [expression for scale in scales for expression in expressions_of(scale)]


def _state(program: Program, item: Item) -> Answer:
    """The state of an item for a customer who chose it."""

    def state(evaluator: Evaluator) -> Value:
        if item.kind == "must_do":
            return must_do_state(evaluator.holds(item.applies))
        return optional_state(
            eligible=eligible(program, evaluator, item),
            chosen=True,
            suspended=suspended(program, evaluator, item),
        )

    return state


def _kind(definition: Definition) -> Kind:
    match definition:
        case Measure():
            return "measure"
        case Tag():
            return "tag"
        case Scale():
            return "scale"
        case Table():
            return "table"


def _shape(definition: Definition) -> tuple[object, ...]:
    """What must be alike for two values to be compared."""
    outputs = definition.outputs if isinstance(definition, Table) else ()
    kinds = tuple((name, str(kind)) for name, kind in outputs)
    return _kind(definition), str(definition.type), kinds


def _behind(program: Program, definition: Definition) -> list[Expression]:
    """The expressions of a definition and of all it reads."""
    found: list[Expression] = []
    waiting = [definition]
    seen = {definition.id}
    while waiting:
        expressions = expressions_of(waiting.pop())
        found += expressions
        nodes = list(expressions)
        while nodes:
            node = nodes.pop()
            nodes.extend(parts(node))
            if isinstance(node, DefinitionValue) and node.name not in seen:
                seen.add(node.name)
                waiting.append(program.definitions[node.name])
    return found


def _samples(
    read: Sequence[Attribute], known: Sequence[Attribute], written: Sequence[Value]
) -> Iterator[Customer]:
    """Customers with values that the rules mention, changing all values at once and one by one."""
    base = {one.id: usual_value(one) for one in known if one.required}
    choices = [
        [*dict.fromkeys([usual_value(one), *candidates(one.type, one, written)]), None][
            :_MOST_VALUES
        ]
        for one in read
    ]
    for turn in range(_TURNS):
        values = {
            one.id: few[(turn * (2 * n + 1)) % len(few)]
            for n, (one, few) in enumerate(zip(read, choices, strict=True))
        }
        start = Customer({**base, **values}, EXAMPLE_DAY)
        yield start
        if turn % _VARIED == 0:
            for one, few in zip(read, choices, strict=True):
                yield from (start.having(one.id, value) for value in few)
