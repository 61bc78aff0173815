"""What is shown of results: for people word for word, for programs as JSON, JUnit and findings."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.trial.shop import FILE, program, read, text_of
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.render_github import render_github
from workflow_engine.explain.item_sentences import STATES as OUTCOMES
from workflow_engine.trial.model import LeftOut, NotRun, TestResult
from workflow_engine.trial.report import findings_of, render_results
from workflow_engine.trial.results_json import junit, results_json
from workflow_engine.trial.running import run_tests
from workflow_engine.trial.words import STATES

TESTS = """\
大客户:
  about: 28 档起
  persona: 小店
  at: 2026-11-23
  customers:
    小: {given: {tier: 27}, expect: {tags: {big: true}, visit: {times: 4}}}
    大: {given: {tier: 28}, expect: {tags: {big: true}}}
档案:
  persona: 小店
  at: 2026-11-23
  log: [{item: files, on: 2026-07-15}]
  expect: {items: {files: {due: 2026-12-31}, gift: active}, unknown: [weak], people: {chief: 李明}}
丢件:
  persona: 小店
  case:
    failure: lost
    opened: 2026-11-23 09:30
    steps:
      - {at: 2026-11-23 09:40, do: amend, by: 李明, amount: 500}
    until: 2026-11-23 12:00
  expect: {case: {rungs: {manager: 2026-11-23 11:00}, deadlines: {acknowledge: 2026-11-23 11:30}, state: amended}}
"""
PAGE = (Path(__file__).parents[2] / "docs" / "outputs.md").read_text(encoding="utf-8")


def results(tests: str = TESTS) -> tuple[TestResult, ...]:
    found = read(text_of(tests))
    assert found.diagnostics == ()
    return run_tests(program(), found.tests)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_for_people(golden: Callable[[str, str], None], lang: Language) -> None:
    golden(f"trial/results-{lang}.txt", render_results(results(), lang))


def test_nothing_but_the_sum_where_everything_agrees() -> None:
    one = results("t: {persona: 小店, at: 2026-11-23, expect: {tags: {big: no}}}")
    assert render_results(one, "en").splitlines() == [
        f"✓ {FILE}  1 test agrees",
        "",
        "1 test: 1 agrees; 1 expectation looked at",
    ]


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "zh",
            [
                f"✗ {FILE}  3 项，2 项有错没有运行",
                "✗ b.test.yaml  1 项，1 项有错没有运行",
                "✗ c.test.yaml  读不出，里面的测试都没有运行",
                "",
                "4 项测试：1 项一致，3 项有错没有运行；共核对 1 处预期；1 个文件读不出",
            ],
        ),
        (
            "en",
            [
                f"✗ {FILE}  3 tests, 2 not run for mistakes",
                "✗ b.test.yaml  1 test, 1 not run for mistakes",
                "✗ c.test.yaml  cannot be read: none of its tests ran",
                "",
                (
                    "4 tests: 1 agrees, 3 not run for mistakes; 1 expectation looked at; "
                    "files that cannot be read: 1"
                ),
            ],
        ),
    ],
)
def test_what_mistakes_kept_from_running_is_counted(lang: Language, told: list[str]) -> None:
    one = results("t: {persona: 小店, at: 2026-11-23, expect: {tags: {big: no}}}")
    left_out = (LeftOut(FILE, "u"), LeftOut(FILE, "v"), LeftOut("b.test.yaml", "w"))
    not_run = NotRun(left_out, ("c.test.yaml",))
    assert render_results(one, lang, not_run).splitlines() == told
    counts = results_json(program().head, program().hash, one, lang, not_run)["counts"]
    assert counts == {"tests": 1, "agree": 1, "differ": 0, "not_run": 3}


def test_the_verdict_is_no_word_of_a_business_outcome() -> None:
    outcomes = {option.label.zh for option in STATES.options} | {
        one.zh for one in OUTCOMES.values()
    }
    shown = render_results(results(), "zh")
    verdicts = re.findall(r"[一不]+致", shown)
    assert set(verdicts) == {"一致", "不一致"}
    assert not any(verdict in outcome for outcome in outcomes for verdict in verdicts)
    english = {option.id for option in STATES.options} | {one.en for one in OUTCOMES.values()}
    assert not any(word in outcome for outcome in english for word in ("agree", "differ"))


def test_for_programs_every_key_is_documented() -> None:
    data = results_json(program().head, program().hash, results(), "zh")
    named = set(re.findall(r"`([a-z_]+)`", PAGE))
    test = data["tests"][0]
    difference = test["differences"][0]
    for part in (data, data["policy"], data["counts"], test, test["place"], difference):
        assert set(part) <= named, set(part) - named
    assert data["counts"] == {"tests": 4, "agree": 1, "differ": 3, "not_run": 0}
    assert [one["verdict"] for one in data["tests"]] == ["differs", "agrees", "differs", "differs"]
    assert difference["subject"] == ["tags", "big"]
    assert (difference["expected"], difference["actual"]) == ("是", "否")
    assert difference["change"] == "档位 28 而不是 27"
    assert difference["rule"]["file"] == "policy.yaml"
    assert difference["place"]["file"] == FILE


def test_for_build_servers() -> None:
    mistakes = read(text_of("t: {at: 2026-11-23, expect: {tags: {bigg: no}}}")).diagnostics
    root = ET.fromstring(junit("shop", results(), mistakes, "zh"))
    assert root.attrib == {"name": "shop", "tests": "5", "failures": "3", "errors": "1"}
    suites = {suite.get("name"): suite for suite in root}
    cases = suites[FILE].findall("testcase")
    assert [case.get("name") for case in cases] == ["大客户 / 小", "大客户 / 大", "档案", "丢件"]
    failures = cases[0].findall("failure")
    assert len(failures) == 2
    assert "档位 28 而不是 27" in (failures[0].text or "")
    assert cases[1].findall("failure") == []
    assert (cases[0].get("file"), cases[0].get("line")) == (FILE, "16")
    (error,) = suites["policy-tests"].iter("error")
    assert error.get("type") == "WE782"


def test_characters_that_xml_cannot_hold_do_not_break_it() -> None:
    written = '"a\\x07<b>&\\uFFFE": {persona: 小店, at: 2026-11-23, expect: {tags: {big: yes}}}'
    root = ET.fromstring(junit("shop", results(written), [], "en"))
    (case,) = root.iter("testcase")
    assert case.get("name") == "a�<b>&�"


def test_beside_the_lines_of_a_pull_request() -> None:
    found = list(findings_of(results()))
    assert {one.code for one in found} == {"WE790"}
    first = render_github(found, lang="en").splitlines()[0]
    assert first.startswith(f"::error file={FILE},line=16,col=")
    assert "should be yes and is no" in first
    assert "would agree: Tier 28 instead of 27" in first
