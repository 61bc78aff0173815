"""Pages in both languages say the same: the same names, commands, sections and tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
OWN_TESTS = {"blueprints", "customer-files", "change-runs", "language", "policy-tests"}
"""Pages that have more to say about their twins, elsewhere."""
PAGES = sorted(
    path.name.removesuffix(".zh.md")
    for path in DOCS.glob("*.zh.md")
    if path.name.removesuffix(".zh.md") not in OWN_TESTS
)


def twins(name: str) -> tuple[str, str]:
    chinese, english = DOCS / f"{name}.zh.md", DOCS / f"{name}.md"
    return chinese.read_text(encoding="utf-8"), english.read_text(encoding="utf-8")


def test_there_are_such_pages() -> None:
    assert {"tables", "customer-base"} <= set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_the_same_options_codes_and_commands(name: str) -> None:
    chinese, english = twins(name)
    for within in (r"(?<![\w-])--[a-z][a-z-]*", r"WE\d{3}", r"(?m)^workflow-engine \w+"):
        assert set(re.findall(within, chinese)) == set(re.findall(within, english))


@pytest.mark.parametrize("name", PAGES)
def test_the_same_sections_and_tables(name: str) -> None:
    for mark in ("## ", "| "):
        counts = [sum(one.startswith(mark) for one in text.splitlines()) for text in twins(name)]
        assert counts[0] == counts[1]


@pytest.mark.parametrize("name", PAGES)
def test_each_page_leads_to_the_other(name: str) -> None:
    chinese, english = twins(name)
    assert f"]({name}.md)" in chinese
    assert f"]({name}.zh.md)" in english
