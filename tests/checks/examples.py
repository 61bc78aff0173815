"""The examples of docs/checks, as policies and blueprints that are checked."""

import re

from tests.docs.examples import DOCS, PAGE, base_sections, policy_files
from workflow_engine.diagnostics.codes_of_checks import OF_CHECKS as CODES_OF_CHECKS
from workflow_engine.diagnostics.codes_use_checks import ENTRIES as OF_USE
from workflow_engine.policy import check_texts

FOLDER = DOCS / "checks"
BASE = base_sections(PAGE.read_text(encoding="utf-8"))
WHOLE = "# a whole service\n"
WHOLE_BASE = BASE | base_sections((FOLDER / "README.md").read_text(encoding="utf-8"))
PAGES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
BLUEPRINT = "# blueprint\n"
NOT_TOLD_OF_A_DRAFT = {code for code, entry in OF_USE.items() if not entry.severity_in("draft")}
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


def stage_of(page, which):
    """The stage of the policy of an example: a draft, and a trial where the service is whole."""
    text, _ = example(page, which)
    unsaid = "trial" if text.startswith(WHOLE) else "draft"
    found = re.search(r"\bstage: (draft|trial|live)", text)
    return unsaid if found is None else found.group(1)


def report_of(text, blueprints):
    base = WHOLE_BASE if text.startswith(WHOLE) else BASE
    return check_texts(policy_files(text, base), blueprints or None)


def found_in(text, blueprints):
    """What the checks find; nothing else may be wrong with the example.

    Whatever its stage, an example is not the whole of a service unless it says so.
    """
    unsaid = set() if text.startswith(WHOLE) else NOT_TOLD_OF_A_DRAFT
    found = [one for one in report_of(text, blueprints).diagnostics if one.code not in unsaid]
    others = [one for one in found if one.severity != "info" and one.code not in CODES_OF_CHECKS]
    assert not others, [(one.code, str(one.place), one.message.en) for one in others]
    return [one for one in found if one.code in CODES_OF_CHECKS]
