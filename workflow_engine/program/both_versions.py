"""The names of two versions together, for pages and logs that are about customers of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from workflow_engine.program.program import Program

T = TypeVar("T")


def both_versions(new: Program, before: Program) -> Program:
    """The new version with what only the version before it has: items, definitions, roles and such.

    It is for looking up what is printed for an id; it decides nothing. What both have is the new
    version's.
    """
    return replace(
        new,
        attributes=_both(new.attributes, before.attributes),
        definitions=_both(new.definitions, before.definitions),
        items=_both(new.items, before.items),
        strategies=_both(new.strategies, before.strategies),
        roles=_both(new.roles, before.roles),
        staff=_both(new.staff, before.staff),
        promises=_both(new.promises, before.promises),
        records=_both(new.records, before.records),
        privileges=_both(new.privileges, before.privileges),
    )


def _both(new: Mapping[str, T], before: Mapping[str, T]) -> dict[str, T]:
    return {**new, **{name: one for name, one in before.items() if name not in new}}
