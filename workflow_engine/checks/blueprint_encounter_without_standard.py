"""A service encounter that is measured against nothing."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.blueprint.encounters import encounters
from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.checks.encounter_standard import standard_of
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.blueprints import ZONES, Blueprint
from workflow_engine.program.program import Program


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:
    """WE810 once for each serving cell that meets customers and is measured against nothing.

    Links over several lines are another mistake.
    """
    told: set[str] = set()
    for encounter in encounters(blueprint):
        provider = encounter.provider
        if ZONES[provider.lane] != 1 or provider.id in told:
            continue
        if standard_of(encounter, blueprint, program) is None:
            told.add(provider.id)
            yield finding(
                blueprint,
                "WE810",
                provider.place,
                customer=encounter.customer.text,
                provider=provider.text,
            )
