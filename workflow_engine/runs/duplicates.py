"""Ids that stand in two rows of a run: the first row counts, the others are rejected.

While ids rise from row to row nothing is kept of them. From the first that does not, eight bytes
are kept for each row: most of a hash, and which part of the input it came from. Where a hash was
met before, that part is read again, so that a row is only rejected when its id is the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from workflow_engine.batch.customers import Rejected, repeated
from workflow_engine.columnar.checking import MOST_DETAILED, Checked, Checker
from workflow_engine.columnar.columns import KEY, POSITION
from workflow_engine.columnar.tables import Chunk
from workflow_engine.runs.parts import Block

_GROUP_BITS: Final = np.uint64(16)
_LAST_GROUP: Final = (1 << 16) - 1
_ROWS_OF_A_GROUP: Final = 50_000
"""Blocks of fewer rows are read again together."""

Marks: TypeAlias = npt.NDArray[np.uint64]
"""Hashes with the number of a group in their lower bits."""


class Duplicates:
    """Looks at the ids of all blocks in the order of the input."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        self._groups: list[_Group] = []
        self._last: tuple[int, bytes] | None = (0, b"")
        self._seen = _SeenMarks()

    def once(self, block: Block, checked: Checked) -> Checked:
        """What came of a block without the rows whose id stands in an earlier row of the run.

        Raises:
            DataFileError: a file that has to be read again has changed or is gone.
        """
        keys = checked.keys
        if not keys.height:
            return checked
        group = self._group(block, keys.height)
        if self._last is not None:
            self._last = _rising(keys[KEY], self._last)
            if self._last is not None:
                return checked
            self._remember_earlier(len(self._groups) - 1)
        found = self._earlier_rows(keys, group)
        return _without(checked, keys, found) if found else checked

    def _group(self, block: Block, rows: int) -> int:
        """The number of the group to which a block is added."""
        groups = self._groups
        full = not groups or groups[-1].rows >= _ROWS_OF_A_GROUP
        if full and len(groups) <= _LAST_GROUP:
            groups.append(_Group())
        groups[-1].add(block.again(), rows)
        return len(groups) - 1

    def _remember_earlier(self, last: int) -> None:
        """Note the ids of all blocks before the newest, which rose until then."""
        for number, group in enumerate(self._groups):
            for block in group.blocks[: -1 if number == last else None]:
                self._seen.add(_marks(self._checker.keys(block)[KEY], number))

    def _earlier_rows(self, keys: pl.DataFrame, group: int) -> dict[int, tuple[str, int]]:
        """(File, row) in which the id of a row stands already, by the row's position."""
        marks = _marks(keys[KEY], group)
        groups, suspects = self._seen.groups(marks)
        self._seen.add(marks)
        inside = keys.filter(pl.Series(_repeated(marks)))
        suspected = keys.filter(pl.Series(suspects))
        ids = pl.concat([suspected[KEY], inside[KEY]]).unique()
        first: dict[str, tuple[str, int, int]] = {}
        for number in sorted(groups):
            for block in self._groups[number].blocks:
                _note(first, block.file, self._checker.keys(block), ids)
        if len(inside):
            own = self._groups[group].blocks[-1].file
            _note(first, own, keys, ids)
        again = pl.concat([suspected, inside]).unique(POSITION)
        return {
            position: first[id_][:2]
            for id_, position in zip(again[KEY], again[POSITION], strict=True)
            if id_ in first and first[id_][2] < position
        }


@dataclass(slots=True)
class _Group:
    """Blocks that are read again together."""

    blocks: list[Block] = field(default_factory=list)
    rows: int = 0

    def add(self, block: Block, rows: int) -> None:
        self.blocks.append(block)
        self.rows += rows


class _SeenMarks:
    """All marks so far, in a few sorted arrays of rising length."""

    def __init__(self) -> None:
        self._sorted: list[Marks] = []

    def add(self, marks: Marks) -> None:
        """Add marks; arrays that are no longer much larger are merged."""
        new = np.sort(marks)
        while self._sorted and len(self._sorted[-1]) < 2 * len(new):
            new = np.sort(np.concatenate([self._sorted.pop(), new]), kind="stable")
        self._sorted.append(new)

    def groups(self, marks: Marks) -> tuple[set[int], npt.NDArray[np.bool_]]:
        """The groups with a hash that one of these marks has, and which marks have one of them."""
        hashes = marks >> _GROUP_BITS
        lowest = hashes << _GROUP_BITS
        order = np.argsort(lowest)
        groups: set[int] = set()
        suspects = np.zeros(len(marks), dtype=bool)
        for seen in self._sorted:
            places = np.searchsorted(seen, lowest[order])
            hits = order[places < len(seen)]
            places = places[places < len(seen)]
            while len(hits):
                same = seen[places] >> _GROUP_BITS == hashes[hits]
                hits, places = hits[same], places[same]
                suspects[hits] = True
                groups.update((seen[places] & np.uint64(_LAST_GROUP)).tolist())
                inside = places + 1 < len(seen)
                hits, places = hits[inside], places[inside] + 1
        return groups, suspects


def _marks(keys: pl.Series, group: int) -> Marks:
    hashes = keys.hash().to_numpy()
    marks: Marks = (hashes >> _GROUP_BITS << _GROUP_BITS) | np.uint64(group)
    return marks


def _repeated(marks: Marks) -> npt.NDArray[np.bool_]:
    """Which marks stand there more than once."""
    order = np.argsort(marks, kind="stable")
    same = marks[order][1:] == marks[order][:-1]
    found = np.zeros(len(marks), dtype=bool)
    found[order[1:][same]] = True
    found[order[:-1][same]] = True
    return found


def _rising(keys: pl.Series, last: tuple[int, bytes]) -> tuple[int, bytes] | None:
    """The last id, when every id is longer than the one before, or comes after it in the alphabet.

    None when one is not.
    """
    lengths = keys.str.len_bytes()
    before, behind = keys.slice(0, len(keys) - 1), keys.slice(1)
    rises = behind > before
    if lengths.min() != lengths.max():
        shorter, longer = lengths.slice(0, len(keys) - 1), lengths.slice(1)
        rises = (longer > shorter) | ((longer == shorter) & rises)
    first = str(keys[0]).encode()
    if (len(first), first) <= last or not rises.all():
        return None
    end = str(keys[-1]).encode()
    return len(end), end


def _note(
    first: dict[str, tuple[str, int, int]], file: str, keys: pl.DataFrame, ids: pl.Series
) -> None:
    """Note where some ids stand first: file, row and position."""
    for id_, row, position in keys.filter(pl.col(KEY).is_in(ids.implode())).rows():
        if id_ not in first or position < first[id_][2]:
            first[id_] = (file, row, position)


def _without(checked: Checked, keys: pl.DataFrame, found: Mapping[int, tuple[str, int]]) -> Checked:
    """What was checked with some rows, by position, rejected as repeated."""
    gone = pl.Series(list(found), dtype=pl.UInt64)
    rows = keys.filter(pl.col(POSITION).is_in(gone.implode()))
    twice = {row: (id_, found[position]) for id_, row, position in rows.rows()}
    told = [row for row in checked.rejected if row.row not in twice]
    cut = len(checked.rejected) < checked.rejected_count
    last = checked.rejected[-1].row if cut and checked.rejected else 0
    told += [
        repeated(Rejected(id_, row, ()), checked.file, first)
        for row, (id_, first) in twice.items()
        if not cut or row <= last
    ]
    told.sort(key=lambda row: row.row)
    return Checked(
        checked.file,
        Chunk(
            checked.chunk.frame.filter(~pl.col(POSITION).is_in(gone.implode())),
            tuple(one for one in checked.chunk.large if one[0] not in found),
        ),
        keys,
        {**checked.refused, **dict.fromkeys(twice, ("WE523",))},
        tuple(told[:MOST_DETAILED]),
    )
