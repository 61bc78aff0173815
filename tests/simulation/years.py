"""The shipped policy, a lively model, and customers to simulate with."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import workflow_engine
from workflow_engine.cases.rules import CaseRules, case_rules
from workflow_engine.simulation.model import SimulatedCustomer
from workflow_engine.simulation.reading import read_model

SHIPPED = workflow_engine.load("rules/tobacco-retail").program
RULES = case_rules(SHIPPED)


MODEL = """
simulation: {id: test, label: {zh: 测试, en: test}}
arrivals:
  hours: {"09:00..17:00": 1}
  cases: {delivery_error: 20, feedback: 10, payment_error: 5}
staff:
  steps:
    acknowledge: {median: 40 work minutes, spread: 0.9, forgotten: 5%, effort: 6 work minutes}
    amend: {median: 3 work hours, forgotten: 5%}
events:
  compensation: {share: 40%, median: 300, spread: 1}
  cannot_resolve: 10%
  waits: {share: 10%, median: 6 clock hours}
  refused: {share: 10%, median: 6 clock hours}
  reopened: {share: 10%, median: 2 calendar days}
  plan: {share: 50%, median: 30 work minutes}
  approval: {share: 20%, median: 40 work minutes}
"""

PEOPLE = {
    "account_manager": "李明",
    "supervisor": "方静宜",
    "department_manager": "沈立群",
    "general_manager": "顾长河",
    "customer_service": "贺敏",
    "technical": "陆子衡",
    "finance": "韩秋实",
}
CUSTOMERS = [SimulatedCustomer(f"C{n}", f"店{n}", PEOPLE) for n in range(40)]


def model(text=MODEL, program=SHIPPED):
    read, found = read_model(text, "model.yaml", program)
    assert read is not None, found
    return read


def with_limits(limits: dict[str, int]) -> CaseRules:
    """The shipped policy with other limits of compensation."""
    roles = {
        id_: replace(role, compensation_up_to=Decimal(limits[id_])) if id_ in limits else role
        for id_, role in SHIPPED.roles.items()
    }
    return case_rules(replace(SHIPPED, roles=roles, hash="other"))
