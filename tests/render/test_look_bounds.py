"""A policy's own template prints and repeats so much and no more, however it is written."""

from __future__ import annotations

import pytest

from tests.render import samples
from tests.render.test_look import PNG, in_greeting, made
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.errors import PolicyError
from workflow_engine.render import look_bounds
from workflow_engine.render.booklet import booklet_document
from workflow_engine.render.look import Look
from workflow_engine.render.plan_page import plan_document

LONG = "x" * 60_000


def refused(look: Look | None, tasks: int = 100) -> Diagnostic:
    assert look is not None
    plan = samples.plan()
    plan["tasks"] = plan["tasks"][:1] * tasks
    with pytest.raises(PolicyError) as caught:
        plan_document(plan, samples.program(), lang="zh", look=look)
    (found,) = caught.value.diagnostics
    assert found.code == "WE919"
    return found


def test_long_words_in_a_loop_end_before_they_are_printed() -> None:
    loop = f"{{% for a in sheet.plan.tasks %}}{LONG}{{% endfor %}}"
    found = refused(in_greeting(loop).look)
    assert (found.place.file, found.place.line) == ("templates/sheet.html", 3)
    assert "4 百万字符" in found.message.zh


def test_long_values_in_a_loop_count_too() -> None:
    words = f'{{% for a in sheet.plan.tasks %}}{{{{ "{LONG}" }}}}{{% endfor %}}'
    assert "4 million characters" in refused(in_greeting(words).look).message.en
    whole = "{% for a in sheet.plan.tasks %}{{ sheet.plan }}{% endfor %}"
    assert refused(in_greeting(whole).look, tasks=400).place.line == 3


def test_pictures_count() -> None:
    picture = PNG + bytes(400_000)
    text = '{% for a in sheet.plan.tasks %}<img src="{{ asset("a.png") }}" alt="">{% endfor %}'
    assert refused(in_greeting(text, **{"a.png": picture}).look, tasks=10).place.line == 3


def test_loops_within_loops_end() -> None:
    loops = "{% for a in sheet.plan.tasks %}" * 3 + "x" + "{% endfor %}" * 3
    found = refused(in_greeting(loops).look)
    assert "for 循环超过 20000 次" in found.message.zh
    assert "`for`" in found.message.en


def test_a_text_is_not_gone_through_letter_by_letter() -> None:
    found = refused(in_greeting("{% for a in sheet.plan.policy.hash %}x{% endfor %}").look)
    assert "for 只能用于列表" in found.message.zh


def test_every_customer_has_room_of_his_own(monkeypatch: pytest.MonkeyPatch) -> None:
    look = in_greeting("{% for a in sheet.plan.tasks %}" + "x" * 10_000 + "{% endfor %}").look
    plan = samples.plan()
    plan["tasks"] = plan["tasks"][:1] * 100
    monkeypatch.setattr(look_bounds, "PART", 1_500_000)
    document = booklet_document([plan] * 4, samples.program(), lang="zh", look=look)
    assert document.html.count("x" * 10_000) == 400
    monkeypatch.setattr(look_bounds, "DOCUMENT", 3_000_000)
    with pytest.raises(PolicyError) as caught:
        booklet_document([plan] * 4, samples.program(), lang="zh", look=look)
    assert "图片请改小" in caught.value.diagnostics[0].message.zh


def test_a_page_of_the_engine_that_is_too_long_names_the_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(look_bounds, "PART", 10)
    found = refused(made({"look.css": b"p { color: #14293b }"}))
    assert found.place.file == "templates"
