"""Rows of a table that no test used are told as ranges."""

from __future__ import annotations

import pytest

from workflow_engine.trial.coverage_words import never_used


@pytest.mark.parametrize(
    ("rows", "chinese", "english"),
    [
        ([4], "第 4 行从未用到", "row 4 was never used"),
        ([1, 2], "第 1–2 行从未用到", "rows 1–2 were never used"),
        (
            [*range(1, 20), *range(21, 26), 27],
            "第 1–19、21–25、27 行从未用到",
            "rows 1–19, 21–25, 27 were never used",
        ),
    ],
)
def test_neighbours_are_one_range(rows: list[int], chinese: str, english: str) -> None:
    told = never_used(rows)
    assert (told.zh, told.en) == (chinese, english)
