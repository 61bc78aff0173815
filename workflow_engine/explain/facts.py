"""What decided a condition: its smallest parts that gave it its truth, with the actual values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from workflow_engine.decide.decider import chosen_items, eligible, suspended
from workflow_engine.decide.reference import Evaluator
from workflow_engine.explain.comparisons import bound, grouped, unwidened
from workflow_engine.explain.phrases import Phrases
from workflow_engine.program.expressions import (
    And,
    AttributeValue,
    Call,
    Choose,
    Compare,
    Constant,
    DefinitionValue,
    Expression,
    IsMissing,
    Not,
    OneOf,
    Or,
)
from workflow_engine.program.program import Item, Level, Program, Scale, Strategy
from workflow_engine.program.reading import parts
from workflow_engine.program.types import Value

Answer = bool | None


class Effect(NamedTuple):
    """What the strategy of a level does to an item; not `certain` when the level is unknown."""

    scale: Scale
    level: Level
    strategy: Strategy
    certain: bool


@dataclass(slots=True)
class View:
    """One customer of one program at one moment, with what was evaluated so far."""

    program: Program
    customer: Mapping[str, Value]
    today: dt.date
    evaluator: Evaluator = field(init=False)

    def __post_init__(self) -> None:
        self.evaluator = Evaluator(self.program, self.customer, self.today)

    def eligible(self, item: Item) -> Answer:
        """Whether an optional item is open to the customer."""
        return eligible(self.program, self.evaluator, item)

    def suspended(self, item: Item) -> Answer:
        """Whether a strategy suspends an optional item."""
        return suspended(self.program, self.evaluator, item)

    def chosen(self, item: Item) -> bool:
        """Whether the customer has chosen an optional item."""
        return item.id in chosen_items(self.program, self.customer)

    def effects(self, item: Item, *, granting: bool) -> Iterator[Effect]:
        """The levels the customer has, or may have, whose strategy grants or suspends an item."""
        for scale in self.program.definitions.values():
            if not isinstance(scale, Scale):
                continue
            possible = self.evaluator.possible_levels(scale)
            found = []
            for level in possible:
                name = None if level is None else level.strategy
                if level is None or name is None:
                    continue
                strategy = self.program.strategies[name]
                if item.id in (strategy.grants if granting else strategy.suspends):
                    found.append((level, strategy))
            for level, strategy in found:
                yield Effect(scale, level, strategy, certain=len(found) == len(possible))

    def item_gaps(self, item: Item) -> frozenset[str]:
        """The missing attributes that make the state of an item unknown."""
        gaps = frozenset[str]()
        granted = item.kind == "optional" and self._settled(item, granting=True)
        if item.applies is not None and not granted:
            gaps |= self.evaluator.missing(item.applies)
        if item.kind == "must_do":
            return gaps
        if item.until is not None:
            gaps |= self.evaluator.missing(item.until)
        if self.evaluator.holds(item.applies) is not True and not granted:
            gaps |= self._scale_gaps(item, granting=True)
        if not self._settled(item, granting=False):
            gaps |= self._scale_gaps(item, granting=False)
        return gaps

    def _settled(self, item: Item, *, granting: bool) -> bool:
        """Whether a strategy grants or suspends an item for certain."""
        return any(effect.certain for effect in self.effects(item, granting=granting))

    def _scale_gaps(self, item: Item, *, granting: bool) -> frozenset[str]:
        """What is missing to know the levels whose strategies may touch an item."""
        return frozenset[str]().union(
            *(
                self.evaluator.missing_for(effect.scale.id)
                for effect in self.effects(item, granting=granting)
            )
        )


@dataclass(frozen=True, slots=True)
class Fact:
    """One decisive part of a condition, as it is said (`denied`: the contrary of `condition`)."""

    condition: Expression
    denied: bool
    answer: Answer


def decisive(condition: Expression, evaluator: Evaluator, *, denied: bool = False) -> list[Fact]:
    """The parts that made a condition what it is.

    Of a true `or` the true parts, of a false `and` the false ones, of an unknown condition the
    unknown ones; of a true `and` and a false `or` all parts.
    """
    answer: Answer = evaluator.plain(condition)
    match condition:
        case Not(item):
            return decisive(item, evaluator, denied=not denied)
        case And():
            facts = []
            for group in grouped(condition):
                same = [item for item in group if evaluator.plain(item) is answer]
                if len(same) > 1:  # both bounds of a range
                    facts.append(_fact(And(group), answer, denied=denied))
                elif same:
                    facts += decisive(same[0], evaluator, denied=denied)
            return facts
        case Or(items):
            same = [item for item in items if evaluator.plain(item) is answer]
            return [fact for item in same for fact in decisive(item, evaluator, denied=denied)]
        case Choose(test, then, otherwise):
            chosen: Answer = evaluator.plain(test)
            if chosen is None:
                return [_fact(condition, answer, denied=denied)]
            branch = then if chosen else otherwise
            return [*decisive(test, evaluator), *decisive(branch, evaluator, denied=denied)]
        case Constant():
            return []
        case _:
            return [_fact(condition, answer, denied=denied)]


def _fact(condition: Expression, answer: Answer, *, denied: bool) -> Fact:
    return Fact(condition, denied, not answer if denied and answer is not None else answer)


def fact_text(fact: Fact, phrases: Phrases, view: View, *, outright: bool = False) -> str:
    """A fact with what the customer has: "档位 ≥ 28，现为 27".

    `outright`: no mark beside it says whether it is so; what is false and shows no value is denied.
    """
    text = phrases.of(fact.condition, denied=fact.denied)
    if fact.answer is None:
        gaps = view.evaluator.missing(fact.condition)
        return text if not gaps else text + lacking(phrases, gaps)
    now = _now(fact, phrases, view)
    if now is None:
        if outright and not fact.answer:
            return phrases.of(fact.condition, denied=not fact.denied)
        return text
    return f"{text}，现为 {now}" if phrases.lang == "zh" else f"{text}, now {now}"


def lacking(phrases: Phrases, gaps: frozenset[str]) -> str:
    """The attributes that are missing, to follow a phrase."""
    names = phrases.names(gaps)
    return f"，缺 {names}" if phrases.lang == "zh" else f", missing {names}"


def _now(fact: Fact, phrases: Phrases, view: View) -> str | None:
    """The customer's values a fact is about; None when its words already say them."""
    match fact.condition:
        case AttributeValue() | DefinitionValue():
            if fact.answer or isinstance(fact.condition, DefinitionValue):
                return None
            return shown(fact.condition, phrases, view)
        case And(items):
            limited = bound(items[0])
            return None if limited is None else shown(limited.subject, phrases, view)
        case IsMissing(item):
            value = view.evaluator.value(item)
            return None if value is None else shown(item, phrases, view)
        case OneOf(item):
            return shown(item, phrases, view)
        case Compare(op, left, right):
            told = fact.answer and (op == "==") != fact.denied and op in ("==", "!=")
            sides = [side for side in (left, right) if not isinstance(side, Constant)]
            if told and len(sides) == 1:
                return None
            return " / ".join(shown(side, phrases, view) for side in sides) or None
        case Call(_, arguments):
            return shown(arguments[0], phrases, view)
        case _:
            return None


def shown(expression: Expression, phrases: Phrases, view: View) -> str:
    """The value of an expression for this customer, with its unit."""
    bare = unwidened(expression)
    value = view.evaluator.value(bare)
    if isinstance(bare, AttributeValue):
        return phrases.attribute_value(bare.name, value)
    if isinstance(bare, Call) and bare.function in ("days_since", "days_until", "days_between"):
        return phrases.value(value, bare.type, "天" if phrases.lang == "zh" else "days")
    return phrases.value(value, bare.type)


def definitions_in(expression: Expression) -> tuple[str, ...]:
    """The definitions an expression reads, each once, in the order of reading."""
    if isinstance(expression, DefinitionValue):
        return (expression.name,)
    found: dict[str, None] = {}
    for part in parts(expression):
        found.update(dict.fromkeys(definitions_in(part)))
    return tuple(found)


def attributes_read(expression: Expression) -> tuple[str, ...]:
    """The attributes an expression reads itself, each once, in the order of reading."""
    if isinstance(expression, AttributeValue):
        return (expression.name,)
    found: dict[str, None] = {}
    for part in parts(expression):
        found.update(dict.fromkeys(attributes_read(part)))
    return tuple(found)
