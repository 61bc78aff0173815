"""`test` at the command line: exit codes, choices, rewriting, and what goes to other programs."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.cli.running import POLICY, TOBACCO, VIP, Shell, process

TESTS = """\
# 大客户
personas:
  小店: {customer_name: 好店, tier: 12, net: 3}
tests:
  大客户从28档起:
    persona: 小店
    at: 2026-11-22   # 冻结
    customers:
      27档: {given: {tier: 27}, expect: {tags: {big: false}}}
      28档: {given: {tier: 28}, expect: {tags: {big: true}}}
"""
WRONG = TESTS.replace("big: false", "big: true")


@pytest.fixture
def policy(shell: Shell) -> Shell:
    shell.write(
        {
            "p/a.yaml": POLICY.replace("net: contribution - cost", "net: contribution"),
            "p/tests/big.test.yaml": TESTS.replace(", net: 3", ""),
            "p/.hidden/old.test.yaml": "nonsense: [",
        }
    )
    return shell


def wrong(shell: Shell) -> Path:
    file = shell.folder / "p/tests/big.test.yaml"
    file.write_text(WRONG.replace(", net: 3", ""), encoding="utf-8")
    return file


def test_everything_agrees(policy: Shell) -> None:
    ran = policy("test", "p")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "✓ p/tests/big.test.yaml  2 项一致",
        "",
        "2 项测试：2 项一致；共核对 2 处预期",
    ]


def test_a_difference_is_exit_code_one(policy: Shell) -> None:
    wrong(policy)
    ran = policy("test", "p", "--lang", "en")
    assert ran.code == 1
    assert "would agree  大客户" not in ran.out
    assert "    would agree  档位 28 instead of 27\n" in ran.out
    assert ran.out.endswith("2 tests: 1 agrees, 1 differs; 2 expectations looked at\n")


def test_only_some(policy: Shell) -> None:
    wrong(policy)
    assert policy("test", "p", "--only", "/ 28档").code == 0
    assert policy("test", "p", "--only", "/ 27").code == 1
    ran = policy("test", "p", "--only", "29档", "--lang", "en")
    assert ran.code == 2
    assert "no test is called `29档`" in ran.err


def test_files_of_ones_own_use_the_personas_of_the_policy(policy: Shell) -> None:
    own = "tests: {小: {persona: 小店, at: 2026-11-22, expect: {tags: {big: no}}}}\n"
    policy.write({"mine/x.yaml": own})
    wrong(policy)
    ran = policy("test", "p", "mine/x.yaml")
    assert ran.code == 0
    assert ran.out.startswith("✓ mine/x.yaml  1 项一致")
    assert policy("test", "p", "nowhere.yaml").code == 2


def test_mistakes_are_told_and_the_other_tests_still_run(policy: Shell) -> None:
    text = (policy.folder / "p/tests/big.test.yaml").read_text(encoding="utf-8")
    policy.write({"p/tests/big.test.yaml": text.replace("{big: true}", "{bigg: true}")})
    ran = policy("test", "p", "--lang", "en")
    assert ran.code == 1
    assert "error[WE782]" in ran.err
    assert "did you mean `big`?" in ran.err
    assert ran.out.endswith("2 tests: 1 agrees, 1 not run for mistakes; 1 expectation looked at\n")
    ran = policy("test", "p", "--only", "/ 28档")
    assert ran.code == 1
    assert ran.out.endswith("1 项测试：0 项一致，1 项有错没有运行；共核对 0 处预期\n")
    ran = policy("test", "p", "--only", "/ 27档")
    assert ran.out.endswith("1 项测试：1 项一致；共核对 1 处预期\n")
    policy.write({"p/tests/broken.test.yaml": "tests: [", "mine/x.yaml": text})
    assert policy("test", "p").out.endswith("；1 个文件读不出\n")
    ran = policy("test", "p", "mine/x.yaml")
    assert ran.out.endswith("2 项测试：2 项一致；共核对 2 处预期\n")


def test_accepting_shows_the_changes_and_keeps_the_rest(policy: Shell) -> None:
    file = wrong(policy)
    before = file.read_text(encoding="utf-8")
    ran = policy("test", "p", "--accept")
    assert ran.code == 0
    assert "-      27档: {given: {tier: 27}, expect: {tags: {big: true}}}" in ran.out
    assert "+      27档: {given: {tier: 27}, expect: {tags: {big: false}}}" in ran.out
    assert "已改写 1 处预期" in ran.err
    after = file.read_text(encoding="utf-8")
    assert after == before.replace(
        "tier: 27}, expect: {tags: {big: true", "tier: 27}, expect: {tags: {big: false"
    )
    assert [one.name for one in file.parent.iterdir()] == ["big.test.yaml"]
    again = policy("test", "p", "--accept")
    assert again.code == 0
    assert "没有改写任何预期" in again.err
    assert file.read_text(encoding="utf-8") == after


def test_what_cannot_be_accepted_is_told(policy: Shell) -> None:
    text = TESTS.replace(", net: 3", "").split("    customers:")[0] + (
        "    expect: {tags: {big: true}}\n"
        "    customers: {a: {given: {tier: 1}}, b: {given: {tier: 30}}}\n"
    )
    policy.write({"p/tests/big.test.yaml": text})
    ran = policy("test", "p", "--accept")
    assert ran.code == 1
    assert "WE792" in ran.err
    assert (policy.folder / "p/tests/big.test.yaml").read_text(encoding="utf-8") == text


def test_accepting_goes_with_text_alone(policy: Shell) -> None:
    ran = policy("test", "p", "--accept", "--format", "json", "--lang", "en")
    assert ran.code == 2
    assert "--accept" in ran.err


def test_for_other_programs(policy: Shell) -> None:
    wrong(policy)
    ran = policy("test", "p", "--format", "json", "--junit", "out/junit.xml")
    assert (ran.code, ran.err) == (1, "")
    data = json.loads(ran.out)
    assert data["counts"] == {"tests": 2, "agree": 1, "differ": 1, "not_run": 0}
    root = ET.parse(policy.folder / "out/junit.xml").getroot()
    assert root.attrib == {"name": "p", "tests": "2", "failures": "1", "errors": "0"}
    ran = policy("test", "p", "--format", "github")
    assert ran.code == 1
    assert ran.out.startswith("::error file=p/tests/big.test.yaml,line=9,col=")


def test_mistakes_stand_beside_their_lines_too(policy: Shell) -> None:
    policy.write({"p/tests/c.test.yaml": "tests: {t: {expect: {}}}\n"})
    ran = policy("test", "p", "--format", "github")
    assert ran.err == ""
    assert ran.out.startswith("::error file=p/tests/c.test.yaml,line=1,")


def test_a_policy_without_tests_says_how_to_begin(policy: Shell) -> None:
    (policy.folder / "p/tests/big.test.yaml").unlink()
    ran = policy("test", "p")
    assert ran.code == 2
    assert ".test.yaml" in ran.err


def test_a_policy_that_does_not_load_is_exit_code_three(policy: Shell) -> None:
    policy.write({"p/b.yaml": "tags: {x: {when: teir > 1}}\n"})
    ran = policy("test", "p")
    assert ran.code == 3
    assert ran.out == ""


def test_a_file_that_is_no_text_is_a_finding(policy: Shell) -> None:
    policy.write({"p/tests/z.test.yaml": b"\xff\xfe\x00\xd8tests"})
    ran = policy("test", "p")
    assert ran.code == 1
    assert "WE1" in ran.err
    assert "2 项测试" in ran.out


@pytest.mark.parametrize("folder", [TOBACCO, VIP], ids=["tobacco-retail", "vip"])
def test_the_shipped_policies_do_what_their_tests_expect(folder: Path) -> None:
    ran = process("test", folder.relative_to(Path(__file__).parents[2]))
    assert (ran.code, ran.err) == (0, "")
    assert "不一致" not in ran.out


SLIPS = """\
测试：
  档位界线：
    日期: 2026-11-22
    资料: {档位： 28，名称: 甲}
    预期: {标签: {大客户: 是}}
"""


def test_check_reads_the_tests_too_and_mends_their_slips(policy: Shell) -> None:
    policy.write({"p/tests/slips.test.yaml": SLIPS, "p/.hidden/slips.test.yaml": SLIPS})
    told = policy("check", "p")
    assert told.code == 1
    assert "p/tests/slips.test.yaml:1:3" in told.out
    assert "WE122" in told.out
    assert "WE123" in told.out
    assert ".hidden" not in told.out
    policy("check", "p", "--fix")
    mended = (policy.folder / "p/tests/slips.test.yaml").read_text(encoding="utf-8")
    assert mended.startswith("测试:\n  档位界线:\n")
    assert "{档位: 28, 名称: 甲}" in mended
    assert "：" in (policy.folder / "p/.hidden/slips.test.yaml").read_text(encoding="utf-8")


def test_check_finds_mistakes_of_tests_but_does_not_run_them(policy: Shell) -> None:
    policy.write({"p/tests/big.test.yaml": WRONG.replace(", net: 3", "")})
    assert "WE78" not in policy("check", "p").out, "that a test differs is for `test` to say"
    policy.write({"p/tests/big.test.yaml": WRONG.replace("persona: 小店", "persona: 小点")})
    told = policy("check", "p", "--format", "json")
    (found,) = [one for one in json.loads(told.out)["findings"] if one["code"] == "WE782"]
    assert found["place"]["file"].endswith("big.test.yaml")
