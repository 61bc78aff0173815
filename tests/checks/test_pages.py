"""Every check has one page, and the page's examples do what it says."""

import re
from pathlib import Path

import pytest

from tests.docs.examples import DOCS, PAGE, base_sections, policy_files
from workflow_engine.checks.registry import ALL_CHECKS
from workflow_engine.diagnostics.codes import CODES
from workflow_engine.diagnostics.codes_checks import ENTRIES
from workflow_engine.policy import check_texts

FOLDER = DOCS / "checks"
BASE = base_sections(PAGE.read_text(encoding="utf-8"))
PAGES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
EXAMPLE = re.compile(r"^## (Bad|Good)[^\n]*\n\n```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"# (WE\d+) (\S+) \((\w+)\)\n")


def text(page):
    return page.read_text(encoding="utf-8")


def heading(page):
    found = HEADING.match(text(page))
    assert found is not None, page.name
    return found.groups()


def found_in(example):
    report = check_texts(policy_files(example, BASE))
    compiled = [one for one in report.diagnostics if one.severity != "info"]
    assert all(one.code in ENTRIES for one in compiled), [one.message.en for one in compiled]
    return [one for one in report.diagnostics if one.code in ENTRIES]


def test_every_check_has_a_page_and_a_module():
    names = [name for name, _ in ALL_CHECKS]
    assert names == sorted(names)
    assert names == [page.stem for page in PAGES]
    modules = Path(__file__).parents[2] / "workflow_engine/checks"
    assert set(names) <= {path.stem for path in modules.glob("*.py")}
    assert all(f"({name}.md)" in text(FOLDER / "README.md") for name in names)


def test_every_code_has_one_page():
    assert sorted(heading(page)[0] for page in PAGES) == list(ENTRIES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_heading_is_that_of_the_code(page):
    code, name, severity = heading(page)
    assert (name, severity) == (CODES[code].name, CODES[code].severity)
    assert name.replace("-", "_") == page.stem


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_bad_example_gives_the_code_and_nothing_else(page):
    examples = dict(EXAMPLE.findall(text(page)))
    found = found_in(examples["Bad"])
    code, _, severity = heading(page)
    assert {one.code for one in found} == {code}
    assert {one.severity for one in found} == {severity}
    assert all(one.place.line for one in found)
    assert all("{" not in one.message.zh + one.message.en for one in found)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_good_example_gives_nothing(page):
    examples = dict(EXAMPLE.findall(text(page)))
    assert found_in(examples["Good"]) == []
