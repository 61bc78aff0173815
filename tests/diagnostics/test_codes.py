"""Codes are permanent, bilingual, and their templates fit together."""

import re
from pathlib import Path

import pytest

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import CODES, diagnose, named_arguments
from workflow_engine.diagnostics.diagnostic import Place

LOCK = Path(__file__).with_name("codes.lock")


def test_codes_are_append_only():
    locked = LOCK.read_text(encoding="utf-8").split("\n")[:-1]
    now = [f"{entry.code} {entry.name}" for entry in CODES.values()]
    gone = sorted(set(locked) - set(now))
    new = sorted(set(now) - set(locked))
    assert not gone, f"codes are permanent; these vanished or were renamed: {gone}"
    assert not new, f"add these lines to {LOCK.name}: {new}"
    assert locked == sorted(locked)


def test_names_are_slugs_and_unique_within_their_hundred():
    names = [(entry.code[:3], entry.name) for entry in CODES.values()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for _, name in names)


@pytest.mark.parametrize("entry", CODES.values(), ids=lambda entry: entry.code)
def test_texts_exist_in_both_languages_with_the_same_arguments(entry):
    texts = [entry.message, *([entry.help] if entry.help else [])]
    for text in texts:
        if re.sub(r"\{\w+\}", "", text.en):  # not made of its arguments alone
            assert re.search("[\u4e00-\u9fff]", text.zh)
            assert re.search("[a-z]{2}", text.en)
        assert named_arguments(text.zh) == named_arguments(text.en)


def test_diagnose_fills_templates_in_both_languages():
    place = Place("a.yaml", 3, 1, 3, 4)
    found = diagnose("WE113", place, key="大客户")
    assert found.message.zh.startswith("`大客户`")
    assert found.message.en.startswith("`大客户` is written twice")
    assert found.severity == "error"
    assert found.args == {"key": "大客户"}
    assert found.help is not None


def test_an_argument_may_differ_by_language():
    found = diagnose("WE106", Place("a"), detail=Bilingual("甲", "one"), help=Bilingual("帮", "do"))
    assert "甲" in found.message.zh
    assert "one" in found.message.en
    assert found.args["detail"] == "one"
    assert found.help == Bilingual("帮", "do")


def test_braces_in_arguments_stay_as_they_are():
    assert "`{x}`" in diagnose("WE113", Place("a"), key="{x}").message.en


def test_a_forgotten_argument_is_the_programmers_mistake():
    with pytest.raises(KeyError):
        diagnose("WE113", Place("a"))
