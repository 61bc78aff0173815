"""The one word the author may have meant."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 64


def _folded(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")


def _limit(word: str) -> int:
    """How many slips are believed: a Chinese character carries as much as several letters."""
    length = len(word)
    if not word.isascii():
        return 0 if length < 2 else 1 if length < 5 else 2
    return 0 if length < 3 else 1 if length < 6 else 2 if length < 12 else 3


def edit_distance(one: str, other: str, limit: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours; `limit` + 1 when there are more.

    >>> edit_distance("teir", "tier", 2), edit_distance("经历", "经理", 1)
    (1, 1)
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The one unique nearest of `known`, or None when none is near or several are.

    >>> did_you_mean("teir", ["tier", "tag", "market"])
    'tier'
    >>> did_you_mean("经历", ["经理", "主管"])
    '经理'
    >>> did_you_mean("tog", ["tag", "top"]) is None
    True
    """
    if not word or len(word) > _LONGEST:
        return None
    sought = _folded(word)
    best = _limit(sought)
    nearest: set[str] = set()
    for candidate in known:
        if candidate == word:
            continue
        distance = edit_distance(sought, _folded(candidate), best)
        if distance < best or (distance == best and not nearest):
            best, nearest = distance, {candidate}
        elif distance == best:
            nearest.add(candidate)
    return nearest.pop() if len(nearest) == 1 else None
