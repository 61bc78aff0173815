"""Tests are read from either language, with personas, customers, logs, choices and cases."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.trial.shop import FILE, PERSONA, read, text_of
from workflow_engine.program.types import SCALE
from workflow_engine.trial.model import Mark

ENGLISH = """\
personas:
  小店: {customer_id: C1, customer_name: 好店, tier: 12, market: urban, net: 200}
tests:
  everything:
    about: why
    persona: 小店
    given: {tier: 28, net: missing}
    at: 2026-11-22
    log: [{item: visit, on: 2026-11-02, by: 李明, record: 表}]
    choices: [gift]
    case:
      failure: lost
      opened: 2026-11-23 09:10
      by: 王芳
      steps:
        - {at: 2026-11-23 09:30, do: acknowledge, by: 李明, expect: {state: acknowledged}}
        - {at: 2026-11-23 10:00, do: amend, amount: 800, refused: over_limit}
      until: 2026-11-24 18:00
    expect:
      tags: {big: true, weak: unknown}
      levels: {pyramid: unknown}
      items: {gift: active, files: {state: due, due: none}}
      visit: {times: 4, per: month}
      unknown: [weak]
      case: {level: chief, rungs: [manager], ended: none}
"""
CHINESE = """\
典型客户:
  小店: {客户编号: C1, 客户名称: 好店, 档位: 12, market: 城镇, 净贡献: 200}
测试:
  everything:
    说明: why
    典型客户: 小店
    资料: {档位: 28, 净贡献: 缺失}
    日期: 2026年11月22日
    服务记录: [{服务项: 拜访, 日期: 2026-11-02, 经办人: 李明, 记录表单: 表}]
    自选项: [礼物]
    个案:
      失误: 丢件
      开立时间: 2026-11-23 09:10
      报告人: 王芳
      经过:
        - {时间: 2026-11-23 09:30, 操作: 承认, 经办人: 李明, 预期: {状态: 已承认}}
        - {时间: 2026-11-23 10:00, 操作: 弥补, 金额: 800, 拒绝原因: 超过权限}
      看到: 2026-11-24 18:00
    预期:
      标签: {大客户: 是, 弱: 未知}
      级别: {金字塔: 未知}
      服务项: {礼物: 已选, 档案: {状态: 必做, 应做日期: 无}}
      拜访: {次数: 4, 每: 月}
      未知: [弱]
      个案: {负责岗位: 主管, 升级: [客户经理], 结案时间: 无}
"""


def meaning(text: str) -> object:
    found = read(text)
    assert found.diagnostics == ()
    (test,) = found.tests
    assert test.case is not None
    return (
        (test.name, test.about, test.persona, test.at, test.customer, test.customer_name),
        dict(test.values),
        test.log,
        (test.case.opening, test.case.opened_at, test.case.until),
        [(step.at, step.act) for step in test.case.steps],
        [(one.subject, one.wanted, one.ordered, one.implied) for one in test.expectations],
    )


def test_both_languages_mean_the_same() -> None:
    # `visit` and the label of the must-do item are both called 拜访 in Chinese: the item goes first
    english = ENGLISH.replace("item: visit,", "item: visit_shop,")
    assert meaning(CHINESE) == meaning(english)


def test_what_is_written_is_what_is_expected() -> None:
    (test,) = read(ENGLISH).tests
    wanted = {one.subject: one.wanted for one in test.expectations}
    assert wanted["tags", "big"] is True
    assert wanted["tags", "weak"] is Mark.UNKNOWN
    assert wanted["items", "files", "due"] is Mark.NONE
    assert wanted["steps", "1", "refused"] is Mark.NONE
    assert wanted["steps", "2", "refused"] == "over_limit"
    assert wanted["case", "rungs"] == ("manager",)
    implied = [one.subject for one in test.expectations if one.implied]
    assert implied == [("case", "refused"), ("steps", "1", "refused")]
    assert test.file == FILE


def test_a_persona_extends_another_in_any_file_and_order() -> None:
    base = "personas: {店: {tier: 3, net: 5}}\n"
    text = """\
personas:
  b: {extends: a, tier: 9}
  a: {extends: 店, net: 7, market: rural}
tests:
  t: {persona: b, at: 2026-11-22, expect: {tags: {big: false}}}
"""
    found = read(text, **{"tests/z.test.yaml": base})
    assert found.diagnostics == ()
    (test,) = found.tests
    assert (test.values["tier"], test.values["net"]) == (9, 7 * SCALE)
    assert test.values["market"] == "rural"
    assert set(found.personas) == {"a", "b", "店"}
    assert found.personas["a"].values == {"tier": 3, "net": 7 * SCALE, "market": "rural"}


def test_several_customers_are_several_tests() -> None:
    found = read(
        text_of("""\
        档位:
          persona: 小店
          at: 2026-11-22
          given: {market: rural}
          expect: {tags: {big: false}, tables: {fee: 2}}
          customers:
            小: {given: {tier: 27}}
            大: {given: {tier: 28}, at: 2026-12-01, expect: {tags: {big: true}}}
        """)
    )
    assert found.diagnostics == ()
    small, large = found.tests
    assert (small.name, large.name) == ("档位 / 小", "档位 / 大")
    assert (small.values["tier"], large.values["tier"]) == (27, 28)
    assert small.values["market"] == large.values["market"] == "rural"
    assert (small.at, large.at) == (dt.date(2026, 11, 22), dt.date(2026, 12, 1))
    wanted = [{one.subject: one.wanted for one in test.expectations} for test in found.tests]
    assert wanted[0] == {("tags", "big"): False, ("tables", "fee"): 2 * SCALE}
    assert wanted[1] == {("tags", "big"): True, ("tables", "fee"): 2 * SCALE}


def test_tests_and_customers_may_be_lists() -> None:
    found = read(
        f"""\
{PERSONA}tests:
  - name: 第一
    persona: 小店
    at: 2026-11-22
    expect: {{tags: {{big: false}}}}
  - persona: 小店
    at: 2026-11-22
    customers:
      - {{given: {{tier: 30}}, expect: {{tags: {{big: true}}}}}}
      - {{name: 小, expect: {{tags: {{big: false}}}}}}
"""
    )
    assert found.diagnostics == ()
    assert [test.name for test in found.tests] == ["第一", "2 / 1", "2 / 小"]


def test_everything_a_step_may_give_reaches_its_command() -> None:
    found = read(
        text_of("""\
        t:
          persona: 小店
          case:
            process: recovery.lost
            opened: 2026-11-23 09:30
            occurred: 2026-11-23 08:30
            severity: high
            earlier: 2
            complained_about: 王强
            steps:
              - {at: 2026-11-23 10:00, do: 转派, by: 李明, person: 王强, role: 主管, note: 出差, occurred: 2026-11-23 09:50}
              - {at: 2026-11-23 10:10, do: amend, amount: 12.5, goods: 新的, outcome: lost}
              - {at: 2026-11-23 10:20, do: delegate, person: 李明, until: 2026-11-24 18:00}
              - {at: 2026-11-23 10:30, do: classify, code: a/b, nature: 投诉, urgency: 高, other: C-1, severity: low}
          expect: {case: {state: open}}
        """)
    )
    assert found.diagnostics == ()
    script = found.tests[0].case
    assert script is not None
    opening = script.opening
    assert (opening.severity, opening.earlier, opening.about) == ("high", 2, "王强")
    assert opening.occurred_at is not None
    acts = [step.act for step in script.steps]
    assert all(act is not None for act in acts)
    reassign, amend, delegate, classify = (act for act in acts if act is not None)
    assert (reassign.command, reassign.person, reassign.role) == ("reassign", "王强", "chief")
    assert reassign.occurred_at is not None
    assert (amend.amount, amend.goods, amend.outcome) == (Decimal("12.5"), "新的", "lost")
    assert delegate.until is not None
    assert delegate.until.isoformat() == "2026-11-24T18:00:00+08:00"
    assert (classify.code, classify.nature, classify.urgency) == ("a/b", "投诉", "high")
    assert (classify.other, classify.severity) == ("C-1", "low")


def test_the_day_of_a_case_is_that_of_its_opening() -> None:
    found = read(
        text_of("""\
        t:
          persona: 小店
          case: {failure: lost, opened: 2026-11-23 23:30}
          expect: {case: {state: open}}
        """)
    )
    (test,) = found.tests
    assert test.at == dt.date(2026, 11, 23)
    assert test.case is not None
    offset = test.case.opened_at.utcoffset()
    assert offset == dt.timedelta(hours=8)


@pytest.mark.parametrize("written", ["[]", "", "none", "无"])
def test_a_list_may_be_empty(written: str) -> None:
    found = read(
        text_of(f"""\
        t:
          persona: 小店
          at: 2026-11-22
          expect:
            unknown: {written}
        """)
    )
    assert found.diagnostics == ()
    (one,) = found.tests[0].expectations
    assert one.wanted == ()
