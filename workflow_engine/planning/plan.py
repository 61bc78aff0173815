"""The service plan of one customer at one moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from workflow_engine.decide.decision import Decision, State, Visit
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.planning.feedback import FeedbackRoute, feedback_route
from workflow_engine.planning.people import People
from workflow_engine.planning.portrait import PortraitGaps, portrait_gaps
from workflow_engine.planning.recovery import Card, PathEntry, card
from workflow_engine.planning.tasks import Task, plan_tasks
from workflow_engine.program.expressions import Expression
from workflow_engine.program.privileges import Privilege
from workflow_engine.program.program import Item, Program, Promise
from workflow_engine.program.types import Value

if TYPE_CHECKING:
    from workflow_engine.decide.reference import Evaluator
    from workflow_engine.planning.groundwork import Groundwork, Moment
    from workflow_engine.planning.history import ServiceHistory


class PlannedItem(NamedTuple):
    """A service item as it stands for the customer.

    `due` is None where no date applies: the item is not to be done, or waits for the customer.
    """

    item: Item
    state: State
    priority: str
    urgency: str
    last_done: dt.date | None
    due: dt.date | None
    overdue: bool


class PlannedVisit(NamedTuple):
    """The visit regime with its dates."""

    regime: Visit
    last_done: dt.date | None
    due: dt.date


SERVED: frozenset[State] = frozenset({"due", "due_unknown", "active"})
"""The states in which an item is dated and takes time."""


class Plan:
    """What is to be done for one customer: items with due dates, and on demand everything else.

    `must_do` leaves out items that do not apply; `optional` has every optional item with its state.
    `monthly_minutes` is a `number` (millionths). Tasks, people, recovery cards, promises and gaps
    are worked out when first asked for.
    """

    def __init__(  # noqa: PLR0917 - the planner calls it for every customer
        self,
        ground: Groundwork,
        moment: Moment,
        log: ServiceHistory,
        customer_id: str,
        name: str,
        values: Mapping[str, Value],
        decision: Decision,
        visit: PlannedVisit | None,
        must_do: list[PlannedItem],
        optional: list[PlannedItem],
        monthly_minutes: int,
    ) -> None:
        self.ground = ground
        self.moment = moment
        self.log = log
        self.customer_id = customer_id
        self.name = name
        self.values = values
        self.decision = decision
        self.visit = visit
        self.must_do = must_do
        self.optional = optional
        self.monthly_minutes = monthly_minutes

    @property
    def program(self) -> Program:
        """The policy behind the plan."""
        return self.ground.program

    @property
    def at(self) -> dt.date:
        """The day of the plan: the first of its period."""
        return self.moment.at

    @property
    def until(self) -> dt.date:
        """The last day of the period."""
        return self.moment.until

    def person(self, role: str | None) -> str | None:
        """Who has a role for this customer; None when nobody is named."""
        return None if role is None else self.people.get(role)

    @property
    def provisional(self) -> bool:
        """Whether the period reaches into a year whose holidays are not yet arranged."""
        return self.ground.calendar.provisional(self.at, self.until)

    @property
    def served(self) -> list[PlannedItem]:
        """The items that are to be done, in the policy's order."""
        chosen = [item for item in self.optional if item.state in SERVED]
        return sorted(self.must_do + chosen, key=lambda planned: self.ground.order[planned.item.id])

    @cached_property
    def people(self) -> People:
        """The person in each role, by role id."""
        return self.ground.directory.people(self.values)

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The dated tasks of the period, by date, priority and the policy's order."""
        return plan_tasks(self)

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The 4A cards of the failures that may concern the customer."""
        holding = self._holding
        return tuple(
            card(failure, holding)
            for failure in self.program.recovery.failures
            if self._may_apply(failure.applies)
        )

    @cached_property
    def escalation(self) -> dict[str, tuple[PathEntry, ...]]:
        """The escalation path of each failure that may concern the customer."""
        return {entry.failure.id: self.ground.paths[entry.failure.id] for entry in self.cards}

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        """The promises that may concern the customer."""
        return tuple(p for p in self.program.promises.values() if self._may_apply(p.applies))

    @cached_property
    def privileges(self) -> tuple[Privilege, ...]:
        """The privileges that the customer has for certain."""
        return tuple(p for p in self.program.privileges.values() if self._holds(p) is True)

    @cached_property
    def unknown_privileges(self) -> tuple[str, ...]:
        """The privileges of which it is not known whether the customer has them."""
        return tuple(p.id for p in self.program.privileges.values() if self._holds(p) is None)

    @cached_property
    def feedback(self) -> FeedbackRoute | None:
        """How the customer is heard."""
        return feedback_route(self.program, self.decision.categories)

    @cached_property
    def portrait(self) -> PortraitGaps:
        """What is not known of the customer, or out of date."""
        return portrait_gaps(self.program, self.values, self.at)

    @cached_property
    def strategies(self) -> dict[str, str]:
        """The strategies in force: of the level that the customer has on each scale."""
        found: dict[str, str] = {}
        for scale in self.ground.scales:
            level = self.decision.values.get(scale.id)
            strategy = self.ground.level_strategies.get((scale.id, str(level)))
            if level is not None and strategy is not None:
                found[scale.id] = strategy
        return found

    def strategy_on(self, item: str) -> str | None:
        """The strategy in force that suspends the item, else the one that grants it."""
        in_force = [self.program.strategies[strategy] for strategy in self.strategies.values()]
        for strategy in in_force:
            if item in strategy.suspends:
                return strategy.id
        return next((strategy.id for strategy in in_force if item in strategy.grants), None)

    def minutes_by_person(self) -> dict[str | None, int]:
        """Minutes a month of each person, over `ground.denominator`; None: nobody is named."""
        minutes: dict[str | None, int] = {}
        if self.visit is not None:
            regime, role = self.visit.regime, self.ground.visit_role
            person = None if role is None else self.people.get(role)
            share = regime.times * regime.minutes * self.ground.visit_shares[regime.per]
            minutes[person] = share
        for planned in self.served:
            share = self.ground.rows[self.ground.order[planned.item.id]].share
            if share:
                person = self.person(planned.item.by)
                minutes[person] = minutes.get(person, 0) + share
        return minutes

    def as_dict(
        self,
        lang: Language,
        *,
        reasons: Mapping[str, str] | None = None,
        missing: Sequence[str] = (),
    ) -> dict[str, Any]:
        """The plan as JSON data; sentences, offers and channels in the asked language.

        `reasons` (a sentence for each definition or item) and `missing` (the attributes on which
        something undecided depends) come from `explain` and `decide`.
        """
        from workflow_engine.planning.plan_json import plan_json

        return plan_json(self, lang, reasons or {}, missing)

    @property
    def _holding(self) -> Collection[str]:
        values = self.decision.values
        return {tag for tag in self.ground.tags if values.get(tag) is True}.union(
            self.decision.categories
        )

    @cached_property
    def _evaluator(self) -> Evaluator:
        from workflow_engine.decide.reference import Evaluator

        return Evaluator(self.program, self.values, self.at)

    def _holds(self, privilege: Privilege) -> bool | None:
        return privilege.applies is None or self._evaluator.holds(privilege.applies)

    def _may_apply(self, condition: Expression | None) -> bool:
        return condition is None or self._evaluator.holds(condition) is not False
