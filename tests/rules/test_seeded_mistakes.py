"""Mistakes that authors really make, put into a copy of the shipped policy: each is found.

Most are found by `check`, where the message or the help says what to do. Where only the author's
intent can tell a right figure from a wrong one, the policy's own tests find it.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.cli.running import ROOT, TOBACCO, process
from workflow_engine.diagnostics.codes import CODES
from workflow_engine.language.fixing import apply_fixes
from workflow_engine.policy import check_texts

DRAWN = ROOT / "blueprints" / "tobacco-retail"


@dataclass(frozen=True)
class Seed:
    """One mistake: in `file`, `right` became `wrong`.

    `code` is found in `file` (or `found_in`) on the line that holds `line`; `words` are what the
    author reads there of how to mend it.
    """

    file: str
    right: str
    wrong: str
    code: str
    line: str
    words: str
    found_in: str | None = None


FINANCE = """\
  finance:                           # 财务：电子结算差错须经财务核准
    label: {zh: 财务, en: Finance}
    reports_to: general_manager
    calendar: office
"""
TOP_RUNG = """\
    - from: department_manager
      to: general_manager
      any:
        - amend overdue by 1 workday
        - compensation over limit
        - regulator_or_media
"""
VALUABLE = "      most_valuable:\n"
BROADER = """\
      valuable:
        label: {zh: 有价值客户, en: Valuable}
        when: net >= 20000
        strategy: retain
"""
GROWABLE = """\
      most_growable:
        label: {zh: 最具增长性客户, en: Most growable}
        when: {all: [growth == "high", yoy >= 0.10]}
        strategy: cultivate
"""
GENERAL = "  general:        {times: 1 per month, minutes: 20, modes: [field], assumed: true}\n"
COUNT = "  stock_count:\n    label: {zh: 库存盘点, en: Stock count}\n    for: "

SEEDS = {
    "a comma for and": Seed(
        "pyramid.yaml",
        "when: {all: [tier >= 28, net >= 20000]}",
        "when: tier >= 28, net >= 20000",
        "WE387",
        "when: tier >= 28, net",
        "条件之间写 `and`：`tier >= 28 and net >= 20000`",
    ),
    "bounds swapped": Seed(
        "tags.yaml",
        "when: 28 <= tier <= 30",
        "when: 30 <= tier <= 28",
        "WE711",
        "when: 30 <= tier <= 28",
        "是不是 `28 <= tier <= 30`？",
    ),
    "a share written as percent": Seed(
        "tags.yaml",
        "when: stockout_rate >= 0.05",
        "when: stockout_rate >= 5",
        "WE711",
        "when: stockout_rate >= 5",
        "“断货率”的范围是 0 到 1",
    ),
    "a tier above the highest": Seed(
        "tags.yaml",
        "when: 28 <= tier <= 30",
        "when: tier >= 31",
        "WE711",
        "when: tier >= 31",
        "“档位”的范围是 1 到 30",
    ),
    "a role removed that others name": Seed(
        "roles.yaml", FINANCE, "", "WE351", "approve: finance", "已定义的角色：", "recovery.yaml"
    ),
    "the top rung removed": Seed(
        "recovery.yaml",
        TOP_RUNG,
        "",
        "WE471",
        "department_manager:",
        "加一级：{from: department_manager",
        "roles.yaml",
    ),
    "a rung that leads back": Seed(
        "recovery.yaml",
        "    - from: supervisor\n      to: department_manager",
        "    - from: supervisor\n      to: account_manager",
        "WE470",
        "- from: account_manager",
        "改其中一级的去向",
    ),
    "a limit for the superior below that of the inferior": Seed(
        "roles.yaml",
        "compensation_up_to: 2000",
        "compensation_up_to: 200",
        "WE474",
        "supervisor:",
        "给“主管”写更高的上限",
    ),
    "our own deadline looser than the promise": Seed(
        "feedback.yaml",
        "reply:    {within: 1 workday}",
        "reply:    {within: 3 workdays}",
        "WE481",
        "reply_1wd:",
        "把内部时限定得不长于承诺",
        "promises.yaml",
    ),
    "a promise beyond our capacity": Seed(
        "promises.yaml",
        "promise: 40",
        "promise: 30",
        "WE411",
        "delivery_48:",
        "放宽承诺，或先提升能力",
    ),
    "a first step due after the second": Seed(
        "recovery.yaml",
        "acknowledge: {within: 30 work minutes, text: {zh: 确认影响",
        "acknowledge: {within: 30 workdays, text: {zh: 确认影响",
        "WE483",
        "acknowledge: {within: 30 workdays",
        "缩短前一步的时限",
    ),
    "an item whose condition contradicts itself": Seed(
        "optional.yaml",
        "eligible: cash_tight",
        'eligible: cash_tight and cash == "smooth"',
        "WE711",
        "eligible: cash_tight and cash",
        "不能同时成立",
    ),
    "an item only for those whose strategy suspends it": Seed(
        "optional.yaml",
        "eligible: cash_tight",
        'eligible: cash_tight and pyramid == "negative"',
        "WE748",
        "finance_advice:",
        "让至少一个级别的策略不暂停它",
    ),
    "the broader level before the narrower": Seed(
        "pyramid.yaml",
        VALUABLE,
        BROADER + VALUABLE,
        "WE716",
        "most_valuable:",
        "把范围窄的写在前面",
    ),
    "a level pasted twice under another name": Seed(
        "pyramid.yaml",
        GROWABLE,
        GROWABLE + GROWABLE.replace("most_growable", "most_growable_new"),
        "WE716",
        "most_growable_new:",
        "确实多余的，删去它",
    ),
    "a tag pasted twice": Seed(
        "tags.yaml",
        "  cash_tight:\n",
        '  cash_tight:\n    label: 资金紧\n    when: cash == "tight"\n  cash_tight:\n',
        "WE113",
        "cash_tight:",
        "删掉其中一个，或者改名",
    ),
    "a tag misspelt": Seed(
        "must_do.yaml",
        "urgency_when: {overstock: high}",
        "urgency_when: {overstok: high}",
        "WE351",
        "overstok",
        "是不是 `overstock`？",
    ),
    "an attribute misspelt": Seed(
        "tags.yaml",
        "when: stock_days > 30",
        "when: stok_days > 30",
        "WE325",
        "stok_days",
        "是不是 `stock_days`？",
    ),
    "an option misspelt": Seed(
        "tags.yaml", 'cash == "tight"', 'cash == "tigth"', "WE332", "tigth", "`tight` (紧张)"
    ),
    "full-width signs": Seed(
        "tags.yaml", "when: display < 60", "when：display ＜ ６０", "WE126", "６０", "应写成 `< 60`"
    ),
    "a number in quotes": Seed(
        "tags.yaml",
        "when: display < 60",
        'when: display < "60"',
        "WE330",
        'display < "60"',
        "不加引号",
    ),
    "days of which kind": Seed(
        "optional.yaml",
        "respond_within: 2 workdays",
        "respond_within: 2 天",
        "WE346",
        "respond_within: 2 天",
        "`2个工作日` 或 `2个自然日`",
    ),
    "an indentation that slipped": Seed(
        "tags.yaml",
        "  cash_tight:\n    label",
        "  cash_tight:\n   label",
        "WE109",
        "    when: cash",
        "从同一列开始",
    ),
    "a must-do item cancelled by a strategy": Seed(
        "pyramid.yaml",
        "suspends_optional_except: [special_request]",
        "suspends: [field_visit]",
        "WE401",
        "suspends: [field_visit]",
        "从策略中去掉它",
    ),
    "a must-do item withheld from a level": Seed(
        "must_do.yaml",
        COUNT + "everyone",
        COUNT + 'pyramid != "negative"',
        "WE749",
        "stock_count:",
        "对象改为所有客户",
    ),
    "a strategy that no level takes any more": Seed(
        "pyramid.yaml",
        "        strategy: cultivate\n",
        "",
        "WE746",
        "  cultivate:",
        "在级别上写 `策略: cultivate`",
    ),
    "a need that nobody serves any more": Seed(
        "optional.yaml",
        "needs: [easy_systems]",
        "needs: [better_profit]",
        "WE750",
        "easy_systems:",
        "需求: [easy_systems]",
        "nouns.yaml",
    ),
    "no visits for customers of no category": Seed(
        "visits.yaml", GENERAL, "", "WE431", "combine:", "加上：`general: {times: 1 per month"
    ),
    "a role that nobody holds any more": Seed(
        "staff.yaml",
        "  韩秋实: {role: finance, reports_to: 顾长河, phone: 内线8017}\n",
        "",
        "WE769",
        "  finance:",
        "在人员表里写上谁担任 `finance`",
        "roles.yaml",
    ),
    "competitors watched no more": Seed(
        "monitors.yaml",
        "object: {zh: 竞争对手, en: Competitors}",
        "object: {zh: 市场, en: Market}",
        "WE760",
        "satisfaction:",
        "加上一项监测",
    ),
}

ONLY_INTENT_CAN_TELL = {
    "a tier off by one": Seed(
        "tags.yaml",
        "when: 28 <= tier <= 30",
        "when: 29 <= tier <= 30",
        "",
        "big_customer:",
        "档位 29 而不是 28",
    ),
    "or for and": Seed(
        "tags.yaml",
        "when: smart_pos and pos_usage < 0.3",
        "when: smart_pos or pos_usage < 0.3",
        "",
        "pos_idle:",
        "智慧收银机(云POS) 否 而不是 是",
    ),
    "a bound that no longer counts": Seed(
        "tags.yaml",
        "when: stockout_rate >= 0.05",
        "when: stockout_rate > 0.05",
        "",
        "stockout_risk:",
        "断货率 > 0.05，现为 0.05",
    ),
}


@cache
def texts(folder: Path) -> dict[str, str]:
    files = (file for file in folder.glob("*.yaml"))
    return {file.name: file.read_text(encoding="utf-8") for file in files}


def checked(files):
    return check_texts(files, texts(DRAWN))


@cache
def usual():
    return {(one.code, one.message.zh) for one in checked(texts(TOBACCO)).diagnostics}


def seeded(seed):
    text = texts(TOBACCO)[seed.file]
    assert text.count(seed.right) == 1
    return {**texts(TOBACCO), seed.file: text.replace(seed.right, seed.wrong)}


@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
def test_check_finds_the_mistake_and_says_how_to_mend_it(seed):
    files = seeded(seed)
    report = checked(files)
    new = [one for one in report.diagnostics if (one.code, one.message.zh) not in usual()]
    where = seed.found_in or seed.file
    lines = files[where].split("\n")
    (found,) = [
        one
        for one in new
        if one.code == seed.code
        and one.place.file == where
        and seed.line in lines[one.place.line - 1]
        and seed.words in one.message.zh + (one.help.zh if one.help else "")
    ][:1]
    assert found.severity == CODES[seed.code].severity_in("trial")
    assert found.severity != "info" or seed.code in {"WE760", "WE769"}  # till the policy is live
    assert found.message.en != found.message.zh


def test_one_mistake_in_a_tag_is_one_finding():
    new = [
        one
        for one in checked(seeded(SEEDS["bounds swapped"])).diagnostics
        if (one.code, one.message.zh) not in usual()
    ]
    assert [one.code for one in new] == ["WE711"]
    assert "等 6 处也受影响" in new[0].message.zh


def test_the_shipped_policy_has_none_of_them():
    found = checked(texts(TOBACCO)).diagnostics
    assert {one.severity for one in found} <= {"info"}
    assert len(SEEDS) >= 25


def test_what_is_only_a_slip_of_the_hand_is_mended_by_fix():
    files = seeded(SEEDS["full-width signs"])
    found = checked(files).diagnostics
    mended, count = apply_fixes(files["tags.yaml"], found, file="tags.yaml")
    assert count == 2
    assert mended == texts(TOBACCO)["tags.yaml"]


@pytest.mark.parametrize("seed", ONLY_INTENT_CAN_TELL.values(), ids=ONLY_INTENT_CAN_TELL)
def test_the_tests_of_the_policy_find_what_only_intent_can_tell(seed, tmp_path):
    files = seeded(seed)
    silent = {(one.code, one.message.zh) for one in checked(files).diagnostics}
    assert {code for code, _ in silent - usual()} <= {"WE719"}  # as well formed as before
    folder = tmp_path / "policy"
    shutil.copytree(TOBACCO, folder)
    text = files["policy.yaml"].replace("  blueprints: ../../blueprints/tobacco-retail\n", "")
    (folder / "policy.yaml").write_text(text, encoding="utf-8")
    (folder / seed.file).write_text(files[seed.file], encoding="utf-8")
    ran = process("test", folder, "--lang", "zh")
    assert ran.code == 1, ran.err
    number = files[seed.file].split("\n").index(f"  {seed.line}") + 1
    assert f"{folder / seed.file}:{number}" in ran.out
    assert seed.words in ran.out
