"""A small policy, customers and moments for the tests of the store."""

from __future__ import annotations

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

from workflow_engine.policy import Policy, check_texts

ZONE = ZoneInfo("Asia/Shanghai")

TEXT = """
policy:
  id: shop
  title: Service policy
  version: "1"
  timezone: Asia/Shanghai
  language: en
  stage: trial
calendars:
  office: {hours: {mon-fri: ["08:30..12:00", "14:00..17:30"]}}
roles:
  clerk:   {label: Clerk, person: clerk_name, reports_to: head, compensation_up_to: 500}
  head:    {label: Head, reports_to: manager, compensation_up_to: 2000}
  manager: {label: Manager}
staff:
  Li:    {role: clerk, reports_to: Zhang}
  Zhang: {role: head, reports_to: Wang}
  Wang:  {role: manager}
customer:
  key: id
  name: name
  attributes:
    basic:
      tier:       {type: integer, min: 1, max: 30}
      clerk_name: {type: text}
tags:
  big: {label: Big, when: tier >= 28}
categories: {of: [big], otherwise: general}
must_do:
  stock_count: {label: Stock count, for: everyone, every: 1 month, by: clerk, value: medium, urgency: medium, minutes: 10}
recovery:
  calendar: office
  repeat: {within: 90 calendar days, times: 2}
  back_date: 1 calendar day
  failures:
    late:
      label: Late delivery
      owner: clerk
      acknowledge: {within: 2 work hours}
      apologize:   {within: 4 work hours}
      amend:       {within: 1 workday}
      anticipate:  {within: 5 workdays}
      faster_for:  {big: 0.5}
  escalation:
    - {from: clerk, to: head, any: [acknowledge overdue, cannot resolve, compensation over limit]}
    - {from: head, to: manager, any: [amend overdue, compensation over limit]}
feedback:
  calendar: office
  owner: clerk
  steps:
    receive: {within: 2 work hours, by: clerk}
    classify: {within: 4 work hours, by: clerk}
    reply: {within: 1 workday, by: clerk}
    resolve: {within: {P1: 4 work hours, P2: 1 workday, P3: 2 workdays, P4: 3 workdays, P5: 5 workdays}, by: clerk}
promises:
  on_time:
    label: On time
    slogan: Within two days
    unit: days
    better: lower
    promise: 2
    opens: late
"""

ADA = {"id": "K1", "name": "Ada's shop", "tier": 10, "clerk_name": "Li"}
BOB = {"id": "K2", "name": "Bob", "tier": 30, "clerk_name": "Li"}

FRIDAY = dt.datetime(2026, 11, 20, 16, 50, tzinfo=ZONE)
"""Ten minutes before the last hour of the week: 40 minutes of it are open."""
MONDAY = dt.datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
DEADLINE = dt.datetime(2026, 11, 23, 9, 50, tzinfo=ZONE)
"""Two work hours after `FRIDAY`."""
LATER = dt.datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)


@cache
def policy(text: str = TEXT) -> Policy:
    report = check_texts({"shop.yaml": text})
    wrong = [str(one) for one in report.diagnostics if one.severity == "error"]
    assert report.program is not None, wrong
    return Policy(report.program, report.diagnostics, report.sources)
