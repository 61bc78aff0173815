"""The census in columns; only imported when a run in columns begins."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

import polars as pl

from workflow_engine.census.tally import SHOWN, Tally, asked, name_examples
from workflow_engine.columnar.columns import (
    KEY,
    STATUSES,
    attribute_column,
    gate_column,
    missing_column,
    rule_column,
    status_column,
    suspended_column,
    value_column,
)
from workflow_engine.columnar.decisions import Decisions
from workflow_engine.columnar.magnitudes import Limits, limits_of
from workflow_engine.decide.rule_numbers import SINGLE_HITS
from workflow_engine.planning.dates import add_units
from workflow_engine.program.expressions import DefinitionValue, IsMissing
from workflow_engine.program.program import Attribute, Program, Scale, Table, Tag
from workflow_engine.runs.asking import asking

_UNKNOWN, _NONE, _CONFLICT = (STATUSES.index(one) for one in ("unknown", "none", "conflict"))
_DAY = dt.timedelta(days=1)


class ColumnCensus:
    """Counts whole frames of customers on one day.

    Raises NotColumnar where the policy calculates with numbers that do not fit.
    """

    def __init__(self, program: Program, at: dt.date) -> None:
        self._program = program
        self._at = at
        self._asked = asked(program)
        self.limits: Limits = limits_of(self._asked.program)
        self._decisions = Decisions(self._asked.program, at, self.limits)
        self._alone = {
            name: _Missing(program, name, at, self.limits)
            for name, one in program.definitions.items()
            if isinstance(one, Tag | Scale | Table)
        }

    def tally(self, frame: pl.DataFrame) -> Tally:
        """The counts of the customers of a checked frame."""
        tally = Tally(customers=frame.height)
        decided = self._decisions.of(frame)
        for name, definition in self._program.definitions.items():
            if isinstance(definition, Tag):
                self._tag(name, decided, tally)
            elif isinstance(definition, Scale | Table):
                self._ruled(definition, decided, tally)
            else:
                tally.unknown[name] += decided[value_column(name)].null_count()
        for item in self._program.items.values():
            held = decided[gate_column(item.id)]
            if suspended_column(item.id) in decided.columns:
                held &= ~decided[suspended_column(item.id)]
            tally.hits[self._asked.numbers.item[item.id]] += int(held.sum() or 0)
        self._gaps(frame, tally)
        self._settled(frame, decided, tally)
        return tally

    def _tag(self, name: str, decided: pl.DataFrame, tally: Tally) -> None:
        answers = decided[value_column(name)]
        tally.hits[self._asked.numbers.first[name]] += int(answers.sum() or 0)
        tally.unknown[name] += answers.null_count()

    def _ruled(self, definition: Scale | Table, decided: pl.DataFrame, tally: Tally) -> None:
        name = definition.id
        statuses = decided[status_column(name)]
        tally.unknown[name] += int((statuses == _UNKNOWN).sum())
        counted = [(_CONFLICT, tally.conflicts, tally.in_conflict)]
        if definition.hit in SINGLE_HITS:
            counted.append((_NONE, tally.unmatched, tally.without_rule))
            rules = decided.filter(statuses == 0)[rule_column(name)].value_counts()
            tally.hits.update(dict(rules.iter_rows()))
        else:
            for tag, number in self._asked.rows[name]:
                tally.hits[number] += int(decided[value_column(tag)].sum() or 0)
        for status, counts, examples in counted:
            without = decided.filter(statuses == status)[KEY]
            if without.len():
                counts[name] += without.len()
                name_examples(examples, name, without.head(SHOWN).to_list())

    def _gaps(self, frame: pl.DataFrame, tally: Tally) -> None:
        for name, attribute in self._program.attributes.items():
            values = frame[attribute_column(name)]
            tally.absent[name] += values.null_count()
            earliest = self._fresh_from.get(name)
            if earliest is not None and attribute.as_of is not None:
                as_of = frame[attribute_column(attribute.as_of)].cast(pl.Date)
                tally.stale[name] += int((values.is_not_null() & (as_of < earliest)).sum() or 0)

    @cached_property
    def _fresh_from(self) -> dict[str, dt.date]:
        """By attribute, the first day from which its value is fresh enough."""
        return {
            name: earliest
            for name, attribute in self._program.attributes.items()
            if (earliest := _fresh_from(attribute, self._at)) is not None
        }

    def _settled(self, frame: pl.DataFrame, decided: pl.DataFrame, tally: Tally) -> None:
        alone: dict[str, pl.Series] = {}
        for name, missing in self._alone.items():
            unknown = (
                decided[value_column(name)].is_null()
                if isinstance(self._program.definitions[name], Tag)
                else decided[status_column(name)] == _UNKNOWN
            )
            if not unknown.any():
                continue
            for attribute, customers in missing.only(frame, unknown):
                tally.settles[attribute, name] += int(customers.sum())
                before = alone.get(attribute)
                alone[attribute] = customers if before is None else before | customers
        tally.settled.update({name: int(one.sum()) for name, one in alone.items()})


class _Missing:
    """For whom one definition lacks a single attribute."""

    def __init__(self, program: Program, name: str, at: dt.date, limits: Limits) -> None:
        kind = program.definitions[name].type
        self._reduced = asking(program, IsMissing(DefinitionValue(name, kind)))
        self._name, self._at, self._limits = name, at, limits
        self._attributes = list(program.attributes)

    @cached_property
    def _decisions(self) -> Decisions:
        return Decisions(self._reduced, self._at, self._limits, asked=self._name)

    def only(self, frame: pl.DataFrame, unknown: pl.Series) -> list[tuple[str, pl.Series]]:
        """Each attribute that is the only one missing for somebody, with for whom."""
        decided = self._decisions.of(frame)
        columns = [missing_column(name) for name in self._attributes]
        count = decided.select(pl.sum_horizontal(pl.col(columns).cast(pl.UInt32))).to_series()
        single = unknown & (count == 1)
        found = []
        for name in self._attributes:
            customers = single & decided[missing_column(name)]
            if customers.any():
                found.append((name, customers))
        return found


def _fresh_from(attribute: Attribute, at: dt.date) -> dt.date | None:
    age = attribute.stale_after
    if attribute.as_of is None or age is None or age.unit is None:
        return None
    day = at
    while add_units(day - _DAY, age.unit, age.count) >= at:
        day -= _DAY
    return day
