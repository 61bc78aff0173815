"""The smallest change of one attribute that would change a tag, a level or an eligibility."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from workflow_engine.decide.reference import Evaluator
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.explain.axes import Axis, axes_of, few_values, value_at
from workflow_engine.explain.boundaries import nearest_regions
from workflow_engine.explain.goals import Goal, goals
from workflow_engine.explain.names import resolve
from workflow_engine.explain.phrases import Phrases
from workflow_engine.explain.reach import attributes_reached, nodes, reached
from workflow_engine.explain.requirement import options_text, region_text, value_requirement
from workflow_engine.program.expressions import Constant, Expression, OneOf
from workflow_engine.program.program import Attribute, Program
from workflow_engine.program.types import Value


@dataclass(frozen=True, slots=True)
class Change:
    """One attribute with another value, which flips what was asked about.

    `value` is the smallest such change, in internal form; `before` what the customer has. `target`
    is what it becomes: true, false or the id of a level.
    """

    attribute: str
    value: Value
    before: Value
    target: Value
    sentence: Bilingual


@dataclass(frozen=True, slots=True)
class _Found:
    """A change: `now` is what stands in the place that changes, when it is one of a list."""

    cost: Fraction
    value: Value
    needed: Bilingual
    now: Bilingual | None = None


def changes(
    program: Program,
    customer: Mapping[str, Value],
    name: str,
    today: dt.date,
    limit: int = 3,
) -> list[Change]:
    """The smallest changes of one attribute that flip a tag, level or eligibility.

    Each was verified with the reference evaluator. Of a scale, the best change towards each other
    level; otherwise one for each attribute, the smallest relative change first. Nothing for
    measures, tables and visits. Raises UsageError for an unknown name.
    """
    asked = goals(program, customer, resolve(program, name), today)
    found: list[tuple[Fraction, int, Change]] = []
    for goal in asked:
        search = _Search(program, customer, today, goal)
        answers = list(search.changes())
        if goal.only_best:
            answers = sorted(answers, key=lambda answer: answer[:2])[:1]
        found.extend(answers)
    return [change for _, _, change in sorted(found, key=lambda one: one[:2])[:limit]]


class _Search:
    """Looks for one goal along every attribute it depends on."""

    def __init__(
        self, program: Program, customer: Mapping[str, Value], today: dt.date, goal: Goal
    ) -> None:
        self._program = program
        self._customer = customer
        self._today = today
        self._goal = goal
        self._phrases = (Phrases(program, "zh"), Phrases(program, "en"))
        self._expressions = reached(program, goal.expressions)
        self._written = _constants(self._expressions)

    def changes(self) -> Iterator[tuple[Fraction, int, Change]]:
        """The best change of each attribute, with its cost and the attribute's position."""
        for rank, name in enumerate(attributes_reached(self._program, self._expressions)):
            attribute = self._program.attributes[name]
            found = [*self._along_lines(attribute), *self._through_values(attribute)]
            if found:
                best = min(found, key=lambda one: one.cost)
                before = self._customer.get(name)
                cost = Fraction(0) if before is None and self._goal.filling_in else best.cost
                yield cost, rank, self._change(attribute, best, before)

    def evaluator(self, attribute: str, value: Value) -> Evaluator:
        """An evaluator for the customer with one attribute changed."""
        changed = {**self._customer, attribute: value}
        return Evaluator(self._program, changed, self._today)

    def _reaches(self, attribute: str, value: Value) -> bool:
        return self._goal.reached(self.evaluator(attribute, value))

    def _along_lines(self, attribute: Attribute) -> Iterator[_Found]:
        for axis in axes_of(attribute, self._customer.get(attribute.id)):

            def evaluate(x: int, axis: Axis = axis) -> Evaluator:
                return self.evaluator(attribute.id, axis.value(x))

            regions = nearest_regions(
                axis, evaluate, self._goal.reached, self._expressions, self._today
            )
            for region in regions:
                needed = self._both(
                    lambda p, axis=axis, region=region: region_text(attribute, region, axis, p)  # type: ignore[misc]
                )
                now = None
                if axis.element:
                    gap = axis.current is None
                    element = None if gap else value_at(axis.current or 0, axis.kind)
                    now = self._both(
                        lambda p, axis=axis, element=element: p.value(element, axis.kind)  # type: ignore[misc]
                    )
                cost, value = axis.cost(region.nearest), axis.value(region.nearest)
                yield _Found(cost, value, needed, now)

    def _through_values(self, attribute: Attribute) -> Iterator[_Found]:
        current = self._customer.get(attribute.id)
        reaching = [
            value
            for value in few_values(attribute, current, self._written)
            if self._reaches(attribute.id, value)
        ]
        if not reaching:
            return
        if attribute.type.kind == "list":
            for value in reaching:
                size = len(current) + 1 if isinstance(current, tuple) else 1
                words = self._both(lambda p, value=value: value_requirement(attribute, value, p))  # type: ignore[misc]
                yield _Found(Fraction(1, size), value, words)
            return
        needed = self._both(lambda p: options_text(attribute, reaching, p))
        yield _Found(Fraction(1), reaching[0], needed)

    def _both(self, say: Callable[[Phrases], str]) -> Bilingual:
        zh, en = self._phrases
        return Bilingual(say(zh), say(en))

    def _change(self, attribute: Attribute, found: _Found, before: Value) -> Change:
        def sentence(p: Phrases) -> str:
            needed = found.needed.get(p.lang)
            if before is None:
                words = Bilingual("如果 {0}，则{1}", "if {0}, {1}")
                return p.say(words, needed, self._goal.then.get(p.lang))
            now = p.attribute_value(attribute.id, before)
            if found.now is not None:
                now = found.now.get(p.lang)
            return p.say(self._goal.words, needed, now)

        return Change(attribute.id, found.value, before, self._goal.target, self._both(sentence))


def _constants(expressions: Sequence[Expression]) -> list[Value]:
    found: list[Value] = []
    for node in nodes(expressions):
        if isinstance(node, Constant):
            found.append(node.value)
        elif isinstance(node, OneOf):
            found.extend(node.options)
    return found
