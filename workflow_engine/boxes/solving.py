"""Whole numbers within linear limits: found, or proved not to exist.

Fourier-Motzkin elimination with every limit tightened to whole numbers (Pugh, *The Omega Test*,
1991). Finding nothing is a proof; where multiples other than 1 meet, what is found may have to be
given up: then it is unsure.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import gcd
from typing import Literal, TypeAlias

from workflow_engine.boxes.budget import Budget
from workflow_engine.boxes.positions import Span

Name: TypeAlias = Hashable
Terms: TypeAlias = tuple[tuple[Name, int], ...]
Wish: TypeAlias = Callable[[Name, Span], int]
"""Which position a variable should take within a span."""

_MOST_LIMITS = 400
"""With more limits than this the elimination gives up."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The sum of the terms is at least `least`."""

    terms: Terms
    least: int


def limits_of(terms: Sequence[tuple[Name, int]], span: Span) -> list[Limit]:
    """A sum within a span."""
    low, high = span
    found = [] if low is None else [Limit(tuple(terms), low)]
    if high is not None:
        found.append(Limit(tuple((name, -multiple) for name, multiple in terms), -high))
    return found


def contradict(names: Sequence[Name], limits: Sequence[Limit], budget: Budget) -> bool:
    """Whether it is proved that no positions satisfy all limits.

    Raises:
        BudgetSpent: it takes too long.
    """
    edges = _differences(limits)
    if edges is None:
        return solve(names, limits, _any_end, budget) == "impossible"
    # Differences of two are a graph: they contradict each other where a circle gains (Bellman).
    least = dict.fromkeys([None, *names], 0)
    for _ in least:
        budget.spend(1 + len(edges) // 4)
        moved = False
        for above, below, distance in edges:
            if least[above] < least[below] + distance:
                least[above] = least[below] + distance
                moved = True
        if not moved:
            return False
    return True


def _differences(limits: Sequence[Limit]) -> list[tuple[Name, Name, int]] | None:
    """Limits `above - below >= distance`, None standing for 0; None if one has another form."""
    found: list[tuple[Name, Name, int]] = []
    for limit in limits:
        above: Name = None
        below: Name = None
        for name, multiple in limit.terms:
            if multiple == 1 and above is None:
                above = name
            elif multiple == -1 and below is None:
                below = name
            else:
                return None
        found.append((above, below, limit.least))
    return found


def _any_end(_name: Name, span: Span) -> int:
    """A position in a span, whichever."""
    low, high = span
    return low if low is not None else high if high is not None else 0


def solve(
    names: Sequence[Name], limits: Sequence[Limit], wish: Wish, budget: Budget
) -> Mapping[Name, int] | Literal["impossible", "unsure"]:
    """Positions for all names, the last name first as wished; or why there are none.

    Raises:
        BudgetSpent: it takes too long.
    """
    stages: list[tuple[int, list[Limit]]] = []
    numbers = {name: number for number, name in enumerate(names)}
    current = _tightened(_numbered(limits, numbers))
    if current is None:
        return "impossible"
    for name in range(len(names)):
        lower = [one for one in current if _multiple(one, name) > 0]
        upper = [one for one in current if _multiple(one, name) < 0]
        stages.append((name, lower + upper))
        budget.spend(1 + len(lower) * len(upper))
        kept = [one for one in current if not _multiple(one, name)]
        joined = [_without(name, low, high) for low in lower for high in upper]
        current = _tightened([*kept, *joined])
        if current is None:
            return "impossible"
        if len(current) > _MOST_LIMITS:
            return "unsure"
    found: dict[Name, int] = {}
    for number, bounds in reversed(stages):
        low, high = _span(number, bounds, found)
        if low is not None and high is not None and low > high:
            return "unsure"
        found[number] = wish(names[number], (low, high))
    return {name: found[number] for name, number in numbers.items()}


def _numbered(limits: Sequence[Limit], numbers: Mapping[Name, int]) -> list[Limit]:
    """The limits with numbers for the names: they are looked up and sorted again and again."""
    return [
        Limit(tuple(sorted((numbers[name], multiple) for name, multiple in one.terms)), one.least)
        for one in limits
    ]


def _multiple(limit: Limit, name: Name) -> int:
    for one, multiple in limit.terms:
        if one == name:
            return multiple
    return 0


def _without(name: Name, low: Limit, high: Limit) -> Limit:
    """What a lower and an upper limit of a variable say together of the others."""
    first, second = _multiple(low, name), -_multiple(high, name)
    sums: dict[Name, int] = {}
    for limit, factor in ((low, second), (high, first)):
        for one, multiple in limit.terms:
            sums[one] = sums.get(one, 0) + multiple * factor
    least = low.least * second + high.least * first
    return Limit(tuple(sorted(term for term in sums.items() if term[1])), least)


def _tightened(limits: Sequence[Limit]) -> list[Limit] | None:
    """The limits without common divisors, the strictest of each sum; None if one cannot hold.

    The terms of a limit stand in the order of their names, which are numbers by now.
    """
    strictest: dict[Terms, int] = {}
    for limit in limits:
        terms, least = limit.terms, limit.least
        if not terms:
            if least > 0:
                return None
            continue
        divisor = gcd(*(multiple for _, multiple in terms))
        if divisor != 1:
            terms = tuple((one, multiple // divisor) for one, multiple in terms)
            least = -(-least // divisor)
        if strictest.get(terms, least) <= least:
            strictest[terms] = least
        opposite = strictest.get(tuple((one, -multiple) for one, multiple in terms))
        if opposite is not None and strictest[terms] + opposite > 0:
            return None
    return [Limit(terms, least) for terms, least in strictest.items()]


def _span(name: Name, bounds: Sequence[Limit], found: Mapping[Name, int]) -> Span:
    """Where a variable may lie, the later ones having their positions."""
    low: int | None = None
    high: int | None = None
    for limit in bounds:
        multiple = _multiple(limit, name)
        rest = sum(m * found[one] for one, m in limit.terms if one != name)
        if multiple > 0:
            least = -(-(limit.least - rest) // multiple)
            low = least if low is None else max(low, least)
        else:
            most = (rest - limit.least) // -multiple
            high = most if high is None else min(high, most)
    return low, high
