"""A change by ECRS: the blueprint before, with its decisions, and after, with what they save."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from workflow_engine.blueprint import sheet
from workflow_engine.blueprint.drawing import Stacked, drawn, whole
from workflow_engine.blueprint.ecrs import After, after
from workflow_engine.blueprint.layout import Plan
from workflow_engine.blueprint.paging import ABOVE_LEGEND, Pages, plan_of, shown_cells, wide
from workflow_engine.blueprint.picture import picture
from workflow_engine.blueprint.value_stream import ValueStream
from workflow_engine.blueprint.views import CUSTOMER, seen
from workflow_engine.blueprint.words import DECISIONS, Words
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.drawing.svg import element, number, text
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program

SECTION = 30.0


def before_after(
    blueprint: Blueprint, program: Program, lang: Language, *, view: str | None = None
) -> str:
    """Both in one SVG picture, the blueprint before above the one after."""
    before, later = _plans(blueprint, program, lang, view)
    pages = [wide(before), wide(later)]
    width = max(one.width for one in pages)
    head = sheet.head(replace(before, figures="", caption=""), width)
    parts, y = [head.at(0, 0)], head.height
    for one in pages:
        parts.append(text(one.plan.caption, 0, y + 18, class_="bp-q"))
        parts.append(text(one.plan.figures, 72, y + 17, class_="bp-v"))
        y += SECTION
        pieces, high = _picture(one, width)
        parts.append(element("g", *pieces, transform=f"translate(0 {number(y)})"))
        y += high + ABOVE_LEGEND
    notes = sheet.listing(pages[0].pages[0].notes, width)
    parts.append(notes.at(0, y))
    return whole(before, width, Stacked(tuple(parts), y + notes.height))


def before_after_pages(
    blueprint: Blueprint,
    program: Program,
    lang: Language,
    page: tuple[float, float],
    *,
    view: str | None = None,
) -> tuple[str, ...]:
    """Pages of `page` millimetres: those of the blueprint before, then those of the one after."""
    before, later = _plans(blueprint, program, lang, view)
    return (*drawn(before, page), *drawn(later, page))


def after_pages(
    blueprint: Blueprint,
    program: Program,
    lang: Language,
    page: tuple[float, float] | None,
    *,
    view: str | None = None,
) -> tuple[str, ...]:
    """The blueprint once its decisions are applied, as `drawing.draw` draws one."""
    return drawn(_plans(blueprint, program, lang, view)[1], page)


def _plans(
    blueprint: Blueprint, program: Program, lang: Language, view: str | None
) -> tuple[Plan, Plan]:
    result = after(blueprint)
    words = Words(program, lang)
    before = plan_of(blueprint, seen(blueprint, view), words, needs=False)
    later = plan_of(result.blueprint, seen(result.blueprint, view), words, needs=False)
    if view == CUSTOMER:
        return replace(before, caption=words.say("before")), replace(
            later, caption=words.say("after")
        )
    told = [*_figures(result.before, words)]
    saved = [*_figures(result.after, words), *_savings(result, blueprint, words)]
    return (
        replace(before, caption=words.say("before"), figures=" · ".join(told)),
        replace(
            later,
            caption=words.say("after"),
            figures=" · ".join(saved),
            saved=_saved_in(result, words),
            known={},
        ),
    )


def _picture(pages: Pages, width: float) -> tuple[list[str], float]:
    page, plan = pages.pages[0], pages.plan
    assert page.laid is not None, "one wide page has a picture"
    parts = list(picture(page.laid, width, page.letters, None))
    y = page.laid.height + ABOVE_LEGEND
    legend = sheet.legend(plan, shown_cells(plan, page.run), width, exits=False)
    parts.append(legend.at(0, y))
    return parts, y + legend.height


def _figures(stream: ValueStream, words: Words) -> Iterator[str]:
    """Lead time, work and the share of it that adds value, as far as they are known."""
    yield words.say("lead_time", time=words.minutes(stream.lead))
    yield words.say("work_time", time=words.minutes(stream.work))
    if stream.ratio is not None:
        percent = f"{float(stream.ratio * 100):.1f}"
        yield words.say("ratio", percent=percent)


def _savings(result: After, blueprint: Blueprint, words: Words) -> Iterator[str]:
    if result.saved_minutes > 0:
        yield words.say("saved_lead", time=words.minutes(result.saved_minutes))
    elif result.saved_minutes < 0:
        yield words.say("longer", time=words.minutes(-result.saved_minutes))
    if result.saved_work > 0:
        yield words.say("saved_work", time=words.minutes(result.saved_work))
    if result.unjoined:
        yield words.say("unjoined", count=len(result.unjoined))
    names = {cell.id: words.text(cell.text) for cell in blueprint.cells}
    for change in result.changes:
        if not change.applied:
            decision = DECISIONS[change.do].get(words.lang)
            yield words.say("not_applied", cell=names[change.cell], decision=decision)


def _saved_in(result: After, words: Words) -> Mapping[str, str]:
    """What was saved in each cell that is still there, by its id."""
    sums: dict[str, Decimal] = {}
    for change in result.changes:
        if change.applied and change.counted:
            cell = change.target if change.do == "combine" else change.cell
            if cell is not None:
                saved = max(change.saved_lead, change.saved_work)
                sums[cell] = sums.get(cell, Decimal(0)) + saved
    return {
        cell: words.say("saved_here", time=words.minutes(saved))
        for cell, saved in sums.items()
        if saved > 0
    }
