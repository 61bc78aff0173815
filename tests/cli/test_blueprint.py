"""`workflow-engine blueprint check`: findings, service encounters and exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.checks.drawn import CLEAN, RULES
from tests.checks.examples import BASE
from tests.cli.running import TOBACCO, VIP, Shell
from workflow_engine.cli.blueprint import ACTIONS
from workflow_engine.diagnostics.width import display_width

HEAD = 'policy: {id: p, version: "1", blueprints: ../drawn}\n'
SHARED = HEAD + "".join(text for name, text in BASE.items() if name != "policy")
OTHER = CLEAN.replace("id: visit\ntitle: 拜访", "id: second\ntitle: {zh: 再访, en: Visit again}")


@pytest.fixture
def drawn(shell: Shell) -> Shell:
    """A policy `p` with two blueprints."""
    rules = {"p/policy.yaml": SHARED, "p/rules.yaml": RULES}
    shell.write({**rules, "drawn/visit.yaml": CLEAN, "drawn/again.yaml": OTHER})
    return shell


def test_a_clean_blueprint_and_its_encounters(
    drawn: Shell, golden: Callable[[str, str], None]
) -> None:
    for lang in ("zh", "en"):
        ran = drawn("blueprint", "check", "p", "--lang", lang)
        assert (ran.code, ran.err) == (0, "")
        golden(f"cli/blueprint-check-{lang}.txt", ran.out)


def test_encounters_stand_in_columns(drawn: Shell) -> None:
    out = drawn("blueprint", "check", "p", "--only", "visit").out
    head, *rows = [line for line in out.splitlines() if line.startswith("  ")][1:]
    starts = [display_width(head.partition(word)[0]) for word in ("客户", "谁来服务", "负责")]
    for row in rows:
        begins = {display_width(row[:n]) for n in range(1, len(row)) if row[n - 1] == " " != row[n]}
        assert begins >= set(starts)


def test_a_mistake_in_one_of_them(drawn: Shell) -> None:
    drawn.write({"drawn/again.yaml": OTHER.replace("goal: 一次办好\n", "")})
    ran = drawn("blueprint", "check", "p")
    assert ran.code == 1
    assert "错误[WE823]" in ran.out
    assert "拜访（visit）" in ran.out
    assert drawn("blueprint", "check", "p", "--only", "拜访").code == 0
    assert drawn("blueprint", "check", "p", "--only", "second").code == 1
    assert drawn("check", "p").code == 1


def test_one_that_does_not_compile_is_known_by_its_file(drawn: Shell) -> None:
    drawn.write({"drawn/again.yaml": OTHER.replace("item: stock_count", "item: stok_count")})
    ran = drawn("blueprint", "check", "p", "--only", "again", "--format", "json")
    assert ran.code == 1
    assert "stok_count" in ran.out
    assert drawn("blueprint", "check", "p", "--only", "again.yaml", "--format", "json") == ran
    rest = drawn("blueprint", "check", "p", "--only", "visit")
    assert (rest.code, rest.out.count("（visit）")) == (0, 1)
    whole = drawn("blueprint", "check", "p")
    assert "WE824" not in whole.out  # the one that cannot be read may show what the other does not


def test_what_stands_in_the_policy_is_shown_with_its_line(drawn: Shell) -> None:
    late = "minutes: 20, kind: adds_value"
    drawn.write({"drawn/visit.yaml": CLEAN.replace(late, late.replace("20", "100"))})
    out = drawn("blueprint", "check", "p", "--only", "visit").out
    assert "WE820" in out
    assert out.count("::: p/rules.yaml") == 1
    assert "slogan: 两小时内答复" in out


def test_other_systems_read_findings_alone(drawn: Shell) -> None:
    drawn.write({"drawn/visit.yaml": CLEAN.replace("goal: 一次办好\n", "")})
    found = json.loads(drawn("blueprint", "check", "p", "--format", "json").out)
    text = json.dumps(found)
    assert text.count("WE823") == 1
    sarif = json.loads(drawn("blueprint", "check", "p", "--format", "sarif").out)
    assert sarif["version"] == "2.1.0"
    assert drawn("blueprint", "check", "p", "--format", "github").out.startswith("::error ")


def test_what_cannot_be_checked(drawn: Shell) -> None:
    unknown = drawn("blueprint", "check", "p", "--only", "visti")
    assert unknown.code == 2
    assert "是不是 `visit`" in unknown.err
    drawn.write({"bare/policy.yaml": SHARED.replace(", blueprints: ../drawn", "")})
    bare = drawn("blueprint", "check", "bare")
    assert bare.code == 2
    assert "没有写蓝图文件夹" in bare.err
    drawn.write({"broken/policy.yaml": SHARED + "tags: {big: {when: teir > 1}}\n"})
    assert drawn("blueprint", "check", "broken").code == 3
    drawn.write({"lost/policy.yaml": SHARED.replace("../drawn", "../nowhere")})
    lost = drawn("blueprint", "check", "lost")
    assert (lost.code, "WE851" in lost.out) == (1, True)


@pytest.mark.parametrize("policy", [TOBACCO, VIP])
def test_the_shipped_blueprints_are_clean(shell: Shell, policy: object) -> None:
    ran = shell("blueprint", "check", policy)
    assert ran.code == 0
    assert "接触点" in ran.out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_action_has_help_with_an_example(shell: Shell, lang: str) -> None:
    for action in ACTIONS:
        ran = shell("blueprint", action, "--help", "--lang", lang)
        assert ran.code == 0
        assert f"workflow-engine blueprint {action} " in ran.out.splitlines()[-1]
