"""Many boxes at once: which of them meet a box, and whether they leave anybody in it.

Sets of boxes are masks as well: bit n stands for box n. Whether a box is covered is a question of
choosing one class of cells on each axis so that no cover holds them all; cells that the same covers
hold are one class. It is answered as satisfiability is: forced choices first (after Davis, Putnam,
Logemann and Loveland), cells that a better one makes needless left out, a state seen once only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from workflow_engine.boxes.budget import Budget
from workflow_engine.boxes.space import Box

Classes: TypeAlias = list[tuple[int, int]]
"""Of one axis: the covers that hold some cells, and these cells."""


class _State(NamedTuple):
    """What is still open: the covers not yet escaped, the classes of each axis not yet chosen on,
    and the cells chosen on the others.
    """

    live: int
    open: dict[int, Classes]
    chosen: dict[int, int]


class Covers:
    """Boxes that other boxes are held against again and again."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self.boxes = boxes
        self.all = (1 << len(boxes)) - 1
        self._by_mask: list[dict[int, int]] = [{} for _ in boxes[0]] if boxes else []
        for n, box in enumerate(boxes):
            for masks, mask in zip(self._by_mask, box, strict=True):
                masks[mask] = masks.get(mask, 0) | 1 << n
        self._touching: dict[tuple[int, int], int] = {}
        self._holding_all: dict[tuple[int, int], int] = {}
        self._holding: dict[int, dict[int, int]] = {}

    def meeting(self, box: Box, among: int | None = None) -> int:
        """The covers that have a customer in common with a box, of some or of all."""
        live = self.all if among is None else among
        for n, mask in enumerate(box):
            if not live:
                return 0
            live &= self._meeting_at(n, mask)
        return live

    def _meeting_at(self, axis: int, cells: int) -> int:
        found = self._touching.get((axis, cells))
        if found is None:
            found = 0
            for mask, covers in self._by_mask[axis].items():
                if mask & cells:
                    found |= covers
            self._touching[axis, cells] = found
        return found

    def _containing(self, box: Box) -> int:
        """The covers that hold a whole box."""
        found = self.all
        for n, cells in enumerate(box):
            if not found:
                return 0
            known = self._holding_all.get((n, cells))
            if known is None:
                known = 0
                for mask, covers in self._by_mask[n].items():
                    if not cells & ~mask:
                        known |= covers
                self._holding_all[n, cells] = known
            found &= known
        return found

    def named(self, among: int) -> list[Box]:
        """The boxes that a mask names."""
        return [box for n, box in enumerate(self.boxes) if among >> n & 1]

    def leaves(self, box: Box, among: int, budget: Budget) -> Box | None:
        """Some customers of a box whom no cover of some holds; None where all are held.

        Raises:
            BudgetSpent: it could not be told.
        """
        budget.spend(1 + len(box) // 4)
        live = self.meeting(box, among)
        if live & self._containing(box):
            return None
        open_ = {n: self._classes_at(n, mask, live) for n, mask in enumerate(box)} if live else {}
        seen: set[tuple[int, frozenset[int]]] = set()
        waiting = [_State(live, open_, {})]
        while waiting:
            state = _settled(waiting.pop(), budget)
            if state is None:
                continue
            if not state.live:
                return tuple(state.chosen.get(n, mask) for n, mask in enumerate(box))
            what = state.live, frozenset(state.open)
            if what not in seen:
                seen.add(what)
                waiting.extend(_choices(state))
        return None

    def _classes_at(self, axis: int, cells: int, live: int) -> Classes:
        """The cells of a mask, those together that the same live covers hold."""
        if live.bit_count() <= _FEW:
            parts = {cells: 0}
            while live:
                one = live & -live
                live ^= one
                mask = self.boxes[one.bit_length() - 1][axis]
                halves: dict[int, int] = {}
                for part, holds in parts.items():
                    if part & mask:
                        halves[part & mask] = holds | one
                    if part & ~mask:
                        halves[part & ~mask] = holds
                parts = halves
            return [(holds, part) for part, holds in parts.items()]
        if axis not in self._holding:
            holding: dict[int, int] = {}
            for mask, covers in self._by_mask[axis].items():
                for cell in _cells(mask):
                    holding[cell] = holding.get(cell, 0) | covers
            self._holding[axis] = holding
        holding = self._holding[axis]
        if all(mask & cells == cells for mask in self._by_mask[axis]):
            return [(live, cells)]
        found: dict[int, int] = {}
        for cell in _cells(cells):
            covers = holding.get(cell, 0) & live
            found[covers] = found.get(covers, 0) | cell
        return list(found.items())


def _cells(mask: int) -> Iterator[int]:
    """The cells of a mask, each as a mask."""
    while mask:
        cell = mask & -mask
        yield cell
        mask ^= cell


def _settled(state: _State, budget: Budget) -> _State | None:
    """The state after all choices that are forced; None where no customer is left."""
    live, open_, chosen = state.live, state.open, dict(state.chosen)
    while live:
        best = _best_classes(live, open_)
        budget.spend(1 + sum(map(len, best.values())) // 8)
        forced = {n: classes[0] for n, classes in best.items() if len(classes) == 1}
        open_ = {n: classes for n, classes in best.items() if n not in forced}
        if not forced:
            size = live.bit_count()
            # Each axis escapes so many covers at most.
            if sum(size - classes[0][0].bit_count() for classes in open_.values()) < size:
                return None
            units = _forced_by_covers(live, open_)
            if units is None:
                return None
            forced = units
            open_ = {n: classes for n, classes in open_.items() if n not in forced}
            if not forced:
                break
        for n, (holding, cells) in forced.items():
            live &= holding
            chosen[n] = cells
        if not open_:
            break
    return None if live and not open_ else _State(live, open_, chosen)


def _best_classes(live: int, open_: dict[int, Classes]) -> dict[int, Classes]:
    """The classes of each axis that escape covers no other class escapes as well, best first.

    Where no cover leaves anything out along an axis, it has one class.
    """
    found: dict[int, Classes] = {}
    for n, classes in open_.items():
        merged: dict[int, int] = {}
        for holding, cells in classes:
            merged[holding & live] = merged.get(holding & live, 0) | cells
        kept: Classes = []
        for holding in sorted(merged, key=int.bit_count):
            for less, _ in kept:
                if not less & ~holding:
                    break
            else:
                kept.append((holding, merged[holding]))
        found[n] = kept
    return found


def _forced_by_covers(live: int, open_: dict[int, Classes]) -> dict[int, tuple[int, int]] | None:
    """The classes that are the only way out of some cover; None where there is no way at all."""
    once = twice = 0
    for classes in open_.values():
        for holding, _ in classes:
            escaped = live & ~holding
            twice |= once & escaped
            once |= escaped
    if live & ~once:
        return None
    single = once & ~twice
    forced: dict[int, tuple[int, int]] = {}
    if not single:
        return forced
    for n, classes in open_.items():
        for one in classes:
            if single & ~one[0]:
                if n in forced:
                    return None
                forced[n] = one
    return forced


def _choices(state: _State) -> Iterator[_State]:
    """The states after one more choice, the most promising last: along the axis with the fewest
    classes, or between the ways out of one cover if these are fewer.
    """
    live, open_, chosen = state
    axis = min(open_, key=lambda n: (len(open_[n]), open_[n][0][0].bit_count()))
    ways = [(axis, one) for one in open_[axis]]
    cover = _narrowest(live, open_, len(ways) - 1)
    if cover:
        ways = [(n, one) for n, classes in open_.items() for one in classes if cover & ~one[0]]
    for n, (holding, cells) in sorted(ways, key=lambda way: -way[1][0].bit_count()):
        rest = {m: classes for m, classes in open_.items() if m != n}
        yield _State(live & holding, rest, {**chosen, n: cells})


def _narrowest(live: int, open_: dict[int, Classes], most: int) -> int:
    """A cover with the fewest ways out of it, of those with at most so many; 0 if there is none."""
    counted = [live] + [0] * (min(most, _MOST_COUNTED) + 1)
    for classes in open_.values():
        for holding, _ in classes:
            escaped = live & ~holding
            for n in range(len(counted) - 1, 0, -1):
                counted[n] |= counted[n - 1] & escaped
    for n in range(2, len(counted)):
        exactly = counted[n - 1] & ~counted[n]
        if exactly:
            return exactly & -exactly
    return 0


_MOST_COUNTED = 12
"""Covers with more ways out than this are not told apart."""

_FEW = 8
"""So many covers are looked at one by one to find classes; of more the cells are."""
