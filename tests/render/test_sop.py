"""Standard operating procedures: what a new colleague has to find on the page."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator

import pytest

from tests.explain.whole_policy import whole_policy
from tests.render.journeys import BLUEPRINTS
from tests.render.reading import Page
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.explain.audience import audiences
from workflow_engine.pdf.printing import pdf_bytes
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program
from workflow_engine.render.document import Document
from workflow_engine.render.flow_drawing import COLUMNS, IN_COLUMN, Box, flows
from workflow_engine.render.sop import sop_document

LANGUAGES: tuple[Language, ...] = ("zh", "en")
HOSTILE = "<script>alert(1)</script>\"'&</style></title>{{ 7*7 }}𠮷🙂"
LONG = "逐项核对送货单与实物并请客户签字确认，" * 12


def sop(
    *items: str,
    lang: Language = "zh",
    program: Program | None = None,
    blueprints: dict[str, Blueprint] | None = None,
) -> Document:
    rules = program or whole_policy()
    return sop_document(
        [rules.items[item] for item in items],
        rules,
        BLUEPRINTS if blueprints is None else blueprints,
        lang=lang,
        audiences=audiences(rules),
    )


def text(*items: str, lang: Language = "zh") -> str:
    return Page(sop(*items, lang=lang).html).text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_of_the_procedures(lang: Language, golden: Callable[[str, str], None]) -> None:
    golden(f"render/sop.{lang}.txt", text(*whole_policy().items, lang=lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_are_well_formed_and_need_nothing_else(lang: Language) -> None:
    html = sop(*whole_policy().items, lang=lang).html
    assert Page(html).problems == []
    for reference in ("http:", "https:", "url(", "@import", "src=", "<script", "<link"):
        assert reference not in html


def test_each_item_has_its_own_part_and_bookmark() -> None:
    document = sop(*whole_policy().items)
    assert len(document.parts()) == len(document.bookmarks) == 4
    ids = {element.get("id") for _, element in Page(document.html).elements}
    assert {mark.anchor for mark in document.bookmarks} <= ids


def test_what_can_go_wrong_stands_with_its_times() -> None:
    page = text("count")
    for said in (
        "没有通知就去了",
        "送错货",
        "承认",
        "2工作小时",
        "等盘点结果",
        "最多等1个工作日",
        "断货",
        "监管要求",
    ):
        assert said in page.replace(" ", "")
    assert "道歉" not in page.split("出了问题怎么办")[1].split("记录")[0], "none is asked for"


def test_what_other_journeys_do_is_no_part_of_the_flow() -> None:
    page = text("count")
    aside = page[page.index("也用在") : page.index("出了问题怎么办")]
    assert "“另一趟” · 顺路：顺路看一眼" in aside.replace("”·", "” · ")
    assert page.count("顺路看一眼") == 1
    assert "也用在" not in text("check")


def test_the_items_own_steps_are_the_control_points_and_the_journeys_the_way() -> None:
    page = text("count")
    controls = page[page.index("控制点") : page.index("流程")]
    assert "先数货架" in controls
    assert "一起清点" not in controls
    assert "控制点" not in text("course"), "without a blueprint they are the steps"


def test_minutes_that_are_planned_and_drawn_are_both_told() -> None:
    rules = whole_policy()
    item = dataclasses.replace(rules.items["count"], minutes=50.0)
    html = sop("count", program=dataclasses.replace(rules, items={"count": item})).html
    assert "计划50分钟；流程各步合计12分钟" in Page(html).text.replace("\u2009", "").replace(
        " ", ""
    )


def test_no_word_of_the_flow_is_cut() -> None:
    svg = " ".join(flows("flow", LONG, [Box("1", LONG, LONG, LONG, ("F",))], LONG))
    assert "…" not in svg
    words = "".join(re.findall(r">([^<>]*)</text>", svg))
    assert words.count(LONG) == 5


def test_a_page_says_what_it_lacks() -> None:
    page = text("help")
    assert "步骤：服务项没有写" in page
    assert "没有一张服务蓝图做到这一项" in page
    html = sop("help").html
    assert html.count('class="blank-step"') == 6, "there is room to write them by hand"
    assert "这份程序还缺" not in text("count")


def test_the_day_it_holds_from_is_printed_or_left_blank() -> None:
    rules = whole_policy()
    item = rules.items["count"]
    made = sop_document(
        [item], rules, {}, lang="zh", audiences=audiences(rules), valid_from="2027-01-01"
    )
    assert "2027-01-01" in Page(made.html).text
    assert 'class="blank"' in sop("count").html


def test_what_authors_write_is_text() -> None:
    rules = whole_policy()
    item = dataclasses.replace(
        rules.items["count"],
        label=Bilingual.same(HOSTILE),
        steps=(Bilingual.same(HOSTILE),),
        skills=(HOSTILE,),
    )
    program = dataclasses.replace(rules, items={"count": item})
    for blueprints in ({}, BLUEPRINTS):
        html = sop("count", program=program, blueprints=blueprints).html
        assert "<script" not in html
        assert "{{ 7*7 }}" in Page(html).text
        assert Page(html).problems == []


def test_many_and_long_steps_are_all_printed() -> None:
    rules = whole_policy()
    steps = tuple(Bilingual.same(f"第{number}步 {LONG}") for number in range(1, 41))
    item = dataclasses.replace(rules.items["course"], steps=steps)
    program = dataclasses.replace(rules, items={**rules.items, "course": item})
    document = sop("course", program=program)
    page = Page(document.html).text.replace(" ", "")
    assert all(f"第{number}步" in page for number in range(1, 41))
    data, report = pdf_bytes(document)
    assert data.startswith(b"%PDF")
    assert report.pages > 4


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_plain_procedure_fits_on_one_page(lang: Language) -> None:
    assert pdf_bytes(sop("check", lang=lang))[1].pages == 1


def drawings(count: int) -> list[str]:
    return flows("flow", "start", [Box(str(n), f"step {n}") for n in range(1, count + 1)], "end")


def test_the_flow_has_a_start_and_an_end_however_long_it_is() -> None:
    full = IN_COLUMN * COLUMNS
    for count in (1, IN_COLUMN, IN_COLUMN + 1, full, full + 1, 3 * full + 5):
        found = drawings(count)
        assert len(found) == -(-count // full)
        assert sum(">start<" in one for one in found) == 1
        assert found[0].index(">start<") < found[0].index(">step 1<")
        assert ">end<" in found[-1]
        assert all(sum(f">step {n}<" in one for one in found) == 1 for n in range(1, count + 1))


def test_the_flow_stays_within_its_frame() -> None:
    boxes = [Box("1.1", LONG, LONG, LONG, ("F", "W"), double=True) for _ in range(20)]
    for svg in flows("flow", LONG, boxes, LONG):
        width, height = _frame(svg)
        assert all(0 <= x <= width and 0 <= y <= height for x, y in _texts(svg))


def _frame(svg: str) -> tuple[float, float]:
    left, top, width, height = next(
        attributes["viewbox"] for tag, attributes in Page(svg).elements if tag == "svg"
    ).split()
    assert (left, top) == ("0", "0")
    return float(width), float(height)


def _texts(svg: str) -> Iterator[tuple[float, float]]:
    for tag, attributes in Page(svg).elements:
        if tag == "text":
            yield float(attributes["x"]), float(attributes["y"])


def test_the_head_of_an_act_stays_with_its_steps_on_every_page() -> None:
    html = sop("count").html
    heads = re.findall(r"<thead>(.*?)</thead>", html, flags=re.DOTALL)
    assert any("前一天通知" in head and "发短信" not in head for head in heads)
    assert html.count('class="steps next"') == 1
    assert html.count("一起清点") == 3, "a duty, in the flow, and as a row of its own"
