"""The record form of a visit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.render import form_samples as samples
from tests.render.reading import Page
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.render.document import Document
from workflow_engine.render.record_form import needed_records, record_form_document

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def form(
    plans: list[dict[str, Any]], *, lang: Language = "zh", text: str = samples.POLICY, **more: Any
) -> Document:
    forms = [(plan, "visit_record") for plan in plans]
    return record_form_document(forms, samples.program(text), lang=lang, **more)


def words(document: Document) -> str:
    return Page(document.html).text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_of_a_form(lang: Language, golden: Callable[[str, str], None]) -> None:
    document = form(samples.some(lang)[:1], lang=lang, cases={"C001": [samples.open_case()]})
    golden(f"render/record-form.{lang}.txt", words(document))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_form_is_well_formed_and_needs_nothing_else(lang: Language) -> None:
    html = form(samples.some(lang), lang=lang).html
    assert Page(html).problems == []
    for reference in ("http:", "https:", "url(", "@import", "src=", "<script", "<link"):
        assert reference not in html


FIELDS = (
    "日期",
    "方式",
    "登门",
    "电话",
    "参加人",
    "上次问题落实情况",
    "产品",
    "价格",
    "渠道",
    "竞争对手",
    "情绪与关注点",
    "有损客户利益的事件",
    "承诺事项",
    "负责人",
    "期限",
    "需哪个职能部门",
    "回复客户时间",
    "客户确认",
    "部门经理批示",
)


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_of_the_record_is_there(field: str) -> None:
    assert field in words(form(samples.some()[1:2]))


def test_what_is_known_is_filled_in() -> None:
    document = form(samples.some()[:1], cases={"C001": [samples.open_case()]})
    text = words(document)
    for known in (
        "第 1 百货店",
        "C001",
        "2026 年 11 月 23 日",
        "李明",
        "大客户",
        "货源",
        "C-000007",
    ):
        assert known in text
    assert "人民路 12 号；138-0000-0001" in text
    ticked = [span for span in Page(document.html).all("span") if span.get("class") == "box ticked"]
    assert len(ticked) == 1, "the service is done on site"


def test_the_subjects_are_those_of_the_policy_s_taxonomy() -> None:
    with_taxonomy = samples.POLICY.replace(
        "feedback:\n", "feedback:\n  taxonomy: {送货: [早晚, 破损], 陈列: [柜台]}\n"
    )
    text = words(form(samples.some()[:1], text=with_taxonomy))
    assert "送货" in text
    assert "早晚、破损" in text
    assert "竞争对手" not in text


def test_bookmarks_lead_to_each_customer_by_person() -> None:
    document = form(samples.some())
    assert [(mark.title, len(mark.children)) for mark in document.bookmarks] == [
        ("李明", 3),
        ("赵强", 2),
    ]
    anchors = [child.anchor for mark in document.bookmarks for child in mark.children]
    assert anchors == [article["id"] for article in Page(document.html).all("article")]
    assert len(document.parts()) == 5


def test_only_services_of_the_period_ask_for_a_record() -> None:
    (made,) = samples.plans([samples.customer(2)])
    assert needed_records(made, samples.program()) == ("visit_record",)
    made["must_do"] = [entry for entry in made["must_do"] if entry["item"] != "field_visit"]
    assert needed_records(made, samples.program()) == ()


def test_many_open_cases_all_have_a_row() -> None:
    cases = [samples.open_case(id=f"C-{n:06}") for n in range(8)]
    text = words(form(samples.some()[:1], cases={"C001": cases}))
    assert all(f"C-{n:06}" in text for n in range(8))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_of_anybody_becomes_markup(lang: Language) -> None:
    hostile = samples.plans(
        [
            samples.customer(
                1,
                customer_name=samples.HOSTILE,
                manager_name=samples.HOSTILE,
                focus=samples.HOSTILE,
            )
        ],
        lang,
    )
    document = form(hostile, lang=lang, cases={"C001": [samples.open_case(label=samples.HOSTILE)]})
    page = Page(document.html)
    assert page.problems == []
    assert "<script" not in document.html
    assert page.text.count("<script>") >= 4


def test_departments_of_the_policy_are_offered_and_others_written() -> None:
    named = samples.POLICY + (
        "\nsupport:\n  technical: {label: {zh: 技术支持, en: Technical}, role: supervisor,"
        " within: 1 workday}\n"
    )
    text = words(form(samples.some()[:1], text=named))
    offered = text[text.index("需哪个职能部门") : text.index("回复客户时间")]
    assert "不需要技术支持其他" in offered.replace(" ", "")
    text = words(form(samples.some()[:1]))
    assert "写明部门：" in text[text.index("需哪个职能部门") : text.index("回复客户时间")]
