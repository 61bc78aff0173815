"""Boxes against boxes: what two have in common, and what of one no others cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from workflow_engine.boxes.budget import Budget
from workflow_engine.boxes.covers import Covers
from workflow_engine.boxes.space import Box


def intersect(one: Box, other: Box) -> Box | None:
    """The customers in both boxes; None when there are none."""
    both = tuple([a & b for a, b in zip(one, other, strict=True)])
    return both if all(both) else None


def contains(outer: Box, inner: Box) -> bool:
    """Whether a box lies within another."""
    return not any(b & ~a for a, b in zip(outer, inner, strict=True))


def uncovered(box: Box, covers: Iterable[Box], budget: Budget) -> Iterator[Box]:
    """What of a box none of the covers holds, as boxes that have nothing in common.

    The same arguments give the same boxes in the same order.

    Raises:
        BudgetSpent: while it goes on; what was given until then is right.
    """
    axes = range(len(box))
    waiting: list[tuple[Box, list[Box]]] = [(box, list(covers))]
    while waiting:
        region, all_covers = waiting.pop()
        budget.spend(1 + len(all_covers) // 4)
        # Of each cover what lies in the region, and along which axes it leaves something out.
        meeting: list[tuple[int, Box, list[int]]] = []
        weight = [0] * len(box)
        covered = False
        for cover in all_covers:
            part = tuple([a & b for a, b in zip(region, cover, strict=True)])
            if not all(part):
                continue
            open_axes = [n for n in axes if part[n] != region[n]]
            if not open_axes:
                covered = True
                break
            for n in open_axes:
                weight[n] += 1
            meeting.append((len(open_axes), part, open_axes))
        if covered:
            continue
        if not meeting:
            yield region
            continue
        # The cover that leaves out least is taken off whole, along the busiest axes first.
        _, part, open_axes = min(meeting, key=lambda one: (one[0], -_size(one[1])))
        others = [other for _, other, _ in meeting if other is not part]
        inside = list(region)
        pieces: list[tuple[Box, list[Box]]] = []
        for n in sorted(open_axes, key=lambda n: (-weight[n], n)):
            outside = inside[n] & ~part[n]
            pieces.append(((*inside[:n], outside, *inside[n + 1 :]), others))
            inside[n] = part[n]
        waiting.extend(reversed(pieces))


def covered(box: Box, covers: Iterable[Box], budget: Budget) -> bool:
    """Whether the covers together hold the whole box.

    Raises:
        BudgetSpent: it could not be told.
    """
    held = Covers(tuple(covers))
    return held.leaves(box, held.all, budget) is None


def without(boxes: Iterable[Box], covers: Sequence[Box], budget: Budget) -> tuple[Box, ...]:
    """What of some boxes none of the covers holds."""
    return tuple(rest for box in boxes for rest in uncovered(box, covers, budget))


def product(groups: Sequence[Sequence[Box]], whole: Box, budget: Budget) -> tuple[Box, ...]:
    """The customers who are in one box of each group."""
    found: Sequence[Box] = (whole,)
    for group in sorted(groups, key=len):
        budget.spend(len(found) * len(group))
        pairs = (intersect(one, other) for one in found for other in group)
        found = simplified([both for both in pairs if both is not None], budget)
        if not found:
            break
    return tuple(found)


def simplified(boxes: Sequence[Box], budget: Budget) -> tuple[Box, ...]:
    """The same region in fewer boxes: none within another, none that two neighbours could be."""
    kept = list(dict.fromkeys(boxes))
    merged = len(kept) > 1
    while merged:
        merged = False
        budget.spend(len(kept) * len(kept[0]) // 8)
        for n in range(len(kept[0])):
            alike: dict[Box, int] = {}
            for box in kept:
                rest = (*box[:n], *box[n + 1 :])
                alike[rest] = alike.get(rest, 0) | box[n]
            if len(alike) < len(kept):
                merged = True
                kept = [(*rest[:n], mask, *rest[n:]) for rest, mask in alike.items()]
    budget.spend(len(kept))
    if 1 < len(kept) <= _MOST_COMPARED:
        budget.spend(len(kept) ** 2 // 8)
        kept = [
            box
            for n, box in enumerate(kept)
            if not any(m != n and contains(other, box) for m, other in enumerate(kept))
        ]
    return tuple(kept)


_MOST_COMPARED = 64
"""Up to here each box is compared with each other one."""


def _size(box: Box) -> int:
    size = 1
    for mask in box:
        size *= mask.bit_count()
    return size
