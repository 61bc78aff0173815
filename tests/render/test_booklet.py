from __future__ import annotations

from typing import Any

import pytest

from tests.render import samples
from tests.render.reading import Page
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.render.booklet import booklet_document


def plans(lang: Language = "zh") -> list[dict[str, Any]]:
    return [
        samples.empty_plan(lang),
        samples.plan(lang),
        samples.plan(lang, customer={"id": "C2", "name": "</style><b>二号店"}),
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_booklet_is_one_document_with_a_sheet_for_every_customer(lang: Language) -> None:
    html = booklet_document(plans(lang), samples.program(), lang=lang).html
    page = Page(html)
    assert page.problems == []
    assert html.count("<!DOCTYPE html>") == 1
    assert len(page.all("article")) == 5, "the cover, the index and three customers"
    for reference in ("http:", "https:", "url(", "src=", "<script", "<b>二号店"):
        assert reference not in html


def test_every_index_entry_leads_to_its_sheet() -> None:
    page = Page(booklet_document(plans(), samples.program(), lang="zh").html)
    anchors = [a["href"] for a in page.all("a") if a.get("class") is None]
    assert anchors == ["#plan1", "#plan2", "#plan3"]
    assert [article["id"] for article in page.all("article")][2:] == ["plan1", "plan2", "plan3"]


def test_customers_are_grouped_by_person_and_the_unassigned_come_last() -> None:
    text = Page(booklet_document(plans(), samples.program(), lang="zh").html).text
    index = text[text.index("目录") : text.index("客户画像")]
    assert index.index("永昌便利店") < index.index("未指定责任人") < index.index("王记")


def test_each_customer_has_a_running_head() -> None:
    parts = booklet_document(plans(), samples.program(), lang="zh").parts()
    assert len(parts) == 5
    texts = [Page(part).text for part in parts[2:]]
    assert "1 号 SP-20261121-530102040117 永昌便利店（人民路店）" in texts[0]
    assert "2 号 SP-20261121-C2 </style><b> 二号店" in texts[1]
    assert "3 号 SP-20261121-371300000300 王记" in texts[2]
    assert "永昌便利店" not in texts[1]


def test_each_part_is_a_page_of_its_own() -> None:
    document = booklet_document(plans(), samples.program(), lang="zh")
    for part in document.parts():
        page = Page(part)
        assert page.problems == []
        assert len(page.all("article")) == 1
        assert page.all("html") == [{"lang": "zh-Hans"}]


def test_the_outline_goes_from_persons_to_their_customers() -> None:
    document = booklet_document(plans(), samples.program(), lang="zh")
    index, first, second = document.bookmarks
    assert (index.title, index.anchor) == ("目录", "index")
    assert (first.title, first.anchor) == ("李明远", "plan1")
    assert [one.title for one in first.children] == [
        "1 永昌便利店（人民路店）",
        "2 </style><b>二号店",
    ]
    assert [one.anchor for one in second.children] == ["plan3"]
    ids = {article["id"] for article in Page(document.html).all("article")}
    assert {one.anchor for part in document.bookmarks for one in (part, *part.children)} <= ids


def test_a_booklet_for_customers_has_no_levels() -> None:
    document = booklet_document(plans(), samples.program(), lang="zh", audience="customer")
    text = Page(document.html).text
    assert "层级" not in text
    assert "最有价值客户" not in text
    assert "内部使用" not in text


def test_a_booklet_of_nobody_is_still_a_page() -> None:
    page = Page(booklet_document([], samples.program(), lang="zh").html)
    assert page.problems == []
    assert [article["id"] for article in page.all("article")] == ["cover", "index"]
