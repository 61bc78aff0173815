"""Every check has one page, and the page's examples do what it says."""

import re
from pathlib import Path

import pytest

from tests.checks.examples import CODES_OF_CHECKS, FOLDER, PAGES, example, found_in
from workflow_engine.checks.registry import ALL_CHECKS, BLUEPRINT_CHECKS, COVERAGE_CHECKS
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
    rules, drawn = ([name for name, _ in table] for table in (ALL_CHECKS, BLUEPRINT_CHECKS))
    assert rules == sorted(rules)
    assert drawn == sorted(drawn)
    names = rules + drawn + [name for name, _ in COVERAGE_CHECKS]
    assert sorted(names) == [page.stem for page in PAGES]
    modules = Path(__file__).parents[2] / "workflow_engine/checks"
    assert set(names) <= {path.stem for path in modules.glob("*.py")}
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
    code, _, severity = heading(page)
    assert {one.code for one in found} == {code}
    assert {one.severity for one in found} == {severity}
    assert all(one.place.line for one in found)
    assert all("{" not in one.message.zh + one.message.en for one in found)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_good_example_gives_nothing(page):
    assert found_in(*example(page, "Good")) == []
