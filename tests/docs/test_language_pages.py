"""The language references: their examples are one policy each that checks clean."""

import re

import pytest

from tests.docs.examples import DOCS
from tests.docs.test_glossary import models
from workflow_engine.language.blueprint_keywords import BLUEPRINT_KEYS
from workflow_engine.language.keywords import (
    EXPRESSION_WORDS,
    FUNCTION_NAMES,
    KEYWORDS,
    TYPES,
    WORDS,
)
from workflow_engine.language.tree import ALIAS_LIMIT, DEPTH_LIMIT
from workflow_engine.model.shapes import keys_of
from workflow_engine.model.translate import translate_text
from workflow_engine.policy import check_texts

BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = {
    name: (DOCS / name).read_text(encoding="utf-8") for name in ("language.md", "language.zh.md")
}


def example(name):
    blocks = BLOCK.findall(PAGES[name])
    return {f"block{number:02}.yaml": block for number, block in enumerate(blocks)}


@pytest.mark.parametrize("name", PAGES)
def test_the_examples_are_one_policy_without_errors_or_warnings(name):
    report = check_texts(example(name))
    assert [
        (d.code, str(d.place), d.message.en) for d in report.diagnostics if d.severity != "info"
    ] == []
    assert report.program is not None


@pytest.mark.parametrize(("name", "lang"), [("language.md", "en"), ("language.zh.md", "zh")])
def test_the_examples_mean_the_same_in_the_other_language(name, lang):
    texts = example(name)
    there = translated(texts, "zh" if lang == "en" else "en")
    back = translated(there, lang)
    programs = [check_texts(files).program for files in (texts, there, back)]
    assert None not in programs
    assert len({program.hash for program in programs}) == 1


def translated(texts, to):
    return {name: translate_text(text, name, to)[0] for name, text in texts.items()}


@pytest.mark.parametrize(("name", "lang"), [("language.md", "en"), ("language.zh.md", "zh")])
def test_the_examples_show_every_section_and_every_key(name, lang):
    text = "\n".join(example(name).values())
    shown = set(re.findall(r"(?:^|[{,\s-])\s*([^\s{}\[\],:#\"]+):(?:\s|$)", text, re.MULTILINE))
    fields = {key for model in models() for key in keys_of(model)}
    wanted = {word if lang == "en" else KEYWORDS[word] for word in fields}
    other_way = {"suspends", KEYWORDS["suspends"]}  # cannot stand beside what the example has
    assert wanted - shown <= other_way


@pytest.mark.parametrize(("name", "lang"), [("language.md", "en"), ("language.zh.md", "zh")])
def test_the_pages_name_every_keyword(name, lang):
    tables = (KEYWORDS, TYPES, WORDS, EXPRESSION_WORDS, FUNCTION_NAMES, BLUEPRINT_KEYS)
    pairs = [pair for table in tables for pair in table.items()]
    words = {
        zh if lang == "zh" else en
        for en, zh in pairs
        if not en.startswith(("list of ", "collect "))
    }
    assert {word for word in words if word not in PAGES[name]} == set()


def test_limits_are_those_of_the_code():
    assert f"{ALIAS_LIMIT:,} expanded aliases" in " ".join(PAGES["language.md"].split())
    assert f"over {DEPTH_LIMIT} levels" in PAGES["language.md"]
