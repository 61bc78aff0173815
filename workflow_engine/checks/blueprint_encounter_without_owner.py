"""A machine that serves customers and for which nobody answers."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.blueprint.encounters import encounters
from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:  # noqa: ARG001
    """WE809 once for each machine that meets customers and has no role.

    An action of people without a role is told of in any case (`blueprint_action_without_owner`).
    """
    told: set[str] = set()
    for encounter in encounters(blueprint):
        provider = encounter.provider
        if encounter.self_service and encounter.owner is None and provider.id not in told:
            told.add(provider.id)
            yield finding(
                blueprint,
                "WE809",
                provider.place,
                customer=encounter.customer.text,
                provider=provider.text,
            )
