from __future__ import annotations

import pytest

from tests.pdf.pages import in_parts, texts, why_not
from workflow_engine.pdf.engines import NAMES, EngineName
from workflow_engine.pdf.page_numbers import asked_for, numbered
from workflow_engine.pdf.printing import pdf_bytes
from workflow_engine.render.document import Document

BOOK = in_parts(
    '<nav><p>甲 <b data-page-of="a"></b></p><p>乙 <b class="x" data-page-of="b"></b></p>'
    '<p>丙 <b data-page-of="nowhere"></b></p></nav>'
    '<p class="next">x</p><h1 class="next" id="a">甲</h1>',
    '<h1 id="b">乙</h1>',
)


@pytest.mark.parametrize("engine", [name for name in NAMES if name != "auto"])
def test_contents_have_the_pages_of_the_whole_file(engine: EngineName) -> None:
    if engine == "weasyprint" and why_not("weasyprint") is not None:
        assert asked_for(BOOK.html) == ("a", "b", "nowhere")
        return
    data, report = pdf_bytes(BOOK, engine=engine)
    assert report.pages == 4
    assert texts(data)[0].startswith("甲3乙4丙1/")


def test_what_has_no_place_stays_empty() -> None:
    one = Document("题", "zh", '<i data-page-of="a"></i><i data-page-of="b"></i>')
    assert asked_for(one.html) == ("a", "b")
    filled = numbered(one, {"b": 12}).html
    assert filled == '<i data-page-of="a"></i><i data-page-of="b">12</i>'
