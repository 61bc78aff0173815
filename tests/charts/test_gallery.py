"""The pictures of `docs/charts.md` are what the code draws."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.charts.reading import assert_readable
from tests.charts.samples import SAMPLES

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", SAMPLES)
def test_the_picture_is_up_to_date(name, golden):
    drawn = SAMPLES[name]()
    assert_readable(drawn)
    golden(f"charts/{name}.svg", drawn)


def test_every_picture_is_shown_and_there_is_no_other():
    page = (DOCS / "charts.md").read_text(encoding="utf-8")
    for name in SAMPLES:
        assert f"(../tests/golden/charts/{name}.svg)" in page
    kept = {path.stem for path in (DOCS.parent / "tests" / "golden" / "charts").glob("*.svg")}
    assert kept == set(SAMPLES)
