"""The handbook as a document: nothing of what was told is lost on the way to the page."""

from __future__ import annotations

import base64
import dataclasses
import re
from collections.abc import Iterator
from io import BytesIO

import pypdf
import pytest

from tests.explain.whole_policy import whole_policy
from tests.render.journeys import BLUEPRINTS
from tests.render.reading import Page
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.drawing.book import (
    Chapter,
    Entry,
    Figure,
    Grid,
    Listing,
    Row,
    Section,
    Sentence,
)
from workflow_engine.explain.handbook.chapters import handbook
from workflow_engine.pdf.printing import pdf_bytes
from workflow_engine.render.document import Bookmark
from workflow_engine.render.handbook import LONG_TABLE, handbook_document

LANGUAGES: tuple[Language, ...] = ("zh", "en")
HOSTILE = Bilingual.same("<script>alert(1)</script>\"'&</style></title>{{ 7*7 }}𠮷🙂")
B = Bilingual


def chapters() -> tuple[Chapter, ...]:
    return handbook(whole_policy(), BLUEPRINTS)


def plain(text: str) -> str:
    return re.sub(r"[\s\u2009\u00a0]+", "", text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_term_and_heading_is_printed(lang: Language) -> None:
    page = plain(Page(handbook_document(chapters(), whole_policy(), lang=lang).html).text)
    told = [text.get(lang) for chapter in chapters() for text in _texts(chapter)]
    assert len(told) > 400
    assert [text for text in told if plain(text) not in page] == []


def _texts(chapter: Chapter) -> Iterator[Bilingual]:
    yield chapter.title
    yield chapter.lead
    for sentence in chapter.sentences():
        yield sentence.words
    for section in chapter.sections:
        if section.title is not None:
            yield section.title
        for block in section.blocks:
            if isinstance(block, Listing):
                yield from (entry.term for entry in block.entries)
            if isinstance(block, Grid):
                yield from block.heads


@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_are_well_formed_and_need_nothing_else(lang: Language, both: bool) -> None:
    html = handbook_document(chapters(), whole_policy(), lang=lang, both=both).html
    assert Page(html).problems == []
    assert set(re.findall(r'src="([^,]*),', html)) == {"data:image/svg+xml;base64"}
    for reference in ("http:", "https:", "url(", "@import", "<script", "<link"):
        assert reference not in html


def test_the_bilingual_edition_says_everything_twice() -> None:
    html = handbook_document(chapters(), whole_policy(), lang="zh", both=True).html
    text = plain(Page(html).text)
    for words in (
        "每一位客户。",
        "Every customer.",
        "拜访登记表",
        "Visit form",
    ):
        assert plain(words) in text
    assert '<span class="other" lang="en">' in html


def test_bookmarks_lead_to_chapters_and_sections() -> None:
    document = handbook_document(chapters(), whole_policy(), lang="zh")
    ids = [element.get("id") for _, element in Page(document.html).elements]
    assert [mark.title for mark in document.bookmarks][:2] == ["1 关于这份政策", "2 谁是谁"]
    for anchor in _anchors(document.bookmarks):
        assert ids.count(anchor) == 1


def _anchors(marks: tuple[Bookmark, ...]) -> Iterator[str]:
    for mark in marks:
        yield mark.anchor
        yield from _anchors(mark.children)


def test_the_contents_lead_to_every_chapter() -> None:
    html = handbook_document(chapters(), whole_policy(), lang="zh").html
    links = [element.get("href") for tag, element in Page(html).elements if tag == "a"]
    assert links == [f"#c{number}" for number in range(1, len(chapters()) + 1)]


def test_what_is_assumed_is_marked_and_counted() -> None:
    html = handbook_document(chapters(), whole_policy(), lang="zh").html
    marks = html.count('<em class="assumed">待确认</em>')
    assert marks > 20
    assert plain(f"{marks} 处，文中标有") in plain(Page(html).text)


def test_a_handbook_without_assumptions_says_so() -> None:
    chapter = Chapter("x", B("章", "c"), B("引", "l"), (Section(None, (Sentence(B("话", "s")),)),))
    html = handbook_document([chapter], whole_policy(), lang="zh").html
    assert "没有" in Page(html).text
    assert 'class="assumed"' not in html


def test_a_long_table_carries_its_heading_on_every_page() -> None:
    def grid(rows: int) -> Chapter:
        table = Grid((B("头", "head"),), (Row(((Sentence(B("格", "cell")),),)),) * rows, (1,))
        return Chapter("x", B("章", "c"), B("引", "l"), (Section(B("节", "s"), (table,)),))

    short, long = (
        handbook_document([grid(rows)], whole_policy(), lang="zh").html
        for rows in (LONG_TABLE - 1, LONG_TABLE)
    )
    assert 'class="over"' not in short
    assert long.index('class="over"') < long.index(">节<") < long.index("</thead>")
    for html in (short, long):
        assert html.count(">节<") == 1


def test_what_authors_write_is_text() -> None:
    sentence = Sentence(HOSTILE, (Sentence(HOSTILE),), about=HOSTILE, assumed=True)
    blocks = (
        sentence,
        Listing((Entry(HOSTILE, (sentence,), HOSTILE, assumed=True),), wide=True),
        Grid((HOSTILE,), (Row(((sentence,),)),), (1,)),
        Figure(HOSTILE, "<svg><text>&lt;b&gt;</text></svg>", "<svg/>"),
    )
    chapter = Chapter("x", HOSTILE, HOSTILE, (Section(HOSTILE, blocks, assumed=True),))
    program = dataclasses.replace(
        whole_policy(), head=dataclasses.replace(whole_policy().head, title=HOSTILE, version="<b>")
    )
    html = handbook_document([chapter], program, lang="en", both=True).html
    assert "<script" not in html
    assert "{{ 7*7 }}" in Page(html).text
    assert Page(html).problems == []


def test_the_bilingual_edition_does_not_repeat_what_is_the_same_in_both() -> None:
    names = Bilingual("理财规划、融资咨询", "理财规划, 融资咨询")
    grid = Grid((Bilingual("技能", "Skills"),), (Row(((Sentence(names),),)),), (1,))
    chapter = Chapter("x", names, names, (Section(None, (grid,)),))
    html = handbook_document([chapter], whole_policy(), lang="zh", both=True).html
    assert Page(html).text.count("融资咨询") == 4, "contents, head, lead, cell: each once"


def test_no_word_is_broken_where_a_column_is_narrow() -> None:
    words = Bilingual(
        "“资料日期”超过2个月即为过期。", "Is old once “Data as of” lies 2 months back."
    )
    columns = range(2, 8)
    grids = tuple(
        Grid((words,) * count, (Row(((Sentence(words),),) * count),), (1,) * count)
        for count in columns
    )
    chapter = Chapter("x", words, words, (Section(None, grids),))
    document = handbook_document([chapter], whole_policy(), lang="zh", both=True)
    data, _ = pdf_bytes(document)
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages)
    whole = 3 + 2 * sum(columns)  # contents, head, lead; heads and cells
    for word in ("once", "Data", "lies", "months", "back"):
        assert len(re.findall(rf"(?<![a-z]){word}(?![a-z])", text)) == whole


def test_drawings_keep_their_styles_to_themselves() -> None:
    html = handbook_document(chapters(), whole_policy(), lang="zh").html
    pictures = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', html)
    assert len(pictures) == 3, "the pyramid, the ladder, the process"
    assert all(base64.b64decode(one).startswith(b"<svg") for one in pictures)
    assert "<svg" not in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_prints(lang: Language) -> None:
    data, report = pdf_bytes(handbook_document(chapters(), whole_policy(), lang=lang))
    assert data.startswith(b"%PDF")
    assert 8 <= report.pages <= 20
