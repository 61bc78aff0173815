"""What a policy's tests can reach: every rule, state and visit rule, each a point to be seen once.

Conditions have their points in `coverage_conditions`, cases in `coverage_cases`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from workflow_engine.decide.decision import State
from workflow_engine.decide.rule_numbers import (
    SINGLE_HITS,
    NumberedRule,
    RuleNumbers,
    rule_order,
)
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.program.expressions import (
    And,
    Constant,
    DefinitionValue,
    Expression,
    IsMissing,
    Not,
    Or,
)
from workflow_engine.program.program import (
    Item,
    Program,
    Scale,
    Strategy,
    Table,
    Tag,
    VisitRule,
)
from workflow_engine.program.types import BOOLEAN
from workflow_engine.trial.coverage_words import Names
from workflow_engine.trial.sighting import Sighting

PointKind: TypeAlias = Literal[
    "rules", "conditions", "effects", "boundaries", "states", "visits", "rungs", "transitions"
]
Wanted: TypeAlias = tuple[tuple[Expression, bool | None], ...]

SAID = {True: "true", False: "false"}
"""How an answer is written in a key."""

_DUE, _NOT_DUE = frozenset[State]({"due"}), frozenset[State]({"not_due"})
_OPEN = frozenset[State]({"active", "offered"})
_CLOSED = frozenset[State]({"suspended", "chosen_but_not_eligible", "not_eligible"})

FALSE = Constant(False, BOOLEAN)  # noqa: FBT003 - a constant of the language
TRUE = Constant(True, BOOLEAN)  # noqa: FBT003 - a constant of the language


@dataclass(frozen=True, slots=True)
class Point:
    """Something that a test can show once.

    `key` is unique in the policy and the same from run to run. `owner` is the id of the
    definition, item, strategy, failure, promise or process it belongs to. `missing` says in words
    that it was never seen. `seen` tells whether a customer shows it; None where a case does.
    `wanted` is what such a customer answers to conditions, and if `exact` every one of them, so
    that who proves that nobody does has proved that nobody shows it; `typical` are more answers, of
    one who shows it best. `chosen`
    are the items that have to be chosen, None where it does not matter. `condition` is the one it
    is about, whose unknown answers are counted apart. `move` names the command and the state of a
    transition, so that several can be told in one sentence. `row` is the number of the table's row
    that it belongs to, be it the rule itself or one of its conditions.
    """

    key: str
    kind: PointKind
    owner: str
    place: Place
    missing: Bilingual
    seen: Callable[[Sighting], bool] | None = None
    wanted: Wanted = ()
    typical: Wanted = ()
    exact: bool = True
    chosen: tuple[str, ...] | None = None
    condition: Expression | None = None
    move: tuple[Bilingual, Bilingual] | None = None
    row: int | None = None

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table as a rule: that it was used at all."""
        return self.kind == "rules" and self.row is not None


class RulePoints:
    """The points of the numbered rules, the items' states and the visit rules of a program."""

    def __init__(self, program: Program, numbers: RuleNumbers, names: Names) -> None:
        self._program = program
        self._numbers = numbers
        self._names = names

    def all(self) -> Iterator[Point]:
        """Rules by number, then states, then visits."""
        for rule in self._numbers.rules:
            yield from self._of_rule(rule)
        for item in self._program.items.values():
            yield from self._states(item)
        yield from self._visits()

    def _of_rule(self, rule: NumberedRule) -> Iterator[Point]:
        program = self._program
        match rule.kind:
            case "tag":
                tag = program.definitions[rule.name]
                assert isinstance(tag, Tag), "a rule of this kind is a tag"
                label = self._names.quoted(tag.label)
                yield from self._both(rule, tag.when, label, "rule:tag")
            case "level" | "row":
                yield self._decides(rule)
            case "item":
                yield from self._item(rule, program.items[rule.name])
            case "until":
                item = program.items[rule.name]
                assert item.until is not None, "only an item with `until` has such a rule"
                label = self._names.until(item.label)
                yield from self._both(rule, item.until, label, "rule:until")
            case "strategy":
                yield self._strategy(rule, program.strategies[rule.name])

    def _both(
        self, rule: NumberedRule, condition: Expression, label: Bilingual, key: str
    ) -> Iterator[Point]:
        for answer in (True, False):
            yield Point(
                key=f"{key}:{rule.name}={SAID[answer]}",
                kind="rules",
                owner=rule.name,
                place=rule.place,
                missing=self._names.never(label, answer=answer),
                seen=answered(((condition, answer),)),
                wanted=((condition, answer),),
                condition=condition,
            )

    def _decides(self, rule: NumberedRule) -> Point:
        """A level or row that decides; where every match counts, one that matches."""
        definition = self._program.definitions[rule.name]
        assert isinstance(definition, Scale | Table), "levels and rows belong to these"
        index = rule.number - self._numbers.first[rule.name]
        answers = deciding(definition, index)
        seen, wanted = answered(answers), answers
        if definition.hit in SINGLE_HITS:
            seen = lambda at: at.decided(rule.name) == rule.number  # noqa: E731
            wanted = not_prevented(definition, index)
        return Point(
            key=f"rule:{rule.kind}:{rule.name}/{'otherwise' if rule.part is None else rule.part}",
            kind="rules",
            owner=rule.name,
            place=rule.place,
            missing=self._names.never_decided(definition, rule.part),
            seen=seen,
            wanted=wanted,
            typical=answers,
            row=rule.part if isinstance(rule.part, int) else None,
        )

    def _item(self, rule: NumberedRule, item: Item) -> Iterator[Point]:
        condition = open_when(self._program, item)
        label = self._names.quoted(item.label)
        must = item.kind == "must_do"
        good, poor = (_DUE, _NOT_DUE) if must else (_OPEN, _CLOSED)
        for states, answer in ((good, True), (poor, False)):
            if answer is False and condition is None:
                continue  # for everyone, and nothing takes it away
            wanted: Wanted = () if condition is None else ((condition, answer),)
            yield Point(
                key=f"rule:item:{item.id}={'open' if answer else 'closed'}",
                kind="rules",
                owner=item.id,
                place=rule.place,
                missing=self._names.never_open(item, label, answer=answer),
                seen=lambda at, states=states: at.state(item) in states,  # type: ignore[misc]
                wanted=wanted,
                exact=self._exact(item),
                condition=condition,
            )

    def _strategy(self, rule: NumberedRule, strategy: Strategy) -> Point:
        condition = _some(levels_with(self._program, lambda one: one.id == strategy.id)) or FALSE
        return Point(
            key=f"rule:strategy:{strategy.id}",
            kind="rules",
            owner=strategy.id,
            place=rule.place,
            missing=self._names.never_in_force(strategy),
            seen=answered(((condition, True),)),
            wanted=((condition, True),),
        )

    def _states(self, item: Item) -> Iterator[Point]:
        """The states of an optional item apart from those its rule's points say already."""
        program = self._program
        if item.kind == "must_do":
            return
        held_back = _some(levels_with(program, lambda one: item.id in one.suspends))
        eligible_when = eligible_expression(program, item)
        states: list[tuple[State, Wanted, bool]] = []
        condition = open_when(program, item)
        is_open: Wanted = () if condition is None else ((condition, True),)
        if program.choices is not None:
            states.append(("active", is_open, True))
        states.append(("offered", is_open, False))
        if held_back is not None and program.choices is not None:
            base: Wanted = () if eligible_when is None else ((eligible_when, True),)
            states.append(("suspended", (*base, (held_back, True)), True))
        if eligible_when is not None and program.choices is not None:
            states.append(("chosen_but_not_eligible", ((eligible_when, False),), True))
        if condition is not None:
            states.append(("not_eligible", ((condition, False),), False))
        for state, wanted, chosen in states:
            yield Point(
                key=f"state:{item.id}={state}",
                kind="states",
                owner=item.id,
                place=item.place,
                missing=self._names.never_in_state(item, state),
                seen=lambda at, state=state: at.state(item) == state,  # type: ignore[misc]
                exact=self._exact(item),
                wanted=wanted,
                chosen=(item.id,) if chosen else (),
            )

    def _exact(self, item: Item) -> bool:
        """Whether the conditions of its states say all.

        Where several levels of a scale do the same to an item, it is known although it is open on
        which of them the customer stands.
        """
        effects: tuple[Callable[[Strategy], bool], ...] = (
            lambda one: item.id in one.grants,
            lambda one: item.id in one.suspends,
        )
        return all(
            len(_levels_of(scale, self._program, effect)) <= 1
            for scale in self._program.definitions.values()
            if isinstance(scale, Scale)
            for effect in effects
        )

    def _visits(self) -> Iterator[Point]:
        visits, categories = self._program.visits, self._program.categories
        if visits is None or categories is None:
            return
        with_rule = {rule.category for rule in visits.rules}
        for rule in visits.rules:
            general = rule.category == categories.otherwise
            wanted = self._visit_wanted(visits.combine, rule, with_rule, general=general)
            yield Point(
                key=f"visit:{rule.category}",
                kind="visits",
                owner="visits",
                place=rule.place,
                missing=self._names.never_visited(rule),
                seen=answered(wanted),
                wanted=wanted,
            )

    def _visit_wanted(
        self, combine: str, rule: VisitRule, with_rule: set[str], *, general: bool
    ) -> Wanted:
        categories = self._program.categories
        assert categories is not None, "visit rules are for categories"
        others: list[tuple[Expression, bool | None]] = []
        for name in categories.of:
            if name == rule.category:
                return (*others, (self._tag(name), True))
            if combine == "first" and name in with_rule:
                others.append((self._tag(name), False))
        assert general, "a rule is for a category or for who has none"
        return tuple(others) if combine == "first" else ()

    def _tag(self, name: str) -> Expression:
        return DefinitionValue(name, self._program.definitions[name].type)


def answered(wanted: Wanted) -> Callable[[Sighting], bool]:
    """Whether a customer answers conditions as wanted."""
    return lambda at: all(at.holds(condition) is answer for condition, answer in wanted)


def deciding(definition: Scale | Table, index: int) -> Wanted:
    """The answers with which the level or row at `index` decides; beyond the last: `otherwise`."""
    whens = conditions_of(definition)
    if index >= len(whens):
        return tuple((when, False) for when in whens)
    mine = (whens[index], True)
    if definition.hit == "unique" or (definition.hit == "any" and isinstance(definition, Scale)):
        return (mine, *((when, False) for other, when in enumerate(whens) if other != index))
    if definition.hit in SINGLE_HITS:
        order = rule_order(definition)
        before = order[: order.index(index)]
        return (*((whens[other], False) for other in before), mine)
    return (mine,)


def not_prevented(definition: Scale | Table, index: int) -> Wanted:
    """What has to be so where the level or row at `index` decides: `deciding`, and no more.

    A rule also decides where one that would go before it is unknown, if that changes nothing: the
    other may be anything but true. Where it would change the result, it has to be false.
    """
    whens = conditions_of(definition)
    settled = index < len(whens) and definition.hit in ("unique", "any")
    places = {id(when): other for other, when in enumerate(whens)}
    wanted: list[tuple[Expression, bool | None]] = []
    for when, answer in deciding(definition, index):
        if answer is not False:
            wanted.append((when, answer))
        elif settled or _may_give_the_same(definition, places[id(when)], index):
            wanted.append((_not_true(when), True))
        else:
            wanted.append((when, False))
    return tuple(wanted)


def _may_give_the_same(definition: Scale | Table, one: int, other: int) -> bool:
    """Whether two rows may give the same; the levels of a scale never do."""
    if isinstance(definition, Scale):
        return False
    first, second = (
        definition.rows[index].then if index < len(definition.rows) else definition.otherwise
        for index in (one, other)
    )
    return not any(
        isinstance(this, Constant) and isinstance(that, Constant) and this.value != that.value
        for this, that in zip(first or (), second or (), strict=False)
    )


def conditions_of(definition: Scale | Table) -> tuple[Expression, ...]:
    """The conditions of levels or rows, in the author's order; `otherwise` has none."""
    if isinstance(definition, Scale):
        return tuple(level.when for level in definition.levels)
    return tuple(row.when for row in definition.rows)


def levels_with(program: Program, test: Callable[[Strategy], bool]) -> tuple[Expression, ...]:
    """The conditions "stands on this level" of every level whose strategy passes the test."""
    return tuple(
        _stands_on(scale, index)
        for scale in program.definitions.values()
        if isinstance(scale, Scale)
        for index in _levels_of(scale, program, test)
    )


def _levels_of(scale: Scale, program: Program, test: Callable[[Strategy], bool]) -> list[int]:
    levels = (*scale.levels, *(() if scale.otherwise is None else (scale.otherwise,)))
    return [
        index
        for index, level in enumerate(levels)
        if level.strategy is not None and test(program.strategies[level.strategy])
    ]


def _stands_on(scale: Scale, index: int) -> Expression:
    """That a level decides, in the conditions of all: a scale with no level is not unknown."""
    single = scale.hit in ("unique", "any")
    deny = _not_true if single and index < len(scale.levels) else Not
    parts = [when if answer else deny(when) for when, answer in deciding(scale, index)]
    return _every(parts) or TRUE


def _not_true(condition: Expression) -> Expression:
    """That a condition is false or unknown."""
    return Or((Not(condition), IsMissing(condition)))


def eligible_expression(program: Program, item: Item) -> Expression | None:
    """When an optional item is open but for a strategy that suspends it; None: to everyone."""
    parts: list[Expression] = []
    if item.applies is not None:
        granted = levels_with(program, lambda one: item.id in one.grants)
        parts.append(Or((item.applies, *granted)) if granted else item.applies)
    if item.until is not None:
        parts.append(Not(item.until))
    return _every(parts)


def open_when(program: Program, item: Item) -> Expression | None:
    """When an item is due, or open to choose; None: for everyone, always."""
    if item.kind == "must_do":
        return item.applies
    eligible = eligible_expression(program, item)
    held_back = _some(levels_with(program, lambda one: item.id in one.suspends))
    parts = [] if eligible is None else [eligible]
    if held_back is not None:
        parts.append(Not(held_back))
    return _every(parts)


def _every(parts: list[Expression]) -> Expression | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _some(parts: tuple[Expression, ...]) -> Expression | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else Or(parts)
