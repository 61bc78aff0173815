"""What a service encounter is measured against."""

from __future__ import annotations

from workflow_engine.blueprint.encounters import Encounter
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program


def standard_of(encounter: Encounter, blueprint: Blueprint, program: Program) -> Bilingual | None:
    """How the standard is printed: the promise at this place, else the item that is performed.

    Else the promise of the whole journey; None where there is nothing.
    """
    here, item, whole = encounter.standard, encounter.provider.item, blueprint.promise
    if here is not None:
        promise = program.promises.get(here)
        return Bilingual.same(here) if promise is None else promise.label
    if item is not None:
        performed = program.items.get(item)
        return Bilingual.same(item) if performed is None else performed.label
    if whole is not None:
        promise = program.promises.get(whole)
        return Bilingual.same(whole) if promise is None else promise.label
    return None
