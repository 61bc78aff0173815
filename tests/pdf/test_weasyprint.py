"""WeasyPrint needs pango from the system; where it is not, the message is what is tested."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from tests.pdf.pages import document, fonts, in_parts, links, outline, texts, why_not
from workflow_engine.errors import NoEngine
from workflow_engine.pdf.printing import pdf_bytes
from workflow_engine.render.document import Bookmark, Document


def printed(one: Document, variant: str | None = None) -> bytes | None:
    """The PDF, or None where the engine does not run here and says so."""
    reason = why_not("weasyprint")
    if reason is not None:
        assert "pango" in reason.en
        with pytest.raises(NoEngine, match="pango"):
            pdf_bytes(one, variant=variant, engine="weasyprint")
        return None
    data, report = pdf_bytes(one, engine="weasyprint", variant=variant)
    assert report.engine == "weasyprint"
    return data


def test_tagged_with_title_language_outline_and_our_fonts() -> None:
    one = in_parts(
        '<article id="p1"><h1>甲</h1><p class="medium">中</p><a href="#p2">乙</a></article>',
        '<article id="p2"><h1>乙</h1><p class="next">office</p></article>',
        bookmarks=(Bookmark("全部", "nowhere", (Bookmark("乙", "p2"), Bookmark("甲", "p1"))),),
    )
    data = printed(one)
    if data is None:
        return
    assert texts(data) == ["甲中乙1/1", "乙1/2", "office2/2"]
    assert outline(data) == [("全部", 1, [("乙", 1, []), ("甲", 0, [])])]
    assert links(data)[0] == [1]
    assert {name.partition("+")[2] for name in fonts(data)} == {
        "Noto-Sans-SC",
        "Noto-Sans-SC-Bold",
        "Noto-Sans-SC-Medium",
    }
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.Root.Lang == "zh-Hans"
        assert pdf.Root.MarkInfo.Marked is True
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        assert str(pdf.docinfo["/Title"]) == "服务计划"
        assert "/CreationDate" not in pdf.docinfo


# WeasyPrint leaves its colour profile open for the garbage collector to close.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("variant", "claims"),
    [
        ("pdf/ua-1", {"{http://www.aiim.org/pdfua/ns/id/}part": "1"}),
        (
            "pdf/a-3u",
            {
                "{http://www.aiim.org/pdfa/ns/id/}part": "3",
                "{http://www.aiim.org/pdfa/ns/id/}conformance": "U",
            },
        ),
    ],
)
def test_variants_claim_what_they_are(variant: str, claims: dict[str, str]) -> None:
    one = document("<h1>客户服务计划</h1><table><tr><th>项</th></tr><tr><td>值</td></tr></table>")
    data = printed(one, variant)
    if data is None:
        return
    assert data == printed(one, variant)
    with pikepdf.open(BytesIO(data)) as pdf:
        with pdf.open_metadata() as metadata:
            assert {name: metadata[name] for name in claims} == claims
        assert "/StructTreeRoot" in pdf.Root
        assert ("/OutputIntents" in pdf.Root) is (variant == "pdf/a-3u")
