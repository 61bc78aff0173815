from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.render import samples
from tests.render.reading import Page
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.render.summary_page import SHOWN_GAPS, summary_document


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_words_of_the_summary(lang: Language, golden: Callable[[str, str], None]) -> None:
    html = summary_document(samples.summary(), samples.program(), lang=lang).html
    page = Page(html)
    assert page.problems == []
    for reference in ("http:", "https:", "url(", "src="):
        assert reference not in html
    golden(f"render/summary.{lang}.txt", page.text)


def test_an_overload_is_said_in_words() -> None:
    text = Page(summary_document(samples.summary(), samples.program(), lang="zh").html).text
    assert "李明远超出" in text
    assert text.count("超出") == 1


def test_many_gaps_are_cut_and_counted() -> None:
    gap = {"customer": "C1", "item": "stock_count", "reason": "no_visit"}
    coverage = {"expected": 100, "planned": 50, "percent": 50, "gaps": [gap] * (SHOWN_GAPS + 10)}
    text = Page(
        summary_document(samples.summary(coverage=coverage), samples.program(), lang="zh").html
    ).text
    assert text.count("客户没有拜访安排") == SHOWN_GAPS
    assert "另有 10 条未列出" in text


def test_a_run_without_customers_has_a_summary() -> None:
    empty = samples.summary(
        at=None,
        customers=0,
        levels={"pyramid": {"negative": 0, "": 0}},
        tags={},
        unknown_tags={},
        categories={},
        states={},
        workload=[],
        unassigned={},
        coverage={"expected": 0, "planned": 0, "percent": 100, "gaps": []},
    )
    assert Page(summary_document(empty, samples.program(), lang="zh").html).problems == []
