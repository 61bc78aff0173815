"""The policy that the naive model of `naive.py` describes, as an author writes it."""

from __future__ import annotations

from functools import cache

from tests.docs.examples import PAGE, base_sections, policy_files
from workflow_engine.cases.rules import CaseRules, case_rules
from workflow_engine.policy import check_texts

POLICY = """
policy: {id: oracle, version: "1", timezone: Asia/Shanghai}
calendars:
  office:
    hours: {mon-fri: ["09:00..12:00", "13:00..17:00"]}
    exceptions: {2026-11-26: closed, 2026-11-27: closed, 2026-11-28: ["09:00..12:00"]}
tags:
  big: {label: 大客户, when: tier >= 28}
roles:
  manager: {label: 客户经理, reports_to: supervisor, compensation_up_to: 500}
  supervisor: {label: 主管, reports_to: head, compensation_up_to: 2000}
  head: {label: 部门经理, reports_to: general, compensation_up_to: 10000}
  general: {label: 总经理}
  technician: {label: 技术员, reports_to: head}
support:
  technical: {label: 技术支持, role: technician, within: 8 work hours}
recovery:
  calendar: office
  notify: 4 work hours
  follow_up: {within: 2 workdays, warn: none}
  remind: {every: 2 work hours, times: 2}
  repeat: {within: 30 calendar days, times: 2}
  approvals: {answer_within: 4 work hours, valid_for: 7 work hours}
  back_date: 1 calendar day
  events: {media: {label: 媒体介入}}
  failures:
    delivery_error:
      label: 送货差错
      owner: manager
      acknowledge: {within: 2 work hours}
      apologize: {within: 4 work hours}
      amend: {within: 1 workday, warn: 1 work hour}
      anticipate: {within: 3 workdays, warn: 2 work hours}
      regulator: {within: 5 calendar days, warn: 1 calendar day}
      faster_for: {big: 0.5, high: 0.5, low: 2}
  escalation:
    - {from: manager, any: [acknowledge overdue, {step: amend, elapsed: 50%, unless: planned}, cannot resolve]}
    - {from: supervisor, any: [amend overdue, reopened 2 times, needs other department]}
    - {from: head, any: [amend overdue by 1 workday, media]}
"""
PEOPLE = {
    "manager": "李明",
    "supervisor": "王芳",
    "head": "陈总",
    "general": "董总",
    "technician": "小周",
}


@cache
def rules() -> CaseRules:
    base = base_sections(PAGE.read_text(encoding="utf-8"))
    report = check_texts(policy_files(POLICY, base))
    assert report.program is not None, [one.message.en for one in report.diagnostics]
    return case_rules(report.program)
