"""Where a condition is true, false and unknown, as boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from workflow_engine.boxes.budget import Budget
from workflow_engine.boxes.cover import product, simplified, without
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
from workflow_engine.boxes.space import Box, Space
from workflow_engine.program.expressions import Expression
from workflow_engine.program.program import Program
from workflow_engine.program.types import Value

Boxes = tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """The customers for whom a condition is true, false and unknown.

    The three together are everybody; none has a customer in common with another, but boxes of the
    same one may overlap.
    """

    yes: Boxes
    no: Boxes
    unknown: Boxes


Asked: TypeAlias = tuple[Formula, bool, bool]
"""A formula, which answer it should have, and whether certainly."""


class Regions:
    """Regions of the conditions of one program in a space that was made for them.

    `budget` is how much more may be done; who asks anew may give a new one.

    Raises:
        BudgetSpent: any of the methods, when the budget is spent.
        ValueError: any of them, for a condition the space was not made for.
    """

    def __init__(self, program: Program, space: Space, budget: Budget) -> None:
        self._space = space
        self._reader = space.reader(program)
        self.budget = budget
        self._known: dict[tuple[int, bool, bool], Boxes] = {}
        self._outcomes: dict[int, tuple[dict[Value, Boxes], Boxes]] = {}

    def of(self, condition: Expression) -> Truth:
        """Where a condition is true, false and unknown."""
        formula = self._reader.formula(condition)
        return Truth(
            self.where(formula), self.where(formula, answer=False), self.where(formula, answer=None)
        )

    def sure(self, condition: Expression, *, answer: bool = True) -> Boxes:
        """Where a condition certainly has an answer."""
        return self._sure(self._reader.formula(condition), answer=answer)

    def possible(self, condition: Expression, *, answer: bool = True) -> Boxes:
        """Where a condition has an answer or is unknown."""
        return self._maybe(self._reader.formula(condition), answer=answer)

    def where(self, formula: Formula, *, answer: bool | None = True) -> Boxes:
        """Where a formula of the space's reader is true, false or unknown (None)."""
        if answer is None:
            both = [self._maybe(formula, answer=one) for one in (True, False)]
            return product(both, self._space.whole, self.budget)
        return self._sure(formula, answer=answer)

    def outcomes(self, name: str) -> tuple[dict[Value, Boxes], Boxes] | None:
        """Where a scale or table has each of its values, and where it has none.

        The value of a table is the tuple of its outputs. None for tables whose value is not the
        constants of one row.
        """
        deciding = self._reader.deciding(name)
        return None if deciding is None else self._decided(deciding)

    def _sure(self, formula: Formula, *, answer: bool) -> Boxes:
        return self._region(formula, answer=answer, certain=True)

    def _maybe(self, formula: Formula, *, answer: bool) -> Boxes:
        return self._region(formula, answer=answer, certain=False)

    def _region(self, formula: Formula, *, answer: bool, certain: bool) -> Boxes:
        """Where a formula has an answer: certainly, or not certainly the other one.

        The space's reader keeps every formula, so that their ids last.
        """
        key = id(formula), answer, certain
        if key not in self._known:
            self._work_out((formula, answer, certain))
        return self._known[key]

    def _work_out(self, asked: Asked) -> None:
        """Find a region after those it is made of, however long the chain of them is."""
        waiting = [(asked, False)]
        while waiting:
            (formula, answer, certain), ready = waiting.pop()
            key = id(formula), answer, certain
            if key in self._known:
                continue
            if ready:
                self.budget.spend()
                self._known[key] = self._found(formula, answer=answer, certain=certain)
                continue
            waiting.append(((formula, answer, certain), True))
            waiting.extend((one, False) for one in _behind(formula, answer, certain))

    def _found(self, formula: Formula, *, answer: bool, certain: bool) -> Boxes:
        match formula:
            case Fixed(value):
                holds = value is answer or (value is None and not certain)
                return (self._space.whole,) if holds else ()
            case Every(items):
                parts = [self._region(item, answer=answer, certain=certain) for item in items]
                return self._all(parts) if answer else self._any(parts)
            case Some(items):
                parts = [self._region(item, answer=answer, certain=certain) for item in items]
                return self._any(parts) if answer else self._all(parts)
            case Denied(item):
                return self._region(item, answer=not answer, certain=certain)
            case Surely():
                return self._surely(formula, holds=answer)
            case ByValue():
                return self._by_value(formula, answer=answer, certain=certain)
            case WithoutValue(deciding):
                values, none = self._decided(deciding)
                return none if answer else self._any(list(values.values()))
            case Within():
                return self._within(formula, answer=answer, certain=certain)
            case Among(variable, values):
                place = self._space.place(variable.key)
                axis = self._space.axes[place]
                return self._cells(place, axis.among(values), answer=answer, certain=certain)
            case ListFact():
                return self._list_fact(formula, answer=answer, certain=certain)
            case Lacking(variable):
                place = self._space.place(variable.key)
                axis = self._space.axes[place]
                return self._along(place, axis.missing if answer else axis.known)

    def _all(self, parts: Sequence[Boxes]) -> Boxes:
        return product(parts, self._space.whole, self.budget)

    def _any(self, parts: Iterable[Boxes]) -> Boxes:
        return simplified([box for part in parts for box in part], self.budget)

    def _along(self, place: int, mask: int) -> Boxes:
        """The customers in some cells of one axis."""
        whole = self._space.whole
        return ((*whole[:place], mask, *whole[place + 1 :]),) if mask else ()

    def _cells(self, place: int, mask: int, *, answer: bool, certain: bool) -> Boxes:
        """The customers with an answer, from the cells where it is yes; *missing* is unknown."""
        axis = self._space.axes[place]
        cells = mask & axis.known if answer else axis.known & ~mask
        return self._along(place, cells if certain else cells | axis.missing)

    def _within(self, formula: Within, *, answer: bool, certain: bool) -> Boxes:
        """Limits of a sum: unknown where one of the variables is missing."""
        others = {variable.key for variable in formula.variables}
        if formula.terms:
            single = len(formula.terms) == 1
            place = self._space.place(formula.terms[0][0] if single else ("sum", formula.terms))
            mask = self._space.axes[place].within(formula.spans)
            inside = self._cells(place, mask, answer=answer, certain=certain)
            others -= {key for key, _ in formula.terms}
        else:
            holds = any(
                (low is None or low <= 0) and (high is None or high >= 0)
                for low, high in formula.spans
            )
            inside = (self._space.whole,) if holds is answer else ()
        # What cancelled out has to be known all the same.
        places = sorted(self._space.place(key) for key in others)
        if certain:
            known = [self._along(place, self._space.axes[place].known) for place in places]
            return self._all([inside, *known]) if known else inside
        lacking = [self._along(place, self._space.axes[place].missing) for place in places]
        return self._any([inside, *lacking]) if lacking else inside

    def _list_fact(self, formula: ListFact, *, answer: bool, certain: bool) -> Boxes:
        place = self._space.place(formula.variable.key)
        axis = self._space.axes[place]
        key = self._reader.words.key(formula.fact)
        if key not in axis.facts:
            place = self._space.place(key)
            mask = self._space.axes[place].among(frozenset({True}))
            return self._cells(place, mask, answer=answer, certain=certain)
        question = axis.facts[key]
        if certain:
            return self._along(place, question.yes if answer else question.no)
        return self._along(place, axis.full & ~(question.no if answer else question.yes))

    def _surely(self, formula: Surely, *, holds: bool) -> Boxes:
        item, wanted = formula.item, formula.answer
        if wanted is not None:
            if holds:
                return self._region(item, answer=wanted, certain=True)
            return self._region(item, answer=not wanted, certain=False)
        both = [self._region(item, answer=one, certain=not holds) for one in (True, False)]
        return self._all(both) if holds else self._any(both)

    def _by_value(self, formula: ByValue, *, answer: bool, certain: bool) -> Boxes:
        values, none = self._decided(formula.deciding)
        parts = [
            self._all([values[value], self._region(case, answer=answer, certain=certain)])
            for value, case in formula.cases
            if value in values
        ]
        return self._any(parts if certain else [*parts, none])

    def _decided(self, deciding: Deciding) -> tuple[dict[Value, Boxes], Boxes]:
        known = self._outcomes.get(id(deciding))
        if known is None:
            known = self._outcomes_of(deciding)
            self._outcomes[id(deciding)] = known
        return known

    def _outcomes_of(self, deciding: Deciding) -> tuple[dict[Value, Boxes], Boxes]:
        """Where each value stands, as `decide.hit_policies.single` says, and where none does."""
        found: dict[Value, list[Box]] = {}
        rest: Boxes = (self._space.whole,)
        if deciding.hit in ("unique", "any"):
            certain = [self._sure(rule, answer=True) for rule in deciding.rules]
            for n, output in enumerate(deciding.outputs):
                against = [
                    box
                    for m, boxes in enumerate(certain)
                    if m != n and (deciding.hit == "unique" or deciding.outputs[m] != output)
                    for box in boxes
                ]
                found.setdefault(output, []).extend(without(certain[n], against, self.budget))
            rest = without(rest, [box for boxes in certain for box in boxes], self.budget)
        # Where nothing matched yet, and where all that may match so far would give one value.
        agreed: dict[Value, Boxes] = {}
        for rule, output in zip(deciding.rules, deciding.outputs, strict=True):
            sure, possible = (
                self._region(rule, answer=True, certain=certain) for certain in (True, False)
            )
            refutable = self._maybe(rule, answer=False)
            open_ = self._all([possible, refutable])
            settled = self._any(
                [self._all([area, sure]) for area in (rest, agreed.get(output, ()))]
            )
            found.setdefault(output, []).extend(settled)
            waiting = self._any(
                [self._all([rest, open_]), without(agreed.get(output, ()), sure, self.budget)]
            )
            agreed = {
                value: without(area, possible, self.budget)
                for value, area in agreed.items()
                if value != output
            }
            agreed[output] = waiting
            rest = without(rest, possible, self.budget)
        last = deciding.otherwise
        if last is not None:
            found.setdefault(last, []).extend((*rest, *agreed.get(last, ())))
        values = {value: simplified(boxes, self.budget) for value, boxes in found.items()}
        held = [box for boxes in values.values() for box in boxes]
        return values, without((self._space.whole,), held, self.budget)


def _behind(formula: Formula, answer: bool, certain: bool) -> Iterator[Asked]:  # noqa: FBT001
    """The regions that one is made of; those of a formula's own cells are no work."""
    match formula:
        case Every(items) | Some(items):
            yield from ((item, answer, certain) for item in items)
        case Denied(item):
            yield item, not answer, certain
        case Surely(item, None):
            yield from ((item, one, not answer) for one in (True, False))
        case Surely(item, bool(wanted)):
            yield item, wanted is answer, answer
        case ByValue(deciding, cases):
            yield from _behind_rules(deciding)
            yield from ((case, answer, certain) for _, case in cases)
        case WithoutValue(deciding):
            yield from _behind_rules(deciding)
        case _:
            return


def _behind_rules(deciding: Deciding) -> Iterator[Asked]:
    for rule in deciding.rules:
        yield from ((rule, True, True), (rule, True, False), (rule, False, False))
