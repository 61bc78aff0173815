"""A blueprint as a page to click through, and as sheets to print.

The page needs no script: a click on a box leads to an anchor, and the style shows what is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from workflow_engine.blueprint.before_after import after_pages, before_after_pages
from workflow_engine.blueprint.boxes import numbered
from workflow_engine.blueprint.drawing import A3, A4, draw
from workflow_engine.blueprint.notes import decision_text, wait_text
from workflow_engine.blueprint.views import seen, shown_to
from workflow_engine.blueprint.words import DECISIONS, FOUR_A, KINDS, LANE_NAMES, Words
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.program.blueprints import Blueprint, Cell
from workflow_engine.program.program import Failure, Item, Program
from workflow_engine.render.document import Bookmark, Document
from workflow_engine.render.labels import Labels
from workflow_engine.render.look import Look
from workflow_engine.render.pages import page, page_names

SheetSize = Literal["a4", "a3"]
Shown = Literal["now", "after", "before-after"]
SIZES: dict[SheetSize, tuple[float, float]] = {"a4": A4, "a3": A3}
_B = Bilingual

PANEL_WORDS: dict[str, Bilingual] = {
    "title": _B("{title}（服务蓝图）", "{title} (service blueprint)"),
    "hint": _B(
        "点击一格，看它的服务项、作业步骤、补救时限、承诺和时间。",
        "Click a box to see its item, steps, recovery, promise and times.",
    ),
    "cells": _B("各格详情", "Every box"),
    "close": _B("关闭", "Close"),
    "where": _B("位置", "Where"),
    "owner": _B("责任人", "Owner"),
    "no_owner": _B("未写明", "not stated"),
    "work": _B("操作", "Work"),
    "wait": _B("等待", "Wait"),
    "kind": _B("性质", "Kind"),
    "regulatory": _B("法规要求，不得取消", "required by law, never eliminated"),
    "decision": _B("改善决定", "Decision"),
    "shown": _B("告诉客户", "The customer is told"),
    "uses": _B("用到", "Uses"),
    "item": _B("服务项", "Service item"),
    "steps": _B("作业步骤", "Steps"),
    "promise": _B("承诺", "Promise"),
    "fail_point": _B("失败点", "Fail point"),
    "wait_point": _B("等待点", "Wait point"),
    "failure": _B("补救：{failure}", "Recovery: {failure}"),
    "within": _B("{within}内", "within {within}"),
    "no_limit": _B("不限时", "no limit"),
    "no_failure": _B("尚未对应补救", "no recovery named yet"),
    "before_cell": _B("承接", "Comes from"),
    "after_cell": _B("通向", "Leads to"),
    "sheet_a": _B("第{number}页", "Page {number}"),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """One of the 4A of a failure: what, within which time, who."""

    step: str
    within: str
    by: str


@dataclass(frozen=True, slots=True)
class Panel:
    """What is told of one cell; empty texts and lists are left out.

    `ways` are the links that come in and go out: a heading, and the anchors and texts of the cells.
    """

    anchor: str
    title: str
    marks: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    item: str
    about: str
    steps: tuple[str, ...]
    promise: str
    fail: str
    failure: str
    limits: tuple[Limit, ...]
    wait: str
    ways: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def blueprint_page(
    blueprint: Blueprint,
    program: Program,
    *,
    lang: Language,
    view: str | None = None,
    needs: bool = True,
    look: Look | None = None,
) -> Document:
    """The page with the picture and a panel for every cell.

    `view` is a role: what it sees; `needs` shows what people need in each stage. `look` are the
    policy's own templates. Raises PolicyError where one of these cannot be filled.
    """
    words = Words(program, lang)
    shown = seen(blueprint, view)
    told = shown_to(blueprint, shown)
    cells = [cell for cell in told.cells if shown.row(cell.lane) is not None]
    anchors = {cell.id: f"cell{place}" for place, cell in enumerate(cells, start=1)}
    hrefs = {id_: f"#{anchor}" for id_, anchor in anchors.items()}
    (drawing,) = draw(blueprint, program, lang, view=view, needs=needs, hrefs=hrefs)
    title = blueprint.title.get(lang)
    html = page(
        "blueprint.html",
        page_names(Labels(program, lang))
        | {
            "title": _say(lang, "title", title=title),
            "told": lambda key: PANEL_WORDS[key].get(lang),
            "drawing": _svg(drawing),
            "panels": list(_panels(cells, told, anchors, words)),
        },
        look,
    )
    return Document(title, lang, html, (Bookmark(title, "top"),))


def blueprint_document(
    blueprint: Blueprint,
    program: Program,
    *,
    lang: Language,
    size: SheetSize = "a4",
    view: str | None = None,
    shown: Shown = "now",
    needs: bool = True,
    look: Look | None = None,
) -> Document:
    """The blueprint on landscape sheets; `shown` also as it is after its decisions, or both.

    `needs` shows what people need in each stage; beside a change they are always left out.

    Raises PolicyError where one of the policy's own templates cannot be filled.
    """
    room = SIZES[size]
    if shown == "now":
        pages = draw(blueprint, program, lang, view=view, page=room, needs=needs)
    elif shown == "after":
        pages = after_pages(blueprint, program, lang, room, view=view)
    else:
        pages = before_after_pages(blueprint, program, lang, room, view=view)
    title = blueprint.title.get(lang)
    anchors = [f"sheet{number}" for number in range(1, len(pages) + 1)]
    html = page(
        "blueprint_sheets.html",
        page_names(Labels(program, lang))
        | {
            "title": _say(lang, "title", title=title),
            "size": size.upper(),
            "width": room[0],
            "height": room[1],
            "sheets": list(zip(anchors, map(_svg, pages), strict=True)),
        },
        look,
    )
    marks = tuple(
        Bookmark(_say(lang, "sheet_a", number=number), anchor)
        for number, anchor in enumerate(anchors, start=1)
    )
    return Document(title, lang, html, (Bookmark(title, anchors[0], marks if marks[1:] else ()),))


def _say(lang: Language, key: str, **values: object) -> str:
    text = PANEL_WORDS[key].get(lang)
    return text.format(**values) if values else text


def _svg(drawing: str) -> Markup:
    return Markup(drawing)  # noqa: S704 - our own SVG: `drawing.svg` escapes every text in it


def _panels(
    cells: Sequence[Cell],
    blueprint: Blueprint,
    anchors: dict[str, str],
    words: Words,
) -> Iterator[Panel]:
    marks = numbered(blueprint.cells)
    names = {cell.id: words.text(cell.text) for cell in blueprint.cells}
    stages = {stage.id: words.text(stage.label) for stage in blueprint.stages}
    for cell in cells:
        item = None if cell.item is None else words.program.items.get(cell.item)
        point = cell.fail_point
        failure = None if point is None or point.failure is None else words.failure(point.failure)
        where = f"{stages[cell.stage]} · {LANE_NAMES[cell.lane].get(words.lang)}"
        yield Panel(
            anchor=anchors[cell.id],
            title=names[cell.id],
            marks=tuple(mark.text for mark in marks.get(cell.id, ())),
            facts=((_say(words.lang, "where"), where), *_facts(cell, names, words)),
            item="" if cell.item is None else words.item(cell.item),
            about="" if item is None or item.description is None else words.text(item.description),
            steps=tuple(words.text(step) for step in _steps(cell, item)),
            promise=_promise(cell, words),
            fail="" if point is None else words.text(point.text),
            failure=_failure(cell, failure, words),
            limits=() if failure is None else tuple(_limits(failure, words)),
            wait="" if cell.wait_point is None else wait_text(cell, words),
            ways=tuple(_ways(cell, blueprint, names, anchors, words.lang)),
        )


def _facts(cell: Cell, names: dict[str, str], words: Words) -> Iterator[tuple[str, str]]:
    lang = words.lang
    if cell.by is not None:
        yield _say(lang, "owner"), words.role(cell.by)
    elif cell.lane in ("frontstage", "backstage"):
        yield _say(lang, "owner"), _say(lang, "no_owner")
    if cell.minutes is not None:
        yield _say(lang, "work"), words.minutes(cell.minutes)
    if cell.wait is not None:
        yield _say(lang, "wait"), words.minutes(cell.wait)
    told = [] if cell.kind is None else [KINDS[cell.kind].get(lang)]
    if cell.regulatory:
        told.append(_say(lang, "regulatory"))
    if told:
        yield _say(lang, "kind"), words.say("semicolon").join(told)
    if cell.ecrs is not None:
        decision = decision_text(cell, names, words) or DECISIONS[cell.ecrs.do].get(lang)
        yield _say(lang, "decision"), decision
    if cell.status is not None:
        yield _say(lang, "shown"), words.text(cell.status)
    if cell.uses:
        yield _say(lang, "uses"), words.say("comma").join(map(words.text, cell.uses))


def _steps(cell: Cell, item: Item | None) -> tuple[Bilingual, ...]:
    """How it is done: the cell's own steps, else those of its item."""
    return cell.steps or (() if item is None else item.steps)


def _promise(cell: Cell, words: Words) -> str:
    if cell.promise is None:
        return ""
    promise = words.program.promises.get(cell.promise)
    if promise is None:
        return words.promise(cell.promise)
    return f"{words.text(promise.label)}{words.say('colon')}{words.text(promise.slogan)}"


def _failure(cell: Cell, failure: Failure | None, words: Words) -> str:
    if cell.fail_point is None:
        return ""
    if failure is None:
        return _say(words.lang, "no_failure")
    return _say(words.lang, "failure", failure=words.text(failure.label))


def _limits(failure: Failure, words: Words) -> Iterator[Limit]:
    for step in failure.steps:
        within = _say(words.lang, "no_limit")
        if step.within is not None:
            within = _say(words.lang, "within", within=step.within.text(words.lang))
        yield Limit(FOUR_A[step.name].get(words.lang), within, words.role(step.by))


def _ways(
    cell: Cell,
    blueprint: Blueprint,
    names: dict[str, str],
    anchors: dict[str, str],
    lang: Language,
) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    into = [link.source for link in blueprint.links if link.target == cell.id]
    out = [link.target for link in blueprint.links if link.source == cell.id]
    for key, others in (("before_cell", into), ("after_cell", out)):
        ends = tuple((anchors[other], names[other]) for other in others if other in anchors)
        if ends:
            yield _say(lang, key), ends
