"""The page about customer files and its Chinese twin say the same."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
ENGLISH, CHINESE = (
    (DOCS / name).read_text(encoding="utf-8")
    for name in ("customer-files.md", "customer-files.zh.md")
)


def codes(text: str) -> list[str]:
    """What stands in `code`: forms of cells, names of columns, options, codes of findings."""
    return sorted(set(re.findall(r"`([^`]+)`", text)))


def test_the_same_forms_names_and_codes() -> None:
    assert codes(CHINESE) == codes(ENGLISH)


def test_the_same_sections_and_tables() -> None:
    for mark in ("## ", "| ", "- "):
        counts = [
            sum(line.startswith(mark) for line in text.splitlines()) for text in (CHINESE, ENGLISH)
        ]
        assert counts[0] == counts[1] > 0


def test_each_page_leads_to_the_other() -> None:
    assert "](customer-files.md)" in CHINESE
    assert "](customer-files.zh.md)" in ENGLISH
