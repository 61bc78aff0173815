"""One-page lessons: whatever is in them, they are one page."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.explain.whole_policy import whole_policy
from tests.render.journeys import BLUEPRINTS
from tests.render.reading import Page
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.drawing.measure import wrapped
from workflow_engine.pdf.printing import pdf_bytes
from workflow_engine.program.program import Item, Noun, Program
from workflow_engine.render.document import Document
from workflow_engine.render.form_words import FormWords
from workflow_engine.render.one_page_lesson import MOST_STEPS, _Fitting, lesson_document
from workflow_engine.render.one_page_lesson import WORDS as WORDS_OF_LESSONS

LANGUAGES: tuple[Language, ...] = ("zh", "en")
HOSTILE = "<script>alert(1)</script>\"'&</style></title>{{ 7*7 }}𠮷🙂"
LONG = {
    "zh": "逐项核对送货单与实物并请客户当面签字确认，" * 20,
    "en": "compare every line of the slip with the goods and have it signed, " * 20,
    "one word": "Donaudampfschifffahrtsgesellschaft" * 20,
    "mixed": "云POS𠮷🙂（《ABC》）" * 40,
}


def lesson(*items: str, lang: Language = "zh", program: Program | None = None) -> Document:
    rules = program or whole_policy()
    chosen = [rules.items[item] for item in items or rules.items]
    return lesson_document(chosen, rules, BLUEPRINTS, lang=lang)


def changed(item: Item, **more: Noun) -> Program:
    rules = whole_policy()
    return dataclasses.replace(rules, items={**rules.items, item.id: item}, **more)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_of_the_lessons(lang: Language, golden: Callable[[str, str], None]) -> None:
    golden(f"render/opl.{lang}.txt", Page(lesson(lang=lang).html).text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_lesson_is_one_page(lang: Language) -> None:
    document = lesson(lang=lang)
    assert pdf_bytes(document)[1].pages == len(whole_policy().items)
    assert len(document.parts()) == len(document.bookmarks) == len(whole_policy().items)


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
@pytest.mark.parametrize("count", [1, 3, 6, 40])
def test_long_texts_are_cut_and_say_where_the_rest_is(text: str, count: int) -> None:
    label = Bilingual.same(text)
    item = dataclasses.replace(
        whole_policy().items["count"], label=label, description=label, steps=(label,) * count
    )
    names = {
        name: dataclasses.replace(noun, label=label) for name, noun in whole_policy().needs.items()
    }
    document = lesson("count", program=changed(item, needs=names))
    assert pdf_bytes(document)[1].pages == 1
    assert "…见 SOP" in Page(document.html).text


@pytest.mark.parametrize("engine", ["plutoprint", "weasyprint"])
def test_a_full_lesson_is_one_page_in_every_engine(engine: str) -> None:
    steps = tuple(Bilingual.same(f"{n} {LONG['zh']}") for n in range(MOST_STEPS))
    item = dataclasses.replace(whole_policy().items["count"], steps=steps)
    assert pdf_bytes(lesson("count", program=changed(item)), engine=engine)[1].pages == 1


def test_too_many_steps_end_with_where_the_others_are() -> None:
    steps = tuple(Bilingual.same(f"第{n}步") for n in range(1, 10))
    item = dataclasses.replace(whole_policy().items["count"], steps=steps)
    html = lesson("count", program=changed(item)).html
    assert html.count('class="frame"') == MOST_STEPS - 1
    assert "另有 4 步，见 SOP-M01" in Page(html).text


def test_each_step_has_a_place_for_its_picture() -> None:
    html = lesson("count").html
    assert html.count('class="frame"') == 2
    assert html.count('class="frame"') == html.count("<b>1</b>") + html.count("<b>2</b>") - 2


def test_questions_have_one_right_answer_that_is_given_upside_down() -> None:
    html = lesson("count").html
    assert html.count('<i class="box empty"></i>') == 9
    answers = next(text for tag, text in _texts(html) if tag == "svg")
    letters = [answers[at + 2] for at, character in enumerate(answers) if character in "123"]
    assert len(letters) == 3
    assert set(letters) <= set("ABC")


def _texts(html: str) -> list[tuple[str, str]]:
    start = html.index("<svg")
    inner = html[start : html.index("</svg>", start)]
    return [("svg", inner[inner.index("<title>") + 7 : inner.index("</title>")])]


def test_a_lesson_without_steps_leaves_room_for_them() -> None:
    text = Page(lesson("help").html).text
    assert "政策和蓝图还没有写步骤" in text
    assert text.count("□") == 0
    assert "由谁负责？" in text


def test_what_authors_write_is_text() -> None:
    label = Bilingual.same(HOSTILE)
    item = dataclasses.replace(whole_policy().items["count"], label=label, steps=(label,) * 4)
    html = lesson("count", program=changed(item)).html
    assert "<script" not in html
    assert Page(html).problems == []
    assert "{{ 7*7 }}" in Page(html).text


WORDS = st.text(st.sampled_from("逐项核对，。（）《》“”ABC abc 12 𠮷🙂\u200b"), max_size=120)


@settings(deadline=None)  # the first one compiles the policy
@given(WORDS, st.sampled_from([60.0, 140.0, 480.0]), st.integers(1, 3))
def test_a_shortened_text_fits_and_owns_up_to_it(text: str, width: float, lines: int) -> None:
    short = _Fitting(FormWords(whole_policy(), "zh", WORDS_OF_LESSONS)).short(
        text, 10, width, lines
    )
    assert len(wrapped(short, 10, width)) <= lines
    whole = " ".join(text.split())
    assert short == whole or short.endswith("…见 SOP")
    assert short == whole or len(wrapped(whole, 10, width)) > lines
