"""How much of a policy its tests exercise: which points they reach, and which never.

The measure is of what tests *reach*, not of what they expect: a test without an expectation on a
level still reaches it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from workflow_engine.decide.rule_numbers import RuleNumbers
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.program import Program
from workflow_engine.program.types import Value
from workflow_engine.trial.coverage_boundaries import boundary_points
from workflow_engine.trial.coverage_cases import case_points
from workflow_engine.trial.coverage_conditions import condition_points
from workflow_engine.trial.coverage_points import Point, PointKind, RulePoints
from workflow_engine.trial.coverage_words import Names
from workflow_engine.trial.exercised import Exercised
from workflow_engine.trial.sighting import Sighting

KINDS: Mapping[PointKind, Bilingual] = {
    "rules": Bilingual("规则", "rules"),
    "conditions": Bilingual("条件真假", "conditions"),
    "effects": Bilingual("独立影响", "effects"),
    "boundaries": Bilingual("边界值", "limits"),
    "states": Bilingual("选做项状态", "item states"),
    "visits": Bilingual("拜访规定", "visit rules"),
    "rungs": Bilingual("升级台阶", "escalation rungs"),
    "transitions": Bilingual("个案流转", "case transitions"),
}
"""What is measured, in the order of the reports."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many; nothing of nothing is all.

    >>> Share(199, 200).percent, Share(0, 0).percent
    (99, 100)
    """

    seen: int
    total: int

    @property
    def percent(self) -> int:
        """The whole per cents, rounded down: 100 only where nothing is missing."""
        return 100 * self.seen // self.total if self.total else 100


@dataclass(frozen=True, slots=True)
class Reached:
    """A point, and the tests that reached it, in their order.

    `unknown` is for how many customers its condition was unknown. `impossible`: proved that no
    customer can show it, so that it is not counted.
    """

    point: Point
    tests: tuple[str, ...] = ()
    unknown: int = 0
    impossible: bool = False

    @property
    def missing(self) -> bool:
        """Whether it could be reached and was not."""
        return not self.tests and not self.impossible


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the tests of a policy reach. `customers` counts them, each with its day, once a test."""

    program: Program
    reached: tuple[Reached, ...]
    tests: tuple[str, ...]
    customers: int

    def share(self, kind: PointKind | None = None) -> Share:
        """The share that is reached, of one kind or of everything."""
        return share(one for one in self.reached if kind in (None, one.point.kind))

    def by_file(self) -> dict[str, tuple[Reached, ...]]:
        """What is reached file by file, worst first."""
        return _worst_first(self.reached, lambda one: one.point.place.file)

    def by_owner(self) -> dict[str, tuple[Reached, ...]]:
        """What is reached definition by definition (item, process …), worst first."""
        return _worst_first(self.reached, lambda one: one.point.owner)

    @property
    def missing(self) -> tuple[Reached, ...]:
        """What could be reached and never was, in the order of the policy."""
        return tuple(one for one in self.reached if one.missing)

    def without(self, impossible: frozenset[str]) -> Coverage:
        """The same where the points with these keys are known to be beyond every customer."""
        return replace(
            self,
            reached=tuple(
                replace(one, impossible=True)
                if one.point.key in impossible and not one.tests
                else one
                for one in self.reached
            ),
        )


def measure(program: Program, exercised: Sequence[Exercised]) -> Coverage:
    """What the tests reached, by the reference evaluator.

    Tests of one name count as one.
    """
    names, numbers = Names(program), RuleNumbers(program)
    points = customer_points(program, names, numbers)
    cases = case_points(program, names)
    reached: dict[str, dict[str, None]] = {point.key: {} for point in points}
    reached |= {case.point.key: {} for case in cases}
    unknown = dict.fromkeys(reached, 0)
    for one in exercised:
        for values, day in one.customers:
            at = Sighting(program, numbers, values, day)
            for point in points:
                assert point.seen is not None, "a point of customers"
                if point.seen(at):
                    reached[point.key][one.test] = None
                if point.condition is not None and at.holds(point.condition) is None:
                    unknown[point.key] += 1
        for case in cases:
            if case.shown_by(one):
                reached[case.point.key][one.test] = None
    return Coverage(
        program,
        tuple(
            Reached(point, tuple(reached[point.key]), unknown[point.key])
            for point in (*points, *(case.point for case in cases))
        ),
        tuple(dict.fromkeys(one.test for one in exercised)),
        sum(len(one.customers) for one in exercised),
    )


def customer_points(program: Program, names: Names, numbers: RuleNumbers) -> tuple[Point, ...]:
    """Every point that a customer can show."""
    return (
        *RulePoints(program, numbers, names).all(),
        *condition_points(program, names),
        *boundary_points(program, names),
    )


def points_shown(
    points: Iterable[Point],
    program: Program,
    numbers: RuleNumbers,
    values: Mapping[str, Value],
    day: dt.date,
) -> frozenset[str]:
    """The keys of the points that one customer on one day shows."""
    at = Sighting(program, numbers, values, day)
    return frozenset(point.key for point in points if point.seen is not None and point.seen(at))


def share(reached: Iterable[Reached]) -> Share:
    """The share of what is possible that is reached."""
    counted = [one for one in reached if not one.impossible]
    return Share(sum(1 for one in counted if one.tests), len(counted))


def _worst_first(
    reached: Iterable[Reached], group: Callable[[Reached], str]
) -> dict[str, tuple[Reached, ...]]:
    groups: dict[str, list[Reached]] = {}
    for one in reached:
        groups.setdefault(group(one), []).append(one)
    return dict(
        sorted(((n, tuple(ones)) for n, ones in groups.items()), key=lambda g: _badness(g[1]))
    )


def _badness(reached: Iterable[Reached]) -> Fraction:
    """The share that is reached, for sorting: of several all of whose points are impossible, 1."""
    part = share(reached)
    return Fraction(part.seen, part.total) if part.total else Fraction(1)
