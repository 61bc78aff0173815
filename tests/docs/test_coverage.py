"""The pages about coverage: every kind with its words, and the example as it really comes out."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from tests.architecture.modules import ROOT
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.policy import load
from workflow_engine.trial.coverage import KINDS, measure
from workflow_engine.trial.proposals import TOTAL_PROPOSED, finder, propose
from workflow_engine.trial.proposed_file import proposed_file
from workflow_engine.trial.reading import read_tests

TOBACCO = ROOT / "rules" / "tobacco-retail"
PAGES: dict[Language, str] = {"zh": "coverage.zh.md", "en": "coverage.md"}


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def personas(lang: Language) -> str:
    """The personas on whom the example of a page is built."""
    if lang == "zh":
        return (TOBACCO / "tests" / "personas.test.yaml").read_text(encoding="utf-8")
    found = re.search(r"```yaml\n(personas:.*?)\n+tests:", page("policy-tests.md"), re.DOTALL)
    assert found is not None
    return found[1] + "\n"


@pytest.mark.parametrize("name", PAGES.values())
def test_every_kind_is_told(name: str) -> None:
    rows = re.findall(r"^\| `([a-z]+)` \| (\S+) \|", page(name), re.MULTILINE)
    assert rows == [(kind, label.zh) for kind, label in KINDS.items()]


@pytest.mark.parametrize("lang", PAGES)
def test_the_example_is_what_comes_out(lang: Language) -> None:
    (block,) = re.findall(r"```yaml\ntests:\n(.*?)```", page(PAGES[lang]), re.DOTALL)
    found = re.search(r"persona: (.*)", block)
    assert found is not None
    program = load(TOBACCO).program
    read = read_tests({"p.test.yaml": personas(lang)}, program)
    base = read.personas[found[1]].values
    day = dt.date(2026, 11, 22)
    made = propose(measure(program, []), base, day, finder(program, TOTAL_PROPOSED))
    text = proposed_file(program, made, persona=found[1], lang="en", said=lang)
    assert block in text
