"""The report on a changed policy, to read and to print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from tests.impact.test_columns_agree import base_of
from tests.impact.versions import small
from tests.render.reading import Page
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.impact.customers import compare
from workflow_engine.impact.definitions import proved_changes
from workflow_engine.impact.report import Impact
from workflow_engine.impact.samples import samples
from workflow_engine.impact.version import Version
from workflow_engine.render.impact_page import impact_document

DAY = dt.date(2026, 11, 21)
EDITS = (
    ("when: tier >= 20", "when: tier >= 18"),
    ("eligible: tier >= 5", "eligible: tier >= 8"),
    ("gold: {label: 金, when: tier >= 25", "gold: {label: 金, when: tier >= 24"),
    ("tier: {type: integer, min: 1, max: 30", "tier: {type: integer, min: 1, max: 29"),
    (
        "roles:",
        "rollout: {limit: [5% of customers lose an item, 50% of customers change rank]}\nroles:",
    ),
)


def impact(tmp_path) -> Impact:
    rows = [
        (f"C{tier:02}", f"店{tier}", str(tier), "rural" if tier % 2 else "urban", "甲", "course")
        for tier in range(1, 31)
    ]
    base = base_of(tmp_path, rows)
    versions = Version(small()), Version(small(*EDITS))
    programs = versions[0].program, versions[1].program
    compared = compare(*versions, base)
    case = {
        "case": "C-000001",
        "customer": "C05",
        "label": "送货差错",
        "text": "承认 10:00 → 09:00",
    }
    return Impact(
        *versions,
        ("main:p", "p"),
        DAY,
        proved_changes(*programs),
        compared,
        samples(*versions, base, compared),
        [case],
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_words_of_the_report(
    tmp_path, lang: Language, golden: Callable[[str, str], None]
) -> None:
    found = impact(tmp_path)
    document = impact_document(found.as_dict(lang), found.new.program, lang=lang)
    page = Page(document.html)
    assert page.problems == []
    for reference in ("https:", "url(", "src=", "href="):
        assert reference not in document.html
    golden(f"render/impact.{lang}.txt", page.text)
    assert document.html.count("<svg") > 3
    assert found.breached
