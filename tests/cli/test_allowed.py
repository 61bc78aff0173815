"""What comments allow, as `check` shows it."""

import json
import re

from tests.cli.running import POLICY, ROOT

SCALE = """\
tables:
  call:
    hit: first
    gives: {type: integer}
    rows:
      - {tier: ">= 28", then: 7}
      - {tier: ">= 20", then: 14}  # 允许 WE719：由高到低
    otherwise: 30
"""
ALLOWED = POLICY + SCALE


def test_people_are_told_how_many(shell):
    shell.write({"p/policy.yaml": ALLOWED})
    ran = shell("check", "p", "--lang", "zh")
    assert ran.code == 0
    assert ran.out.endswith("\n另有 1 项已由注释允许\n")
    assert "WE719" not in ran.out
    assert shell("check", "p", "--lang", "en").out.endswith("\n1 more allowed by comments\n")


def test_other_programs_get_them_whole(shell):
    shell.write({"p/policy.yaml": ALLOWED})
    document = json.loads(shell("check", "p", "--format", "json", "--lang", "zh").out)
    (allowed,) = document["allowed"]
    assert allowed["finding"]["code"] == "WE719"
    assert allowed["reason"] == "由高到低"
    assert allowed["place"]["file"].endswith("policy.yaml")
    page = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+)`", page))
    for part in (document, allowed, allowed["finding"], allowed["place"], document["counts"]):
        assert set(part) <= named
    sarif = json.loads(shell("check", "p", "--format", "sarif").out)
    (result,) = [one for one in sarif["runs"][0]["results"] if "suppressions" in one]
    assert result["ruleId"] == "WE719"
    assert "WE719" not in shell("check", "p", "--format", "github").out


def test_a_needless_comment_is_a_warning_until_fix_takes_it_out(shell):
    shell.write({"p/policy.yaml": ALLOWED.replace("WE719", "WE716")})
    ran = shell("check", "p", "--lang", "en")
    assert ran.code == 1
    assert "warning[WE771]: WE716 is allowed here, but is not found on that line" in ran.out
    assert shell("check", "p", "--fix").code == 0
    text = (shell.folder / "p" / "policy.yaml").read_text(encoding="utf-8")
    assert text == ALLOWED.replace("  # 允许 WE719：由高到低", "")


def test_a_blueprint_check_leaves_out_what_is_allowed(shell):
    policy = ALLOWED.replace('version: "1"', 'version: "1"\n  blueprints: drawn')
    drawn = (
        "id: visit\nfor: everyone\ngoal: 快\nstages:\n  come:\n"
        "    need: {customer: 快, manager: 快}\n    evidence: 门店\n"
        "    customer: {id: open, text: 开门}\n"
        "    frontstage:\n      # allow WE825: the words are the manager's own\n"
        "      - {id: greet, text: 问候, by: manager}\n"
        "links: [{from: open, to: greet}]\n"
    )
    shell.write({"p/policy.yaml": policy, "p/drawn/visit.yaml": drawn})
    ran = shell("blueprint", "check", "p", "--lang", "en")
    assert "WE825" not in ran.out
    assert "more allowed by comments" in ran.out
    other = drawn.replace("allow WE825", "note")
    shell.write({"p/drawn/visit.yaml": other})
    assert "WE825" in shell("blueprint", "check", "p", "--lang", "en").out
