"""A small policy with records, a ladder and promises, and plans of its customers."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from workflow_engine.batch.log import Entry, ServiceLog
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.policy import Policy, check_texts
from workflow_engine.program.program import Program

MONDAY = dt.date(2026, 11, 23)
HOSTILE = "<script>alert(1)</script>\"'&</style></title>{{ 7*7 }}𠮷🙂"

POLICY = """\
policy:
  id: small
  title: {zh: 街坊服务政策, en: Neighbourhood service policy}
  version: "2026.11"
  timezone: Asia/Shanghai
  language: zh
  stage: trial
  period: 1 month
customer:
  key: customer_id
  name: customer_name
  attributes:
    basic:
      manager_name: {type: text, label: {zh: 客户经理, en: Account manager}}
      shop_address: {type: text, label: {zh: 经营地址, en: Shop address}}
      phone: {type: text, label: {zh: 联系电话, en: Telephone}}
    operating:
      tier: {type: integer, min: 1, max: 30, label: {zh: 档位, en: Tier}}
    service_value:
      focus: {type: text, label: {zh: 关注点, en: Focus}}
tags:
  big: {label: {zh: 大客户, en: Big customer}, when: tier >= 28}
categories:
  of: [big]
  otherwise: general
visits:
  general: {times: 1 per month, minutes: 30, modes: [field]}
  big: {times: 1 per week, minutes: 50, modes: [field]}
roles:
  account_manager:
    label: {zh: 客户经理, en: Account manager}
    person: manager_name
    reports_to: supervisor
    minutes_per_day: 120
    compensation_up_to: 500
  supervisor:
    label: {zh: 主管, en: Supervisor}
    reports_to: general_manager
    compensation_up_to: 2000.50
  general_manager: {label: {zh: 总经理, en: General manager}}
staff:
  李明: {role: account_manager, reports_to: 王芳, phone: 内线8001}
  赵强: {role: account_manager, reports_to: 王芳, minutes_per_day: 60}
  王芳: {role: supervisor, reports_to: 周总, phone: 内线8002}
  周总: {role: general_manager}
records:
  visit_record:
    label: {zh: 走访记录表, en: Visit record}
    description: 当天填好
principles:
  word_kept: {label: {zh: 说出去的话要算数, en: A promise is kept}}
must_do:
  field_visit:
    label: {zh: 实地走访, en: Field visit}
    for: everyone
    every: visit
    by: account_manager
    value: high
    urgency: high
    mode: field
    record: visit_record
  stock_count:
    label: {zh: 库存盘点, en: Stock count}
    for: everyone
    every: visit
    by: account_manager
    value: medium
    urgency: medium
  briefing:
    label: {zh: 政策宣传, en: Policy briefing}
    for: everyone
    every: 1 month
    by: account_manager
    minutes: 15
    value: low
    urgency: low
recovery:
  failures:
    delivery_error:
      label: {zh: 送货差错, en: Delivery error}
      owner: account_manager
      acknowledge: {within: 2 work hours}
      apologize: {within: 4 work hours}
      amend: {within: 1 workday}
      anticipate: {within: 5 workdays}
    attitude:
      label: {zh: 态度投诉, en: Complaint about conduct}
      owner: supervisor
      acknowledge: {within: 1 work hour}
      apologize: {within: 1 workday}
      amend: {within: 2 workdays}
      anticipate: {within: 5 workdays}
      recusal: true
  events:
    media: {zh: 媒体介入, en: the media step in}
  escalation:
    - from: account_manager
      to: supervisor
      any:
        - acknowledge overdue
        - {step: amend, elapsed: 50%, unless: planned}
        - cannot resolve
        - compensation over limit
    - from: supervisor
      to: general_manager
      any: [amend overdue by 1 workday, reopened 2 times, media]
feedback:
  owner: account_manager
  channels:
    big: [专线]
    general: [服务热线, 微信]
  steps:
    reply: {within: 1 workday}
    resolve: {within: 5 workdays}
    notify: {within: 1 workday}
    thank: {text: 感谢}
promises:
  delivery:
    label: {zh: 订货送达, en: Delivery of orders}
    slogan: {zh: 订货40小时内送达, en: Orders delivered within 40 hours}
    unit: 小时
    better: lower
    promise: 40
    industry: 48
    competitor: 44
    capacity: 36
    claim: 报订单号即可
    opens: delivery_error
    for: everyone
  stock:
    label: {zh: 紧俏货源, en: Scarce goods}
    slogan: {zh: 大客户八成到货, en: Eight in ten arrive for big customers}
    unit: "%"
    better: higher
    promise: 80
    capacity: 90
    for: big
"""


FIRST_DAYS = {1: "2026-11-23", 3: "2026-11-23", 4: "2026-11-25"}
"""By the number of the customer; all others are visited on Friday first."""


@cache
def policy(text: str = POLICY) -> Policy:
    """The policy of a text."""
    report = check_texts({"policy.yaml": text})
    assert report.program is not None, [found.code for found in report.diagnostics]
    return Policy(report.program)


def program(text: str = POLICY) -> Program:
    return policy(text).program


def customer(number: int, **values: Any) -> dict[str, Any]:
    return {
        "customer_id": f"C{number:03}",
        "customer_name": f"第{number}百货店",
        "manager_name": "李明",
        "tier": 28 if number % 2 else 5,
        **values,
    }


def plans(
    customers: list[dict[str, Any]], lang: Language = "zh", text: str = POLICY
) -> list[dict[str, Any]]:
    """Plans as JSON data on Monday, as the CLI makes them; their first visits on days of our own.

    On which day of the week the planner puts a customer is nothing that forms depend on.
    """
    with_log = ServiceLog([Entry("C001", "briefing", dt.date(2026, 9, 1))])
    made = policy(text)
    found = [
        made.plan_json(made.plan(one, at=MONDAY, log=with_log), lang=lang) for one in customers
    ]
    for plan in found:
        number = int("".join(filter(str.isdigit, plan["customer"]["id"])) or 1)
        first = min((task["date"] for task in plan["tasks"]), default="")
        for task in plan["tasks"]:
            if task["date"] == first:
                task["date"] = FIRST_DAYS.get(number, "2026-11-27")
    return found


def some(lang: Language = "zh") -> list[dict[str, Any]]:
    """Five customers of two people; the first has all that is printed."""
    return plans(
        [
            customer(1, shop_address="人民路12号", phone="138-0000-0001", focus="货源"),
            customer(2),
            customer(3),
            customer(4, manager_name="赵强"),
            customer(5, manager_name="赵强"),
        ],
        lang,
    )


def open_case(**changes: Any) -> dict[str, Any]:
    """An open case as `cases.view.summary` gives it, as far as forms read it."""
    return {
        "id": "C-000007",
        "label": "送货差错",
        "state_label": "已道歉",
        "ended_at": None,
        "clocks": [
            {
                "label": "预见",
                "state": "running",
                "stopped_at": None,
                "due_at": "2026-11-27T17:30:00+08:00",
            },
            {
                "label": "弥补",
                "state": "overdue",
                "stopped_at": None,
                "due_at": "2026-11-23T12:00:00+08:00",
            },
            {
                "label": "承认",
                "state": "met",
                "stopped_at": "2026-11-21T10:00:00+08:00",
                "due_at": "2026-11-21T12:00:00+08:00",
            },
        ],
        **changes,
    }
