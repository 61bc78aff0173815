"""What is known of a customer, what is not, and what is out of date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from workflow_engine.planning.dates import add_units
from workflow_engine.program.program import Attribute, Portrait, Program
from workflow_engine.program.types import Value

PORTRAITS: tuple[Portrait, ...] = ("basic", "operating", "service_value")


@dataclass(frozen=True, slots=True)
class PortraitGaps:
    """Attributes without a value, by portrait, and those older than their policy allows.

    The portrait is `complete` when every `service_value` attribute has a value.
    """

    missing: Mapping[Portrait, tuple[str, ...]]
    stale: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether the plan rests on the whole service value of the customer."""
        return not self.missing["service_value"]


def portrait_gaps(program: Program, values: Mapping[str, Value], at: dt.date) -> PortraitGaps:
    """The gaps of one customer; the choices are left out: to choose nothing is an answer."""
    given = {program.key, program.name, program.choices}
    missing: dict[Portrait, list[str]] = {name: [] for name in PORTRAITS}
    stale = []
    for attribute in program.attributes.values():
        if values.get(attribute.id) is not None:
            if _stale(attribute, values, at):
                stale.append(attribute.id)
        elif attribute.id not in given:
            missing[attribute.portrait].append(attribute.id)
    return PortraitGaps({name: tuple(ids) for name, ids in missing.items()}, tuple(stale))


def _stale(attribute: Attribute, values: Mapping[str, Value], at: dt.date) -> bool:
    if attribute.as_of is None or attribute.stale_after is None:
        return False
    as_of = values.get(attribute.as_of)
    if isinstance(as_of, dt.datetime):
        as_of = as_of.date()
    unit = attribute.stale_after.unit
    if not isinstance(as_of, dt.date) or unit is None:
        return False
    return add_units(as_of, unit, attribute.stale_after.count) < at
