"""A service blueprint as SVG: one wide picture, or pages with head, lanes and legend on each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflow_engine.blueprint import sheet
from workflow_engine.blueprint.boxes import SMALLEST
from workflow_engine.blueprint.layout import Plan
from workflow_engine.blueprint.paging import (
    ABOVE_LEGEND,
    BELOW_LEGEND,
    FOOT,
    POINTS_PER_MM,
    Page,
    Pages,
    paged,
    plan_of,
    shown_cells,
    wide,
)
from workflow_engine.blueprint.picture import picture
from workflow_engine.blueprint.symbols import STYLE
from workflow_engine.blueprint.views import seen
from workflow_engine.blueprint.words import Words
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.drawing.svg import document, element, number, text
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program

A4: tuple[float, float] = (277.0, 189.0)
A3: tuple[float, float] = (400.0, 276.0)
"""The room on a landscape sheet in millimetres, with margins of 10 mm."""
LEAST_TYPE = 6.0
"""Type smaller than this, in points, is told of in the foot: the sheet is too small."""
MARGIN = 28.0
"""Around one wide picture."""


@dataclass(frozen=True, slots=True)
class Stacked:
    """Pieces of SVG under one another from (0, 0) on, and how high they are together."""

    parts: tuple[str, ...]
    height: float


def draw(
    blueprint: Blueprint,
    program: Program,
    lang: Language,
    *,
    view: str | None = None,
    page: tuple[float, float] | None = None,
    needs: bool = True,
    hrefs: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """The blueprint as SVG, one text per page.

    `view` is a role, or `customer`: what it sees, down to its line. `page` is the room on a page,
    width and height in millimetres; without it there is one picture, as wide as it needs to be.
    `needs` shows what the customer and the staff need in each stage. `hrefs` is where a click on a
    cell leads, by the cell's id.
    """
    plan = plan_of(blueprint, seen(blueprint, view), Words(program, lang), needs=needs)
    return drawn(plan, page, hrefs)


def drawn(
    plan: Plan, page: tuple[float, float] | None, hrefs: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """A plan as SVG, one text per page of `page` millimetres, or one picture."""
    if page is None:
        pages = wide(plan)
        return (whole(plan, pages.width, stacked(pages, pages.pages[0], hrefs)),)
    pages = paged(plan, page)
    return tuple(_page(pages, number_, hrefs) for number_ in range(len(pages.pages)))


def whole(plan: Plan, width: float, content: Stacked) -> str:
    """One picture with a margin around it and the foot below."""
    foot = text(foot_text(plan), 0, content.height + FOOT, class_="bp-e")
    moved = element(
        "g", *content.parts, foot, transform=f"translate({number(MARGIN)} {number(MARGIN)})"
    )
    height = content.height + FOOT + 2 * MARGIN
    return document(*_told(plan), width + 2 * MARGIN, height, STYLE, moved)


def stacked(pages: Pages, page: Page, hrefs: Mapping[str, str] | None) -> Stacked:
    """Head, picture, legend and list of a page under one another."""
    plan, width = pages.plan, pages.width
    head = sheet.head(plan, width)
    parts = [head.at(0, 0)]
    y = head.height
    if page.laid is None:
        parts.append(text(plan.words.say("notes"), 0, y + 14, class_="bp-l"))
        y += 30
    else:
        drawn_ = picture(page.laid, width, page.letters, hrefs)
        parts.append(element("g", *drawn_, transform=f"translate(0 {number(y)})"))
        y += page.laid.height + ABOVE_LEGEND
        for block in _below(pages, page):
            parts.append(block.at(0, y))
            y += block.height
        y += BELOW_LEGEND
    if page.notes:
        notes = sheet.listing(page.notes, width)
        parts.append(notes.at(0, y))
        y += notes.height
    return Stacked(tuple(parts), y)


def foot_text(plan: Plan, *more: str) -> str:
    """Which blueprint of which policy this is, and how waits are counted."""
    program, words = plan.words.program, plan.words
    parts = [
        f"{words.say('blueprint')} {plan.blueprint.id}",
        f"{words.text(program.head.title)} {program.head.version} (#{program.hash[:10]})",
        words.say(f"basis_{plan.blueprint.time_basis}"),
    ]
    return " · ".join([*parts, *more])


def _page(pages: Pages, number_: int, hrefs: Mapping[str, str] | None) -> str:
    plan, count = pages.plan, len(pages.pages)
    content = stacked(pages, pages.pages[number_], hrefs)
    more = [plan.words.say("page", page=number_ + 1, pages=count)] if count > 1 else []
    smallest = SMALLEST * pages.scale
    if smallest < LEAST_TYPE:
        more.append(plan.words.say("small_type", points=f"{smallest:.1f}"))
    foot = text(foot_text(plan, *more), 0, pages.height - 4, class_="bp-e")
    size = (_mm(pages.width, pages.scale), _mm(pages.height, pages.scale))
    return document(
        *_told(plan), pages.width, pages.height, STYLE, *content.parts, foot, shown=size
    )


def _told(plan: Plan) -> tuple[str, str]:
    """The title of a picture, and what it shows for those who cannot see it."""
    stages = " → ".join(plan.words.text(stage.label) for stage in plan.blueprint.stages)
    return plan.words.text(plan.blueprint.title), stages


def _mm(units: float, scale: float) -> str:
    return f"{number(round(units * scale / POINTS_PER_MM, 2))}mm"


def _below(pages: Pages, page: Page) -> Iterator[sheet.Block]:
    plan = pages.plan
    told = sheet.hidden(plan.view, plan.words)
    if told:
        yield sheet.plain_text(told, pages.width)
    exits = page.laid is not None and any(box.node.exit is not None for box in page.laid.boxes)
    yield sheet.legend(plan, shown_cells(plan, page.run), pages.width, exits=exits)
