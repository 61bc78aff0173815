"""The page about change runs and its Chinese twin say the same."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
ENGLISH, CHINESE = (
    (DOCS / name).read_text(encoding="utf-8") for name in ("change-runs.md", "change-runs.zh.md")
)


def test_the_same_names_and_commands() -> None:
    for within in (r"(?<!`)`([^`\n]+)`(?!`)", r"```\w*\n(.*?)```"):
        told = [sorted(set(re.findall(within, text, re.DOTALL))) for text in (CHINESE, ENGLISH)]
        assert told[0] == told[1] != []


def test_the_same_sections_and_tables() -> None:
    for mark in ("## ", "| "):
        counts = [
            sum(line.startswith(mark) for line in text.splitlines()) for text in (CHINESE, ENGLISH)
        ]
        assert counts[0] == counts[1] > 0


def test_each_page_leads_to_the_other() -> None:
    assert "](change-runs.md)" in CHINESE
    assert "](change-runs.zh.md)" in ENGLISH
