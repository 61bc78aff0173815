"""Regions of customers for the conditions of one policy, and for the rules of a scale or table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from workflow_engine.boxes.budget import Budget
from workflow_engine.boxes.cover import contains, intersect, uncovered
from workflow_engine.boxes.covers import Covers
from workflow_engine.boxes.regions import Boxes, Regions
from workflow_engine.boxes.space import Box, Space, space_of
from workflow_engine.boxes.witness import Found, proved_empty, search
from workflow_engine.checks.first_few import MOST_SHOWN
from workflow_engine.checks.rule_sets import RuleSet
from workflow_engine.decide.reference import Evaluator
from workflow_engine.program.expressions import Expression
from workflow_engine.program.program import Program

STEPS = 100_000
"""What one check may do about one definition."""

_MOST_TRIES = 24
"""So often it is tried whether fewer rules take all customers of another."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two rules, by index, that hold at once as far as boxes tell; `first` is looked at first."""

    first: int
    second: int


class Ground:
    """A space for some conditions, and where they and their parts hold in it.

    `budget` is how much more may be done, as part of `whole`; who asks anew calls `renew`.

    Raises:
        BudgetSpent: nothing of `whole` is left.
    """

    def __init__(
        self, program: Program, conditions: Sequence[Expression], whole: Budget | None = None
    ) -> None:
        if whole is not None:
            whole.spend(0)
        self.program = program
        self.conditions = conditions
        self.space: Space = space_of(program, conditions)
        self.budget = Budget(STEPS, whole)
        self._whole = whole
        self.budget.charge(self.space.size)
        self._regions = Regions(program, self.space, self.budget)
        self._sums = [n for n, axis in enumerate(self.space.axes) if axis.variable is None]
        self._empty: dict[Box, bool] = {}

    def beside(self, condition: Expression) -> Ground:
        """Where another condition holds, in the same policy."""
        return Ground(self.program, [condition], self._whole)

    def renew(self) -> None:
        """Take a new budget."""
        self.budget = self._regions.budget = Budget(STEPS, self._whole)

    def sure(self, condition: Expression, *, answer: bool = True) -> Boxes:
        """Where a condition certainly has an answer."""
        return self._regions.sure(condition, answer=answer)

    def possible(self, condition: Expression) -> Boxes:
        """Where a condition holds or is unknown for want of data."""
        return self._regions.possible(condition)

    def never(self, condition: Expression) -> bool:
        """Whether a condition holds for nobody."""
        return all(map(self.empty, self.sure(condition)))

    def always(self, condition: Expression) -> bool:
        """Whether a condition fails for nobody."""
        return all(map(self.empty, self.sure(condition, answer=False)))

    def within(self, boxes: Iterable[Box], covers: Sequence[Box]) -> bool:
        """Whether all customers in some boxes are in the covers together."""
        held = Covers(covers)
        return self.held(boxes, held, held.all)

    def held(self, boxes: Iterable[Box], covers: Covers, among: int) -> bool:
        """Whether all customers in some boxes are together in those covers that the mask names."""
        for box in boxes:
            left = covers.leaves(box, among, self.budget)
            if left is None:
                continue
            if not self._sums or not self.empty(left):
                return False
            own = covers.named(covers.meeting(box, among))
            if not all(map(self.empty, uncovered(box, own, self.budget))):
                return False
        return True

    def apart(self, ours: Iterable[Box], theirs: Sequence[Box]) -> bool:
        """Whether two regions have no customer in common."""
        return all(map(self.empty, self.common(ours, theirs)))

    def common(self, ours: Iterable[Box], theirs: Sequence[Box]) -> Iterator[Box]:
        """The boxes that belong to both regions."""
        for one in ours:
            for other in theirs:
                self.budget.spend()
                both = intersect(one, other)
                if both is not None:
                    yield both

    def empty(self, box: Box) -> bool:
        """Whether it is proved that a box holds nobody: its limits of sums contradict each other.

        Without sums of attributes every box holds somebody.
        """
        axes, index = self.space.axes, self.space.index
        limited = [axes[n] for n in self._sums if box[n] != axes[n].full]
        if not limited:
            return False
        parts = [(index[key], multiple) for key, multiple in limited[0].terms]
        if len(limited) == 1 and all(
            abs(multiple) == 1 and box[n] == axes[n].full for n, multiple in parts
        ):
            return False  # the parts are free, so the sum is anything between its ends
        known = self._empty.get(box)
        if known is None:
            known = proved_empty(self.program, self.space, box, self.budget)
            self._empty[box] = known
        return known

    def customer(self, box: Box, wanted: Callable[[Evaluator], bool]) -> Found:
        """A customer in a box of whom the reference evaluator says what is wanted."""
        return search(self.program, self.space, box, wanted, self.budget)


class RuleRegions(Ground):
    """The regions of the rules of one scale or table, each worked out when first asked for."""

    def __init__(self, program: Program, rules: RuleSet, whole: Budget | None = None) -> None:
        super().__init__(program, [rule.when for rule in rules.rules], whole)
        self.rules = rules
        self._overlaps: list[Overlap] | None = None
        self._apart: dict[Overlap, bool] = {}
        self._covers: _RowCovers | None = None
        self._covered: list[tuple[int, tuple[int, ...]]] | None = None
        self._nobody_left: bool | None = None
        self._nobody: dict[int, bool] = {}

    def yes(self, index: int) -> Boxes:
        """Where a rule certainly holds."""
        return self.sure(self.rules.rules[index].when)

    def nobody(self, index: int) -> bool:
        """Whether a rule certainly holds for nobody."""
        if index not in self._nobody:
            self._nobody[index] = self.never(self.rules.rules[index].when)
        return self._nobody[index]

    def maybe(self, index: int) -> Boxes:
        """Where a rule holds or may hold, for want of data."""
        return self.possible(self.rules.rules[index].when)

    def before(self, index: int) -> tuple[int, ...]:
        """The rules that are looked at before one."""
        return self.rules.order[: self.rules.order.index(index)]

    @property
    def overlaps(self) -> Sequence[Overlap]:
        """The pairs of rules that hold at once, as far as boxes tell; `real` says whether for
        anybody.
        """
        if self._overlaps is None:
            self._overlaps = list(self._found_overlaps())
        return self._overlaps

    def real(self, overlap: Overlap) -> bool:
        """Whether it is not proved that two rules have no customer in common."""
        first, second = overlap.first, overlap.second
        if overlap not in self._apart:
            self._apart[overlap] = (
                self.nobody(first)
                or self.nobody(second)
                or self.apart(self.yes(second), self.yes(first))
            )
        return not self._apart[overlap]

    @property
    def conflicts(self) -> Iterator[Overlap]:
        """The overlaps that leave customers without a result."""
        rules = self.rules.rules
        for one in self.overlaps if self.rules.hit in ("unique", "any") else ():
            different = rules[one.first].gives != rules[one.second].gives
            if (different or self.rules.hit == "unique") and self.real(one):
                yield one

    @property
    def conflicting(self) -> bool:
        """Whether some overlap leaves customers without a result."""
        return next(self.conflicts, None) is not None

    @property
    def covered(self) -> Sequence[tuple[int, tuple[int, ...]]]:
        """Rules that hold for somebody but never decide, and those that take their customers.

        Only where the first rule that holds decides.
        """
        if self._covered is None:
            earlier: dict[int, list[int]] = {}
            for one in self.overlaps if self.rules.by_order else ():
                earlier.setdefault(one.second, []).append(one.first)
            found: list[tuple[int, tuple[int, ...]]] = []
            for index, met in earlier.items():
                if self.nobody(index):
                    continue
                takers = self._takers(index, met, few=len(found) < MOST_SHOWN)
                found += [(index, takers)] if takers else []
            self._covered = found
        return self._covered

    @property
    def nobody_left(self) -> bool:
        """Whether there is nobody for whom no rule holds or may hold."""
        if self._nobody_left is None:
            maybe = [box for index in range(len(self.rules.rules)) for box in self.maybe(index)]
            self._nobody_left = self.within([self.space.whole], maybe)
        return self._nobody_left

    def _takers(self, index: int, met: Iterable[int], *, few: bool) -> tuple[int, ...]:
        """Of the earlier rules that meet one those that take all its customers: a single one if
        possible, else hardly more than are needed; none where some customer is left.
        """
        mine, covers = self.yes(index), self._row_covers
        meeting = [n for n in met if not self.nobody(n)]
        if not self.held(mine, covers.covers, covers.of(meeting)):
            return ()
        if not few:  # nobody will read which
            return tuple(meeting)
        for n in meeting:
            own = self.yes(n)
            if all(any(contains(one, box) for one in own) for box in mine):
                return (n,)
        size, tries = len(meeting), 0
        while (size := (size + 1) // 2 if size > 1 else 0) and tries < _MOST_TRIES:
            for start in reversed(range(0, len(meeting), size)):
                tries += 1
                fewer = [*meeting[:start], *meeting[start + size :]]
                if self.held(mine, covers.covers, covers.of(fewer)):
                    meeting = fewer
        return tuple(meeting)

    def left_by(self, box: Box, rules: Iterable[int]) -> Box | None:
        """Some customers of a box for whom none of some rules certainly holds, as boxes tell."""
        covers = self._row_covers
        return covers.covers.leaves(box, covers.of(rules), self.budget)

    @property
    def _row_covers(self) -> _RowCovers:
        if self._covers is None:
            self._covers = _RowCovers([self.yes(n) for n in range(len(self.rules.rules))])
        return self._covers

    def _found_overlaps(self) -> Iterator[Overlap]:
        covers = self._row_covers
        before: list[int] = []
        for second in self.rules.order:
            self.budget.spend(1 + len(before) // 16)
            met = covers.of(before)
            meeting = 0
            for box in self.yes(second):
                meeting |= covers.covers.meeting(box, met)
            for first in before if meeting else ():
                if meeting & covers.own[first]:
                    yield Overlap(first, second)
            before.append(second)


class _RowCovers:
    """The boxes of all rules together; `own` are those of each rule."""

    def __init__(self, regions: Sequence[Boxes]) -> None:
        self.covers = Covers([box for boxes in regions for box in boxes])
        self.own: list[int] = []
        start = 0
        for boxes in regions:
            self.own.append((1 << start + len(boxes)) - (1 << start))
            start += len(boxes)

    def of(self, rules: Iterable[int]) -> int:
        """The boxes of some rules."""
        return sum(self.own[n] for n in rules)
