from __future__ import annotations

import pytest

from workflow_engine.pdf.tightening import laid_out


@pytest.mark.parametrize(
    ("wanted", "loose", "tight", "tried", "kept"),
    [
        ("", 3, 1, False, 3),
        (' data-pages="2"', 2, 1, False, 2),
        (' data-pages="2"', 3, 2, True, 2),
        (' data-pages="2"', 3, 3, True, 3),
    ],
)
def test_a_part_is_set_tight_only_where_that_saves_a_page(
    wanted: str, loose: int, tight: int, *, tried: bool, kept: int
) -> None:
    part = f'<article class="sheet"{wanted} id="plan">'
    seen: list[str] = []

    def lay_out(html: str) -> tuple[str, int]:
        seen.append(html)
        return html, tight if 'class="sheet tight"' in html else loose

    made = laid_out(part, lay_out, lambda book: book[1])
    assert made[1] == kept
    assert len(seen) == 1 + tried
    assert made[0] == (seen[-1] if kept < loose else part)
