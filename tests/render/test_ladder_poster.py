"""The escalation ladder as a poster."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from tests.render import form_samples as samples
from tests.render.reading import Page
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.render.document import Document
from workflow_engine.render.form_words import FormWords
from workflow_engine.render.ladder_poster import (
    HEIGHT,
    WIDTH,
    Size,
    drawing,
    ladder_poster_document,
)
from workflow_engine.render.ladder_rungs import WORDS, Ladder, Step, ladder, ladder_groups

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def poster(lang: Language = "zh", text: str = samples.POLICY, size: Size = "a4") -> Document:
    program = samples.program(text)
    return ladder_poster_document(ladder_groups(program), program, lang=lang, size=size)


def rungs(text: str = samples.POLICY, lang: Language = "zh") -> Ladder:
    program = samples.program(text)
    return ladder(ladder_groups(program)[0], FormWords(program, lang, WORDS))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_of_a_poster(lang: Language, golden: Callable[[str, str], None]) -> None:
    golden(f"render/ladder-poster.{lang}.txt", "\n".join(_texts(poster(lang).html)) + "\n")


def test_a_case_climbs_from_role_to_role() -> None:
    steps = rungs().steps
    assert [(step.role, step.level, step.to) for step in steps] == [
        ("客户经理", 0, 1),
        ("主管", 1, 2),
        ("总经理", 2, None),
    ]
    assert [step.grants for step in steps] == [
        "可自行补偿500元以内",
        "可自行补偿2,000.50元以内",
        "补偿不限金额",
    ]
    assert steps[0].reasons == (
        "“承认”超过时限",
        "“弥补”的时限已过50%，还没有方案",
        "自己解决不了",
        "要给的补偿超过自己的权限",
    )
    assert steps[1].reasons == (
        "“弥补”超过时限1个工作日",
        "客户不认可，重开了2次",
        "媒体介入",
    )


def test_people_stand_with_their_telephone_unless_there_are_many() -> None:
    steps = rungs().steps
    assert steps[0].people == ("李明 内线8001", "赵强")
    more = "".join(f"  新人{n}: {{role: account_manager}}\n" for n in range(3))
    crowded = rungs(samples.POLICY.replace("  王芳:", f"{more}  王芳:")).steps
    assert crowded[0].people == ("共5人，找该客户自己的一位",)


def test_a_failure_that_starts_higher_says_so() -> None:
    steps = rungs().steps
    assert steps[0].starts == "从这里开始：送货差错"
    assert steps[1].starts == "从这里开始：态度投诉"


def test_all_failures_share_a_poster_and_other_processes_have_their_own() -> None:
    with_feedback = samples.POLICY.replace(
        "  channels:\n",
        "  escalation: [{from: account_manager, any: [reply overdue]}]\n  channels:\n",
    )
    document = poster(text=with_feedback)
    assert [mark.title for mark in document.bookmarks] == [
        "服务补救：升级阶梯",
        "客户反馈：升级阶梯",
    ]
    assert len(document.parts()) == 2


def test_a_policy_without_a_ladder_has_no_posters() -> None:
    start, end = samples.POLICY.index("  escalation:"), samples.POLICY.index("feedback:\n")
    program = samples.program(samples.POLICY[:start] + samples.POLICY[end:])
    assert ladder_groups(program) == ()


def test_the_size_is_that_of_the_paper() -> None:
    assert "size: A4 landscape" in poster(size="a4").html
    assert "size: A3 landscape" in poster(size="a3").html
    assert 'width="420mm"' in poster(size="a3").html


@pytest.mark.parametrize("levels", [2, 4, 9])
@pytest.mark.parametrize("words", ["弥补超过时限，", "not yet resolved by anyone "])
def test_everything_stays_on_the_paper(levels: int, words: str) -> None:
    steps = tuple(
        Step(
            id=f"r{number}",
            role=(words * 2)[:14],
            level=number,
            level_name=f"第{number + 1}级",
            people=("某某某 内线8001",) * 3,
            grants="可自行补偿10,000元以内",
            starts=words * 3,
            to=number + 1 if number + 1 < levels else None,
            climbs=words * 2,
            climbs_to=words,
            reasons=(words * 3,) * 5,
        )
        for number in range(levels)
    )
    svg = drawing(Ladder("x", words, words, words * 20, (words,) * 4, steps), "foot", 297, 210)
    root = ET.fromstring(svg)
    lefts = [float(rect.get("x", 0)) for rect in root.iter("rect")]
    for rect in root.iter("rect"):
        assert float(rect.get("x", 0)) + float(rect.get("width", 0)) <= WIDTH - 10
        assert 40 <= float(rect.get("y", 0)) <= HEIGHT
    for text in root.iter("text"):
        assert min(lefts) - 0.1 <= float(text.get("x", 0)) < WIDTH - 10
        assert 10 < float(text.get("y", 0)) < HEIGHT - 10
        assert "…" not in (text.text or "") or len(text.text or "") > 5
    floor = max(float(r.get("y", 0)) + float(r.get("height", 0)) for r in root.iter("rect"))
    reasons = [float(t.get("y", 0)) for t in root.iter("text") if t.get("class") == "l-reason"]
    assert max(reasons) < floor, "the last reason stands within its step"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_of_the_author_becomes_markup(lang: Language) -> None:
    quoted = samples.HOSTILE.replace('"', '\\"')
    hostile = samples.POLICY.replace("{zh: 主管, en: Supervisor}", f'"{quoted}"').replace(
        "{zh: 送货差错, en: Delivery error}", f'"{quoted}"'
    )
    document = poster(lang, hostile)
    page = Page(re.sub("<svg.*?</svg>", "", document.html, flags=re.DOTALL))
    assert page.problems == []
    assert "<script" not in document.html
    assert any("<script>" in text for text in _texts(document.html))


def _texts(html: str) -> list[str]:
    """Every line of type of the drawings, in order; they must be well-formed."""
    found = []
    for svg in re.findall("<svg.*?</svg>", html, flags=re.DOTALL):
        found += [text.text or "" for text in ET.fromstring(svg).iter("text")]
    return [text.replace("\u2009", " ") for text in found]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_customers_reach_us_is_told_to_the_end(lang: Language) -> None:
    channels = ", ".join(f"客户热线96{number:03}" for number in range(12))
    text = samples.POLICY.replace("热线", channels)
    assert channels in text
    shown = "".join(_texts(poster(lang, text).html)).replace(" ", "").replace("\u2009", "")
    assert "客户热线96011" in shown


def test_no_name_of_a_role_is_broken_where_a_case_climbs_to_it() -> None:
    longer = samples.POLICY.replace("{zh: 总经理", "{zh: 区域客户服务总经理")
    lines = _texts(poster("zh", longer).html)
    assert "报区域客户服务总经理" in lines
