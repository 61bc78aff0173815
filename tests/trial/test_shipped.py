"""The shipped policies' own tests: they agree, reach every rule and rung, and notice changes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from workflow_engine.compiler.compile import compile_policy
from workflow_engine.model.loader import load_texts
from workflow_engine.program.program import Program
from workflow_engine.trial.coverage import measure
from workflow_engine.trial.model import Difference, ReadTests
from workflow_engine.trial.proposals import finder, impossible_points
from workflow_engine.trial.reading import read_tests
from workflow_engine.trial.running import run_tests

RULES = Path(__file__).parents[2] / "rules"
PACKS = ("tobacco-retail", "vip")


@cache
def texts(pack: str, below: str = "") -> dict[str, str]:
    folder = RULES / pack / below
    return {
        str(file.relative_to(RULES.parent)): file.read_text(encoding="utf-8")
        for file in sorted(folder.glob("*.yaml"))
    }


def program(files: dict[str, str]) -> Program:
    loaded = load_texts(files)
    assert loaded.model is not None
    compiled = compile_policy(loaded.model, loaded.dropped, loaded.languages)
    found = [*loaded.diagnostics, *compiled.diagnostics]
    assert [one.message.en for one in found if one.severity == "error"] == []
    assert compiled.program is not None
    return compiled.program


@cache
def shipped(pack: str) -> tuple[Program, ReadTests]:
    made = program(texts(pack))
    return made, read_tests(texts(pack, "tests"), made)


@pytest.mark.parametrize("pack", PACKS)
def test_everything_agrees_and_every_rule_and_rung_is_reached(pack: str) -> None:
    made, found = shipped(pack)
    assert found.diagnostics == ()
    results = run_tests(made, found.tests)
    assert [result.test.name for result in results if not result.agrees] == []
    reached = measure(made, [result.exercised for result in results])
    coverage = reached.without(impossible_points(reached.missing, finder(made)))
    for kind in ("rules", "rungs", "visits", "conditions"):
        assert coverage.share(kind).percent == 100, kind


@pytest.mark.parametrize("pack", PACKS)
def test_tests_are_named_in_words_and_say_something(pack: str) -> None:
    _, found = shipped(pack)
    assert len(found.tests) > 50
    names = [test.name for test in found.tests]
    assert len(set(names)) == len(names)
    for test in found.tests:
        assert not test.name.isascii()
        assert [one for one in test.expectations if not one.implied]


CHANGES = [
    ("tobacco-retail", "tags", "28 <= tier <= 30", "29 <= tier <= 30", "档位 29 而不是 28"),
    ("tobacco-retail", "tags", "days_since(joined_on) <= 90", "days_since(joined_on) < 90", ""),
    ("tobacco-retail", "tags", "stock_days > 30", "stock_days >= 30", "库存可销天数 29 天"),
    ("tobacco-retail", "tags", "stockout_rate >= 0.05", "stockout_rate > 0.05", "断货率"),
    ("tobacco-retail", "tags", "last(sat, 2), 60", "last(sat, 3), 60", ""),
    ("tobacco-retail", "tags", "display < 60", "display <= 60", "陈列评分 61 而不是 60"),
    ("tobacco-retail", "pyramid", "net >= 20000", "net > 20000", "年毛利贡献 25,001 元"),
    ("tobacco-retail", "pyramid", "violations_12m >= 2", "violations_12m >= 3", "近12个月违规次数 3"),
    ("tobacco-retail", "pyramid", "net < 0", "net <= 0", "年毛利贡献"),
    ("tobacco-retail", "pyramid", "[special_request]", "[festival_care]", ""),
    ("tobacco-retail", "visits", "times: 4 per month", "times: 3 per month", ""),
    ("tobacco-retail", "visits", "most_demanding", "first", ""),
    ("tobacco-retail", "optional", "at 春节, 中秋", "at 中秋", ""),
    ("tobacco-retail", "must_do", "{compliance_watch: high}", "{compliance_watch: low}", ""),
    ("tobacco-retail", "must_do", "for: everyone", "for: not low_cooperation", ""),
    ("tobacco-retail", "recovery", "within: 2 work hours", "within: 3 work hours", ""),
    ("tobacco-retail", "recovery", "elapsed: 50%", "elapsed: 80%", ""),
    ("tobacco-retail", "recovery", "within: 90 calendar days, times: 2",
     "within: 90 calendar days, times: 3", ""),
    ("tobacco-retail", "recovery", "approve: finance", "approve: supervisor", ""),
    ("tobacco-retail", "recovery", "        - regulator_or_media\n", "", ""),
    ("tobacco-retail", "roles", "compensation_up_to: 500\n", "compensation_up_to: 5000\n", ""),
    ("tobacco-retail", "feedback", "P3: 5 workdays", "P3: 7 workdays", ""),
    ("tobacco-retail", "feedback", "建议: low", "建议: high", ""),
    ("vip", "tags", ">= 50000", "> 50000", "年毛利贡献 50,001 元 而不是 50,000 元"),
    ("vip", "tags", '行业 等于 "银行" 且 管理资产 >= 500000', "管理资产 >= 500000", ""),
    ("vip", "tags", "交易年龄 >= 3 且", "交易年龄 >= 3 或", ""),
    ("vip", "tags", "< 0.5", "<= 0.5", "前90天订单 11 而不是 12"),
    ("vip", "must_do", "    记录: VIP客户沟通记录表            # 没有填表的拜访不算完成\n", "", ""),
    ("vip", "must_do", "对象: 非 VIP客户", "对象: VIP客户", ""),
    ("vip", "recovery", "特批: 部门经理", "特批: 客户经理", ""),
    ("vip", "recovery", "时限: 15个自然日", "时限: 30个自然日", ""),
    ("vip", "survey_loop", "时限: 10个工作日", "时限: 20个工作日", ""),
]  # fmt: skip


@pytest.mark.parametrize(("pack", "file", "old", "new", "nearest"), CHANGES)
def test_a_change_of_the_policy_is_noticed(
    pack: str, file: str, old: str, new: str, nearest: str
) -> None:
    changed = dict(texts(pack))
    path = f"rules/{pack}/{file}.yaml"
    assert old in changed[path]
    changed[path] = changed[path].replace(old, new, 1)
    _, found = shipped(pack)
    made = program(changed)
    again = read_tests(texts(pack, "tests"), made)
    assert len(again.tests) == len(found.tests)
    differences: list[Difference] = [
        one for result in run_tests(made, again.tests) for one in result.differences
    ]
    assert differences
    told = [one.change.zh for one in differences if one.change is not None]
    assert not nearest or any(nearest in one for one in told)
