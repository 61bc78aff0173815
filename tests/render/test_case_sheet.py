"""The printed sheet of a case: everything that happened on it, room for what is written by hand."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.cases.test_view import FRIDAY, Course, at, handled
from tests.render.reading import Page
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.pdf.printing import pdf_bytes
from workflow_engine.render.case_sheet import MOST_HISTORY, case_document

LANGUAGES: tuple[Language, ...] = ("zh", "en")
NOON = at(23, "12:00")


def fresh(lang: Language) -> dict[str, Any]:
    return Course(note="少送两条").view(FRIDAY, lang)


def midway(lang: Language) -> dict[str, Any]:
    course = Course("recovery.payment_error", about="丁启航").tick(at(23, "09:05"))
    course.do("acknowledge", at(23, "09:20"), by="方静宜", note="已核对扣款记录")
    return course.view(NOON, lang)


def done(lang: Language) -> dict[str, Any]:
    course = Course()
    for command, now, arguments in handled():
        course.do(command, now, **arguments)
    return course.view(at(24, "12:00"), lang)


def render_case(view: dict[str, Any], *, lang: Language) -> str:
    return case_document(view, lang=lang).html


VIEWS = {"fresh": fresh, "midway": midway, "done": done}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_the_words_of_a_sheet(
    name: str, lang: Language, golden: Callable[[str, str], None]
) -> None:
    page = Page(render_case(VIEWS[name](lang), lang=lang))
    golden(f"render/case-{name}.{lang}.txt", page.text)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_a_sheet_is_well_formed_and_needs_nothing_else(name: str, lang: Language) -> None:
    html = render_case(VIEWS[name](lang), lang=lang)
    assert Page(html).problems == []
    for reference in ("http:", "https:", "url(", "@import", "src=", "<script", "<link"):
        assert reference not in html


def test_done_steps_are_ticked_and_the_others_left_blank() -> None:
    def boxes(view: dict[str, Any]) -> list[str]:
        spans = Page(case_document(view, lang="zh").parts()[0]).all("span")
        return [
            span["class"] or "" for span in spans if (span.get("class") or "").startswith("box")
        ]

    assert set(boxes(fresh("zh"))) == {"box empty"}
    assert boxes(done("zh")).count("box empty") == 1  # the front office is not at fault
    assert boxes(midway("zh")).count("box ticked") == 1


def test_the_policy_stands_in_the_foot() -> None:
    view = fresh("zh")
    text = Page(render_case(view, lang="zh")).text
    assert view["policy"]["version"] in text
    assert view["policy"]["hash"][:10] in text


def test_an_overdue_step_is_marked_in_words() -> None:
    text = Page(render_case(Course().view(NOON), lang="zh")).text
    assert "逾期" in text[text.index("步骤") : text.index("补偿与审批")]


def test_a_long_history_is_listed_whole() -> None:
    course = Course()
    for minute in range(30):
        course.do("note", at(23, f"09:{minute:02}"), by="李明", note=f"call-{minute:02}")
    text = Page(render_case(course.view(at(23, "09:40")), lang="zh")).text.replace(" ", "")
    assert [number for number in range(30) if f"call-{number:02}" in text] == list(range(30))
    assert "未列出" not in text


def test_of_a_history_without_end_the_first_and_the_last_are_listed() -> None:
    view = fresh("zh")
    opening, entry = view["history"][0], {**view["history"][0], "text": "打电话"}
    view["history"] = [opening, *({**entry, "text": f"call-{n:04}"} for n in range(500))]
    text = Page(render_case(view, lang="zh")).text.replace(" ", "")
    assert "少送两条" in text
    assert "call-0499" in text
    assert text.count("call-") == MOST_HISTORY - 1
    (left_out,) = re.findall("第一条之后的([0-9]+)条未列出", text)
    assert int(left_out) == 501 - MOST_HISTORY


def test_a_very_long_remark_does_not_fill_the_page() -> None:
    html = render_case(Course(note="长" * 1_000_000).view(FRIDAY), lang="zh")
    assert len(html) < 100_000


def test_feedback_and_processes_without_amends_have_no_compensation() -> None:
    text = Page(render_case(Course("feedback").view(FRIDAY), lang="zh")).text
    assert "客户反馈办理单" in text
    assert "补偿与审批" not in text


def parts(view: dict[str, Any], lang: Language = "zh") -> list[str]:
    """The text of each part that is printed by itself."""
    return [Page(part).text for part in case_document(view, lang=lang).parts()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_customer_signs_says_nothing_from_inside(lang: Language) -> None:
    course = Course(note="客户说：再这样就投诉").tick(at(25, "17:30"))
    for command, now, arguments in handled():
        course.do(command, at(26, now.strftime("%H:%M")), **arguments)
    view = course.view(at(26, "12:00"), lang)
    ours, theirs = parts(view, lang)
    inside = [entry["text"] for entry in view["history"]] + view["ahead_lines"]
    inside += [step["note"] for step in view["steps"] if step["note"]]
    inside += [step["text"] for step in view["steps"] if step["text"]]
    inside += [view["severity_label"], view["opened_by"], "投诉"]
    assert len(inside) > 15
    assert [text for text in inside if text in theirs] == []
    assert {"zh": "客户（签字）", "en": "Customer (signature)"}[lang] in theirs
    assert {"zh": "客户（签字）", "en": "Customer (signature)"}[lang] not in ours


def test_the_customer_reads_what_was_done_promised_and_offered() -> None:
    _, promised = parts(Course().view(FRIDAY))
    promised = promised.replace("\u2009", "")
    for said in (
        "平安里便利店",
        "受理您反映的问题",
        "11-23 09:50 前",
        "补货",
        "换货",
        "商定的弥补",
    ):
        assert said in promised
    _, kept = parts(done("zh"))
    for said in ("11-23 10:00", "弥补您的损失", "补两条", "答应的都已办完"):
        assert said in kept
    assert "换货" not in kept


def test_a_deadline_that_has_passed_is_not_promised_again() -> None:
    _, text = parts(Course().view(at(24, "12:00")))
    promised = text[text.index("答应您的") : text.index("弥补办法")]
    assert "11-23" not in promised
    assert promised.count("时 前") == 4


def test_a_process_without_a_customer_has_no_part_for_one() -> None:
    view = fresh("zh")
    view["kind"] = "custom"
    assert len(case_document(view, lang="zh").parts()) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_each_part_is_one_page(name: str, lang: Language) -> None:
    assert pdf_bytes(case_document(VIEWS[name](lang), lang=lang))[1].pages == 2


HOSTILE = "<script>alert(1)</script>\"'&</style></title>{{ 7*7 }}𠮷🙂"


def hostile(value: Any, key: str = "") -> Any:
    """The view with every text that is not an id or a moment replaced by hostile text."""
    if isinstance(value, dict):
        return {name: hostile(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [hostile(one, key) for one in value]
    kept = ("kind", "state", "severity", "step", "outcome", "lang")
    if not isinstance(value, str) or key in kept or key.endswith("at") or key == "when":
        return value
    return HOSTILE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_of_anybody_becomes_markup(lang: Language) -> None:
    view = midway(lang)
    view["cause"] = {"kind": "event", "name": HOSTILE, "detail": HOSTILE}
    plain = Page(render_case(view, lang=lang))
    html = render_case(hostile(copy.deepcopy(view)), lang=lang)
    page = Page(html)
    assert page.problems == []
    assert "<script" not in html
    assert "49" not in page.text.replace("2649", "")
    assert page.text.count("<script>") > 20
    assert {tag for tag, _ in page.elements} <= {tag for tag, _ in plain.elements}


def test_no_remark_turns_the_line_around() -> None:
    html = render_case(Course(note="a\u202eb\x1b[31m\u2066").view(FRIDAY), lang="zh")
    assert not {"\u202e", "\x1b", "\u2066"} & set(html)
    assert "&lt;U+202E&gt;" in html


def test_at_the_top_nobody_checks_the_owner() -> None:
    course = Course()
    below = Page(render_case(course.view(FRIDAY), lang="zh")).text
    assert "主管审核（签字）" in below
    top = Page(render_case(course.tick(at(30, "17:30")).view(at(30, "18:00")), lang="zh")).text
    assert "总经理（签字）" in top
    assert "审核（签字）" not in top
