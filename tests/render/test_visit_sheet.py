"""The visit sheet of a day."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.render import form_samples as samples
from tests.render.reading import Page
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.render.document import Document
from workflow_engine.render.routes import RouteBook
from workflow_engine.render.visit_sheet import MOST_LINES, MOST_WAITING, visit_sheet_document

LANGUAGES: tuple[Language, ...] = ("zh", "en")
DAY = samples.MONDAY.isoformat()


def sheet(
    plans: list[dict[str, Any]], *, lang: Language = "zh", day: str = DAY, **more: Any
) -> Document:
    program = samples.program()
    routes = RouteBook(plans, program, day=day).routes()
    return visit_sheet_document(routes, program, lang=lang, **more)


def words(document: Document) -> str:
    return Page(document.html).text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_of_a_sheet(lang: Language, golden: Callable[[str, str], None]) -> None:
    document = sheet(
        samples.some(lang),
        lang=lang,
        cases={"C001": [samples.open_case()]},
        materials={"stock_count": ["盘点表"]},
    )
    golden(f"render/visit-sheet.{lang}.txt", words(document))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sheet_is_well_formed_and_needs_nothing_else(lang: Language) -> None:
    html = sheet(samples.some(lang), lang=lang).html
    assert Page(html).problems == []
    for reference in ("http:", "https:", "url(", "@import", "src=", "<script", "<link"):
        assert reference not in html


def test_a_customer_with_much_to_do_has_several_rows_with_their_name() -> None:
    plan = copy.deepcopy(samples.some()[0])
    first = plan["tasks"][0]
    plan["tasks"] += [{**first, "item": f"more_{number}"} for number in range(30)]
    html = sheet([plan], day=first["date"]).html
    rows = html.partition('<table class="route">')[2].split('<td class="services">')[1:]
    assert html.count("<small>续</small>") == len(rows) - 1
    assert html.count(">已完成") == 1, "what becomes of it is ticked once"
    assert len(rows) in (3, 4)
    assert max(row.partition("</td>")[0].count("<li") for row in rows) <= MOST_LINES
    assert {int(found) for found in re.findall(r"more_(\d+)", html)} == set(range(30))


def test_everybody_has_a_sheet_of_their_own_with_a_bookmark() -> None:
    document = sheet(samples.some(), day="2026-11-27")
    assert [mark.title for mark in document.bookmarks] == ["李明（1户）", "赵强（1户）"]
    ids = {article["id"] for article in Page(document.html).all("article")}
    assert [mark.anchor for mark in document.bookmarks] == ["visits1", "visits2"]
    assert {"visits1", "visits2"} <= ids
    assert len(document.parts()) == 2


def test_more_than_fits_into_the_day_is_said() -> None:
    text = words(sheet(samples.some()))
    assert "130 分钟，每日可用 120 分钟" in text
    assert text.count("超出 10 分钟") == 2
    assert "先做优先级高的" in text


def test_a_person_s_own_minutes_come_before_those_of_the_role() -> None:
    assert "65 分钟，每日可用 60 分钟" in words(sheet(samples.some(), day="2026-11-27"))


def test_address_telephone_and_open_cases_stand_with_the_customer() -> None:
    text = words(sheet(samples.some(), cases={"C001": [samples.open_case()]}))
    row = text[text.index("第 1 百货店") : text.index("第 3 百货店")]
    assert "人民路 12 号" in row
    assert "138-0000-0001" in row
    assert "C-000007" in row
    assert "弥补 11-23 12:00 前" in row, "of several clocks the one that ends first"


def test_an_ended_case_is_not_open() -> None:
    ended = samples.open_case(ended_at="2026-11-22T09:00:00+08:00")
    assert "C-000007" not in words(sheet(samples.some(), cases={"C001": [ended]}))


def test_forms_are_counted_and_materials_named_once() -> None:
    text = words(sheet(samples.some(), materials={"stock_count": ["盘点表"]}))
    kit = text[text.index("出门前备齐") : text.index("序")]
    assert "走访记录表 ×2" in kit
    assert kit.count("盘点表") == 1


def test_forty_stops_keep_their_order_under_a_repeated_head() -> None:
    many = samples.plans([samples.customer(n) for n in range(1, 41)])
    for one in many:
        visit = next(task for task in one["tasks"] if task["item"] == "field_visit")
        one["tasks"] = [{**visit, "date": DAY}]
    document = sheet(many)
    page = Page(document.html)
    assert "40 户" in page.text
    numbers = [line for line in page.text.splitlines() if line.isdigit()]
    assert numbers == [str(number) for number in range(1, 41)]
    assert len(page.all("thead")) == 1
    assert "thead { display: table-header-group; }" in document.html
    assert "tr { break-inside: avoid; }" in document.html


def test_of_many_who_wait_the_first_are_listed_and_the_rest_counted() -> None:
    customers = [samples.customer(n) for n in range(1, 61)]
    for one in (made := samples.plans(customers)):
        for entry in one["must_do"]:
            entry["overdue"] = True
    waiting = RouteBook(made, samples.program(), day=DAY).route("李明").waiting
    assert len(waiting) > MOST_WAITING
    text = words(sheet(made))
    assert f"另有 {len(waiting) - MOST_WAITING} 户未列出。" in text


def test_a_visit_that_is_overdue_as_a_whole_is_marked_once() -> None:
    (made,) = samples.plans([samples.customer(1)])
    for entry in made["must_do"]:
        entry.update(overdue=entry["item"] != "briefing", due="2026-11-20")
    text = words(sheet([made]))
    assert text.count("逾期") == 1
    assert "拜访 50 分钟 逾期 | 11-20" in text


def test_nobody_s_services_have_a_sheet_without_a_name() -> None:
    document = sheet(samples.plans([samples.customer(1, manager_name=None)]))
    assert "未指定责任人" in words(document)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_of_anybody_becomes_markup(lang: Language) -> None:
    hostile = samples.plans(
        [
            samples.customer(
                1,
                customer_name=samples.HOSTILE,
                manager_name=samples.HOSTILE,
                shop_address=samples.HOSTILE,
            )
        ],
        lang,
    )
    case = samples.open_case(label=samples.HOSTILE, id="<b>")
    document = sheet(
        hostile, lang=lang, cases={"C001": [case]}, materials={"stock_count": [samples.HOSTILE]}
    )
    page = Page(document.html)
    assert page.problems == []
    assert "<script" not in document.html
    assert page.text.count("<script>") >= 5
    assert "{{ 7*7 }}" in page.text


def test_no_name_turns_the_line_around() -> None:
    made = samples.plans([samples.customer(1, customer_name="店\u202e乙\x1b[31m")])
    html = sheet(made).html
    assert not {"\u202e", "\x1b"} & set(html)


def test_a_very_long_name_is_cut_in_the_running_head_only() -> None:
    name = "很长的名字" * 30
    document = sheet(samples.plans([samples.customer(1, manager_name=name)]))
    running = document.html[document.html.index('class="running"') :].split("</div>")[0]
    assert name not in running
    assert "…" in running
    assert name in words(document).replace(" ", "")
