"""The examples on the pages about policy tests are tests that agree with the shipped policies."""

import re

import pytest

from tests.architecture.modules import ROOT
from workflow_engine.policy import load
from workflow_engine.trial.model import Mark
from workflow_engine.trial.reading import read_tests
from workflow_engine.trial.report import render_results
from workflow_engine.trial.running import run_tests
from workflow_engine.trial.words import CLOCKS, KEYS, MARKS, MESSAGES, STATES

PAGES = {
    "en": ("policy-tests.md", "tobacco-retail", "personas:"),
    "zh": ("policy-tests.zh.md", "vip", "典型客户:"),
}


def page(lang):
    name, pack, head = PAGES[lang]
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    return text, blocks, load(ROOT / "rules" / pack).program, head


def results(lang, number, change=lambda text: text):
    """The results of one example, on the personas of the first."""
    _, blocks, program, head = page(lang)
    tests = "测试:" if lang == "zh" else "tests:"
    personas = head + blocks[0].split(head)[1].split(tests)[0] if number else ""
    found = read_tests({"a.test.yaml": personas + change(blocks[number])}, program)
    assert found.diagnostics == ()
    return run_tests(program, found.tests)


@pytest.mark.parametrize("lang", PAGES)
@pytest.mark.parametrize("number", range(3))
def test_the_examples_agree(lang, number):
    found = results(lang, number)
    assert found
    assert render_results(found, lang).count("✗") == 0
    assert all(result.agreed for result in found)


@pytest.mark.parametrize(
    ("lang", "right", "wrong"),
    [
        ("en", "tier: 27}, expect: {tags: {big_customer: false", "big_customer: true"),
        ("zh", "49999.99}, 预期: {标签: {VIP客户: 否", "VIP客户: 是"),
    ],
)
def test_what_is_told_is_told_so(lang, right, wrong):
    text, _, _, _ = page(lang)
    (shown,) = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    head = right.rpartition("{")[0] + "{"
    found = results(lang, 1, lambda block: block.replace(right, head + wrong))
    (told,) = [one for one in render_results(found, lang).split("\n\n") if one.startswith("✗")][:1]
    facts = [line.split("  ")[-1].strip() for line in told.splitlines()[2:]]
    for fact in facts:
        if "yaml" not in fact:
            assert fact in shown
    assert told.splitlines()[1] in shown


@pytest.mark.parametrize("lang", PAGES)
def test_every_key_and_word_is_on_the_page(lang):
    text, _, _, _ = page(lang)
    wanted = {key if lang == "en" else chinese for p in KEYS.values() for key, chinese in p.items()}
    types = (STATES, CLOCKS)
    for option in (one for kind in types for one in kind.options):
        wanted.add(option.id if lang == "en" else option.label.zh)
    wanted |= {MARKS[mark].get(lang) for mark in Mark}
    assert [word for word in sorted(wanted) if word not in text] == []
    assert len(MESSAGES.options) > len(wanted) / 10
