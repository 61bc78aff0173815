"""A policy's own templates: what they can do, and what they are refused."""

from __future__ import annotations

import dataclasses
import re
import shutil
from pathlib import Path

import pytest

from tests.render import samples
from tests.render.reading import Page
from workflow_engine.errors import PolicyError
from workflow_engine.policy import check, load, load_look
from workflow_engine.render.booklet import booklet_document
from workflow_engine.render.look import LARGEST, Look, LookReport, overridable, read_look
from workflow_engine.render.look_language import CALLS, FILTERS
from workflow_engine.render.look_markup import (
    ATTRIBUTES,
    CHOICES,
    FUNCTIONS,
    LARGEST_IMAGE,
    TAGS,
)
from workflow_engine.render.plan_page import PlanSheet, plan_document

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">%s</svg>'


def example() -> dict[str, bytes]:
    """The files of the example in docs/templates.md."""
    found = re.findall(r"`templates/([\w.]+)`:\n\n```\w+\n(.*?)```", PAGE, re.DOTALL)
    return {name: text.encode() for name, text in found}


def made(files: dict[str, bytes]) -> Look:
    report = read_look(files)
    assert report.diagnostics == ()
    assert report.look is not None
    return report.look


def in_greeting(text: str, **files: bytes) -> LookReport:
    template = '{% extends "engine/sheet.html" %}\n{% block greeting %}\n' + text
    return read_look({"sheet.html": f"{template}\n{{% endblock %}}\n".encode(), **files})


def codes(report: LookReport) -> set[str]:
    return {found.code for found in report.diagnostics}


def test_the_example_prints_logo_and_words() -> None:
    files = example()
    assert sorted(files) == ["brand.html", "cover.html", "logo.svg", "look.css", "sheet.html"]
    look = made(files)
    html = plan_document(
        samples.plan(), samples.program(), lang="zh", look=look, audience="customer"
    ).html
    page = Page(html)
    assert page.problems == []
    assert "永昌便利店（人民路店）：感谢您的信任" in page.text
    assert "有事请找李明远， 0539-800-2617" in page.text.replace("，", "， ").replace("  ", " ")
    assert "服务热线 12345，说到做到。" in page.text
    assert [image["class"] for image in page.all("img") if "class" in image] == ["logo"]
    assert len(page.all("img")) == 2
    for image in page.all("img"):
        assert (image["src"] or "").startswith("data:image/svg+xml;base64,")
    assert ".creed { margin-top: 2mm;" in html
    booklet = booklet_document([samples.plan()], samples.program(), lang="zh", look=look)
    assert "春城商贸 · 城东服务部 · 1 户" in Page(booklet.parts()[0]).text


def test_a_look_changes_only_what_it_fills() -> None:
    plain = plan_document(samples.plan(), samples.program(), lang="zh").html
    empty = read_look({}).look
    assert empty is not None
    same = plan_document(samples.plan(), samples.program(), lang="zh", look=empty).html
    assert same == plain


def test_super_prints_what_the_engine_would() -> None:
    look = made(
        {
            "sheet.html": b'{% extends "engine/sheet.html" %}'
            b"{% block principles %}{{ super() }}<p>and more</p>{% endblock %}"
        }
    )
    text = Page(plan_document(samples.plan(), samples.program(), lang="en", look=look).html).text
    assert "Keep every promise" in text
    assert text.index("Keep every promise") < text.index("and more")


def test_values_are_escaped_in_a_policys_own_template() -> None:
    look = in_greeting(
        '<p class="{{ sheet.plan.customer.name }}">{{ sheet.plan.customer.name }}</p>'
    )
    assert look.look is not None
    plan = samples.plan(customer={"id": "C1", "name": '"><script>alert(1)</script>'})
    page = Page(plan_document(plan, samples.program(), lang="zh", look=look.look).html)
    assert page.problems == []
    assert page.all("script") == []
    assert {"class": '"><script>alert(1)</script>'} in page.all("p")


def test_a_customers_copy_has_nothing_to_print_of_what_is_thought_of_him() -> None:
    report = in_greeting(
        "{{ sheet.plan.scales }} {{ sheet.plan.tags }} {{ sheet.plan.reasons }}"
        " {{ sheet.categories }} {{ sheet.pyramid }} {{ sheet.plan.categories }}"
        " {{ sheet.plan.portrait }} {{ sheet.plan.unknown_tags }} {{ sheet.plan.monthly_minutes }}"
        " {{ sheet.plan.measures }}"
    )
    assert report.look is not None
    plan = samples.plan()
    html = plan_document(
        plan, samples.program(), lang="zh", look=report.look, audience="customer"
    ).html
    greeting = html[html.index("</header>") : html.index("您的资料")]
    assert "{}" in greeting
    words = (*plan["tags"], *plan["reasons"].values(), str(plan["monthly_minutes"]), "net")
    for word in (word for word in words if word):
        assert word not in greeting


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("WE911", "{{ sheet.number"),
        ("WE911", "{% if sheet.number %}"),
        ("WE911", "{% do 1 %}"),
        ("WE911", "{{ " + "(" * 4000 + "1" + ")" * 4000 + " }}"),
        ("WE912", "{% block slogan %}x{% endblock %}"),
        ("WE912", "{% block title %}x{% endblock %}"),
        ("WE912", "{% block style %}x{% endblock %}"),
        ("WE913", "{{ nobody }}"),
        ("WE913", "{{ sheet.nummer }}"),
        ("WE913", "{% for row in sheet.must_do %}{{ row.nobody }}{% endfor %}"),
        ("WE913", "{% if sheet.contact %}{{ sheet.contact.address }}{% endif %}"),
        ("WE914", "{% set x = 1 %}"),
        ("WE914", "{% for a in policy_hash %}x{% endfor %}"),
        ("WE914", "{% for a in sheet.number %}x{% endfor %}"),
        ("WE914", '{% for a in "xxx" %}x{% endfor %}'),
        ("WE914", "{% set x %}1{% endset %}"),
        ("WE914", "{% macro m() %}{% endmacro %}"),
        ("WE914", "{% with x = 1 %}{% endwith %}"),
        ("WE914", "{% filter upper %}x{% endfilter %}"),
        ("WE914", "{% call title('x') %}{% endcall %}"),
        ("WE914", '{% include "/etc/passwd" %}'),
        ("WE914", '{% include "../policy.yaml" %}'),
        ("WE914", '{% import "marks.html" as marks %}'),
        ("WE914", '{% from "marks.html" import title %}'),
        ("WE914", '{{ "<b>"|safe }}'),
        ("WE914", "{{ {'onclick': 'x'}|xmlattr }}"),
        ("WE914", "{{ sheet.number|attr('__class__') }}"),
        ("WE914", '{{ "%1000000000d"|format(1) }}'),
        ("WE914", "{{ sheet.number|center(1000000000) }}"),
        ("WE914", "{% autoescape false %}<b>{% endautoescape %}"),
        ("WE914", "{{ sheet.__class__.__mro__ }}"),
        ("WE914", '{{ sheet["__class__"] }}'),
        ("WE914", "{{ sheet.plan.__init__ }}"),
        ("WE914", "{{ ''.__class__ }}"),
        ("WE914", "{{ super.__globals__ }}"),
        ("WE914", "{{ self.head() }}"),
        ("WE914", "{{ sheet.plan.items() }}"),
        ("WE914", "{{ asset(sheet.number) }}"),
        ("WE914", "{{ asset('a', 'b') }}"),
        ("WE914", "{{ lipsum() }}"),
        ("WE914", "{{ cycler.__init__.__globals__.os.popen('id').read() }}"),
        ("WE914", "{% for n in range(999999999) %}{% endfor %}"),
        ("WE914", "{% for r in sheet.must_do recursive %}{{ loop(sheet.must_do) }}{% endfor %}"),
        ("WE914", "{% for a in sheet.top %}" * 4 + "{% endfor %}" * 4),
        ("WE914", "{{ 'x' * 999999999 }}"),
        ("WE914", "{{ 9 ** 999999999 }}"),
        ("WE914", "{{ '%999999999d' % 1 }}"),
        ("WE914", "{{ [1, 2] }}"),
        ("WE915", "<script>alert(1)</script>"),
        ("WE915", "<SCRIPT src=x></SCRIPT>"),
        ("WE915", '<iframe src="x"></iframe>'),
        ("WE915", '<object data="x"></object>'),
        ("WE915", '<embed src="x">'),
        ("WE915", '<link rel="stylesheet" href="x">'),
        ("WE915", '<meta http-equiv="refresh" content="0">'),
        ("WE915", '<base href="http://x/">'),
        ("WE915", "<style>@import 'x';</style>"),
        ("WE915", '<svg><use href="#a"/></svg>'),
        ("WE915", '<img src="http://example.org/x.png" alt="">'),
        ("WE915", '<img src="//example.org/x.png" alt="">'),
        ("WE915", '<img src="file:///etc/passwd" alt="">'),
        ("WE915", '<img src="data:image/svg+xml;base64,AAAA" alt="">'),
        ("WE915", '<img src="{{ sheet.number }}" alt="">'),
        ("WE915", '<img src="x{{ asset("a.png") }}" alt="">'),
        ("WE915", '<a href="https://example.org">x</a>'),
        ("WE915", '<a href="javascript:alert(1)">x</a>'),
        ("WE915", '<a href="{{ sheet.number }}">x</a>'),
        ("WE915", '<a href="#x" rel="attachment">x</a>'),
        ("WE915", '<p onclick="x">x</p>'),
        ("WE915", '<p id="plan">x</p>'),
        ("WE915", '<p style="background: url(x)">x</p>'),
        ("WE915", '<p style="{{ sheet.number }}">x</p>'),
        ("WE915", "<p class={{ sheet.number }}>x</p>"),
        ("WE915", "<p {{ sheet.number }}>x</p>"),
        ("WE915", "<p class='x'>x</p>"),
        ("WE915", '<{{ "script" }}>x'),
        ("WE915", '{% if sheet.stage %}<p class="{% else %}">{% endif %}'),
        ("WE915", '<p{% if sheet.stage %} class="x"{% endif %}>x</p>'),
        ("WE915", "{% if sheet.stage %}<div>{% endif %}x</div>"),
        ("WE915", "{% for a in sheet.top %}</div><div>{% endfor %}"),
        ("WE915", "<p>"),
        ("WE915", '<p style="background:&#117;rl(http://x)">x</p>'),
        ("WE915", "</article>"),
        ("WE915", "<!--part-->"),
        ("WE915", "<!DOCTYPE html>"),
        ("WE915", "<?xml version='1.0'?>"),
        ("WE915", "1 < 2"),
        ("WE915", "{% raw %}<script>{% endraw %}"),
        ("WE917", '<img src="{{ asset("nobody.png") }}" alt="">'),
    ],
)
def test_what_a_template_may_not_do(code: str, text: str) -> None:
    report = in_greeting(text)
    assert report.look is None
    assert code in codes(report)
    for found in report.diagnostics:
        assert found.place.file == "templates/sheet.html"
        assert found.place.line in range(1, 6)
        assert found.help is not None


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in sheet.plan.customer.name %}x{% endfor %}",
        "{% for a in sheet.plan.customer %}x{% endfor %}{% for a in 5|default(5) %}x{% endfor %}",
        3 * "{% for a in sheet.plan.tasks %}" + "x" + 3 * "{% endfor %}",
    ],
)
def test_loops_go_through_lists_and_not_for_ever(text: str) -> None:
    look = in_greeting(text).look
    assert look is not None
    plan = samples.plan()
    plan["tasks"] = plan["tasks"][:1] * 100
    with pytest.raises(PolicyError) as refused:
        plan_document(plan, samples.program(), lang="zh", look=look)
    found = {(one.code, one.place.line) for one in refused.value.diagnostics}
    assert found == {("WE919", 3)}


@pytest.mark.parametrize(
    "text",
    [
        "<p>3 &lt; 4</p>",
        "www.example.org 7×24",
        '<p class="a {{ sheet.number if sheet.stage else "b" }}">x<br>y</p>',
        '<table><tr><td colspan="2">x</td></tr></table>',
        "{% for a in sheet.must_do if a.overdue %}<b>{{ a.label|t }}</b>{% else %}-{% endfor %}",
        "{% if sheet.contact is none %}x{% elif not sheet.contact.phone %}y{% else %}z{% endif %}",
        '{{ sheet.plan.modes|default("—") }} {{ sheet.top|length }} {{ title("our words") }}',
        '<p style="color: #a8431f; font-size: 9pt">{{ "a" ~ sheet.number|lower }}</p>',
        "{# a remark #}",
    ],
)
def test_what_a_template_may_do(text: str) -> None:
    report = in_greeting(text)
    assert report.diagnostics == ()
    html = plan_document(samples.plan(), samples.program(), lang="zh", look=report.look).html
    assert Page(html).problems == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{% extends "document.html" %}', 1),
        ('{% extends "engine/cover.html" %}', 1),
        ("{% extends sheet.number %}", 1),
        ("{% block greeting %}{% endblock %}", 1),
        ('\n{% extends "engine/sheet.html" %}\n{% extends "engine/sheet.html" %}', 2),
    ],
)
def test_a_template_extends_the_engines_of_its_own_name(text: str, line: int) -> None:
    report = read_look({"sheet.html": text.encode()})
    assert [(found.code, found.place.line) for found in report.diagnostics] == [("WE911", line)]


def test_nothing_stands_outside_of_blocks() -> None:
    report = read_look({"sheet.html": b'{% extends "engine/sheet.html" %}\nhello\n'})
    assert codes(report) == {"WE914"}


@pytest.mark.parametrize(
    "style",
    [
        "@import 'x';",
        "@font-face { font-family: x }",
        "p { background: url(x) }",
        "p { background: URL (x) }",
        "p { background: image-set('x' 1x) }",
        r"p { background: \75rl(x) }",
        "p { width: expression(1) }",
        "p { color: red } </style><script>",
        "@page { size: A3 }",
        "p { color: red",
        "@media print { p { color: red }",
    ],
)
def test_a_style_reads_nothing_and_does_not_end(style: str) -> None:
    report = read_look({"look.css": style.encode()})
    assert codes(report) == {"WE916"}
    assert report.look is None


def test_a_style_may_differ_on_the_screen() -> None:
    assert made({"look.css": b"@media screen { .greeting { color: #a8431f } }"}).style


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", b"GIF89a"),
        ("a.jpg", PNG),
        ("a.png", PNG + bytes(LARGEST_IMAGE * 1024)),
        ("a.svg", b"<svg"),
        ("a.svg", b"not an svg"),
        ("a.svg", b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.svg", SVG % b"<script>1</script>"),
        ("a.svg", SVG % b"<foreignObject/>"),
        ("a.svg", SVG % b"<image href='file:///etc/passwd'/>"),
        ("a.svg", SVG % b"<g onload='x'/>"),
        ("a.svg", SVG % b"<g style='fill: url(http://x)'/>"),
        ("a.svg", SVG % b"<g id='a'><use href='#a'/></g>"),
        ("a.svg", SVG % b"<linearGradient href='http://x'/>"),
    ],
)
def test_a_picture_is_a_picture(name: str, data: bytes) -> None:
    assert codes(read_look({name: data})) == {"WE917"}


def test_pictures_that_can_be_used() -> None:
    gradient = b"<linearGradient id='g'/><rect fill='url(#g)' width='9' height='9'/>"
    look = made({"a.png": PNG, "b.JPG": b"\xff\xd8\xff\xe0", "c.svg": SVG % gradient})
    assert [address.partition(";")[0] for address in look.images.values()] == [
        "data:image/png",
        "data:image/jpeg",
        "data:image/svg+xml",
    ]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", b""),
        ("document.html", b'{% extends "engine/document.html" %}'),
        ("notes.txt", b"x"),
        ("sheet.html", "{# 客户 #}".encode("gb18030")),
        ("sheet.html", b"x" * (LARGEST * 1024 + 1)),
        ("look.css", b"p {}\x00"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(name: str, data: bytes) -> None:
    report = read_look({name: data})
    assert codes(report) == {"WE918"}
    assert report.diagnostics[0].place.file == f"templates/{name}"


def test_what_is_missing_while_printing_is_told_with_its_line() -> None:
    report = in_greeting("x\n{{ sheet.plan.customer.phone }}")
    assert report.look is not None
    with pytest.raises(PolicyError) as raised:
        plan_document(samples.plan(), samples.program(), lang="zh", look=report.look)
    (found,) = raised.value.diagnostics
    assert (found.code, found.place.file, found.place.line) == ("WE919", "templates/sheet.html", 4)
    assert "phone" in found.message.en


def test_an_underscore_leads_nowhere_even_if_the_check_failed() -> None:
    text = (
        '{% extends "engine/sheet.html" %}{% block greeting %}{{ sheet.__class__ }}{% endblock %}'
    )
    look = Look("templates", {"sheet.html": text}, "", {})
    with pytest.raises(PolicyError):
        plan_document(samples.plan(), samples.program(), lang="zh", look=look)


def test_a_policy_reads_its_templates(tmp_path: Path) -> None:
    for file in (ROOT / "rules" / "tobacco-retail").glob("*.yaml"):
        shutil.copy(file, tmp_path)
    assert load(tmp_path).look is None
    folder = tmp_path / "templates"
    folder.mkdir()
    for name, data in example().items():
        (folder / name).write_bytes(data)
    (folder / ".DS_Store").write_bytes(b"x")
    look = load(tmp_path).look
    assert look is not None
    assert sorted(look.templates) == ["brand.html", "cover.html", "sheet.html"]
    (folder / "sheet.html").write_text("<script>", encoding="utf-8")
    (folder / "more").mkdir()
    (folder / "stolen.png").symlink_to("/etc/passwd")
    found = [one for one in check(tmp_path).diagnostics if one.code.startswith("WE91")]
    assert {(one.code, Path(one.place.file).name) for one in found} == {
        ("WE911", "sheet.html"),
        ("WE914", "sheet.html"),
        ("WE918", "more"),
        ("WE918", "stolen.png"),
    }
    report = load_look(tmp_path)
    assert report is not None
    assert report.look is None
    with pytest.raises(PolicyError):
        _ = load(tmp_path).look


def test_the_page_lists_every_block_tag_attribute_and_filter() -> None:
    for name in overridable():
        assert f"`{name}`" in PAGE
    for name in ("sheet.html", "cover.html", "brand.html"):
        for block in overridable()[name]:
            assert f"`{block}`" in PAGE
    assert f"`{' '.join(sorted(TAGS))}`" in PAGE
    assert f"`{' '.join(sorted(ATTRIBUTES))}`" in PAGE
    assert f"`{' '.join(sorted(FUNCTIONS))}`" in PAGE
    assert f"`{' '.join(sorted(CHOICES))}`" in PAGE
    for name in FILTERS:
        assert f"`{name}`" in PAGE
    assert {"super", "asset", "title"} == CALLS
    for field in dataclasses.fields(PlanSheet):
        told = {"plan", "running", "top", "priorities", "tags", "groups", "pyramid", "calendar"}
        assert field.name in told or f"sheet.{field.name}" in PAGE, field.name
