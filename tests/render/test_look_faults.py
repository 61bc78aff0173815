"""What is wrong with a template is said in Chinese to Chinese readers, at its place in the line."""

from __future__ import annotations

import re

import pytest

from tests.render import samples
from tests.render.test_look import SVG, in_greeting
from workflow_engine.diagnostics.render_text import render_text
from workflow_engine.errors import PolicyError
from workflow_engine.render.look import read_look
from workflow_engine.render.plan_page import plan_document


@pytest.mark.parametrize(
    ("text", "told", "column"),
    [
        ("<p>{% if %}</p>", "这里要写一个变量或文字，却是 %}", 4),
        ("{{ }}", "这里要写一个变量或文字，却是 }}", 1),
        ("  {{ sheet.number sheet }}", "这里要写 }}，却是 sheet", 6),
        ("ab {% do 1 %}", "`do` 不是可用的语句，或者位置不对：里层的 `block` 还没有关闭", 7),
        ("{% for a in sheet.top %}", "`endblock` 不是可用的语句", 4),
        ("{{ 1 ? 2 }}", "这里不能有 ?", 6),
        ("{{ 'a }}", "这里不能有 '", 4),
        ("{# open", "注释 {# 没有用 #} 关闭", 1),
        ("{% raw %}", "raw 没有用 endraw 关闭", 1),
        ("{% block a-b %}{% endblock %}", "块名只能用字母、数字和下划线", 1),
        ("{{ (1 }}", "这里是 }，应当是 )", 7),
        ("{% block greeting %}x{% endblock %}", "块 `greeting` 写了两次", 10),
    ],
)
def test_syntax_is_told_in_chinese_at_its_place(text: str, told: str, column: int) -> None:
    (found, *_) = (one for one in in_greeting(text).diagnostics if one.code == "WE911")
    assert told in found.message.zh
    assert not re.search(r"\b(expected|got|Expected|unknown|Missing|twice)\b", found.message.zh)
    assert found.place.line in {3, 4}
    if found.place.line == 3:
        assert found.place.column == column


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("abc {{ nobody }}", "WE913", 8),
        ("{{ sheet.nummer }}", "WE913", 10),
        ("x {% set y = 1 %}", "WE914", 6),
        ("x {{ sheet.number|safe }}", "WE914", 19),
        ("x <video>", "WE915", 3),
        ('<b>x</b> <p onclick="x">x</p>', "WE915", 13),
        ("<p>x</p></div>", "WE915", 9),
        ('ab <p style="background: url(x)">x</p>', "WE915", 26),
        ('ab <img src="{{ asset("nobody.png") }}" alt="">', "WE917", 24),
    ],
)
def test_the_column_is_where_it_stands(text: str, code: str, column: int) -> None:
    report = in_greeting(text)
    found = next(one for one in report.diagnostics if one.code == code)
    assert (found.place.line, found.place.column) == (3, column)
    shown = render_text([found], report.sources, lang="zh", color=False)
    assert text in shown


def test_a_style_has_line_and_column() -> None:
    (found,) = read_look({"look.css": b"p { }\np { background: cross-fade('x' 50%) }"}).diagnostics
    assert (found.code, found.place.line, found.place.column) == ("WE916", 2, 17)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("{{ sheet.plan.nope }}", "没有 `nope`", "there is no `nope`"),
        ('{{ sheet.plan["nope"] }}', "没有 `nope`", "there is no `nope`"),
        ("{% if sheet.plan.customer < 3 %}x{% endif %}", "不能这样用", "cannot be used"),
        ("{{ sheet.plan.at|length|length }}", "不能这样用", "cannot be used"),
    ],
)
def test_what_is_missing_is_told_in_both_languages_with_the_line(
    text: str, zh: str, en: str
) -> None:
    look = in_greeting(text).look
    assert look is not None
    with pytest.raises(PolicyError) as caught:
        plan_document(samples.plan(), samples.program(), lang="zh", look=look)
    (found,) = caught.value.diagnostics
    assert zh in found.message.zh
    assert en in found.message.en
    assert "object" not in found.message.zh
    shown = render_text([found], caught.value.sources, lang="zh", color=False)
    assert text in shown


@pytest.mark.parametrize(
    "style",
    [
        'p { background: cross-fade("http://x" 50%, red) }',
        "p { background: paint(x) }",
        "p { background: -webkit-image-set(x) }",
        "a { content: attr(href url) }",
        "p { background: u/**/rl(x) }",
        "p:has(a) { color: red }",
        "p { width: env(x) }",
    ],
)
def test_functions_of_a_style_are_those_of_a_list(style: str) -> None:
    assert {one.code for one in read_look({"look.css": style.encode()}).diagnostics} == {"WE916"}


def test_harmless_functions_stay() -> None:
    style = (
        "p:not(.a):nth-child(2n+1) { width: calc(10mm + 2pt); color: rgba(20, 41, 59, .5) }\n"
        "@media screen and (min-width: 100mm) { p { transform: rotate(3deg) } }\n"
        'p::after { content: "电话（总机）客服(12)" }'
    )
    assert read_look({"look.css": style.encode()}).diagnostics == ()


@pytest.mark.parametrize(
    "value",
    [
        "background:&#117;rl(http://x)",
        "background:&#x75;rl(http://x)",
        "content:&quot;&bsol;75&quot;",
        "background:u&NewLine;rl&lpar;x)",
    ],
)
def test_entities_hide_nothing_from_the_check(value: str) -> None:
    report = in_greeting(f'<p style="{value}">x</p>')
    assert {one.code for one in report.diagnostics} == {"WE915"}


def test_an_instruction_in_a_picture_is_named() -> None:
    data = b'<?xml-stylesheet href="http://x"?>' + SVG % b""
    (found,) = read_look({"a.svg": data}).diagnostics
    assert "含有 <?xml-stylesheet?>" in found.message.zh
    assert "DOCTYPE" not in found.message.en
