"""The examples of docs/checks, as policies and blueprints that are checked."""

import re

from tests.docs.examples import DOCS, PAGE, base_sections, policy_files
from workflow_engine.diagnostics.codes_blueprint_checks import ENTRIES as OF_BLUEPRINTS
from workflow_engine.diagnostics.codes_checks import ENTRIES as OF_POLICIES
from workflow_engine.policy import check_texts

FOLDER = DOCS / "checks"
BASE = base_sections(PAGE.read_text(encoding="utf-8"))
CODES_OF_CHECKS = OF_POLICIES | OF_BLUEPRINTS
PAGES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
BLUEPRINT = "# blueprint\n"
_SECTION = re.compile(r"^## (Bad|Good)[^\n]*\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def example(page, which):
    """The policy's own sections and the blueprints by file name: (text, {name: text})."""
    blocks = _BLOCK.findall(dict(_SECTION.findall(page.read_text(encoding="utf-8")))[which])
    drawn = [block for block in blocks if block.startswith(BLUEPRINT)]
    rules = [block for block in blocks if not block.startswith(BLUEPRINT)]
    assert len(rules) <= 1
    assert rules or drawn
    named = {f"blueprint{number}.yaml": block for number, block in enumerate(drawn, 1)}
    return (rules[0] if rules else "tags: {}\n"), named


def report_of(text, blueprints):
    return check_texts(policy_files(text, BASE), blueprints or None)


def found_in(text, blueprints):
    """What the checks find; nothing else may be wrong with the example."""
    found = report_of(text, blueprints).diagnostics
    others = [one for one in found if one.severity != "info" and one.code not in CODES_OF_CHECKS]
    assert not others, [(one.code, str(one.place), one.message.en) for one in others]
    return [one for one in found if one.code in CODES_OF_CHECKS]
