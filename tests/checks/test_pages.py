"""Every check has one page, and the page's examples do what it says."""

import re
from pathlib import Path

import pytest

from tests.checks.examples import (
    CODES_OF_CHECKS,
    FOLDER,
    PAGES,
    example,
    found_in,
    stage_of,
)
from workflow_engine.checks.registry import (
    ALL_CHECKS,
    BLUEPRINT_CHECKS,
    COVERAGE_CHECKS,
    LAST_CHECKS,
    RULE_CHECKS,
)
from workflow_engine.diagnostics.codes import CODES

HEADING = re.compile(r"# (WE\d+) (\S+) \((\w+)\)\n")
OF_BLUEPRINT = "blueprint_"


def text(page):
    return page.read_text(encoding="utf-8")


def heading(page):
    found = HEADING.match(text(page))
    assert found is not None, page.name
    return found.groups()


def test_every_check_has_a_page_and_a_module():
    tables = (ALL_CHECKS, RULE_CHECKS, LAST_CHECKS, BLUEPRINT_CHECKS)
    listed = [[name for name, _ in table] for table in tables]
    assert all(names == sorted(names) for names in listed)
    names = {name for names in listed for name in names}
    names |= {name for name, _ in COVERAGE_CHECKS}
    assert sorted(names) == [page.stem for page in PAGES]
    modules = Path(__file__).parents[2] / "workflow_engine/checks"
    assert names <= {path.stem for path in modules.glob("*.py")}
    assert all(f"({name}.md)" in text(FOLDER / "README.md") for name in names)


def test_every_code_has_one_page():
    assert sorted(heading(page)[0] for page in PAGES) == sorted(CODES_OF_CHECKS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_heading_is_that_of_the_code(page):
    code, name, severity = heading(page)
    assert (name, severity) == (CODES[code].name, CODES[code].severity)
    assert name.replace("-", "_") == page.stem.removeprefix(OF_BLUEPRINT)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_index_says_the_same(page):
    code, name, severity = heading(page)
    line = f"| [{code} {name}]({page.name}) | {severity} |"
    assert line in text(FOLDER / "README.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_bad_example_gives_the_code_and_nothing_else(page):
    found = found_in(*example(page, "Bad"))
    code, _, _ = heading(page)
    assert {one.code for one in found} == {code}
    assert {one.severity for one in found} == {CODES[code].severity_in(stage_of(page, "Bad"))}
    assert all(one.place.line for one in found)
    assert all("{" not in one.message.zh + one.message.en for one in found)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_good_example_gives_nothing(page):
    assert found_in(*example(page, "Good")) == []


STAGED = [page for page in PAGES if CODES[heading(page)[0]].stages is not None]
IN_WORDS = {None: "–", "info": "info / 提示", "warning": "warning / 警告", "error": "error / 错误"}


@pytest.mark.parametrize("page", STAGED, ids=lambda page: page.stem)
def test_a_page_says_what_the_stage_of_the_policy_changes(page):
    stages = map(IN_WORDS.__getitem__, CODES[heading(page)[0]].stages)
    assert f"| {' | '.join(stages)} |" in text(page)
