"""Comments that allow findings: where they count, and what is said about those that do not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.docs.examples import PAGE, base_sections, policy_files
from workflow_engine.diagnostics.codes import CODES
from workflow_engine.diagnostics.codes_of_checks import OF_CHECKS
from workflow_engine.diagnostics.render_json import render_json
from workflow_engine.diagnostics.render_sarif import render_sarif
from workflow_engine.language.fixing import apply_fixes
from workflow_engine.language.suppressions import read_suppressions
from workflow_engine.model.translate import translate_text
from workflow_engine.policy import check_texts

BASE = base_sections(PAGE.read_text(encoding="utf-8"))
IDLE = """\
recovery:
  failures:
    delivery_error: {label: 送货差错, owner: account_manager, amend: {within: 1 workday}}
  escalation:
    - {from: account_manager, any: [amend overdue]}
ABOVE    - {from: customer_service, any: [amend overdue]}BESIDE
"""
FILE = "policy.yaml"


def policy(above="", beside=""):
    roles = BASE["roles"] + "  customer_service: {label: 客服专员, reports_to: supervisor}\n"
    comment = f"    {above}\n" if above else ""
    return IDLE.replace("ABOVE", comment).replace("BESIDE", beside) + roles


def report(text, blueprints=None):
    return check_texts(policy_files(text, BASE), blueprints)


def codes(text):
    return [one.code for one in report(text).diagnostics]


def test_without_a_comment_the_finding_is_there():
    assert codes(policy()) == ["WE476"]


@pytest.mark.parametrize(
    "comment",
    [
        "# allow WE476: handed over by hand",
        "# 允许 WE476：手工转交",
        "#允许WE476，手工转交",
        "# ALLOW we476 - handed over by hand",
        "# allow: WE476: handed over by hand",
        "# allow WE476, WE477: handed over by hand",
        "# 允许 WE477、WE476：手工转交",
        "# allow WE476: by hand\n    # as agreed in May",
        "# first a remark\n    # allow WE476: by hand",
    ],
)
@pytest.mark.parametrize("where", ["above", "beside"])
def test_the_comment_stands_above_the_line_or_on_it(comment, where):
    if where == "beside":
        comment = "  " + comment.split("\n")[-1 if "remark" in comment else 0]
    found = report(policy(**{where: comment}))
    assert {one.code for one in found.diagnostics} <= {"WE771"}  # of the other code beside it
    (allowed,) = found.allowed
    assert allowed.finding.code == "WE476"
    assert allowed.reason in {"handed over by hand", "手工转交", "by hand"}
    assert (
        policy(**{where: comment})
        .split("\n")[allowed.place.line - 1][
            allowed.place.column - 1 : allowed.place.end_column - 1
        ]
        .upper()
        == "WE476"
    )


@pytest.mark.parametrize(
    "text",
    [
        policy(above="# allow WE476: reason\n"),  # a blank line between
        "# allow WE476: reason\n" + policy(),
        policy(above="# allow WE477: reason"),
    ],
)
def test_elsewhere_it_does_nothing_and_that_is_said(text):
    assert codes(text) == ["WE771", "WE476"]


def test_prose_and_quoted_texts_are_no_suppressions():
    text = (
        'tags:\n  a: {label: "# allow WE476: no", when: tier > 3}  # allow 28 tiers\n'
        "  # 允许客户自选\n"
        "  b:\n    label: |\n      # allow WE476: text\n    when: tier > 4 # allow WE_x\n"
        "  'c # allow WE476: key': {when: tier > 5}\n"
    )
    assert read_suppressions(text, FILE) == ()


def test_a_comment_after_quoted_text_is_one():
    text = 'tags:\n  a: {label: "# x", when: tier > 3} # allow WE476: y\n'
    (one,) = read_suppressions(text, FILE)
    assert (one.code, one.reason, one.line) == ("WE476", "y", 2)


def test_above_a_blank_line_it_speaks_of_none():
    (one,) = read_suppressions("# allow WE476: x\n# more\n\na: 1\n", FILE)
    assert one.line == 0
    (one,) = read_suppressions("# allow WE476: x\n# more\na: 1\n", FILE)
    assert one.line == 3


def test_a_reason_is_needed():
    found = report(policy(beside="  # 允许 WE476："))
    assert [one.code for one in found.diagnostics] == ["WE770", "WE476"]
    assert found.allowed == ()


def test_an_unknown_code_is_asked_back():
    (said, _) = report(policy(beside="  # allow WE467: by hand")).diagnostics
    assert said.code == "WE772"
    assert said.message.en.endswith("did you mean WE476?")
    assert said.message.zh.endswith("您是不是要写 WE476？")
    (said, _) = report(policy(beside="  # allow WE4x: by hand")).diagnostics
    assert said.message.en.endswith("no effect")


def test_mistakes_of_the_language_cannot_be_allowed():
    text = "tags:\n  # allow WE325: I like it\n  a: {when: teir > 3}\n"
    found = report(text)
    assert [one.code for one in found.diagnostics] == ["WE325", "WE773"]
    assert found.allowed == ()


def test_an_error_of_a_check_may_be_allowed():
    process = (
        "processes:\n  sorting:\n    owner: account_manager\n"
        "    states:\n      open: {label: 已开立}\n"
        "COMMENT"
        "      stuck: {label: 卡住}\n"
        "      done: {label: 完成, end: true}\n"
        "    transitions:\n"
        "      - {on: sort, from: open, to: stuck}\n"
        "      - {on: close, from: open, to: done}\n"
    )
    assert report(process.replace("COMMENT", "")).program is None
    comment = "      # allow WE461: goes on outside this system\n"
    found = report(process.replace("COMMENT", comment))
    assert found.diagnostics == ()
    assert found.program is not None
    assert [one.finding.code for one in found.allowed] == ["WE461"]


def test_nothing_is_needless_while_the_checks_cannot_run():
    assert "WE771" not in codes("tags:\n  a: {when: teir > 3}  # allow WE476: later\n")


def test_a_needless_comment_is_removed_by_a_fix():
    for text in (
        "tags:\n  # allow WE476: x\n  a: {when: tier > 3}\n",
        "tags:\n  a: {when: tier > 3}  # allow WE476: x\n",
    ):
        found = report(text).diagnostics
        assert [one.code for one in found] == ["WE771"]
        assert apply_fixes(text, found) == ("tags:\n  a: {when: tier > 3}\n", 1)
    both = "tags:\n  a: {when: tier > 3}  # allow WE476, WE477: x\n"
    assert all(one.fix is None for one in report(both).diagnostics)


def test_in_a_blueprint_and_from_the_rules():
    drawn = (
        "id: visit\nfor: everyone\nproblem: 慢\nstages:\n  come:\n"
        "    need: {customer: 快, account_manager: 一次办完}\n    evidence: [门店]\n"
        "    customer: {id: open, text: 开门}\n    frontstage:\n      COMMENT\n"
        "      - {id: greet, text: 问候, by: account_manager, steps: [问好]}\n"
        "links: [{from: open, to: greet}]\n"
    )
    items = (
        "must_do:\n  # 允许 WE824：不画在图上\n"
        "  stock_count: {label: 盘点, for: everyone, every: visit}\n"
    )
    before = report(items, {"b.yaml": drawn.replace("COMMENT", "# none")})
    assert "WE824" not in [one.code for one in before.diagnostics]
    assert [one.finding.code for one in before.allowed] == ["WE824"]
    assert before.program is not None
    there = {one.code for one in before.diagnostics if one.place.file == "b.yaml"}
    assert "WE810" in there
    after = report(items, {"b.yaml": drawn.replace("COMMENT", "# allow WE810: a greeting")})
    left = {one.code for one in after.diagnostics if one.place.file == "b.yaml"}
    assert left == there - {"WE810"}
    alone = report(items)  # without blueprints nobody looked for WE824
    assert "WE771" not in [one.code for one in alone.diagnostics]


def test_json_and_sarif_list_what_was_allowed():
    found = report(policy(beside="  # 允许 WE476：手工转交"))
    document = json.loads(render_json(found.diagnostics, lang="zh", allowed=found.allowed))
    assert document["findings"] == []
    (allowed,) = document["allowed"]
    assert allowed["reason"] == "手工转交"
    assert allowed["finding"]["code"] == "WE476"
    assert allowed["place"]["line"] == allowed["finding"]["place"]["line"] == 6
    run = json.loads(render_sarif((), lang="en", allowed=found.allowed))["runs"][0]
    (result,) = run["results"]
    assert result["suppressions"][0]["kind"] == "inSource"
    assert result["suppressions"][0]["justification"] == "手工转交"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "WE476"


def test_translating_keeps_the_comment_working():
    text = policy(beside="  # allow WE476: by hand")
    files = {
        name: translate_text(one, name, "zh")[0] for name, one in policy_files(text, BASE).items()
    }
    assert "任一: [弥补逾期]}  # allow WE476: by hand" in files[FILE]
    found = check_texts(files)
    assert found.diagnostics == ()
    assert len(found.allowed) == 1


@given(st.text("# aloweWE47允许 :：'\"|\n-{}[],x6", max_size=40))
def test_any_text_can_be_read(text):
    for one in read_suppressions(text, FILE):
        line = text.split("\n")[one.place.line - 1]
        assert line[one.place.column - 1 : one.place.end_column - 1].upper() == one.code
        assert one.line == 0 or one.line >= one.place.line


def test_what_may_be_allowed_is_registered():
    assert set(OF_CHECKS) <= set(CODES)


def test_a_comment_that_stands_elsewhere_is_told_where_it_belongs():
    text = policy().replace("  failures:", "  failures:  # allow WE476: by hand")
    (needless,) = [one for one in report(text).diagnostics if one.code == "WE771"]
    assert needless.help.zh == "WE476 在第 6 行：把注释移到那一行，或它的正上方"
    assert needless.help.en == "WE476 is found on line 6: move the comment there or right above"
