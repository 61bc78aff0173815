"""A migration matrix: how many went from which level to which, and who stayed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from workflow_engine.charts.numbers import figure, percentage
from workflow_engine.charts.sheet import (
    BODY,
    GREY,
    HAIR,
    INK,
    LINE,
    SMALL,
    TINY,
    WIDTH,
    Caption,
    Sheet,
    fitted,
    plain_text,
    widest,
)
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.drawing.measure import wrapped

_TALL = 34.0
_MOST_NAME = 132.0
_SHADES = ("#ffffff", "#eef1f4", "#d6dee5", "#a9b8c4", "#14293b")
_STEPS = (Fraction(0), Fraction(1, 20), Fraction(1, 5), Fraction(1, 2))
"""From which share of a row on a field is darker by one shade."""
_FROM = Bilingual("原级别 ↓", "before ↓")
_TO = Bilingual("新级别 →", "after →")
_TOTAL = Bilingual("合计", "total")
_STAYED = Bilingual("不变", "stay")


def migration(
    before: Sequence[str],
    after: Sequence[str],
    counts: Mapping[tuple[int, int], int],
    stayed: frozenset[tuple[int, int]],
    caption: Caption,
    *,
    width: float = WIDTH,
) -> str:
    """Counts by (row before, column after), counted from 0, as SVG.

    `stayed` are the fields of those who did not move: they have a frame and no shade, so that what
    is dark has moved; the darker, the larger a share of its row.

    Raises ValueError where a side has no levels or a count lies outside.
    """
    if not before or not after:
        raise ValueError("a migration has at least one level on each side")
    if any(not (0 <= row < len(before) and 0 <= to < len(after)) for row, to in counts):
        raise ValueError("a count lies outside the matrix")
    sheet = Sheet(caption, width)
    sheet.note(caption.unit)
    drawn = _Drawn(sheet, before, after, counts, stayed)
    return sheet.finish(drawn.bottom(), _told(before, after, counts))


class _Drawn:
    def __init__(
        self,
        sheet: Sheet,
        before: Sequence[str],
        after: Sequence[str],
        counts: Mapping[tuple[int, int], int],
        stayed: frozenset[tuple[int, int]],
    ) -> None:
        self._sheet = sheet
        self._counts = counts
        self._stayed = stayed
        self._before = [plain_text(name) for name in before]
        self._after = [plain_text(name) for name in after]

    def bottom(self) -> float:
        """Draws all of it; where it ends."""
        sheet = self._sheet
        names = [*self._before, _TOTAL.get(sheet.lang), _FROM.get(sheet.lang)]
        side = min(widest(names, SMALL) + 12, _MOST_NAME)
        left = sheet.left + side
        slot = (sheet.right - left) / (len(self._after) + 1)
        heads = [wrapped(name, SMALL, slot - 6, lines=3) for name in self._after]
        top = sheet.top + TINY + 6
        sheet.text(_TO.get(sheet.lang), left, top, size=TINY, fill=GREY)
        lines = max(map(len, heads))
        base = top + lines * SMALL * LINE
        sheet.text(_FROM.get(sheet.lang), sheet.left, base, size=TINY, fill=GREY)
        for column, head in enumerate(heads):
            first = base - (len(head) - 1) * SMALL * LINE
            centre = left + (column + 0.5) * slot
            sheet.lines(head, centre, first, anchor="middle")
        total = left + (len(heads) + 0.5) * slot
        sheet.text(_TOTAL.get(sheet.lang), total, base, anchor="middle", fill=GREY)
        y = base + 7
        for row, name in enumerate(self._before):
            middle = y + _TALL / 2 + SMALL * 0.36
            sheet.text(fitted(name, SMALL, side - 8), left - 8, middle, anchor="end")
            whole = sum(count for (one, _), count in self._counts.items() if one == row)
            for column in range(len(heads)):
                self._field(row, column, left + column * slot, y, slot, whole)
            self._sum(whole, total, middle, slot)
            y += _TALL
        sheet.line((left, y + 3), (sheet.right, y + 3), stroke=HAIR)
        sums = [
            sum(count for (_, to), count in self._counts.items() if to == column)
            for column in range(len(heads))
        ]
        y += SMALL + 10
        sheet.text(_TOTAL.get(sheet.lang), left - 8, y, anchor="end", fill=GREY)
        for column, count in enumerate([*sums, sum(sums)]):
            self._sum(count, left + (column + 0.5) * slot, y, slot)
        return y + 6

    def _sum(self, count: int, centre: float, y: float, slot: float) -> None:
        """The sum of a row or a column."""
        shown = fitted(figure(count, self._sheet.lang), SMALL, slot - 4)
        self._sheet.text(shown, centre, y, anchor="middle", weight="700")

    def _field(self, row: int, column: int, x: float, y: float, slot: float, whole: int) -> None:  # noqa: PLR0917 - a field and where it is
        """One field: its count, and the share of its row that moved there."""
        sheet = self._sheet
        count = self._counts.get((row, column), 0)
        same = (row, column) in self._stayed
        share = Fraction(count, whole) if whole else Fraction(0)
        rank = 0 if same or not count else sum(share > step for step in _STEPS)
        ink = "#fff" if rank == len(_SHADES) - 1 else INK
        frame = 1.6 if same else 0.6
        sheet.rect(
            x + 1.5,
            y + 1.5,
            slot - 3,
            _TALL - 3,
            rx=2,
            fill=_SHADES[rank],
            stroke=INK if same else HAIR,
            stroke_width=frame,
        )
        centre = x + slot / 2
        if not count:
            sheet.text("·", centre, y + _TALL / 2 + 4, anchor="middle", fill=GREY)
            return
        word = _STAYED.get(sheet.lang) if same else percentage(share)
        sheet.text(
            fitted(figure(count, sheet.lang), BODY, slot - 6),
            centre,
            y + _TALL / 2,
            size=BODY,
            anchor="middle",
            fill=ink,
            weight=None if same else "700",
        )
        told = fitted(word, TINY - 1, slot - 6)
        sheet.text(told, centre, y + _TALL / 2 + TINY + 1, size=TINY - 1, anchor="middle", fill=ink)


def _told(
    before: Sequence[str], after: Sequence[str], counts: Mapping[tuple[int, int], int]
) -> Iterator[str]:
    for (row, column), count in sorted(counts.items()):
        if count:
            yield plain_text(f"{before[row]} → {after[column]}: {count:,}")
