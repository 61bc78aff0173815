"""How a blueprint is spread over pages: which columns on which page, at which scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workflow_engine.blueprint import sheet
from workflow_engine.blueprint.boxes import MOST_LINES, SMALLEST, numbered
from workflow_engine.blueprint.connectors import EDGE, GUTTER, OUTER_GUTTER
from workflow_engine.blueprint.grid import EXIT_WIDTH, Grid, grid
from workflow_engine.blueprint.layout import NAME_ROOM, Layout, Plan, layout
from workflow_engine.blueprint.notes import Note, cell_notes, cut_notes, way_letters, way_notes
from workflow_engine.blueprint.views import View, shown_to
from workflow_engine.blueprint.words import Words
from workflow_engine.program.blueprints import Blueprint, Cell

POINTS_PER_MM = 72 / 25.4
MORE_PAGES = 2
"""So many pages more than its columns need a blueprint may take, where its boxes are too high."""
NARROWEST, WIDEST, USUAL = 132.0, 250.0, 172.0
"""Widths of a box."""
MOST_STACKED = (8, 5, 3, 2, 1)
"""So many cells of a lane stand over one another before the stage gets another column."""
CUT_LINES = (8, 5, 3, 2)
"""Lines of text in a box, where whole texts are too high for a page."""
LARGE_SHEET = 300.0
"""From this width in millimetres on a sheet is held further from the eyes, as A3 is."""
SMALL_SHEET_TYPE, LARGE_SHEET_TYPE = 6.5, 7.0
"""The smallest type in points."""
LARGEST_SCALE, SCALE_STEP = 0.86, 0.02
AIRS = (9.0, 6.0, 3.0)
ABOVE_LEGEND, BELOW_LEGEND, FOOT = 10.0, 8.0, 20.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its picture and what is listed below it; of a page of notes only these."""

    laid: Layout | None
    run: range
    letters: Mapping[int, str]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """All pages. `width` and `height` are their size in units, `scale` the points of a unit."""

    plan: Plan
    pages: tuple[Page, ...]
    width: float
    height: float
    scale: float


def plan_of(
    blueprint: Blueprint, view: View, words: Words, *, needs: bool, most: int = MOST_STACKED[0]
) -> Plan:
    """The plan of one wide picture."""
    blueprint = shown_to(blueprint, view)
    spread = grid(blueprint, view, most, words)
    page_of = dict.fromkeys(range(len(spread.columns)), 1)
    marks = numbered(blueprint.cells)
    return Plan(blueprint, view, spread, page_of, marks, _holders(blueprint, view, needs), words)


def wide(plan: Plan) -> Pages:
    """One page as wide and high as it needs."""
    run = range(len(plan.grid.columns))
    page = _page(plan, run, layout(plan, run, USUAL), 0)
    assert page.laid is not None, "a page of a run has a picture"
    width = page.laid.width + EDGE
    page = replace(page, notes=(*shown_notes(plan, run), *page.notes))
    return Pages(plan, (page,), width, 0.0, 72 / 96)


def paged(plan: Plan, size: tuple[float, float]) -> Pages:
    """As few pages of `size` (millimetres) as it takes, on them the largest type that fits."""
    smallest = LARGE_SHEET_TYPE if size[0] > LARGE_SHEET else SMALL_SHEET_TYPE
    least = smallest / SMALLEST
    plan = replace(plan, air=0.0)
    best: Pages | None = None
    seen: set[int] = set()
    for most in MOST_STACKED:
        spread = grid(plan.blueprint, plan.view, most, plan.words)
        if len(spread.columns) in seen:
            continue
        seen.add(len(spread.columns))
        limit = None if best is None else len(best.pages) - 1
        best = _fitting(replace(plan, grid=spread), size, least, limit) or best
    if best is None:
        best = _squeezed(plan, size, least)
    return _aired(_grown(best, size, least))


def shown_cells(plan: Plan, run: range) -> list[Cell]:
    """The cells of some columns, in the order of time and of lanes."""
    spots = sorted(
        (spot for spot in plan.grid.spots if spot.column in run and spot.cell is not None),
        key=lambda spot: plan.grid.columns[spot.column].stage,
    )
    return [spot.cell for spot in spots if spot.cell is not None]


def shown_notes(plan: Plan, run: range) -> list[Note]:
    """The notes on the cells of some columns."""
    return cell_notes(shown_cells(plan, run), plan.blueprint, plan.marks, plan.words)


def _holders(blueprint: Blueprint, view: View, needs: bool) -> tuple[str, ...]:  # noqa: FBT001
    """Whose needs are shown: the customer's first; in the view of a role only its own besides."""
    if not needs:
        return ()
    holders = dict.fromkeys(holder for stage in blueprint.stages for holder in stage.needs)
    if view.role is not None:
        holders = {holder: None for holder in holders if holder in ("customer", view.role)}
    return tuple(sorted(holders, key=lambda holder: holder != "customer"))


def _page(plan: Plan, run: range, laid: Layout, taken: int) -> Page:
    lettered = way_letters(laid, plan.words, taken)
    notes = (*way_notes(laid, lettered, plan.words), *cut_notes(laid))
    return Page(laid, run, lettered, notes)


def _fitting(
    plan: Plan, size: tuple[float, float], scale: float, limit: int | None, more: int = MORE_PAGES
) -> Pages | None:
    """As few pages as this spread needs at a scale, at most `limit`; None if that cannot be.

    Fewer columns on a page make wider and so lower boxes.
    """
    width, height = _units(size, scale)
    columns = len(plan.grid.columns)
    fewest = 1 if columns <= _capacity(width, exits=False) else 2
    fewest = max(fewest, -(-columns // _capacity(width, exits=fewest > 1)))
    best: Pages | None = None
    for count in range(fewest, min(fewest + more, columns) + 1):
        if limit is not None and count > limit:
            break
        runs = _runs(plan.grid, count, _capacity(width, exits=count > 1))
        found = _filled(_numbered(plan, runs), runs, width, height, scale)
        if found is not None and (limit is None or len(found.pages) <= limit):
            best, limit = found, len(found.pages) - 1
    return best


def _units(size: tuple[float, float], scale: float) -> tuple[float, float]:
    return size[0] * POINTS_PER_MM / scale, size[1] * POINTS_PER_MM / scale


def _capacity(width: float, *, exits: bool) -> int:
    sides = 2 * (OUTER_GUTTER + EXIT_WIDTH) if exits else 2 * EDGE
    return max(1, int((width - NAME_ROOM - sides + GUTTER) // (NARROWEST + GUTTER)))


def _numbered(plan: Plan, runs: Sequence[range]) -> Plan:
    pages = {column: page for page, run in enumerate(runs, start=1) for column in run}
    return replace(plan, page_of=pages)


def _runs(spread: Grid, count: int, most: int) -> list[range]:
    """The columns in `count` pages, as even as can be; stages stay whole where `most` allows."""
    total = len(spread.columns)
    runs: list[range] = []
    start = 0
    while start < total:
        left = max(count - len(runs), -(-(total - start) // most))
        end = min(start + -(-(total - start) // left), total)
        runs.append(range(start, _whole(spread, start, end, min(start + most, total))))
        start = runs[-1].stop
    return runs


def _whole(spread: Grid, start: int, end: int, most: int) -> int:
    """An end of a run at the end of a stage: at or before `most`, else where it was."""
    stages = [column.stage for column in spread.columns] + [-1]
    if stages[end] != stages[end - 1]:
        return end
    later = next((n for n in range(end + 1, most + 1) if stages[n] != stages[n - 1]), None)
    if later is not None:
        return later
    return next((n for n in range(end - 1, start, -1) if stages[n] != stages[n - 1]), end)


def _filled(
    plan: Plan, runs: Sequence[range], width: float, height: float, scale: float
) -> Pages | None:
    """The pages with boxes as wide as the fullest page allows, or None if a page is too small."""
    if max(map(len, runs)) > _capacity(width, exits=len(runs) > 1):
        return None
    found = _widest(plan, runs, width)
    if found is None:
        return None
    box, laid = found
    pages: list[Page] = []
    for run in runs:
        taken = sum(len(page.letters) for page in pages)
        pages.append(_page(plan, run, laid.get(run) or layout(plan, run, box), taken))
    room = [height - _around(plan, page, width, len(runs)) for page in pages]
    if any(page.laid.height > free for page, free in zip(pages, room, strict=True) if page.laid):
        return None
    return Pages(plan, tuple(_with_notes(plan, pages, room, width, height)), width, height, scale)


def _with_notes(
    plan: Plan, pages: Sequence[Page], room: Sequence[float], width: float, height: float
) -> Iterator[Page]:
    """Each page with its notes; where they do not fit on one, those of all pages come behind."""
    wanted = [(*shown_notes(plan, page.run), *page.notes) for page in pages]
    fits = all(
        page.laid is not None and page.laid.height + sheet.listing(notes, width).height <= free
        for page, notes, free in zip(pages, wanted, room, strict=True)
        if notes
    )
    for page, notes in zip(pages, wanted, strict=True):
        yield replace(page, notes=notes if fits else page.notes and ())
    if not fits:
        every = [note for notes in wanted for note in notes]
        free = height - sheet.head(plan, width).height - FOOT - 40
        for part in sheet.split(every, width, free):
            yield Page(None, range(0), {}, tuple(part))


def _around(plan: Plan, page: Page, width: float, pages: int) -> float:
    """What head, legend and foot take on a page."""
    cells = shown_cells(plan, page.run)
    legend = sheet.legend(plan, cells, width, exits=pages > 1)
    taken = sheet.head(plan, width).height + FOOT
    said = sheet.hidden(plan.view, plan.words)
    if said:
        taken += sheet.plain_text(said, width).height
    return taken + ABOVE_LEGEND + legend.height + BELOW_LEGEND


def _widest(
    plan: Plan, runs: Sequence[range], width: float
) -> tuple[float, dict[range, Layout]] | None:
    """The widest boxes with which every page still fits, and the fullest pages laid out so."""
    most = max(len(run) for run in runs)
    box = min(WIDEST, (width - NAME_ROOM - 2 * EDGE + GUTTER) // most - GUTTER)
    for _ in range(6):
        box = max(box, NARROWEST)
        laid = {run: layout(plan, run, box) for run in _fullest(runs)}
        over = max((one.width + EDGE - width) / len(run) for run, one in laid.items())
        if over <= 0:
            return box, laid
        if box <= NARROWEST:
            return None
        box = int(box - over)
    return None


def _fullest(runs: Sequence[range]) -> list[range]:
    most = max(len(run) for run in runs)
    return [run for run in runs if len(run) == most]


def _squeezed(plan: Plan, size: tuple[float, float], least: float) -> Pages:
    """Where a stage is too high for a page: more pages, then texts cut, at last smaller type."""
    spreads = {
        len(spread.columns): spread
        for most in MOST_STACKED
        for spread in (grid(plan.blueprint, plan.view, most, plan.words),)
    }
    for lines in (MOST_LINES, *CUT_LINES):
        for columns, spread in spreads.items():
            tried = replace(plan, grid=spread, most_lines=lines)
            found = _fitting(tried, size, least, None, more=columns)
            if found is not None:
                return found
    plan = replace(plan, most_lines=CUT_LINES[-1])
    scale = least
    while True:
        scale *= 0.93
        for spread in spreads.values():
            found = _fitting(replace(plan, grid=spread), size, scale, None)
            if found is not None:
                return found


def _grown(found: Pages, size: tuple[float, float], least: float) -> Pages:
    """The same pages with larger type, as long as they are no more and everything fits."""
    runs = [page.run for page in found.pages if page.laid is not None]
    low, high = max(found.scale, least), LARGEST_SCALE
    while high - low > SCALE_STEP:
        scale = (low + high) / 2
        grown = _filled(found.plan, runs, *_units(size, scale), scale)
        if grown is not None and len(grown.pages) <= len(found.pages):
            found, low = grown, scale
        else:
            high = scale
    return found


def _aired(found: Pages) -> Pages:
    """The same pages with as much air between boxes and lanes as there is room for."""
    runs = [page.run for page in found.pages if page.laid is not None]
    for air in AIRS:
        plan = replace(found.plan, air=air)
        aired = _filled(plan, runs, found.width, found.height, found.scale)
        if aired is not None and len(aired.pages) <= len(found.pages):
            return aired
    return found
