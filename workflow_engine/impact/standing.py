"""What holds for one customer under one version, and what differs between two of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from workflow_engine.decide.decision import Decision
from workflow_engine.decide.reference import Evaluator
from workflow_engine.impact.outcomes import Answer, Outcome
from workflow_engine.impact.tally import (
    ACCEPTED,
    ENTITLED,
    REJECTED,
    UNDECIDED,
    Difference,
    Loads,
    Rules,
)
from workflow_engine.impact.version import Version
from workflow_engine.planning.history import VISIT, ServiceHistory
from workflow_engine.planning.plan import SERVED, Plan, PlannedItem
from workflow_engine.program.program import Scale, Tag
from workflow_engine.program.types import SCALE, Value

_ABSENT = frozenset({"not_due", "not_eligible"})


@dataclass(frozen=True)
class Standing:
    """One customer under one version: decision and plan; rules are looked up when asked for.

    Names are those under which both versions are compared (`Version.shared`), but for answers.
    """

    version: Version
    values: Mapping[str, Value]
    plan: Plan

    @classmethod
    def of(  # noqa: PLR0917 - whose standing, and what it depends on
        cls,
        version: Version,
        id_: str,
        name: str,
        values: Mapping[str, Value],
        at: dt.date,
        log: ServiceHistory | None,
    ) -> Standing:
        """Decide and plan for a customer whose values are checked."""
        decision = version.decide(values, at)
        return cls(version, values, version.planner.plan(id_, name, values, decision, at, log))

    @property
    def decision(self) -> Decision:
        """What was decided."""
        return self.plan.decision

    @cached_property
    def evaluator(self) -> Evaluator:
        """Tells which rule decided."""
        return Evaluator(self.version.program, self.values, self.plan.at)

    @cached_property
    def items(self) -> dict[str, PlannedItem]:
        """The items that stand for something, by id: not those that do not concern the customer."""
        planned = (*self.plan.must_do, *self.plan.optional)
        shared = self.version.shared
        return {shared(one.item.id): one for one in planned if one.state not in _ABSENT}

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The categories that the customer is in."""
        return tuple(map(self.version.shared, self.decision.categories))

    @cached_property
    def tags(self) -> dict[str, str]:
        """`yes` or `open` for each tag that holds or cannot be told."""
        found = {}
        for name, definition in self.version.program.definitions.items():
            value = self.decision.values[name]
            if isinstance(definition, Tag) and value is not False:
                found[self.version.shared(name)] = "open" if value is None else "yes"
        return found

    @cached_property
    def levels(self) -> dict[str, str | None]:
        """The level on each scale, `UNDECIDED` where it cannot be told."""
        found: dict[str, str | None] = {}
        for name, definition in self.version.program.definitions.items():
            if isinstance(definition, Scale):
                value = self.decision.values[name]
                unknown = value is None and name in self.decision.unknown
                level = UNDECIDED if unknown else None if value is None else str(value)
                found[self.version.shared(name)] = level
        return found

    @property
    def regime(self) -> str | None:
        """The visit regime in one text."""
        visit = self.decision.visit
        if visit is None:
            return None
        return regime_text(visit.times, visit.per, visit.minutes, visit.modes)

    @property
    def minutes_of_visits(self) -> int:
        """The minutes a month that visits take, in millionths."""
        if self.plan.visit is None:
            return 0
        regime, ground = self.plan.visit.regime, self.plan.ground
        share = regime.times * regime.minutes * ground.visit_shares[regime.per]
        return round(share * SCALE / ground.denominator)

    def tag_rule(self, name: str) -> int | None:
        """The number of a tag's rule."""
        return self.version.rules.first.get(self.version.own(name))

    def level_rule(self, scale: str) -> int | None:
        """The number of the level that decided."""
        own = self.version.own(scale)
        if not isinstance(self.version.program.definitions.get(own), Scale):
            return None
        return self.version.rules.definition_rule(self.evaluator, own)

    def item_rule(self, name: str) -> int | None:
        """The number of the rule that decided the state of an item."""
        item = self.version.program.items.get(self.version.own(name))
        return None if item is None else self.version.rules.item_rule(self.evaluator, item)

    def answer(self, asked: str) -> Answer:
        """What is said of a definition or grant."""
        grant = self.version.grants.get(asked)
        if grant is not None:
            holds = self.evaluator.holds(grant.applies)
            return Answer(holds, "unknown" if holds is None else "known")
        decision = self.decision
        value = decision.values[asked]
        if value is not None:
            return Answer(value, "known")
        if asked in decision.conflicts:
            return Answer(None, "conflict")
        return Answer(None, "unknown" if asked in decision.unknown else "none")

    def answer_rule(self, asked: str | None) -> int | None:
        """The number of the row that decided a table, or of a grant."""
        if asked is None:
            return None
        grant = self.version.grants.get(asked)
        if grant is not None:
            return grant.number
        return self.version.rules.definition_rule(self.evaluator, asked)

    def count(self, loads: Loads) -> None:
        """Add the minutes a month that the plan asks of each role and person."""
        plan, ground = self.plan, self.plan.ground
        minutes: dict[tuple[str | None, str | None], int] = {}
        if plan.visit is not None:
            regime, role = plan.visit.regime, ground.visit_role
            share = regime.times * regime.minutes * ground.visit_shares[regime.per]
            minutes[role, plan.person(role)] = share
        for planned in self.items.values():
            share = ground.rows[ground.order[planned.item.id]].share
            if share and planned.state in SERVED:
                who = planned.item.by, plan.person(planned.item.by)
                minutes[who] = minutes.get(who, 0) + share
        loads.minutes.update(minutes)
        loads.customers.update(minutes.keys())
        loads.total += sum(minutes.values())


def regime_text(times: int, per: str, minutes: int, modes: tuple[str, ...]) -> str:
    """A visit regime as a difference names it.

    >>> regime_text(4, "month", 40, ("field", "online"))
    '4|month|40|field+online'
    """
    return f"{times}|{per}|{minutes}|{'+'.join(sorted(modes))}"


def differences(
    before: Standing, after: Standing, outcomes: Sequence[Outcome]
) -> Iterator[tuple[Difference, Rules]]:
    """What differs for one customer, with the rules that decided before and after.

    `outcomes` are those of the two versions (`outcomes.outcomes`).
    """
    yield from _levels(before, after)
    yield from _tags(before, after)
    yield from _categories(before, after)
    yield from _items(before, after)
    for outcome in outcomes:
        sides = before, after
        answers = [
            [one.answer(name) for name in asked]
            for one, asked in zip(sides, outcome.asked, strict=True)
        ]
        found = outcome.difference(answers[0], answers[1])
        if found is not None:
            names = outcome.deciding(answers[0], answers[1])
            yield found, (before.answer_rule(names[0]), after.answer_rule(names[1]))
    if before.regime != after.regime:
        yield Difference("visit", "", before.regime, after.regime), (None, None)
    was = None if before.plan.visit is None else before.plan.visit.due
    is_ = None if after.plan.visit is None else after.plan.visit.due
    if was != is_ and was is not None and is_ is not None:
        yield Difference("date", VISIT, None, moved(was, is_)), (None, None)
    minutes = before.plan.monthly_minutes, after.plan.monthly_minutes
    if minutes[0] != minutes[1]:
        word = "more" if minutes[1] > minutes[0] else "fewer"
        yield Difference("minutes", "", None, word), (None, None)


def losses(before: Standing) -> Iterator[tuple[Difference, Rules]]:
    """What a customer had whom the new version rejects, and has no more: all of it."""
    yield Difference("refused", "", ACCEPTED, REJECTED), (None, None)
    for scale, level in before.levels.items():
        if level is not None:
            yield Difference("level", scale, level, None), (before.level_rule(scale), None)
    for tag, state in before.tags.items():
        rules = before.tag_rule(tag), None
        yield Difference(tag_kind(state, None), tag, state, None), rules  # type: ignore[arg-type]
    for name in before.categories:
        yield Difference("category_lost", name, None, None), (before.tag_rule(name), None)
    for name, planned in before.items.items():
        kind = item_kind(planned.state, None)
        rules = before.item_rule(name), None
        yield Difference(kind, name, planned.state, None), rules  # type: ignore[arg-type]
    if before.regime is not None:
        yield Difference("visit", "", before.regime, None), (None, None)
    if before.plan.monthly_minutes:
        yield Difference("minutes", "", None, "fewer"), (None, None)


def moved(was: dt.date | None, is_: dt.date | None) -> str:
    """Which way a date moved, came or went."""
    if was is None or is_ is None:
        return "dated" if was is None else "undated"
    return "earlier" if is_ < was else "later"


def tag_kind(before: str | None, after: str | None) -> str:
    """Whether a tag was gained, lost, or is between no and open."""
    if after == "yes":
        return "tag_gained"
    return "tag_lost" if before == "yes" else "tag_open"


def item_kind(before: str | None, after: str | None) -> str:
    """Whether an item was gained, lost, or is in another state only."""
    if (before in ENTITLED) == (after in ENTITLED):
        return "item_state"
    return "item_gained" if after in ENTITLED else "item_lost"


def _levels(before: Standing, after: Standing) -> Iterator[tuple[Difference, Rules]]:
    for scale in dict.fromkeys((*after.levels, *before.levels)):
        was, is_ = before.levels.get(scale), after.levels.get(scale)
        if was != is_:
            rules = before.level_rule(scale), after.level_rule(scale)
            yield Difference("level", scale, was, is_), rules


def _tags(before: Standing, after: Standing) -> Iterator[tuple[Difference, Rules]]:
    for tag in dict.fromkeys((*after.tags, *before.tags)):
        was, is_ = before.tags.get(tag), after.tags.get(tag)
        if was != is_:
            rules = before.tag_rule(tag), after.tag_rule(tag)
            yield Difference(tag_kind(was, is_), tag, was, is_), rules  # type: ignore[arg-type]


def _categories(before: Standing, after: Standing) -> Iterator[tuple[Difference, Rules]]:
    was, is_ = before.categories, after.categories
    for name in (*was, *is_):
        if (name in was) != (name in is_):
            kind = "category_gained" if name in is_ else "category_lost"
            rules = before.tag_rule(name), after.tag_rule(name)
            yield Difference(kind, name, None, None), rules  # type: ignore[arg-type]


def _items(before: Standing, after: Standing) -> Iterator[tuple[Difference, Rules]]:
    for name in dict.fromkeys((*after.items, *before.items)):
        was, is_ = before.items.get(name), after.items.get(name)
        states = (None if was is None else was.state), (None if is_ is None else is_.state)
        if states[0] != states[1]:
            rules = (
                None if was is None else before.item_rule(name),
                None if is_ is None else after.item_rule(name),
            )
            yield Difference(item_kind(*states), name, *states), rules  # type: ignore[arg-type]
        if was is None or is_ is None:
            continue
        if was.priority != is_.priority:
            yield Difference("priority", name, was.priority, is_.priority), (None, None)
        if was.due != is_.due and _dated(was) and _dated(is_):
            yield Difference("date", name, None, moved(was.due, is_.due)), (None, None)


def _dated(planned: PlannedItem) -> bool:
    """Whether an item has a date of its own: it is to be done, and does not ride on visits."""
    return planned.state in SERVED and planned.item.every.kind != "visit"
