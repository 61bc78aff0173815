"""The language references: their examples are one policy each that checks clean."""

import re

import pytest

from tests.docs.examples import DOCS
from workflow_engine.language.keywords import KEYWORDS, SECTIONS
from workflow_engine.language.tree import ALIAS_LIMIT, DEPTH_LIMIT
from workflow_engine.model.shapes import keys_of
from workflow_engine.policy import check_texts
from tests.docs.test_glossary import models

BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = {name: (DOCS / name).read_text(encoding="utf-8") for name in ("language.md", "language.zh.md")}


def example(name):
    blocks = BLOCK.findall(PAGES[name])
    return {f"block{number:02}.yaml": block for number, block in enumerate(blocks)}


@pytest.mark.parametrize("name", PAGES)
def test_the_examples_are_one_policy_without_errors_or_warnings(name):
    report = check_texts(example(name))
    assert [(d.code, str(d.place), d.message.en) for d in report.diagnostics if d.severity != "info"] == []
    assert report.program is not None


@pytest.mark.parametrize(("name", "lang"), [("language.md", "en"), ("language.zh.md", "zh")])
def test_the_examples_show_every_section_and_every_key(name, lang):
    text = "\n".join(example(name).values())
    shown = set(re.findall(r"(?:^|[{,\s-])\s*([^\s{}\[\],:#\"]+):(?:\s|$)", text, re.MULTILINE))
    fields = {key for model in models() for key in keys_of(model)}
    wanted = {word if lang == "en" else KEYWORDS[word] for word in fields}
    # shown in prose, since they exclude a key that the example has, or stand in a longer example
    others = {"suspends", "events"}
    assert wanted - shown <= (others if lang == "en" else {KEYWORDS[w] for w in others})
    assert all((KEYWORDS[w] if lang == "zh" else w) in PAGES[name] for w in (*SECTIONS, *fields))


def test_limits_are_those_of_the_code():
    assert f"{ALIAS_LIMIT:,} expanded aliases" in " ".join(PAGES["language.md"].split())
    assert f"over {DEPTH_LIMIT} levels" in PAGES["language.md"]
