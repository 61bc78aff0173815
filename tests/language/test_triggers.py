"""Sentences of the escalation ladder, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.language.written import written
from workflow_engine.language.triggers import CLOCK_WORDS, clock_keyword, parse_trigger
from workflow_engine.model.trigger_translation import translate_trigger


@pytest.mark.parametrize(
    ("text", "kind", "step"),
    [
        ("amend overdue", "overdue", "amend"),
        ("弥补逾期", "overdue", "弥补"),
        ("弥补 逾期", "overdue", "弥补"),
        ("regulator overdue by 2 calendar days", "overdue", "regulator"),
        ("第一次 核实逾期超过1个工作日", "overdue", "第一次 核实"),
        ("first look overdue", "overdue", "first look"),
        ("逾期费逾期", "overdue", "逾期费"),
        ("cannot  resolve", "cannot_resolve", None),
        ("overdue", "event", None),
        ("逾期", "event", None),
        ("media", "event", None),
        ("x" * 500 + " overdue", "event", None),
    ],
)
def test_a_trigger_is_a_clock_that_is_overdue_a_known_sentence_or_an_event(text, kind, step):
    sentence, found = parse_trigger(written(text))
    assert found == []
    assert sentence is not None
    assert (sentence.kind, sentence.step) == (kind, step)


def test_a_delay_that_cannot_be_read_is_found():
    sentence, found = parse_trigger(written("amend overdue by 3 days"))
    assert sentence is None
    assert [one.code for one in found] == ["WE346"]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("amend overdue by 1 workday", "弥补逾期超过1个工作日"),
        ("resolve overdue", "解决逾期"),
        ("follow_up overdue", "回访逾期"),
        ("reopened 2 times", "重开2次"),
        ("needs other department", "需要其他部门"),
        ("媒体介入", "媒体介入"),
    ],
)
def test_sentences_have_a_twin(english, chinese):
    assert translate_trigger(english, "zh") == chinese
    assert translate_trigger(chinese, "en") == english
    assert translate_trigger(english, "en") == english


@given(st.text(st.sampled_from("ab调查核 "), min_size=1, max_size=8).map(str.strip).filter(bool))
def test_a_clock_of_the_author_keeps_its_name_in_a_translation(name):
    clock = " ".join(name.split())
    there = translate_trigger(f"{clock} overdue by 2 workdays", "zh")
    back = translate_trigger(there, "en")
    for text in (there, back):
        sentence, _ = parse_trigger(written(text))
        assert sentence is not None
        assert sentence.step == clock
    assert back == f"{clock} overdue by 2 workdays"


def test_the_clocks_of_the_standard_processes_have_keywords():
    assert all(clock_keyword(word) == word for word in CLOCK_WORDS)
    assert clock_keyword("回访") == "follow_up"
    assert clock_keyword("policy") is clock_keyword("政策") is clock_keyword("调查") is None
