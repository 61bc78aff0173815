"""The two tables customer by customer: the row function, the planner, the reference's gaps.

This is how the columns' answers are checked, and how customers beyond their limits are planned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl

from workflow_engine.columnar.tables import (
    STATES,
    Tables,
    customer_schema,
    item_schema,
    level_columns,
    priority_order,
)
from workflow_engine.decide.decider import missing_attributes
from workflow_engine.decide.reference import Evaluator
from workflow_engine.decide.row_function import row_function
from workflow_engine.decide.rule_numbers import RuleNumbers
from workflow_engine.planning.plan import Plan
from workflow_engine.planning.planner import Planner
from workflow_engine.program.program import Program

if TYPE_CHECKING:
    from workflow_engine.batch.customers import Customer
    from workflow_engine.planning.history import ServiceHistory

Row: TypeAlias = tuple[Any, ...]


class RowTables:
    """Plans customers one by one into the tables of `columnar.tables`; safe to share."""

    def __init__(self, program: Program, at: dt.date) -> None:
        self._program = program
        self._at = at
        self._decide = row_function(program)
        self._planner = Planner(program)
        self._rules = RuleNumbers(program)
        self._item_schema = item_schema(program)
        self._customer_schema = customer_schema(program)
        self._ranks = {name: rank for rank, name in enumerate(priority_order(program))}
        self._tags = self._planner.ground.tags
        self._levels = level_columns(program)

    def tables(
        self, customers: Iterable[tuple[int, Customer]], log: ServiceHistory | None = None
    ) -> Tables:
        """The plans of customers, in the order in which they come; positions are not looked at."""
        items: list[Row] = []
        rows: list[Row] = []
        for _, customer in customers:
            decision = self._decide(customer.values, self._at)
            plan = self._planner.plan(
                customer.id, customer.name, customer.values, decision, self._at, log
            )
            evaluator = Evaluator(self._program, customer.values, self._at)
            items += self._items(plan, evaluator)
            rows.append(self._customer(plan, evaluator))
        return Tables(
            pl.DataFrame(items, self._item_schema, orient="row"),
            pl.DataFrame(rows, self._customer_schema, orient="row"),
        )

    def _items(self, plan: Plan, evaluator: Evaluator) -> list[Row]:
        """The rows of one customer's items: by priority, due date and the policy's order."""
        order = plan.ground.order
        planned = [one for one in (*plan.must_do, *plan.optional) if one.state in STATES]
        planned.sort(
            key=lambda one: (
                self._ranks[one.priority],
                one.due or dt.date.max,
                one.due is None,
                order[one.item.id],
            )
        )
        return [
            (
                plan.customer_id,
                one.item.id,
                one.item.kind,
                one.state,
                one.priority,
                one.due,
                one.item.by,
                one.item.minutes,
                self._rules.item_rule(evaluator, one.item),
            )
            for one in planned
        ]

    def _customer(self, plan: Plan, evaluator: Evaluator) -> Row:
        decision, visit = plan.decision, plan.visit
        gaps = missing_attributes(self._program, plan.values, plan.at)
        missing = {attribute for attributes in gaps.values() for attribute in attributes}
        row: dict[str, Any] = {
            "customer_id": plan.customer_id,
            "name": plan.name,
            "tags": [tag for tag in self._tags if decision.values[tag] is True],
            "categories": list(decision.categories),
            "unknown_categories": list(decision.unknown_categories),
            "monthly_minutes": Decimal(plan.monthly_minutes).scaleb(-6),
            "unknown": list(decision.unknown),
            "conflicts": list(decision.conflicts),
            "missing": [name for name in self._program.attributes if name in missing],
        }
        if visit is not None:
            regime = visit.regime
            row |= {
                "visit_times": regime.times,
                "visit_per": regime.per,
                "visit_minutes": regime.minutes,
                "visit_modes": list(regime.modes),
                "visit_due": visit.due,
            }
        for scale, column in self._levels.items():
            row[column] = decision.values[scale]
            row[f"{column}_rule"] = self._rules.definition_rule(evaluator, scale)
        return tuple(row.get(column) for column in self._customer_schema)
