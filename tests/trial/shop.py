"""A small policy of a shop, and its tests read and run from a text."""

from __future__ import annotations

import textwrap
from functools import cache

from tests.decide.policies import compiled
from workflow_engine.program.program import Program
from workflow_engine.trial.model import ReadTests, TestResult
from workflow_engine.trial.reading import read_tests
from workflow_engine.trial.running import run_tests

POLICY = """\
policy: {id: shop, title: 店, version: "1", stage: draft}
calendars: {office: {base: CN, hours: {mon-fri: ["09:00..12:00", "13:00..18:00"]}}}
customer:
  key: customer_id
  name: customer_name
  choices: opted_in
  attributes:
    basic:
      tier: {type: integer, min: 1, max: 30, label: {zh: 档位, en: Tier}, required: true}
      market: {type: choice, of: {urban: {zh: 城镇, en: Urban}, rural: {zh: 乡村, en: Rural}}}
      joined_on: {type: date, label: 入网日期}
      manager_name: {type: text, label: 客户经理姓名}
    operating:
      net: {type: number, unit: 元, label: 净贡献}
      sat: {type: list of number, label: 满意度}
      opted_in: {type: list of text}
measures:
  double: {label: 两倍, value: net * 2}
tags:
  big: {label: {zh: 大客户, en: Big}, when: tier >= 28}
  weak: {label: 弱, when: net < 100}
  unhappy: {label: 不满意, when: "all_below(last(sat, 2), 60)"}
scales:
  pyramid:
    label: 金字塔
    levels:
      top: {label: {zh: 上层, en: Top}, when: big and net >= 500, strategy: keep}
      low: {label: {zh: 下层, en: Low}, when: net < 0, strategy: stop}
      rest: {label: 其余, otherwise: true}
tables:
  fee:
    label: 费率
    gives: {type: number}
    rows:
      - {market: urban, then: 1.5}
      - {market: rural, then: 2}
  route:
    label: 路线
    gives:
      days: {type: integer}
      by: {type: text}
    rows:
      - {market: urban, then: {days: 2, by: car}}
    otherwise: {days: 5, by: boat}
  gap:
    gives: {type: text}
    rows:
      - {tier: "1..9", then: small}
  ways:
    hit: rule_order
    gives:
      days: {type: integer}
      by: {type: text}
    rows:
      - {market: urban, then: {days: 2, by: car}}
      - {tier: "≥ 10", then: {days: 3, by: train}}
categories: {label: 类别, of: [big], otherwise: general}
visits:
  general: {times: 1 per month, minutes: 20, modes: [field]}
  big: {times: 4 per month, minutes: 40, modes: [field, online]}
strategies:
  keep: {label: 留住, grants: [gift]}
  stop: {label: 停, suspends: [lesson]}
roles:
  manager: {label: {zh: 客户经理, en: Manager}, person: manager_name, reports_to: chief, calendar: office, compensation_up_to: 100}
  chief: {label: {zh: 主管, en: Chief}, calendar: office}
staff:
  李明: {role: manager, reports_to: 王强}
  王强: {role: chief}
must_do:
  visit_shop: {label: 拜访, for: everyone, every: visit, by: manager, value: high, urgency: medium, urgency_when: {weak: high}}
  files: {label: 档案, for: everyone, every: 1 quarter, by: manager, minutes: 15, value: low, urgency: low}
  call: {label: 电话, for: not big, every: 1 month, by: manager, value: low, urgency: low}
optional:
  gift: {label: {zh: 礼物, en: Gift}, eligible: big, every: 1 year, by: manager, value: low, urgency: low}
  lesson: {label: {zh: 辅导, en: Lesson}, eligible: true, every: 1 month, by: manager, minutes: 30, value: low, urgency: low}
privileges:
  priority_line: {label: 优先通道, for: big, gives: {wait: 5}, public_text: 优先办理}
recovery:
  calendar: office
  remind: {every: 1 workday, times: 2}
  approvals: {answer_within: 1 workday, valid_for: 5 workdays}
  failures:
    lost:
      label: {zh: 丢件, en: Lost parcel}
      owner: manager
      for: everyone
      acknowledge: {within: 1 work hour}
      apologize: none
      amend: {within: 1 workday}
      anticipate: {within: 3 workdays}
    rude:
      label: {zh: 态度, en: Rudeness}
      owner: manager
      for: big
      acknowledge: {within: 1 work hour}
      apologize: {within: 1 work hour}
      amend: {within: 1 workday}
      anticipate: {within: 3 workdays}
  escalation:
    - {from: manager, to: chief, any: [acknowledge overdue, cannot resolve]}
"""

PERSONA = """\
personas:
  小店:
    customer_name: 好店
    tier: 12
    market: urban
    joined_on: 2020-01-01
    manager_name: 李明
    net: 200
    sat: [80, 90]
"""
FILE = "tests/a.test.yaml"


@cache
def program() -> Program:
    """The policy of the shop."""
    return program_of(POLICY)


def program_of(policy: str) -> Program:
    """The program of a policy without errors."""
    made, errors = compiled(policy)
    assert made is not None, errors
    return made


def text_of(tests: str, personas: str = PERSONA) -> str:
    """A test file: the persona of a small shop, and tests that may be indented."""
    return f"{personas}tests:\n{textwrap.indent(textwrap.dedent(tests), '  ')}"


def read(text: str, **files: str) -> ReadTests:
    """What is read of one test file and others."""
    return read_tests({FILE: text, **files}, program())


def results(tests: str) -> tuple[TestResult, ...]:
    """The results of tests that are written without mistakes."""
    found = read(text_of(tests))
    assert found.diagnostics == ()
    return run_tests(program(), found.tests)


def differing(tests: str) -> dict[str, tuple[str, str]]:
    """What is expected and found wherever one test differs, by subject."""
    (result,) = results(tests)
    return {
        " ".join(one.expectation.subject): (one.expected.en, one.actual.en)
        for one in result.differences
    }
