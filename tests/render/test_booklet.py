from __future__ import annotations

import io
from typing import Any

import pytest

from tests.render import samples
from tests.render.reading import Page
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.render.booklet import render_booklet, write_booklet


def plans(lang: Language = "zh") -> list[dict[str, Any]]:
    return [
        samples.empty_plan(lang),
        samples.plan(lang),
        samples.plan(lang, customer={"id": "C2", "name": "</style><b>二号店"}),
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_booklet_is_one_document_with_a_sheet_for_every_customer(lang: Language) -> None:
    html = render_booklet(plans(lang), samples.program(), lang=lang)
    page = Page(html)
    assert page.problems == []
    assert html.count("<!DOCTYPE html>") == 1
    assert html.count("</style>") == 1
    assert len(page.all("article")) == 3
    for reference in ("http:", "https:", "url(", "src=", "<script", "<b>二号店"):
        assert reference not in html


def test_every_index_entry_leads_to_its_sheet() -> None:
    page = Page(render_booklet(plans(), samples.program(), lang="zh"))
    anchors = [a["href"] for a in page.all("a") if a.get("class") is None]
    assert anchors == ["#plan1", "#plan2", "#plan3"]
    assert [article["id"] for article in page.all("article")] == ["plan1", "plan2", "plan3"]


def test_customers_are_grouped_by_person_and_the_unassigned_come_last() -> None:
    text = Page(render_booklet(plans(), samples.program(), lang="zh")).text
    index = text[text.index("目录") : text.index("客户画像")]
    assert index.index("永昌便利店") < index.index("未指定责任人") < index.index("王记")


def test_each_customer_has_a_running_foot() -> None:
    html = render_booklet(plans(), samples.program(), lang="zh")
    assert "@page plan2" in html
    assert "#plan2 { page: plan2; }" in html


def test_the_stream_gets_the_same() -> None:
    stream = io.StringIO()
    write_booklet(iter(plans()), samples.program(), stream, lang="zh")
    assert stream.getvalue() == render_booklet(plans(), samples.program(), lang="zh")


def test_a_booklet_of_nobody_is_still_a_page() -> None:
    page = Page(render_booklet([], samples.program(), lang="zh"))
    assert page.problems == []
    assert page.all("article") == []
