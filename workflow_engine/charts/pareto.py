"""The Pareto chart: counts in falling order, what they add up to, and the vital few."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from workflow_engine.charts.axes import axis
from workflow_engine.charts.numbers import Number, exact, figure, percentage, tick_figures
from workflow_engine.charts.sheet import (
    ACCENT,
    COMMA,
    GREY,
    HAIR,
    INK,
    LINE,
    MIDDLE,
    SMALL,
    TINY,
    WIDTH,
    Caption,
    Sheet,
    fitted,
    plain_text,
    widest,
)
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.drawing.measure import text_width, wrapped
from workflow_engine.drawing.svg import element, number

EIGHTY = Fraction(4, 5)
_HEIGHT = 250.0
_NARROWEST_SLOT = 38.0
_MOST_LINES = 3
_ROW = 20.0


@dataclass(frozen=True, slots=True)
class Category:
    """A cause and how often it was counted; `rest` is what was gathered from many: it stands last.

    The rest is never one of the vital few: it is not one cause.
    """

    label: str
    value: Number
    rest: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """A category in its place: its share, and that of all up to it."""

    label: str
    value: Fraction
    share: Fraction
    upto: Fraction
    vital: bool


def vital_few(values: Sequence[Number], cut: Fraction = EIGHTY) -> int:
    """How many of the largest values together reach `cut` of the whole; 0 where all are nothing.

    Reckoned exactly: what reaches the cut to the dot is enough.

    >>> vital_few([8, 1, 1]), vital_few([7, 2, 1]), vital_few([0, 0])
    (1, 2, 0)
    """
    ordered = sorted(map(exact, values), reverse=True)
    whole = sum(ordered, Fraction(0))
    reached = Fraction(0)
    for count, value in enumerate(ordered if whole else (), start=1):
        reached += value
        if reached >= cut * whole:
            return count
    return 0


def pareto(
    categories: Iterable[Category],
    caption: Caption,
    *,
    cut: Fraction = EIGHTY,
    width: float = WIDTH,
) -> str:
    """Bars with the cumulative line, as SVG; on their side where the labels need more room.

    Both scales are one: the top is the whole, and 100 %. The vital few are dark and bold.

    Raises:
        ValueError: a count is negative, or `cut` is not between 0 and 1.
    """
    if not 0 < cut <= 1:
        raise ValueError("the cut lies between 0 and 1")
    entries = _entries(list(categories), cut)
    sheet = Sheet(caption, width)
    if not entries:
        return sheet.nothing()
    sheet.note(caption.unit)
    sheet.note(_summary(entries, caption.lang), fill=ACCENT, weight="700")
    told = [
        f"{entry.label} {figure(entry.value, caption.lang)}{COMMA.get(caption.lang)}"
        f"{percentage(entry.share)}"
        for entry in entries
    ]
    upright = _upright(sheet, entries)
    bottom = _standing(sheet, entries, upright, cut) if upright else _lying(sheet, entries, cut)
    return sheet.finish(bottom, told)


def _entries(categories: list[Category], cut: Fraction) -> list[_Entry]:
    if any(exact(category.value) < 0 for category in categories):
        raise ValueError("a Pareto chart counts: no value is negative")
    ordered = sorted(categories, key=lambda category: (category.rest, -exact(category.value)))
    whole = sum((exact(category.value) for category in ordered), Fraction(0))
    entries: list[_Entry] = []
    upto = Fraction(0)
    for category in ordered:
        value = exact(category.value)
        before, share = upto, value / whole if whole else Fraction(0)
        upto += share
        vital = before < cut and value > 0 and not category.rest
        entries.append(_Entry(plain_text(category.label), value, share, upto, vital))
    return entries


def _summary(entries: Sequence[_Entry], lang: Language) -> str:
    vital = [entry for entry in entries if entry.vital]
    if not vital:
        return "合计为 0" if lang == "zh" else "All counts are 0"
    share = percentage(sum((entry.share for entry in vital), Fraction(0)))
    few, all_ = len(vital), len(entries)
    if lang == "zh":
        return f"关键少数：{all_} 类中的 {few} 类，占 {share}"
    return f"The vital few: {few} of {all_}, {share} of the whole"


def _reached(upto: Fraction, cut: Fraction) -> str:
    """A share in per cent, with as many places as it takes not to look like the cut."""
    shown = percentage(upto)
    places = 2
    while upto < cut and shown == percentage(cut) and places < 6:
        shown = f"{float(round(upto * 100, places))}%"
        places += 1
    return shown


@dataclass(frozen=True, slots=True)
class _Upright:
    """Measures of standing bars: the edges of the plot, a slot's width, labels in lines."""

    left: float
    right: float
    slot: float
    labels: tuple[tuple[str, ...], ...]


def _upright(sheet: Sheet, entries: Sequence[_Entry]) -> _Upright | None:
    """The measures, or None where a label or a number would not fit under its bar."""
    whole = sum((entry.value for entry in entries), Fraction(0))
    ticks = tick_figures(axis([whole]).ticks, sheet.lang)
    left = sheet.left + widest(ticks, TINY) + 8
    right = sheet.right - text_width(">99.9%", TINY) - 6
    slot = (right - left) / max(len(entries), 4)
    if slot < _NARROWEST_SLOT:
        return None
    labels = tuple(tuple(wrapped(entry.label, SMALL, slot - 6)) for entry in entries)
    fits = all(
        len(lines) <= _MOST_LINES
        and widest(_words(entry.label), SMALL) <= slot - 6
        and text_width(figure(entry.value, sheet.lang), SMALL) <= slot - 4
        for entry, lines in zip(entries, labels, strict=True)
    )
    return _Upright(left, left + slot * len(entries), slot, labels) if fits else None


def _words(label: str) -> Iterator[str]:
    """What should not be broken: words in Latin letters."""
    return (word for word in label.split() if word.isascii())


def _standing(sheet: Sheet, entries: Sequence[_Entry], upright: _Upright, cut: Fraction) -> float:
    """Bars that stand, with the line above them; the bottom of it all."""
    top, left, right = sheet.top + 14, upright.left, upright.right
    floor = top + _HEIGHT
    whole = sum((entry.value for entry in entries), Fraction(0))
    marks = [Fraction(step, 5) for step in range(6)]
    for mark in marks:
        y = floor - _HEIGHT * float(mark)
        sheet.line((left, y), (right, y), stroke=HAIR, width=0.6)
        if abs(float(mark - cut)) * _HEIGHT > TINY * LINE or mark == cut:
            at_cut = mark == cut
            sheet.text(
                percentage(mark),
                right + 6,
                y + TINY * 0.36,
                size=TINY,
                fill=ACCENT if at_cut else GREY,
                weight="700" if at_cut else None,
            )
    if cut not in marks:
        y = floor - _HEIGHT * float(cut)
        sheet.text(
            percentage(cut), right + 6, y + TINY * 0.36, size=TINY, fill=ACCENT, weight="700"
        )
    if whole:
        _left_ticks(sheet, whole, left, floor)
    cut_at = floor - _HEIGHT * float(cut)
    if whole:
        sheet.line((left, cut_at), (right, cut_at), stroke=ACCENT, width=1.2, dash="6 4")
    bar = upright.slot * 0.72
    for place, entry in enumerate(entries):
        height = _HEIGHT * float(entry.share)
        x = left + (place + 0.5) * upright.slot - bar / 2
        fill = INK if entry.vital else MIDDLE
        sheet.rect(x, floor - height, bar, height, fill=fill, stroke=INK, stroke_width=0.8)
    sheet.line((left, floor), (right, floor), stroke=INK, width=1.2)
    if whole:
        _cumulative(
            sheet,
            [
                (left + (place + 1) * upright.slot, floor - _HEIGHT * float(entry.upto))
                for place, entry in enumerate(entries)
            ],
        )
    for place, (entry, lines) in enumerate(zip(entries, upright.labels, strict=True)):
        centre = left + (place + 0.5) * upright.slot
        weight = "700" if entry.vital else None
        _count(sheet, entry, centre, floor, cut_at)
        sheet.lines(lines, centre, floor + SMALL + 6, anchor="middle", weight=weight)
    return floor + 6 + max(map(len, upright.labels)) * SMALL * LINE + 4


def _count(sheet: Sheet, entry: _Entry, centre: float, floor: float, cut_at: float) -> None:
    """The number above its bar, on white; inside where the cut line would run through it."""
    shown = figure(entry.value, sheet.lang)
    top = floor - _HEIGHT * float(entry.share)
    tall = floor - top > 2 * SMALL
    inside = entry.vital and tall and abs(top - 8 - cut_at) < SMALL
    base = top + SMALL + 5 if inside else top - 5
    if not inside:
        room = text_width(shown, SMALL)
        sheet.rect(centre - room / 2, base - SMALL + 1, room, SMALL + 2, fill="#fff")
    sheet.text(
        shown,
        centre,
        base,
        anchor="middle",
        fill="#fff" if inside else INK,
        weight="700" if entry.vital else None,
    )


def _left_ticks(sheet: Sheet, whole: Fraction, left: float, floor: float) -> None:
    ticks = [tick for tick in axis([whole]).ticks if tick <= whole]
    for tick, shown in zip(ticks, tick_figures(ticks, sheet.lang), strict=True):
        y = floor - _HEIGHT * float(tick / whole)
        sheet.line((left - 4, y), (left, y), stroke=GREY)
        sheet.text(shown, left - 7, y + TINY * 0.36, size=TINY, anchor="end", fill=GREY)


def _cumulative(sheet: Sheet, points: Sequence[tuple[float, float]]) -> None:
    joined = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    sheet.add(
        element(
            "polyline",
            points=joined,
            fill="none",
            stroke=ACCENT,
            stroke_width=1.8,
            stroke_linejoin="round",
        )
    )
    for x, y in points:
        sheet.add(
            element("circle", cx=x, cy=y, r=3.2, fill="#fff", stroke=ACCENT, stroke_width=1.6)
        )


def _lying(sheet: Sheet, entries: Sequence[_Entry], cut: Fraction) -> float:
    """A row for each category: label, count, share, share up to it, and its bar."""
    zh = sheet.lang == "zh"
    heads = ("次数", "占比", "累计") if zh else ("count", "share", "total")
    columns = [
        [figure(entry.value, sheet.lang) for entry in entries],
        [percentage(entry.share) for entry in entries],
        [_reached(entry.upto, cut) for entry in entries],
    ]
    widths = [
        max(widest(column, SMALL), text_width(head, TINY)) + 12
        for head, column in zip(heads, columns, strict=True)
    ]
    room = sheet.right - sheet.left
    name = min(widest((entry.label for entry in entries), SMALL) + 4, room * 0.4)
    name = min(name, room - sum(widths) - room * 0.2)
    left = sheet.left + name + sum(widths) + 10
    right = sheet.right - 5
    top = sheet.top + 10 + TINY * LINE
    edges = []
    edge = sheet.left + name
    for head, column_width in zip(heads, widths, strict=True):
        edge += column_width
        edges.append(edge)
        sheet.text(head, edge, top - 6, size=TINY, anchor="end", fill=GREY)
    floor = top + _ROW * len(entries)
    whole = any(entry.value for entry in entries)
    if whole:
        x = left + (right - left) * float(cut)
        shown = percentage(cut)
        centre = min(
            max(x, left + text_width(shown, TINY) / 2), sheet.right - text_width(shown, TINY) / 2
        )
        sheet.text(shown, centre, top - 6, size=TINY, anchor="middle", fill=ACCENT, weight="700")
    for place, entry in enumerate(entries):
        y = top + place * _ROW
        weight = "700" if entry.vital else None
        base = y + _ROW / 2 + SMALL * 0.36
        sheet.line((sheet.left, y), (sheet.right, y), stroke=HAIR, width=0.5)
        sheet.text(fitted(entry.label, SMALL, name), sheet.left, base, weight=weight)
        for edge, column in zip(edges, columns, strict=True):
            sheet.text(column[place], edge, base, anchor="end", weight=weight)
        sheet.rect(
            left,
            y + 4,
            (right - left) * float(entry.share),
            _ROW - 8,
            fill=INK if entry.vital else MIDDLE,
            stroke=INK,
            stroke_width=0.8,
        )
    sheet.line((left, top), (left, floor), stroke=INK, width=1.2)
    if whole:
        x = left + (right - left) * float(cut)
        sheet.line((x, top), (x, floor), stroke=ACCENT, width=1.2, dash="6 4")
        _cumulative(
            sheet,
            [
                (left + (right - left) * float(entry.upto), top + (place + 0.5) * _ROW)
                for place, entry in enumerate(entries)
            ],
        )
    return floor + 4
