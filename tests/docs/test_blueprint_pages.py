"""The guides to blueprints: their examples belong to the policy of the language reference."""

import re

import pytest

from tests.docs.examples import DOCS
from tests.docs.test_glossary import models
from tests.docs.test_language_pages import BLOCK, example
from workflow_engine.language.blueprint_keywords import BLUEPRINT_KEYS, BLUEPRINT_WORDS
from workflow_engine.model.blueprints import BlueprintModel
from workflow_engine.model.shapes import keys_of
from workflow_engine.model.translate import translate_text
from workflow_engine.policy import check_texts, read_blueprints
from workflow_engine.program.fingerprint import fingerprint

POLICIES = {"blueprints.md": "language.md", "blueprints.zh.md": "language.zh.md"}
LANGUAGES = {"blueprints.md": "en", "blueprints.zh.md": "zh"}
PAGES = {name: (DOCS / name).read_text(encoding="utf-8") for name in POLICIES}


def blocks(name):
    return BLOCK.findall(PAGES[name])


def compiled(name, text):
    program = check_texts(example(POLICIES[name])).program
    report = read_blueprints({"drawn.yaml": text}, program)
    assert [(one.code, str(one.place)) for one in report.diagnostics] == []
    return report.blueprints


@pytest.mark.parametrize("name", PAGES)
def test_the_example_checks_clean(name):
    report = check_texts(example(POLICIES[name]), {"drawn.yaml": blocks(name)[0]})
    assert [
        (d.code, str(d.place), d.message.en) for d in report.diagnostics if d.severity != "info"
    ] == []


@pytest.mark.parametrize("name", PAGES)
def test_short_and_long_forms_say_the_same(name):
    _, short, long = blocks(name)
    assert short != long
    assert fingerprint(compiled(name, short)) == fingerprint(compiled(name, long))


@pytest.mark.parametrize("name", PAGES)
def test_the_examples_mean_the_same_in_the_other_language(name):
    own = LANGUAGES[name]
    for text in blocks(name):
        there, found = translate_text(
            text, "drawn.yaml", "zh" if own == "en" else "en", BlueprintModel
        )
        assert found == []
        assert there != text
        assert fingerprint(compiled(name, there)) == fingerprint(compiled(name, text))
        back, _ = translate_text(there, "drawn.yaml", own, BlueprintModel)
        assert fingerprint(compiled(name, back)) == fingerprint(compiled(name, text))


@pytest.mark.parametrize("name", PAGES)
def test_the_examples_show_every_key(name):
    text = "\n".join(blocks(name))
    shown = set(re.findall(r"(?:^|[{,\s-])\s*([^\s{}\[\],:#\"]+):(?:\s|$)", text, re.MULTILINE))
    fields = {key for model in models("blueprint") for key in keys_of(model)}
    wanted = {key if LANGUAGES[name] == "en" else BLUEPRINT_KEYS[key] for key in fields}
    elsewhere = {"technology", "promise", "with", "note", "wait", "regulatory", "goal"}
    rare = elsewhere | {BLUEPRINT_KEYS[key] for key in elsewhere}
    assert wanted - shown <= rare


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_name_every_keyword(name):
    for table in (BLUEPRINT_KEYS, BLUEPRINT_WORDS):
        for english, chinese in table.items():
            assert (chinese if LANGUAGES[name] == "zh" else english) in PAGES[name]
