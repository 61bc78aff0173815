from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pytest

from tests.pdf.pages import document, fonts, html, in_parts, links, outline, python, texts
from tests.render import samples
from workflow_engine.pdf.printing import pdf_bytes
from workflow_engine.render.document import Bookmark, Document
from workflow_engine.render.plan_page import plan_document

LONG = "<p>客户服务计划</p>" * 60


def printed(one: Document, workers: int = 1) -> bytes:
    return pdf_bytes(one, engine="plutoprint", workers=workers)[0]


def test_text_comes_out_as_it_went_in() -> None:
    body = '<h1>客户服务计划</h1><p>月均购进量 101.7 条，<b>优先 P1</b>，<span class="medium">囍镕喆堃</span></p>'
    assert texts(printed(document(body))) == ["客户服务计划月均购进量101.7条，优先P1，囍镕喆堃1/1"]


def test_fonts_are_ours_embedded_and_cut_down() -> None:
    data = printed(
        document(
            '<h1>粗</h1><p>细 a</p><p class="medium">中</p><p style="font-family:monospace">m</p>'
        )
    )
    names = fonts(data)
    assert {name.partition("+")[2] for name in names} == {
        f"NotoSansSC-{style}" for style in ("Regular", "Medium", "Bold")
    }
    assert all(re.match("[A-Z]{6}[+]", name) for name in names)
    assert len(data) < 60_000


def test_a_thin_space_needs_no_other_font() -> None:
    names = fonts(printed(document("<p>中\u2009A4\u202f条\u200b</p>")))
    assert {name.partition("+")[2] for name in names} == {"NotoSansSC-Regular"}


def test_the_same_document_gives_the_same_bytes() -> None:
    parts = [f'<article id="p{n}"><h1>客户 {n}</h1>{LONG}</article>' for n in range(6)]
    one = in_parts(*parts, bookmarks=tuple(Bookmark(f"客户 {n}", f"p{n}") for n in range(6)))
    data = printed(one)
    assert printed(one) == data
    assert printed(one, workers=2) == data
    script = (
        "import hashlib, sys\n"
        "from tests.pdf.test_plutoprint import document, printed\n"
        "print(hashlib.sha256(printed(document(sys.argv[1]))).hexdigest())"
    )
    ran = [python(script, "<h1>同一份</h1>", TZ=zone).stdout for zone in ("UTC", "Asia/Shanghai")]
    assert ran[0] == ran[1]


def test_title_language_and_no_date() -> None:
    english = Document("Plan “A” 计划", "en", html("<p>a</p>"))
    for one, language in ((document("<p>a</p>", title="甲 & 乙"), "zh-Hans"), (english, "en")):
        with pikepdf.open(BytesIO(printed(one))) as pdf:
            assert pdf.Root.Lang == language
            assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
            assert str(pdf.docinfo["/Title"]) == one.title
            assert not {"/CreationDate", "/ModDate"} & set(pdf.docinfo.keys())


def test_bookmarks_lead_to_the_page_on_which_their_element_begins() -> None:
    body = (
        f'<section id="first"><h2>一</h2>{LONG}{LONG}</section>'
        f'<section id="second" class="next"><div><h2>二</h2>{LONG}{LONG}</div></section>'
        '<div class="next" id="third"><p>三</p></div>'
    )
    marks = (
        Bookmark("甲", "second", (Bookmark("甲一", "third"), Bookmark("甲二", "first"))),
        Bookmark("乙", "nowhere", (Bookmark("乙一", "third"),)),
        Bookmark("丙", "nowhere"),
    )
    data = printed(document(body, *marks[:2]))
    pages = texts(data)
    second = next(n for n, text in enumerate(pages) if text.startswith("二"))
    third = next(n for n, text in enumerate(pages) if text.startswith("三"))
    assert 0 < second < third - 1
    assert outline(data) == [
        ("甲", second, [("甲一", third, []), ("甲二", 0, [])]),
        ("乙", third, [("乙一", third, [])]),
    ]
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.Root.PageMode == "/UseOutlines"
    alone = pikepdf.open(BytesIO(printed(document(body, marks[2]))))
    with alone as pdf, pdf.open_outline() as found:
        assert [(item.title, item.destination) for item in found.root] == [("丙", None)]


def test_bookmarks_are_right_where_elements_meet_the_edge_of_a_page() -> None:
    """Blocks that are not split begin at the top of a page, where the one before it has ended."""
    names = [f"第{n}节" for n in range(90)]
    blocks = [
        f'<div style="break-inside:avoid" id="s{n}"><h2>{name}</h2>{"<p>行</p>" * (n * 7 % 23)}</div>'
        for n, name in enumerate(names)
    ]
    marks = tuple(Bookmark(name, f"s{n}") for n, name in enumerate(names))
    for margin in ("10mm", "18mm 15mm 17mm"):
        style = f"@page {{ size: A4; margin: {margin} }} body {{ padding: 3mm }}"
        data = printed(document("".join(blocks), *marks, style=style))
        pages = texts(data)
        for title, page, _ in outline(data):
            assert title in pages[page], title


def test_marks_for_bookmarks_change_no_page() -> None:
    body = f'<section id="a"><h2>一</h2>{LONG}</section>'
    with_marks = texts(printed(document(body, Bookmark("一", "a"))))
    assert with_marks == texts(printed(document(body)))


def test_parts_count_their_own_pages_and_link_to_each_other() -> None:
    one = in_parts(
        '<article id="index"><a href="#p2">乙</a> <a href="#p1">甲</a> <a href="#x">x</a></article>',
        f'<article id="p1"><h1>甲</h1>{LONG}<a href="#index">目录</a></article>',
        '<article id="p2"><p>乙</p></article>',
        bookmarks=(Bookmark("甲", "p1"), Bookmark("乙", "p2")),
    )
    data = printed(one)
    pages = texts(data)
    assert [page[-3:] for page in pages] == ["1/1", "1/3", "2/3", "3/3", "1/1"]
    assert links(data) == [[4, 1], [], [], [0], []]
    assert outline(data) == [("甲", 1, []), ("乙", 4, [])]


def test_pages_have_the_size_they_ask_for() -> None:
    wide = document("<p>宽</p>", style="@page { size: A3 landscape; margin: 10mm }")
    with pikepdf.open(BytesIO(printed(wide))) as pdf:
        assert [round(float(x)) for x in pdf.pages[0].MediaBox] == [0, 0, 1191, 842]


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        '"><img src="file:///etc/passwd">',
        "{{ 7*7 }}{% raw %}",
        "</style></title><h1>x",
        "<!--part-->",
        "&lt;b&gt;",
    ],
)
def test_hostile_names_print_as_text(name: str) -> None:
    plan = samples.plan()
    plan["customer"]["name"] = name
    made = plan_document(plan, samples.program(), lang="zh")
    assert "".join(name.split()) in texts(printed(made))[0]
