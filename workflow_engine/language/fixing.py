"""Carrying out safe fixes; what no fix names stays byte for byte as it was."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from itertools import pairwise

from workflow_engine.diagnostics.diagnostic import Diagnostic, Fix
from workflow_engine.diagnostics.lines import line_starts

_Change = tuple[int, int, str]


def apply_fixes(
    text: str, diagnostics: Iterable[Diagnostic], *, file: str | None = None
) -> tuple[str, int]:
    """The text with every safe fix carried out, and how many fixes that were.

    A fix is carried out whole or not at all: not when it overlaps an earlier one (run again for
    that), reaches beyond the text, or, with `file` given, touches another file. The same fix
    offered twice is carried out once.
    """
    starts = line_starts(text)
    taken: list[_Change] = []
    count = 0
    for diagnostic in diagnostics:
        fix = diagnostic.fix
        if fix is None or not fix.safe:
            continue
        if file is not None and any(edit.place.file != file for edit in fix.edits):
            continue
        changes = _changes(fix, text, starts)
        new = [change for change in changes if not _present(change, taken)]
        if not new or _overlap(sorted(changes)) or any(_clashes(change, taken) for change in new):
            continue
        for change in new:
            insort(taken, change)
        count += 1
    pieces: list[str] = []
    position = 0
    for begin, end, replacement in taken:
        pieces += (text[position:begin], replacement)
        position = end
    pieces.append(text[position:])
    return "".join(pieces), count


def _changes(fix: Fix, text: str, starts: list[int]) -> set[_Change]:
    """The edits as offsets; none when one of them lies outside the text."""
    changes: set[_Change] = set()
    for edit in fix.edits:
        place = edit.place
        begin = _offset(text, starts, place.line, place.column)
        end = _offset(text, starts, place.end_line, place.end_column)
        if begin is None or end is None or end < begin:
            return set()
        changes.add((begin, end, edit.text))
    return changes


def _offset(text: str, starts: list[int], line: int, column: int) -> int | None:
    if not 1 <= line <= len(starts) or column < 1:
        return None
    offset = starts[line - 1] + column - 1
    limit = starts[line] if line < len(starts) else len(text)
    return offset if offset <= limit else None


def _present(change: _Change, taken: list[_Change]) -> bool:
    at = bisect_left(taken, change)
    return at < len(taken) and taken[at] == change


def _clashes(change: _Change, taken: list[_Change]) -> bool:
    at = bisect_left(taken, change)
    return _overlap([*taken[max(0, at - 1) : at], change, *taken[at : at + 1]])


def _overlap(ordered: list[_Change]) -> bool:
    """Whether neighbours share text or a starting point (whose order would be an accident)."""
    return any(second[0] < first[1] or second[0] == first[0] for first, second in pairwise(ordered))
