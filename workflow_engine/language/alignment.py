"""Where an author has put values in columns, and how many spaces keep them so.

Neighbours that stand in a column stay in one, as far left as the longest of them lets it; extra
spaces that line nothing up are not kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflow_engine.diagnostics.width import display_width
from workflow_engine.language.written_parts import Block, Entry, Flow, WrittenText


@dataclass(frozen=True, slots=True)
class _Row:
    """A map or list in brackets that stands in one line; `start` is where it comes to stand,
    counted from the left of the block it is in.
    """

    flow: Flow
    start: int


def spaces_before(number: int, written: WrittenText) -> int:
    """The spaces between a part and the one before it in its line, where nothing is lined up."""
    before, kind = written.parts[number - 1].kind, written.parts[number].kind
    if before in ("{", "["):
        return 0
    if kind in ("}", "]", ","):
        return int(before == ":")
    if kind == ":":
        return int(before == "*")
    return 1


def aligned_spaces(written: WrittenText) -> dict[int, int]:
    """The spaces before the parts that are lined up with a neighbour's, by the part's number."""
    spaces: dict[int, int] = {}
    for block in written.blocks:
        _values(block, written, spaces)
        rows = [row for row in _rows(block, written, spaces) if row is not None]
        _cells(rows, written, spaces)
    return spaces


def _values(block: Block, written: WrittenText, spaces: dict[int, int]) -> None:
    """Line up the values of a block map."""
    entries = [entry for entry in block.entries if _in_line(entry, written)]
    columns = [written.column(written.parts[entry.value or 0].start) for entry in entries]
    for first, last in _runs(columns):
        run = entries[first:last]
        if not any(_surplus(entry.value or 0, written) for entry in run):
            continue
        widths = [_width(entry.key, entry.colon, written) for entry in run]
        for entry, width in zip(run, widths, strict=True):
            spaces[entry.value or 0] = max(widths) - width + 1


def _in_line(entry: Entry, written: WrittenText) -> bool:
    value = entry.value
    if value is None or written.on_new_line(value):
        return False
    return written.single_line(entry.key, entry.colon)


def _rows(block: Block, written: WrittenText, spaces: dict[int, int]) -> list[_Row | None]:
    """What stands in brackets right under a block, in one line each; None for anything else."""
    if block.kind == "list":
        return [_row(item + 1, 2, written) for item in block.items]
    rows: list[_Row | None] = []
    for entry in block.entries:
        if entry.value is None or not _in_line(entry, written):
            rows.append(None)
            continue
        before = _width(entry.key, entry.colon, written)
        rows.append(_row(entry.value, before + spaces.get(entry.value, 1), written))
    return rows


def _row(number: int, start: int, written: WrittenText) -> _Row | None:
    flow = written.flows.get(number)
    if flow is None or written.on_new_line(number):
        return None
    if not written.single_line(number, flow.closing):
        return None
    return _Row(flow, start)


def _cells(rows: list[_Row], written: WrittenText, spaces: dict[int, int]) -> None:
    """Line up the entries of neighbouring rows, column by column from the left."""
    ends = [row.start + 1 for row in rows]
    for place in range(max((len(row.flow.starts) for row in rows), default=0)):
        columns = [_column(row, place, written) for row in rows]
        if place:
            for first, last in _runs(columns):
                run = range(first, last)
                if any(_surplus(rows[at].flow.starts[place], written) for at in run):
                    furthest = max(ends[at] for at in run)
                    for at in run:
                        spaces[rows[at].flow.starts[place]] = furthest - ends[at] + 1
        for at, row in enumerate(rows):
            starts = row.flow.starts
            if place < len(starts):
                follows = starts[place + 1] - 1 if place + 1 < len(starts) else row.flow.closing - 1
                gap = spaces.get(starts[place], 1) if place else 0
                ends[at] += gap + _width(starts[place], follows, written)


def _column(row: _Row, place: int, written: WrittenText) -> int | None:
    starts = row.flow.starts
    if place >= len(starts):
        return None
    return written.column(written.parts[starts[place]].start)


def _runs(columns: list[int] | list[int | None]) -> list[tuple[int, int]]:
    """The stretches of two or more neighbours that stand in the same column.

    >>> _runs([4, 4, 7, None, 4])
    [(0, 2)]
    """
    found: list[tuple[int, int]] = []
    first = 0
    for at in range(1, len(columns) + 1):
        if at == len(columns) or columns[at] != columns[first]:
            if at - first > 1 and columns[first] is not None:
                found.append((first, at))
            first = at
    return found


def _surplus(number: int, written: WrittenText) -> bool:
    return len(written.between(number)) > spaces_before(number, written)


def _width(first: int, last: int, written: WrittenText) -> int:
    """The columns that the parts from `first` to `last` take in one line."""
    width = 0
    for number in range(first, last + 1):
        part = written.parts[number]
        width += display_width(written.text[part.start : part.end])
        if number > first:
            width += spaces_before(number, written)
    return width
