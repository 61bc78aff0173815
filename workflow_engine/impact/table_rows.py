"""Which rule of a table became which: rows have no names, so they are known by what they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workflow_engine.impact.meaning import Meaning, Renamed, conjuncts, meaning, of_expression
from workflow_engine.program.program import Row

ORDERED = frozenset({"first", "priority", "rule_order", "output_order"})
"""Hit policies for which the order of rows counts."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Pairs of an old and a new row, then the old rows that are gone and those that are new."""

    pairs: tuple[tuple[Row, Row], ...]
    removed: tuple[Row, ...]
    added: tuple[Row, ...]

    @property
    def reordered(self) -> bool:
        """Whether rows that are in both versions stand in another order."""
        later = [new.number for _, new in sorted(self.pairs, key=lambda pair: pair[0].number)]
        return later != sorted(later)


@dataclass(frozen=True, slots=True)
class _Known:
    """A row with its meaning: its condition, the parts of it, and what it gives."""

    row: Row
    when: Meaning
    cells: frozenset[Meaning]
    then: Meaning


def paired(old: Sequence[Row], new: Sequence[Row], renamed: Renamed) -> Pairing:
    """The rows of two versions of a table, paired.

    First those that say the same, then those with the same condition, then those with the same
    result and as many common cells as possible, then those with a common cell. Rows that have
    nothing in common are gone, or new.
    """
    before = [_known(row, renamed) for row in old]
    after = [_known(row, {}) for row in new]
    pairs: list[tuple[Row, Row]] = []
    for fits in (_same, _same_condition, _same_result, _alike):
        for was, is_ in _best(before, after, fits):
            before.remove(was)
            after.remove(is_)
            pairs.append((was.row, is_.row))
    pairs.sort(key=lambda found: found[1].number)
    return Pairing(tuple(pairs), tuple(one.row for one in before), tuple(one.row for one in after))


def _best(
    before: Sequence[_Known], after: Sequence[_Known], fits: Callable[[_Known, _Known], int]
) -> list[tuple[_Known, _Known]]:
    """Pairs that fit, the best first, then those that stand nearest; each row once."""
    ranked = sorted(
        (
            (-fit, abs(was.row.number - is_.row.number), place, other)
            for place, was in enumerate(before)
            for other, is_ in enumerate(after)
            if (fit := fits(was, is_))
        ),
    )
    found: dict[int, int] = {}
    for _, _, place, other in ranked:
        if place not in found and other not in found.values():
            found[place] = other
    return [(before[place], after[other]) for place, other in found.items()]


def _known(row: Row, renamed: Renamed) -> _Known:
    cells = frozenset(of_expression(part, renamed) for part in conjuncts(row.when))
    return _Known(row, of_expression(row.when, renamed), cells, meaning(row.then, renamed))


def _same(was: _Known, is_: _Known) -> int:
    return int(was.when == is_.when and was.then == is_.then)


def _same_condition(was: _Known, is_: _Known) -> int:
    return int(was.when == is_.when)


def _same_result(was: _Known, is_: _Known) -> int:
    return 1 + len(was.cells & is_.cells) if was.then == is_.then else 0


def _alike(was: _Known, is_: _Known) -> int:
    return len(was.cells & is_.cells)
