"""`coverage` and `test --generate` at the command line, on a small policy and the shipped ones."""

from __future__ import annotations

import json

import pytest

from tests.cli.running import TOBACCO, VIP, Shell, process
from tests.decide.policies import TODAY
from tests.trial.covered_shop import SHOP, program_of
from workflow_engine.cli.test_generate import LISTED, unserved
from workflow_engine.trial.coverage import measure
from workflow_engine.trial.proposals import finder, propose

TESTS = """\
personas:
  普通店: {tier: 12, share: 0.5, joined: 2020-01-01, rural: false}
tests:
  大客户:
    persona: 普通店
    at: 2026-11-21
    given: {tier: 29}
    expect: {tags: {big: true}}
"""


@pytest.fixture
def policy(shell: Shell) -> Shell:
    shell.write({"p/policy.yaml": SHOP, "p/tests/a.test.yaml": TESTS})
    return shell


def percent(shell: Shell, kind: str) -> int:
    ran = shell("coverage", "p", "--format", "json")
    found: int = json.loads(ran.out)["kinds"][kind]["percent"]
    return found


def test_the_report_by_ending(policy: Shell) -> None:
    text = policy("coverage", "p")
    assert (text.code, text.err) == (0, "")
    assert text.out.startswith("覆盖率：店 1 · 1 个测试，1 位客户\n")
    assert "已证明没有客户能做到" in text.out
    for name, start in (("c.html", "\n<!DOCTYPE html>"), ("c.json", "{"), ("c.txt", "覆盖率")):
        ran = policy("coverage", "p", "--out", name)
        assert ran.out == ""
        written = (policy.folder / name).read_text(encoding="utf-8")
        assert written.lstrip().startswith(start.lstrip())
    assert json.loads(policy("coverage", "p", "--format", "json").out)["tests"] == ["大客户"]
    wrong = policy("coverage", "p", "--format", "json", "--out", "c.html")
    assert wrong.code == 2


def test_fail_under(policy: Shell) -> None:
    good = policy("coverage", "p", "--fail-under", "rules=10")
    assert (good.code, good.err) == (0, "")
    bad = policy("coverage", "p", "--fail-under", "rules=100,rungs=100", "--lang", "en")
    assert bad.code == 1
    assert bad.err.splitlines()[1] == "escalation rungs: 0% (0/1), 100% is asked for"
    assert policy("coverage", "p", "--fail-under", "rulez=3").code == 2


def test_a_test_that_differs_is_counted_and_told(policy: Shell) -> None:
    policy.write({"p/tests/a.test.yaml": TESTS.replace("big: true", "big: false")})
    ran = policy("coverage", "p")
    assert ran.code == 0
    assert ran.err == "有 1 个测试与政策不符，见 workflow-engine test\n"
    assert "1 个测试" in ran.out


def test_a_test_that_expects_nothing_reaches_nothing(policy: Shell) -> None:
    policy.write({"p/tests/a.test.yaml": TESTS.replace("{tags: {big: true}}", "{tags: {}}")})
    ran = policy("coverage", "p", "--fail-under", "rules=1")
    assert ran.code == 1
    assert "WE787" in ran.err
    assert "0 个测试" in ran.out


def test_mistakes_in_test_files_are_told(policy: Shell) -> None:
    policy.write({"p/tests/b.test.yaml": TESTS.replace("tier: 29", "teir: 29")})
    ran = policy("coverage", "p")
    assert ran.code == 1
    assert "b.test.yaml" in ran.err


def test_generated_tests_agree_and_reach_what_was_missing(policy: Shell) -> None:
    before = {kind: percent(policy, kind) for kind in ("rules", "boundaries", "effects", "states")}
    assert max(before.values()) < 100
    ran = policy("test", "p", "--generate", "--out", "p/tests/new.test.yaml")
    assert ran.code == 0
    assert "请逐条核对预期" in ran.err
    text = (policy.folder / "p/tests/new.test.yaml").read_text(encoding="utf-8")
    assert "expect:  # 请核对" in text
    assert "persona: 普通店" in text
    assert "at: 2026-11-21" in text
    green = policy("test", "p")
    assert green.code == 0, green.out
    assert {percent(policy, kind) for kind in before} == {100}
    again = policy("test", "p", "--generate")
    assert (again.code, again.out, again.err) == (0, "", "没有可补的测试\n")


def test_what_could_not_be_served_is_named_with_its_place() -> None:
    program = program_of(SHOP)
    measured = measure(program, [])
    nobody = propose(measured, {}, TODAY, finder(program, 1))
    told = list(unserved(nobody, measured, "zh"))
    assert told[0] == "大客户：“大客户”从未不成立  policy.yaml:14:3"
    assert len(told) == LISTED + 1
    assert told[-1] == f"还有 {len(nobody.unsure) - LISTED} 处，见 coverage"


def test_nothing_is_overwritten(policy: Shell) -> None:
    policy.write({"new.test.yaml": "mine"})
    ran = policy("test", "p", "--generate", "--out", "new.test.yaml")
    assert ran.code == 2
    assert "不会覆盖" in ran.err
    assert (policy.folder / "new.test.yaml").read_text() == "mine"


def test_the_same_proposals_every_time(policy: Shell) -> None:
    once, twice = (policy("test", "p", "--generate", "--lang", "en").out for _ in range(2))
    assert once == twice
    assert "# check this" in once


def test_without_any_tests(policy: Shell) -> None:
    (policy.folder / "p/tests/a.test.yaml").unlink()
    assert policy("coverage", "p").code == 2
    ran = policy("test", "p", "--generate", "--at", "2026-11-21", "--out", "p/new.test.yaml")
    assert ran.code == 0
    assert policy("test", "p").code == 0
    assert percent(policy, "rules") == 100


def test_chinese_policies_get_chinese_tests(policy: Shell) -> None:
    assert policy("translate", "p", "--to", "zh").code == 0
    ran = policy("test", "p", "--generate")
    assert ran.code == 0
    assert "\n测试:\n" in ran.out
    assert "    典型客户: 普通店\n    日期: 2026-11-21\n" in ran.out
    policy.write({"p/tests/new.test.yaml": ran.out})
    assert policy("test", "p").code == 0


@pytest.mark.parametrize(
    "given",
    [
        ["--out", "x.yaml"],
        ["--persona", "普通店"],
        ["--at", "2026-11-21"],
        ["--generate", "--accept"],
        ["--generate", "--only", "大"],
        ["--generate", "--persona", "普通"],
        ["--generate", "--at", "tomorrow"],
    ],
)
def test_options_that_do_not_fit_are_told(policy: Shell, given: list[str]) -> None:
    ran = policy("test", "p", *given)
    assert ran.code == 2
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("pack", [TOBACCO, VIP])
def test_the_shipped_policies_are_covered(pack: object) -> None:
    ran = process("coverage", pack, "--fail-under", "rules=100,rungs=100")
    assert (ran.code, ran.err) == (0, "")
