"""Customers for what no test has shown yet, found by exact reasoning and confirmed by evaluation.

For every point that is missing a customer is asked of `boxes.finding`; what it gives is laid over a
persona, so that only a few values differ from a customer that the author knows. Limits come first:
who stands on a limit shows most other things on the way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from workflow_engine.boxes.budget import Budget
from workflow_engine.boxes.finding import Found, find_customer
from workflow_engine.decide.rule_numbers import RuleNumbers
from workflow_engine.explain.comparisons import bound
from workflow_engine.program.expressions import Compare, Constant, Expression, Today
from workflow_engine.program.program import Program
from workflow_engine.program.types import DATE, Value
from workflow_engine.trial.computing import completed, lacking
from workflow_engine.trial.coverage import Coverage, Reached, points_shown
from workflow_engine.trial.coverage_boundaries import sides_of
from workflow_engine.trial.coverage_points import Point, PointKind, Wanted
from workflow_engine.trial.sighting import Sighting

STEPS = 50_000
"""The budget of one question."""
TOTAL = 1_000_000
"""The budget of all questions of a measurement; hundreds of rows would ask thousands."""
TOTAL_PROPOSED = 10 * TOTAL
"""That of all questions where somebody waits for proposals."""
_TO_ASK, _TO_READ = 500, 500
"""What a question costs at least, and for each of its conditions: to put it is work too."""

ORDER: Sequence[PointKind] = ("boundaries", "effects", "rules", "conditions", "visits", "states")

Finder = Callable[[Wanted], Found]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One customer to test: `given` is what differs from the persona, `values` the whole.

    It was looked for to show `about`; `shows` are all points that nothing before it showed.
    """

    given: Mapping[str, Value]
    values: Mapping[str, Value]
    day: dt.date
    about: Point
    shows: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """What can be proposed for a coverage.

    `impossible` are the keys of points that no customer can show (proved), `unsure` those for which
    neither a customer nor a proof was found within the budget. Points of cases are in neither.
    """

    proposals: tuple[Proposal, ...]
    impossible: frozenset[str]
    unsure: frozenset[str]


def finder(program: Program, total: int = TOTAL) -> Finder:
    """Asks `boxes` for one customer at a time; unsure of everything once the total is spent."""
    left = total

    def find(wanted: Wanted) -> Found:
        nonlocal left
        if left <= 0:
            return Found("unsure")
        budget = Budget(STEPS)
        found = find_customer(program, wanted, budget)
        left -= max(_TO_ASK + _TO_READ * len(wanted), STEPS - budget.left)
        return found

    return find


def impossible_points(missing: Sequence[Reached], find: Finder) -> frozenset[str]:
    """The keys of missing points that no customer on any day can show: proved. Rules come first."""
    ordered = sorted(missing, key=lambda one: one.point.kind != "rules")
    return frozenset(
        one.point.key
        for one in ordered
        if one.point.wanted and one.point.exact and find(one.point.wanted).verdict == "impossible"
    )


def propose(coverage: Coverage, base: Mapping[str, Value], day: dt.date, find: Finder) -> Proposals:
    """Customers who together show what is missing and can be shown.

    `base` is the persona's values. On another day than `day` only what cannot be shown on it.
    """
    return _Proposing(coverage, base, day, find).proposals()


class _Proposing:
    def __init__(
        self, coverage: Coverage, base: Mapping[str, Value], day: dt.date, find: Finder
    ) -> None:
        self._program = coverage.program
        self._numbers = RuleNumbers(coverage.program)
        self._base = {name: value for name, value in base.items() if value is not None}
        self._day = day
        self._find = find
        missing = [one.point for one in coverage.missing if one.point.seen is not None]
        self._rank = {one.point.key: n for n, one in enumerate(coverage.reached)}
        self._missing = {
            point.key: point for kind in ORDER for point in missing if point.kind == kind
        }

    def proposals(self) -> Proposals:
        """Point by point; who shows one shows others, which are not asked for again."""
        made: list[Proposal] = []
        impossible: set[str] = set()
        unsure: set[str] = set()
        while self._missing:
            key, point = next(iter(self._missing.items()))
            found = self._shown(point)
            if isinstance(found, str):
                del self._missing[key]
                (impossible if found == "impossible" else unsure).add(key)
                continue
            values, day = found
            shown = self._newly(values, day)
            values = self._fewer_chosen(values, day, shown)
            shows = tuple(
                self._missing.pop(one) for one in sorted(shown, key=self._rank.__getitem__)
            )
            made.append(Proposal(self._given(values), values, day, point, shows))
            unsure -= shown
        made.sort(key=lambda one: self._rank[one.shows[0].key])
        return Proposals(tuple(made), frozenset(impossible), frozenset(unsure))

    def _newly(self, values: Mapping[str, Value], day: dt.date) -> frozenset[str]:
        return points_shown(self._missing.values(), self._program, self._numbers, values, day)

    def _fewer_chosen(
        self, values: dict[str, Value], day: dt.date, shown: frozenset[str]
    ) -> dict[str, Value]:
        """The customer with only those items chosen that are shown as chosen, if that suffices."""
        choices = self._program.choices
        if choices is None or not values.get(choices):
            return values
        needed = {one for key in shown for one in self._missing[key].chosen or ()}
        fewer = {**values, choices: tuple(one for one in self._program.items if one in needed)}
        return fewer if shown <= self._newly(fewer, day) else values

    def _shown(self, point: Point) -> tuple[dict[str, Value], dt.date] | str:
        """A customer and a day that show a point, else the verdict why there is none."""
        today: Wanted = ((Compare("==", Today(DATE), Constant(self._day, DATE)), True),)
        answer = Found("unsure", None)
        for wanted in dict.fromkeys(
            ((*_at_limits(point, self._program), *today), (*point.wanted, *today), point.wanted)
        ):
            answer = self._find(wanted)
            if answer.witness is None:
                continue
            witness, day = answer.witness.values, answer.witness.day
            for start in (self._base, {}):
                values = self._choosing(point, {**start, **witness})
                full = completed(self._program, point.owner, values, day)
                for tried in (values,) if full == values else (full, values):
                    if self._shows(point, tried, day):
                        return self._nearest(point, tried, day), day
        return "impossible" if answer.verdict == "impossible" and point.exact else "unsure"

    def _choosing(self, point: Point, values: Mapping[str, Value]) -> dict[str, Value]:
        """The customer with every optional item chosen, or none, where the point asks for it."""
        program = self._program
        if point.chosen is None or program.choices is None:
            return dict(values)
        chosen: tuple[Value, ...] = ()
        if point.chosen:
            chosen = tuple(item.id for item in program.items.values() if item.kind == "optional")
        return {**values, program.choices: chosen}

    def _shows(self, point: Point, values: Mapping[str, Value], day: dt.date) -> bool:
        assert point.seen is not None, "a point of customers"
        return point.seen(Sighting(self._program, self._numbers, values, day))

    def _nearest(self, point: Point, values: Mapping[str, Value], day: dt.date) -> dict[str, Value]:
        """The customer with as many of the persona's values as still show the point.

        What a computed result needs stays.
        """
        program, owner = self._program, point.owner
        nearest = dict(values)
        computed = not lacking(program, owner, values, day)
        for name in reversed(list(self._program.attributes)):
            if name == self._program.choices and point.chosen is not None:
                continue
            if nearest.get(name) == self._base.get(name):
                continue
            tried = {**nearest, name: self._base.get(name)}
            if not self._shows(point, tried, day):
                continue
            if computed and lacking(program, owner, tried, day):
                continue
            nearest = tried
        return nearest

    def _given(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """What differs from the persona, in the policy's order; None is missing."""
        return {
            name: values.get(name)
            for name in self._program.attributes
            if values.get(name) != self._base.get(name)
        }


def _at_limits(point: Point, program: Program) -> Wanted:
    """What a point wants, of a customer who stands right at the limits it compares with."""
    wanted = point.wanted
    if point.typical:
        return (*wanted, *point.typical)
    extra: list[tuple[Expression, bool | None]] = []
    for condition, answer in wanted:
        found = bound(condition)
        sides = sides_of(condition, program)
        if found is not None and sides and isinstance(answer, bool):
            on_limit = found.op in ("<=", ">=")
            at = 0 if on_limit is answer else -1
            extra.append((sides[at].typical, True))
    return (*wanted, *extra)
