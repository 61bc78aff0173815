from __future__ import annotations

import dataclasses

import pytest

from tests.pdf.pages import document, html
from workflow_engine.errors import NoEngine
from workflow_engine.pdf import printing
from workflow_engine.pdf.coverage import points
from workflow_engine.pdf.fonts import fonts
from workflow_engine.pdf.preflight import NAMED, Uncovered, uncovered, uncovered_text
from workflow_engine.pdf.printing import pdf_bytes

COVERED = frozenset(range(0x20, 0x7F)) | frozenset(map(ord, "客户服务计划题家烟酒店，、。"))


def found(body: str, style: str = "") -> list[tuple[str, str]]:
    return [(one.char, one.near) for one in uncovered(html(body, style), COVERED)]


def test_nothing_is_found_where_all_is_shown() -> None:
    assert found("<p>客户服务计划 A</p>", '@page{content:"客户"}') == []


def test_each_character_is_named_once_with_what_stands_around_it() -> None:
    body = "<p>客户：</p><p>𠮷家烟酒店，客户𠮷 😀</p>"
    assert found(body) == [("：", "客户："), ("𠮷", "𠮷家烟酒店，客"), ("😀", "店，客户𠮷 😀")]
    assert uncovered(html("𠮷"), COVERED)[0].code_point == "U+20BB7"


@pytest.mark.parametrize(
    "body",
    [
        "<style>/* 字 */ .字 { }</style>",
        "<svg><title>字</title><desc>字</desc><text>客户</text></svg>",
        "<script>字</script><!-- 字 -->",
        '<p title="字" class="字">客户</p>',
        '<style>p { font-family: "字"; content: "客户"; quotes: none }</style>',
        "<p>客\u200b户\u2009服\u00a0务\u200d计\ufe0f划\u3000\n\t\u2060</p>",
    ],
)
def test_what_is_not_seen_or_needs_no_glyph_does_not_count(body: str) -> None:
    assert found(body) == []


@pytest.mark.parametrize(
    ("body", "style"),
    [
        ("<p>&#134071;</p>", ""),
        ("<p>&#x20BB7;</p>", ""),
        ("", '@page { @top-left { content: "客\\20BB7 户"; } }'),
        ("", "p::before { content: '𠮷' }"),
        ("<svg><title>x</title><text>𠮷</text></svg>", ""),
    ],
)
def test_escapes_and_texts_of_the_style_sheet_count(body: str, style: str) -> None:
    assert [char for char, _ in found(body, style)] == ["𠮷"]


def test_chinese_is_not_printed_without_a_chinese_font(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = dataclasses.replace(fonts(), ranges=((0x20, 0x7E),))
    monkeypatch.setattr(printing, "fonts", lambda: bare)
    with pytest.raises(NoEngine, match="no font of this machine has Chinese characters"):
        pdf_bytes(document("<p>客户</p>"))


def test_where_the_cover_is_not_known_nothing_is_found() -> None:
    assert uncovered(html("𠮷"), None) == ()


def test_the_report_names_what_our_font_lacks_where_no_other_has_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = fonts().own
    assert own is not None
    alone = dataclasses.replace(fonts(), ranges=own.covered)
    assert alone.covered == points(own.covered)
    monkeypatch.setattr(printing, "fonts", lambda: alone)
    _, report = pdf_bytes(document("<h1>𠮷野家</h1><p>好😀</p>"), engine="plutoprint")
    assert [one.code_point for one in report.uncovered] == ["U+20BB7", "U+1F600"]


def test_the_message_says_which_where_and_what_to_do() -> None:
    text = uncovered_text((Uncovered("𠮷", "𠮷野家"), Uncovered("😀", "好 😀")))
    assert text.zh.startswith(
        "有 2 个字符没有字体能显示，纸上会是空框：𠮷 U+20BB7（“𠮷野家”）、😀 U+1F600"
    )
    assert "安装含有它们的字体" in text.zh
    assert text.en.startswith(
        "2 characters are shown by no font and will print as empty boxes: 𠮷 U+"
    )
    assert "install a font that has them" in text.en
    many = uncovered_text([Uncovered(chr(0x20000 + n), "x") for n in range(NAMED + 3)])
    assert "另有 3 个" in many.zh
    assert "and 3 more" in many.en
    assert many.zh.count("U+") == NAMED
